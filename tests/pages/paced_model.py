"""An OpenAI-compatible endpoint on loopback that says the material's own words, one by one, at a set pace."""

import json
import re
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

_PASSAGE = re.compile(r"<passage[^>]*>\n(.*?)\n</passage>", re.DOTALL)


@contextmanager
def paced_model(*, pause_s: float = 0.03) -> Generator[str]:
    """Serve until left; gives the base URL. Each word follows the one before it after `pause_s` seconds."""
    handler = type("Paced", (_Handler,), {"pause_s": pause_s})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    pause_s = 0.0

    def do_POST(self) -> None:
        body = cast(dict[str, Any], json.loads(self.rfile.read(int(self.headers["content-length"]))))
        words = _words(str(body["messages"][-1]["content"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        try:
            for word in words:
                self._chunk({"content": word}, None)
                time.sleep(self.pause_s)
            self._chunk({}, "stop")
            self.wfile.write(b"data: [DONE]\n\n")
        except BrokenPipeError:
            return

    def _chunk(self, delta: dict[str, str], reason: str | None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        chunk = {
            "id": "1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "paced",
            "choices": [choice],
        }
        self.wfile.write(f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n".encode())
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Silence: the test's own output is enough."""


def _words(prompt: str) -> list[str]:
    passages = _PASSAGE.findall(prompt)
    material = "\n".join(passages[:1]) or "Я не нашёл ответа."
    return re.findall(r"\S+\s*", material)
