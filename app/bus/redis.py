"""The bus of several nodes: Redis pub/sub, which may be down without stopping anybody."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import Callable
from typing import Any, Protocol, cast

import structlog
from redis import asyncio as redis
from redis.exceptions import RedisError

from app.bus.base import Listener, Notice, Unsubscribe
from app.bus.in_process import InProcessBus


class _Client(Protocol):
    """What we use of redis' client, typed."""

    def pubsub(self) -> "_Channel": ...
    async def publish(self, channel: str, message: str) -> int: ...
    async def aclose(self) -> None: ...


class _Channel(Protocol):
    """What we use of redis' PubSub, typed."""

    async def __aenter__(self) -> "_Channel": ...
    async def __aexit__(self, *details: object) -> None: ...
    async def subscribe(self, *names: str) -> None: ...
    async def ping(self) -> None: ...
    async def get_message(self, *, timeout: float) -> dict[str, Any] | None: ...  # noqa: ASYNC109


CHANNEL = "zabota:notices"
RETRY_S = 1.0
QUIET_S = 1.0
"""After so much silence the channel is asked whether it is there, and given as long again to answer."""
SEND_TIMEOUT_S = 0.5
WAITING_LIMIT = 10_000


class RedisBus:
    """Delivers here at once, and to other nodes over one Redis channel as far as Redis is there.

    `url` is `redis://…`. A broken connection is tried again every second; meanwhile `is_healthy` is False.
    Redis keeps `channel` apart from others by name alone, whatever its database number.
    """

    def __init__(self, url: str, channel: str = CHANNEL) -> None:
        self._channel = channel
        self._local = InProcessBus()
        self._node = uuid.uuid4().hex
        connect = cast(Callable[..., _Client], redis.Redis.from_url)  # pyright: ignore[reportUnknownMemberType]
        self._client = connect(url, socket_connect_timeout=2.0, client_name=channel)
        self._outgoing: asyncio.Queue[str] = asyncio.Queue(WAITING_LIMIT)
        self._tasks: list[asyncio.Task[None]] = []
        self._is_receiving = False
        self._is_sending = True
        self._log = structlog.get_logger("bus")

    @property
    def is_healthy(self) -> bool:
        """True while notices travel in both directions."""
        return self._is_receiving and self._is_sending

    async def start(self) -> None:
        """Begin receiving and sending in the background."""
        self._tasks = [asyncio.create_task(self._receive()), asyncio.create_task(self._send())]

    def subscribe(self, stream: str, listener: Listener) -> Unsubscribe:
        """Call `listener` for every notice on `stream`, from this node or another."""
        return self._local.subscribe(stream, listener)

    async def publish(self, notice: Notice) -> None:
        """Hand over here, then queue for the other nodes; a full queue drops the notice."""
        await self._local.publish(notice)
        body = {
            "n": self._node,
            "s": notice.stream,
            "h": notice.head,
            "f": notice.frame,
            "a": notice.audience,
        }
        with contextlib.suppress(asyncio.QueueFull):
            self._outgoing.put_nowait(json.dumps(body, ensure_ascii=False))

    async def aclose(self) -> None:
        """Stop and disconnect."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()
        await self._local.aclose()

    async def _send(self) -> None:
        while True:
            body = await self._outgoing.get()
            try:
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await self._client.publish(self._channel, body)
                self._is_sending = True
            except (RedisError, OSError, TimeoutError) as error:
                self._is_sending = False
                self._log.warning("bus_send_failed", error=type(error).__name__)

    async def _receive(self) -> None:
        while True:
            try:
                async with self._client.pubsub() as channel:
                    await channel.subscribe(self._channel)
                    self._is_receiving = True
                    self._is_sending = True
                    await self._listen(channel)
            except (RedisError, OSError, TimeoutError) as error:
                self._log.warning("bus_receive_failed", error=type(error).__name__)
            finally:
                self._is_receiving = False
            await asyncio.sleep(RETRY_S)

    async def _listen(self, channel: _Channel) -> None:
        """Deliver what comes; raises TimeoutError when a connection that looks open no longer answers."""
        is_asked = False
        while True:
            message = await channel.get_message(timeout=QUIET_S)
            if message is not None:
                is_asked = False
                if message["type"] == "message":
                    await self._deliver(message["data"])
            elif is_asked:
                raise TimeoutError
            else:
                await channel.ping()
                is_asked = True

    async def _deliver(self, raw: bytes) -> None:
        try:
            body = json.loads(raw)
            if body["n"] == self._node:
                return
            notice = _notice(body["s"], body["h"], body["f"], body["a"])
        except (ValueError, KeyError, TypeError):
            self._log.warning("bus_notice_malformed")
            return
        await self._local.publish(notice)


def _notice(stream: object, head: object, frame: object, audience: object) -> Notice:
    if not isinstance(stream, str) or not isinstance(audience, str) or not isinstance(frame, dict):
        raise TypeError
    if not isinstance(head, int | None):
        raise TypeError
    return Notice(stream=stream, head=head, frame=cast(dict[str, Any], frame), audience=audience)
