"""An operator at a plain websocket: enough to take a customer's conversation, answer in it and leave it."""

import json
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self, cast
from urllib.request import Request, urlopen

from websockets.sync.client import ClientConnection, connect

PASSWORD = "a long demo password 2026"


class OperatorDesk:
    """Signed in, connected and watching the inbox; `take` claims what waits."""

    def __init__(self, address: str, session: tuple[str, str], status: str = "online") -> None:
        self._cookie, self._csrf = session
        self._address = address
        self._socket: ClientConnection | None = None
        self._open = ExitStack()
        self._status = status
        self._count = 0
        self.av = 0

    def __enter__(self) -> Self:
        opening = connect(
            self._address.replace("http", "ws", 1) + "/ws/v1/operator",
            origin=cast(Any, self._address),
            subprotocols=[cast(Any, "support.v1")],
            additional_headers={"cookie": self._cookie},
        )
        self._socket = self._open.enter_context(opening)
        self.send("hello", v=[1], csrf=self._csrf, lang="ru", streams={})
        self.wait("welcome")
        self.send("op.status", status=self._status)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.send("op.status", status="offline")
        self._open.close()

    def send(self, kind: str, **payload: object) -> None:
        """One frame to the server."""
        assert self._socket is not None
        self._socket.send(json.dumps({"v": 1, "t": kind, "d": payload}))

    def wait(self, kind: str, **wanted: object) -> dict[str, Any]:
        """The payload of the next `kind` that has the `wanted` values; pings are answered meanwhile."""
        assert self._socket is not None
        while True:
            frame = json.loads(self._socket.recv(timeout=15))
            payload = cast(dict[str, Any], frame.get("d", {}))
            if frame["t"] == "ping":
                self.send("pong", n=payload["n"])
            if frame["t"] == "error":
                raise AssertionError(payload)
            if frame["t"] == kind and wanted.items() <= payload.items():
                return payload

    def take(self) -> str:
        """Claims the newest conversation that waits; gives its stream."""
        entry = self.wait("ev", k="entry", status="queued")
        stream = f"conv:{entry['conversation']}"
        self.send("watch", s=stream)
        self.wait("reset", s=stream)
        self.send("conv.take", s=stream)
        self.av = int(self.wait("ev", k="status", status="assigned")["av"])
        return stream

    def say(self, stream: str, text: str) -> None:
        """A message to the customer."""
        self._count += 1
        self.send("msg.send", s=stream, cid=f"operator-{id(self)}-{self._count}", text=text, av=self.av)


def first_operator(address: str, token: str, name: str) -> tuple[str, str]:
    """Makes the first account by its one-time link; gives its session cookie and CSRF value."""
    body = {"token": token, "name": name, "email": "operator@example.com", "password": PASSWORD, "lang": "ru"}
    request = Request(
        f"{address}/api/v1/setup",
        data=json.dumps(body).encode(),
        headers={"content-type": "application/json", "origin": address},
        method="POST",
    )
    with urlopen(request, timeout=10) as answer:
        cookie = str(answer.headers["set-cookie"]).split(";")[0]
        return cookie, str(json.load(answer)["csrf"])
