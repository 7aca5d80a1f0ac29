"""Customers and operators as the wire sees them: real sockets, real HTTP, no rules of their own."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from app.storage.operators import Role
from tests.builders import a_cid
from tests.running import Server

Frame = dict[str, Any]
PASSWORD = "тихий-Лес 9 gently"

_numbers = count(1)


class Socket:
    """One websocket: keeps every frame that came, sends frames, waits for what is expected."""

    def __init__(self, wire: ClientConnection) -> None:
        self.wire = wire
        self.frames: list[Frame] = []

    async def send(self, kind: str, **payload: object) -> None:
        await self.wire.send(json.dumps({"v": 1, "t": kind, "id": f"r{next(_numbers)}", "d": payload}))

    async def hear(self, is_wanted: Callable[[Frame], bool], seconds: float = 5.0) -> Frame:
        """The next frame that is wanted; the ones before it are kept."""
        async with asyncio.timeout(seconds):
            while True:
                frame: Frame = json.loads(await self.wire.recv())
                self.frames.append(frame)
                if is_wanted(frame):
                    return frame

    async def hear_type(self, kind: str, seconds: float = 5.0) -> Frame:
        return await self.hear(lambda frame: frame["t"] == kind, seconds)

    async def hear_message(self, text: str) -> Frame:
        return await self.hear(lambda frame: frame["t"] == "ev" and frame["d"].get("text") == text)

    async def settle(self, seconds: float = 0.2) -> None:
        """Hear whatever comes in so many seconds."""
        try:
            await self.hear(lambda _: False, seconds)
        except TimeoutError:
            return

    async def closed(self, seconds: float = 8.0) -> int:
        """The code that the other side closed with."""
        with suppress(ConnectionClosed):
            await self.hear(lambda _: False, seconds)
        return self.wire.close_code or 0

    @property
    def seqs(self) -> list[int]:
        """The numbers of the events that came, snapshots included, in order."""
        found: list[int] = []
        for frame in self.frames:
            if frame["t"] == "reset":
                found = [event["seq"] for event in frame["d"]["events"]]
            if frame["t"] == "ev":
                found.append(frame["seq"])
        return found


@asynccontextmanager
async def opened(
    server: Server, path: str, *, origin: str | None = "", **options: Any
) -> AsyncGenerator[Socket]:
    """A websocket on `path`; `origin` "" is the server's own, None sends none."""
    name = server.origin if origin == "" else origin
    async with connect(
        f"{server.sockets}/{path}",
        origin=None if name is None else Origin(name),
        subprotocols=[Subprotocol("support.v1")],
        open_timeout=5,
        close_timeout=2,
        **options,
    ) as wire:
        yield Socket(wire)


class Customer:
    """A visitor with a secret; opens sockets, or talks over HTTP."""

    def __init__(self, server: Server, http: httpx.AsyncClient, session: dict[str, Any]) -> None:
        self.server, self.http = server, http
        self.secret: str = session["secret"]
        self.stream: str = session["stream"]
        self.conversation: str = session["conversation"]
        self.first_ticket: str = session["ticket"]
        http.headers["Authorization"] = f"Bearer {self.secret}"

    async def ticket(self) -> str:
        answer = await self.http.post("/api/v1/session", json={"secret": self.secret, "lang": "ru"})
        assert answer.status_code == 200, answer.text
        return answer.json()["ticket"]

    @asynccontextmanager
    async def connected(self, *, seq: int = 0, ep: str = "", **options: Any) -> AsyncGenerator[Socket]:
        """A socket that said hello and heard its welcome."""
        async with opened(self.server, "customer", **options) as socket:
            await self.greet(socket, seq=seq, ep=ep)
            yield socket

    async def greet(self, socket: Socket, *, seq: int = 0, ep: str = "") -> Frame:
        position = {self.stream: {"seq": seq, "ep": ep}}
        await socket.send("hello", v=[1], ticket=await self.ticket(), lang="ru", streams=position)
        return await socket.hear_type("welcome")

    async def say(self, socket: Socket, text: str, cid: str = "") -> Frame:
        """Send a message and hear its acknowledgement."""
        cid = cid or a_cid()
        await socket.send("msg.send", s=self.stream, cid=cid, text=text)
        return await socket.hear(lambda frame: frame["t"] == "ack" and frame["d"]["cid"] == cid)

    async def post(self, kind: str, **payload: object) -> list[Frame]:
        """One frame over HTTP."""
        body = json.dumps({"v": 1, "t": kind, "d": {"s": self.stream, **payload}})
        answer = await self.http.post("/api/v1/send", content=body)
        assert answer.status_code == 200, answer.text
        return answer.json()["frames"]

    async def poll(self, **position: str | float) -> dict[str, Any]:
        """Events over HTTP."""
        answer = await self.http.get("/api/v1/events", params={"stream": self.stream, **position})
        assert answer.status_code == 200, answer.text
        return answer.json()


@asynccontextmanager
async def customer(server: Server, lang: str = "ru") -> AsyncGenerator[Customer]:
    """A new visitor of the site."""
    async with httpx.AsyncClient(base_url=server.origin, headers={"Origin": server.origin}) as http:
        answer = await http.post("/api/v1/session", json={"lang": lang})
        assert answer.status_code == 200, answer.text
        yield Customer(server, http, answer.json())


class Operator:
    """A signed-in operator."""

    def __init__(self, server: Server, http: httpx.AsyncClient, csrf: str) -> None:
        self.server, self.http, self.csrf = server, http, csrf

    @asynccontextmanager
    async def connected(self, *, seq: int = 0, ep: str = "") -> AsyncGenerator[Socket]:
        """A socket that said hello and heard its welcome and the inbox."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        async with opened(self.server, "operator", additional_headers={"Cookie": cookies}) as socket:
            await self.greet(socket, seq=seq, ep=ep)
            yield socket

    async def greet(self, socket: Socket, *, seq: int = 0, ep: str = "") -> Frame:
        position = {"inbox": {"seq": seq, "ep": ep}}
        await socket.send("hello", v=[1], csrf=self.csrf, lang="ru", streams=position)
        return await socket.hear_type("welcome")


@asynccontextmanager
async def operator(
    server: Server, role: Role = "operator", name: str = "Оператор"
) -> AsyncGenerator[Operator]:
    """A new operator who has just set up their account."""
    token = await server.services.accounts.create_setup_link(role)
    async with httpx.AsyncClient(base_url=server.origin, headers={"Origin": server.origin}) as http:
        body = {"token": token, "name": name, "email": f"op{next(_numbers)}@example.ru", "lang": "ru"}
        answer = await http.post("/api/v1/setup", json={**body, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        http.headers["X-CSRF"] = answer.json()["csrf"]
        yield Operator(server, http, answer.json()["csrf"])
