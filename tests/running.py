"""A whole server on a free port of this machine, built as the product builds it, for tests that need one."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from app.commands.serving import run_server
from app.edge import Edge, create_edge
from app.main import Given, Services, build
from app.settings import Settings


class Server:
    """A running server: where it listens, and the rooms behind it."""

    def __init__(self, services: Services, edge: Edge, stopping: asyncio.Event) -> None:
        self.services = services
        self.edge = edge
        self.origin = services.settings.origins[0]
        self._stopping = stopping

    @property
    def sockets(self) -> str:
        """The address of the websockets."""
        return self.origin.replace("http://", "ws://") + "/ws/v1"

    def stop(self) -> None:
        """Ask the server to drain its sockets and stop."""
        self._stopping.set()


@asynccontextmanager
async def running_server(
    folder: Path, *, given: Given | None = None, articles: Path | None = None, **changes: Any
) -> AsyncGenerator[Server]:
    """A server with a database of its own in `folder`; `articles` seeds its knowledge base.

    Without `changes` there is no model and no embedder, so that it starts fast.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        values: dict[str, Any] = {
            "folder": folder,
            "port": listener.getsockname()[1],
            "embedder": "none",
            "openai_api_key": "",
            "openai_base_url": "",
            "typing_hold_s": 0,
            **changes,
        }
        async with build(Settings(**values), given or Given()) as services:
            if articles is not None:
                await services.library.seed(articles)
            edge, stopping = create_edge(services), asyncio.Event()
            serving = asyncio.ensure_future(run_server(services, edge, listener, stopping=stopping))
            try:
                await _until_open(listener.getsockname())
                yield Server(services, edge, stopping)
            finally:
                stopping.set()
                await serving


async def _until_open(address: tuple[str, int]) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                _, writer = await asyncio.open_connection(*address)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            writer.close()
            await writer.wait_closed()
            return
