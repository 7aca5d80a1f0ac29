"""The open sockets of a node: heartbeat, those who do not read, draining, and a bus that was away."""

import asyncio
import contextlib
import os
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.typing import Origin, Subprotocol

from app.bus.base import Listener, Notice, Unsubscribe
from app.bus.in_process import InProcessBus
from app.domain.errors import StorageUnavailable
from app.web import connection, hub
from app.web.hub import Hub
from app.web.protocol import CloseCode
from tests.builders import a_cid
from tests.running import Server
from tests.web.clients import Socket, customer


def later(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds


async def test_a_ping_carries_the_heads_and_who_answers_stays(server: Server) -> None:
    async with customer(server) as visitor, visitor.connected() as page:
        for round_number in (1, 2, 3):
            await server.edge.hub.beat(later(30.0 * round_number))
            ping = await page.hear_type("ping")
            assert ping["d"] == {"n": round_number, "heads": {visitor.stream: 2}}
            await page.send("pong", n=round_number)
            await page.settle(0.1)
            await server.edge.hub.beat(later(30.0 * round_number + 11))
        await visitor.say(page, "Я тут")


async def test_who_does_not_answer_a_ping_is_left(server: Server) -> None:
    async with customer(server) as visitor, visitor.connected() as page:
        await server.edge.hub.beat(later(30))
        await page.hear_type("ping")
        await server.edge.hub.beat(later(41))
        assert await page.closed() == CloseCode.NO_PONG


async def test_draining_says_when_to_come_back_and_loses_nothing(server: Server) -> None:
    async with customer(server) as visitor, visitor.connected() as page:
        await visitor.say(page, "Перед остановкой")
        server.stop()
        drain = await page.hear_type("drain")
        assert 0 <= drain["d"]["reconnect_in_ms"] <= 5_000
        assert await page.closed() == CloseCode.DRAIN


async def test_a_draining_node_takes_nobody_in(server: Server) -> None:
    async with customer(server) as visitor:
        ticket = await visitor.ticket()
        draining = asyncio.create_task(server.edge.hub.drain())
        await asyncio.sleep(0)
        async with connect(
            f"{server.sockets}/customer",
            origin=Origin(server.origin),
            subprotocols=[Subprotocol("support.v1")],
        ) as wire:
            page = Socket(wire)
            await page.send("hello", v=[1], ticket=ticket, lang="ru")
            assert await page.closed() == CloseCode.OVERLOADED
        await draining


class Deaf:
    """A socket at the level of TCP that says hello and then never reads again."""

    def __init__(self, server: Server, ticket: str) -> None:
        self._server, self._ticket = server, ticket
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)

    async def __aenter__(self) -> "Deaf":
        host, port = self._server.origin.removeprefix("http://").split(":")
        self._socket.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(self._socket, (host, int(port)))
        request = (
            f"GET /ws/v1/customer HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {self._server.origin}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: support.v1\r\n\r\n"
        )
        hello = f'{{"v":1,"t":"hello","d":{{"v":[1],"ticket":"{self._ticket}"}}}}'.encode()
        mask = b"\x00\x00\x00\x00"
        frame = b"\x81" + bytes([0x80 | 126]) + struct.pack(">H", len(hello)) + mask + hello
        await loop.sock_sendall(self._socket, request.encode() + frame)
        await asyncio.sleep(0.3)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._socket.close()


async def test_one_who_never_reads_holds_up_nobody_and_is_let_go(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "SEND_TIMEOUT_S", 1.0)
    monkeypatch.setattr(hub, "CLOSE_S", 0.3)
    async with customer(server) as visitor, visitor.connected() as page:
        async with Deaf(server, await visitor.ticket()):
            for number in range(19):
                await visitor.say(page, f"{number} " + "ы" * 3_900)
            for _ in range(60):
                frame = {"t": "typing", "s": visitor.stream, "d": {"s": visitor.stream, "x": "ы" * 30_000}}
                await server.services.bus.publish(Notice(stream=visitor.stream, frame=frame))
            async with asyncio.timeout(10):
                while hub.SOCKETS.labels("customer")._value.get() > 1:  # pyright: ignore[reportPrivateUsage]
                    await server.edge.hub.beat(later(0))
                    await asyncio.sleep(0.1)
        await page.settle(0.3)
        await server.edge.hub.beat(later(30))
        await page.hear_type("ping")


