"""The open sockets of this node: heartbeat, limits, draining; what they say is not looked at here."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from prometheus_client import Gauge
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from app.bus.base import Bus
from app.domain.errors import SupportError
from app.web.connection import Connection, SlowConsumer
from app.web.outgoing import Drain, Ping, ServerFrame
from app.web.protocol import CloseCode

PING_S = 25.0
PONG_S = 10.0
POLL_S = 2.0
TICK_S = 0.5
CLOSE_S = 2.0
DRAIN_SPREAD_MS = 5_000

SOCKETS = Gauge("zabota_sockets", "Open websockets on this node", ["kind"])

Receive = Callable[[str | bytes], Awaitable[None]]
StillWelcome = Callable[[bool], Awaitable[bool]]
"""Asked at each heartbeat; the argument says whether the socket was used since the last one."""


async def _always(_is_used: bool) -> bool:
    return True


class Goodbye(Exception):
    """Close the socket with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


@dataclass(slots=True, eq=False)
class Live:
    """One open socket; `owner` is who it belongs to, for the limit per customer."""

    socket: WebSocket
    connection: Connection
    owner: str
    kind: str
    still_welcome: StillWelcome = _always
    is_used: bool = False
    pings: int = 0
    pongs: int = 0
    pinged_at: float = field(default_factory=time.monotonic)
    leaving: asyncio.Future[int] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def leave(self, code: int) -> None:
        """Ask this socket to close with `code`; its own task does it, because closing may take long."""
        if not self.leaving.done():
            self.leaving.set_result(code)

    def note_pong(self, number: int) -> None:
        """The other side is alive."""
        self.pongs = max(self.pongs, min(number, self.pings))


class Hub:
    """Keeps the sockets of a node: at most `limit`, at most `per_owner` of one customer."""

    def __init__(self, bus: Bus, *, limit: int, per_owner: int) -> None:
        self._bus = bus
        self._limit = limit
        self._per_owner = per_owner
        self._live: set[Live] = set()
        self._empty = asyncio.Event()
        self._empty.set()
        self._is_draining = False
        self._log = structlog.get_logger("hub")

    @property
    def is_draining(self) -> bool:
        """True once the node is stopping."""
        return self._is_draining

    def require_room(self, owner: str) -> None:
        """Raise Goodbye when this node, or this owner, already has enough sockets."""
        if self._is_draining or len(self._live) >= self._limit:
            raise Goodbye(CloseCode.OVERLOADED)
        if sum(live.owner == owner for live in self._live) >= self._per_owner:
            raise Goodbye(CloseCode.TOO_MANY_SOCKETS)

    async def serve(self, live: Live, receive: Receive) -> None:
        """Read and write until one side ends it; always leaves the socket closed with a code."""
        self.require_room(live.owner)
        self._live.add(live)
        self._empty.clear()
        SOCKETS.labels(live.kind).inc()
        reading = asyncio.create_task(self._read(live, receive))
        writing = asyncio.create_task(live.connection.write())
        try:
            await asyncio.wait({reading, writing, live.leaving}, return_when=asyncio.FIRST_COMPLETED)
            failed = reading if reading.done() else writing
            code = live.leaving.result() if live.leaving.done() else self._code_after(live, failed)
            await close(live.socket, code)
        finally:
            for task in (reading, writing):
                task.cancel()
            await asyncio.gather(reading, writing, return_exceptions=True)
            live.connection.close()
            self._live.discard(live)
            if not self._live:
                self._empty.set()
            SOCKETS.labels(live.kind).dec()

    @staticmethod
    async def _read(live: Live, receive: Receive) -> None:
        while True:
            message = await live.socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            await receive(message.get("text") or message.get("bytes") or "")

    def _code_after(self, live: Live, task: asyncio.Task[None]) -> int:
        error = task.exception()
        match error:
            case None | WebSocketDisconnect():
                return 1000
            case Goodbye() | SlowConsumer():
                return error.code
            case _:
                self._log.error("socket_failed", kind=live.kind, exc_info=error)
                return CloseCode.OVERLOADED

    async def run(self) -> None:
        """The heartbeat of all sockets, and the look at the timeline when the bus may have lost something."""
        polled, was_healthy = time.monotonic(), True
        while True:
            await asyncio.sleep(TICK_S)
            now, is_healthy = time.monotonic(), self._bus.is_healthy
            await self.beat(now)
            is_back = is_healthy and not was_healthy
            if is_back or now - polled >= POLL_S:
                polled = now
                for live in tuple(self._live):
                    if is_back or not is_healthy or live.connection.is_behind:
                        live.connection.look_again()
            was_healthy = is_healthy

    async def beat(self, now: float) -> None:
        """Ping whose turn it is at `now` (monotonic seconds), and leave those who did not answer."""
        for live in tuple(self._live):
            if now - live.pinged_at >= PING_S:
                await self._ping(live, now)
            elif live.pings > live.pongs and now - live.pinged_at >= PONG_S:
                live.leave(CloseCode.NO_PONG)

    async def _ping(self, live: Live, now: float) -> None:
        try:
            is_used, live.is_used = live.is_used, False
            if not await live.still_welcome(is_used):
                live.leave(CloseCode.SESSION_REVOKED)
                return
        except SupportError as error:
            self._log.warning("welcome_not_checked", code=error.code)
        live.pings += 1
        live.pinged_at = now
        live.connection.look_again()
        ping = Ping(n=live.pings, heads=live.connection.heads())
        with contextlib.suppress(SlowConsumer):
            live.connection.post(ServerFrame(t="ping", d=ping))

    async def drain(self) -> None:
        """Tell everyone to come back in a moment, spread over five seconds, and close."""
        self._is_draining = True
        for live in tuple(self._live):
            wait = secrets.randbelow(DRAIN_SPREAD_MS)
            with contextlib.suppress(SlowConsumer):
                live.connection.post(ServerFrame(t="drain", d=Drain(reconnect_in_ms=wait)))
        await asyncio.sleep(0.1)
        for live in tuple(self._live):
            live.leave(CloseCode.DRAIN)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_S + TICK_S):
                await self._empty.wait()


async def close(socket: WebSocket, code: int) -> None:
    """Close a socket that may already be gone, or that nobody reads at the other end any more."""
    if socket.application_state is not WebSocketState.DISCONNECTED:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect, OSError, TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await socket.close(code)
