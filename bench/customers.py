"""Customers made of websockets: they say hello, send, and note when what comes back arrives."""

import asyncio
import json
import time
import uuid
from types import TracebackType
from typing import Any, Self

import httpx
import websockets
from websockets.asyncio.client import ClientConnection


class Customer:
    """One conversation with the product over `support.v1`."""

    def __init__(self, port: int) -> None:
        self._base = f"127.0.0.1:{port}"
        self._socket: ClientConnection | None = None
        self._frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._reading: asyncio.Task[None] | None = None
        self.stream = ""

    async def __aenter__(self) -> Self:
        async with httpx.AsyncClient(timeout=30) as client:
            answer = await client.post(f"http://{self._base}/api/v1/session", json={"lang": "en"})
            session = answer.raise_for_status().json()
        self.stream = session["stream"]
        self._socket = await websockets.connect(
            f"ws://{self._base}/ws/v1/customer",
            subprotocols=[websockets.Subprotocol("support.v1")],
            origin=websockets.Origin(f"http://{self._base}"),
            compression=None,
            open_timeout=30,
        )
        self._reading = asyncio.create_task(self._read())
        await self._send("hello", {"v": [1], "ticket": session["ticket"], "lang": "en", "streams": {}})
        await self.until("reset")
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._reading is not None:
            self._reading.cancel()
        if self._socket is not None:
            await self._socket.close()

    async def _read(self) -> None:
        """Answer pings at once, keep everything else for `until`."""
        assert self._socket is not None
        async for raw in self._socket:
            frame = json.loads(raw)
            if frame["t"] == "ping":
                await self._send("pong", {"n": frame["d"]["n"]})
            else:
                self._frames.put_nowait(frame)

    async def _send(self, kind: str, payload: dict[str, Any]) -> None:
        assert self._socket is not None
        await self._socket.send(json.dumps({"v": 1, "t": kind, "id": "b", "d": payload}))

    async def until(self, *kinds: str) -> dict[str, Any]:
        """The next frame of one of these types; others are passed over."""
        while True:
            frame = await asyncio.wait_for(self._frames.get(), 60)
            if frame["t"] == "error":
                raise RuntimeError(f"the server refused: {frame['d']['code']}")
            if frame["t"] in kinds:
                return frame

    async def acknowledged(self, text: str) -> float:
        """Milliseconds from sending to the acknowledgement."""
        started = time.perf_counter()
        await self._send("msg.send", {"s": self.stream, "cid": uuid.uuid4().hex, "text": text})
        await self.until("ack")
        return (time.perf_counter() - started) * 1_000

    async def first_words(self, text: str) -> float:
        """Milliseconds from sending to the first piece of the reply; waits for its end."""
        started = time.perf_counter()
        await self._send("msg.send", {"s": self.stream, "cid": uuid.uuid4().hex, "text": text})
        await self.until("stream.begin")
        spent = (time.perf_counter() - started) * 1_000
        await self.until("stream.end")
        return spent

    async def reply(self, text: str) -> float:
        """Milliseconds from sending to the finished reply."""
        started = time.perf_counter()
        await self._send("msg.send", {"s": self.stream, "cid": uuid.uuid4().hex, "text": text})
        await self.hear("assistant")
        return (time.perf_counter() - started) * 1_000

    async def hear(self, who: str) -> None:
        """Wait for the next message of the assistant or of an operator."""
        while True:
            frame = await self.until("ev")
            if frame["d"].get("k") == "message" and frame["d"]["who"] == who:
                return

    async def ask_for_a_person(self) -> None:
        """Press the button, and wait until it is acknowledged."""
        await self._send("human.request", {"s": self.stream, "cid": uuid.uuid4().hex})
        await self.until("ack")


class BareCustomer:
    """The same against a peer that has no protocol."""

    def __init__(self, port: int) -> None:
        self._url = f"ws://127.0.0.1:{port}/ws"
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        self._socket = await websockets.connect(self._url, compression=None, open_timeout=30)
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def acknowledged(self, text: str) -> float:
        """Milliseconds from sending to the echo."""
        assert self._socket is not None
        started = time.perf_counter()
        await self._socket.send(json.dumps({"t": "msg.send", "d": {"cid": uuid.uuid4().hex, "text": text}}))
        await self._socket.recv()
        return (time.perf_counter() - started) * 1_000

    async def first_words(self, text: str) -> float:
        """Milliseconds from sending to the first token; waits for the last."""
        assert self._socket is not None
        started = time.perf_counter()
        await self._socket.send(text)
        frame = json.loads(await asyncio.wait_for(self._socket.recv(), 60))
        spent = (time.perf_counter() - started) * 1_000
        while frame["t"] != "done":
            frame = json.loads(await asyncio.wait_for(self._socket.recv(), 60))
        return spent