async def test_a_node_stops_in_time_though_somebody_never_reads(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "CLOSE_S", 0.3)
    async with customer(server) as visitor, Deaf(server, await visitor.ticket()):
        for _ in range(60):
            frame = {"t": "typing", "s": visitor.stream, "d": {"s": visitor.stream, "x": "ы" * 30_000}}
            await server.services.bus.publish(Notice(stream=visitor.stream, frame=frame))
        async with asyncio.timeout(5):
            await server.edge.hub.drain()


class SometimesAway(InProcessBus):
    """A bus that may lose what is said while it is away."""

    is_away = False

    @property
    def is_healthy(self) -> bool:
        return not self.is_away

    async def publish(self, notice: Notice) -> None:
        if not self.is_away:
            await super().publish(notice)

    def subscribe(self, stream: str, listener: Listener) -> Unsubscribe:
        return super().subscribe(stream, listener)


class Looked:
    """Stands where a socket's connection stands, and counts how often it is told to look again."""

    is_behind = False

    def __init__(self) -> None:
        self.looks = 0

    def look_again(self) -> None:
        self.looks += 1


async def test_the_timeline_is_looked_at_while_the_bus_is_away_and_once_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub, "TICK_S", 0.01)
    monkeypatch.setattr(hub, "POLL_S", 0.1)
    bus, looked = SometimesAway(), Looked()
    node = Hub(bus, limit=10, per_owner=10)
    live: Any = hub.Live(socket=Any, connection=looked, owner="x", kind="customer")  # pyright: ignore[reportArgumentType]
    node._live.add(live)  # pyright: ignore[reportPrivateUsage]
    running = asyncio.create_task(node.run())
    await asyncio.sleep(0.3)
    assert looked.looks == 0
    bus.is_away = True
    await asyncio.sleep(0.45)
    during = looked.looks
    assert 2 <= during <= 5
    bus.is_away = False
    await asyncio.sleep(0.3)
    assert during < looked.looks <= during + 2
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def test_a_session_that_cannot_be_checked_just_now_is_no_reason_to_end(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_: bool) -> bool:
        raise StorageUnavailable

    async with customer(server) as visitor, visitor.connected() as page:
        for live in server.edge.hub._live:  # pyright: ignore[reportPrivateUsage]
            live.still_welcome = away
        await server.edge.hub.beat(later(30))
        await page.hear_type("ping")


async def test_a_process_that_is_told_to_stop_drains_its_sockets_first(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "ZABOTA_FOLDER": str(tmp_path / "data"),
        "ZABOTA_PORT": str(port),
        "ZABOTA_EMBEDDER": "none",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "app", "serve", env=environment, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        async with httpx.AsyncClient(base_url=origin, headers={"Origin": origin}) as http:
            session = await _session(http)
            async with connect(
                f"ws://127.0.0.1:{port}/ws/v1/customer",
                origin=Origin(origin),
                subprotocols=[Subprotocol("support.v1")],
            ) as wire:
                page = Socket(wire)
                await page.send("hello", v=[1], ticket=session["ticket"], lang="ru")
                await page.hear_type("welcome")
                await page.send("msg.send", s=session["stream"], cid=a_cid(), text="Спасибо")
                await page.hear_type("ack")
                process.send_signal(signal.SIGTERM)
                await page.hear_type("drain")
                assert await page.closed() == CloseCode.DRAIN
        async with asyncio.timeout(15):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _session(http: httpx.AsyncClient) -> dict[str, Any]:
    async with asyncio.timeout(60):
        while True:
            try:
                answer = await http.post("/api/v1/session", json={"lang": "ru"})
            except httpx.TransportError:
                await asyncio.sleep(0.2)
                continue
            assert answer.status_code == 200, answer.text
            return answer.json()
