"""Servers under measurement, each in a process of its own on a free port, ended when the measuring ends."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@asynccontextmanager
async def process(
    arguments: Sequence[str], port: int, extra: Mapping[str, str] | None = None, *, is_ready_path: str = ""
) -> AsyncGenerator[subprocess.Popen[bytes], None]:
    """Run `python arguments` until it accepts connections on `port`."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("ZABOTA_", "OPENAI_"))}
    running = subprocess.Popen(
        [sys.executable, *arguments],
        env={**clean, **(extra or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        await _wait(running, port, is_ready_path)
        yield running
    finally:
        running.terminate()
        try:
            await asyncio.to_thread(running.wait, 15)
        except subprocess.TimeoutExpired:
            running.kill()
            await asyncio.to_thread(running.wait)


async def _wait(running: subprocess.Popen[bytes], port: int, path: str, patience_s: float = 240.0) -> None:
    until = time.monotonic() + patience_s
    while time.monotonic() < until:
        if running.poll() is not None:
            raise RuntimeError(f"a measured server stopped at once with status {running.returncode}")
        try:
            if path:
                async with httpx.AsyncClient() as client:
                    if (await client.get(f"http://127.0.0.1:{port}{path}")).status_code == 200:
                        return
            else:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
        except (OSError, httpx.HTTPError):
            pass
        await asyncio.sleep(0.02)
    raise RuntimeError("a measured server did not answer in time")


def resident_kb(pid: int) -> int:
    """Resident memory of a process in KB, from /proc."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise RuntimeError("no VmRSS")
