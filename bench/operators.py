"""An operator made of a websocket: takes a conversation and replies, so that it can be timed."""

import json
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import websockets
from websockets.asyncio.client import ClientConnection

from app.main import utc_now
from app.operators.accounts import Accounts
from app.settings import Settings
from app.storage.database import Database
from bench.customers import Customer


async def make_setup_token(folder: Path) -> str:
    """A one-time link's token for the database in `folder`, made before the server starts."""
    database = Database(Settings(folder=folder).database)
    try:
        return await Accounts(database, utc_now).create_setup_link()
    finally:
        database.close()


class Operator:
    """One signed-in operator with an open console."""

    def __init__(self, port: int, token: str) -> None:
        self._origin = f"http://127.0.0.1:{port}"
        self._token = token
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        person = {
            "token": self._token,
            "name": "Bench",
            "email": "bench@clover.example",
            "password": "quiet morning by the river",
            "lang": "en",
        }
        headers = {"Origin": self._origin}
        async with httpx.AsyncClient(timeout=30) as client:
            answer = await client.post(f"{self._origin}/api/v1/setup", json=person, headers=headers)
            csrf = answer.raise_for_status().json()["csrf"]
            cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        self._socket = await websockets.connect(
            f"{self._origin.replace('http', 'ws')}/ws/v1/operator",
            subprotocols=[websockets.Subprotocol("support.v1")],
            origin=websockets.Origin(self._origin),
            additional_headers={"Cookie": cookie},
            compression=None,
        )
        await self._send("hello", {"v": [1], "csrf": csrf, "lang": "en", "streams": {}})
        await self._until("reset")
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def _send(self, kind: str, payload: dict[str, Any]) -> None:
        assert self._socket is not None
        await self._socket.send(json.dumps({"v": 1, "t": kind, "id": "o", "d": payload}))

    async def _until(self, kind: str) -> dict[str, Any]:
        assert self._socket is not None
        while True:
            frame: dict[str, Any] = json.loads(await self._socket.recv())
            if frame["t"] == "error":
                raise RuntimeError(f"the server refused: {frame['d']['code']}")
            if frame["t"] == kind:
                return frame

    async def reply_times(self, customer: Customer, count: int) -> list[float]:
        """Milliseconds from an operator's sending to the customer's receiving, `count` times."""
        await customer.ask_for_a_person()
        await self._send("conv.take", {"s": customer.stream})
        await self._until("ack")
        spent: list[float] = []
        for number in range(count):
            started = time.perf_counter()
            reply = {"s": customer.stream, "av": 1, "cid": uuid.uuid4().hex, "text": f"Reply {number}"}
            await self._send("msg.send", reply)
            await customer.hear("operator")
            spent.append((time.perf_counter() - started) * 1_000)
        return spent
