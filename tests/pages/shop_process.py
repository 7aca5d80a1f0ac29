"""The product as its owner runs it: `python -m app serve`, on a free port, in an empty folder."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.signing import KEYS

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_S = 90


class RunningShop:
    """A server that can be stopped and started again on the same port and folder."""

    def __init__(self, folder: Path, model_url: str = "") -> None:
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._folder = folder
        self._model_url = model_url
        self._process: subprocess.Popen[str] | None = None
        self._said: list[str] = []

    @property
    def setup_token(self) -> str:
        """What the one-time link of the first operator carries."""
        found = re.search(r"/setup#token=(\S+)", "".join(self._said))
        assert found, "the server printed no setup link"
        return found[1]

    def start(self) -> None:
        """Returns when the server takes connections."""
        self._said.clear()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve"],
            cwd=ROOT,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not self._answers():
            assert self._process.poll() is None, "".join(self._said)
            assert time.monotonic() < deadline, "".join(self._said)
            time.sleep(0.1)

    def stop(self) -> None:
        """Ends the process as its owner would, by SIGTERM."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=30)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("ZABOTA_", "OPENAI_"))
        }
        own = {
            "ZABOTA_PORT": str(self.port),
            "ZABOTA_FOLDER": str(self._folder),
            "ZABOTA_EMBEDDER": "none",
            "ZABOTA_CONVERSATIONS_PER_HOUR": "1000",
            "ZABOTA_IDENTITY_KEYS": KEYS,
        }
        model = {
            "ZABOTA_OPENAI_API_KEY": "local",
            "ZABOTA_OPENAI_BASE_URL": self._model_url,
            "ZABOTA_MODEL": "paced",
        }
        return {**kept, **own, **(model if self._model_url else {})}

    def _answers(self) -> bool:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            is_open = probe.connect_ex(("127.0.0.1", self.port)) == 0
        return is_open and any("is open" in line for line in self._said)

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                self._said.append(line)
        except ValueError:
            return


@contextmanager
def running_shop(folder: Path, model_url: str = "") -> Generator[RunningShop]:
    """A started server, stopped on leaving; with `model_url` it answers by that model, else by quotation."""
    shop = RunningShop(folder, model_url)
    shop.start()
    try:
        yield shop
    finally:
        shop.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
