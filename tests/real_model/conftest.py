"""A real model on a free port of this machine, in an environment of its own: `make real-model` makes it."""

import socket
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-model" / "bin" / "python"
SERVE = Path(__file__).with_name("serve.py")
CONTEXT, NARROW = 4096, 256
"""Tokens: room for a whole prompt of the product in English, and for none."""


@contextmanager
def serving(context: int) -> Generator[str]:
    """The URL of a served model with so many tokens of context."""
    if not PYTHON.exists():
        pytest.skip("there is no .venv-model with a model: make real-model")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [str(PYTHON), str(SERVE), "--port", str(port), "--context", str(context)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            assert any(line.startswith("ready") for line in process.stdout), (
                "the model's server did not start"
            )
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def real_model() -> Iterator[str]:
    """A small model with room for a prompt."""
    with serving(CONTEXT) as url:
        yield url


@pytest.fixture(scope="session")
def narrow_model() -> Iterator[str]:
    """The same model with room for no prompt of ours."""
    with serving(NARROW) as url:
        yield url
