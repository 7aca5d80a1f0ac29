"""What every bus promises: here at once and in order, there as far as it can, and honest about its health."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol, cast

import pytest
from redis import asyncio as redis
from redis.exceptions import RedisError

from app.bus.base import Bus, Notice
from app.bus.in_process import InProcessBus
from app.bus.redis import RedisBus
from tests.conftest import REDIS_URL

STREAM = "conv:chat-1"


async def until(is_so: Callable[[], bool], seconds: float = 5.0) -> None:
    async with asyncio.timeout(seconds):
        while not is_so():
            await asyncio.sleep(0.01)


class Heard:
    """What one listener was told."""

    def __init__(self, bus: Bus, stream: str = STREAM) -> None:
        self.notices: list[Notice] = []
        self.stop = bus.subscribe(stream, self.notices.append)

    @property
    def heads(self) -> list[int | None]:
        return [notice.head for notice in self.notices]


class Admin(Protocol):
    """What we use of redis' client, typed."""

    async def ping(self) -> bool: ...
    async def client_list(self) -> list[dict[str, str]]: ...
    async def client_kill(self, address: str) -> bool: ...
    async def publish(self, channel: str, message: str) -> int: ...
    async def aclose(self) -> None: ...


class Nodes:
    """Some nodes on one Redis, with a channel of their own and a connection to look behind the scenes."""

    def __init__(self, url: str, admin: Admin) -> None:
        self.url, self.admin = url, admin
        self.channel = f"zabota:test:{secrets.token_hex(6)}"
        self._buses: list[RedisBus] = []

    async def start(self) -> RedisBus:
        bus = RedisBus(self.url, channel=self.channel)
        await bus.start()
        self._buses.append(bus)
        await until(lambda: bus.is_healthy)
        return bus

    async def cut(self) -> None:
        """End every connection that listens to this test's channel, and nobody else's."""
        for client in await self.admin.client_list():
            if client["name"] == self.channel and client["sub"] != "0":
                await self.admin.client_kill(client["addr"])

    async def aclose(self) -> None:
        for bus in self._buses:
            await bus.aclose()


@asynccontextmanager
async def on_redis() -> AsyncGenerator[Nodes]:
    connect = cast(Callable[..., Admin], getattr(redis.Redis, "from_url"))  # noqa: B009 - untyped there
    admin = connect(REDIS_URL, decode_responses=True, socket_connect_timeout=1)
    try:
        await admin.ping()
    except (RedisError, OSError):
        await admin.aclose()
        pytest.skip("Redis is not reachable (ZABOTA_TEST_REDIS_URL)")
    nodes = Nodes(REDIS_URL, admin)
    try:
        yield nodes
    finally:
        await nodes.aclose()
        await admin.aclose()


@pytest.fixture
async def nodes() -> AsyncIterator[Nodes]:
    async with on_redis() as nodes:
        yield nodes


@pytest.fixture(params=["in-process", "redis"])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    if request.param == "redis":
        async with on_redis() as nodes:
            yield await nodes.start()
        return
    alone = InProcessBus()
    await alone.start()
    yield alone
    await alone.aclose()


async def test_a_listener_here_is_told_at_once_and_in_order(bus: Bus) -> None:
    heard = Heard(bus)
    for head in range(1, 50):
        await bus.publish(Notice(stream=STREAM, head=head))
    assert heard.heads == list(range(1, 50))


async def test_own_notices_do_not_come_twice(bus: Bus) -> None:
    heard = Heard(bus)
    await bus.publish(Notice(stream=STREAM, head=1))
    await asyncio.sleep(0.3)
    assert heard.heads == [1]


async def test_a_listener_hears_its_stream_alone(bus: Bus) -> None:
    heard, other = Heard(bus), Heard(bus, "conv:chat-2")
    await bus.publish(Notice(stream="conv:chat-2", head=7))
    assert (heard.heads, other.heads) == ([], [7])


async def test_who_stopped_listening_hears_nothing_and_others_still_do(bus: Bus) -> None:
    leaving, staying = Heard(bus), Heard(bus)
    leaving.stop()
    leaving.stop()
    await bus.publish(Notice(stream=STREAM, head=1))
    assert (leaving.heads, staying.heads) == ([], [1])


async def test_a_listener_may_leave_while_it_is_told(bus: Bus) -> None:
    stops: list[Callable[[], None]] = []

    def leave(_: Notice) -> None:
        for stop in stops:
            stop()

    stops.extend(bus.subscribe(STREAM, leave) for _ in range(3))
    staying = Heard(bus)
    await bus.publish(Notice(stream=STREAM, head=1))
    await bus.publish(Notice(stream=STREAM, head=2))
    assert staying.heads == [1, 2]


async def test_a_passing_frame_comes_whole(bus: Bus) -> None:
    heard = Heard(bus)
    frame = {"t": "typing", "d": {"text": "печатает… 🌿", "on": True, "n": 1}}
    sent = Notice(stream=STREAM, frame=frame, audience="operator")
    await bus.publish(sent)
    assert heard.notices == [sent]


async def test_a_bus_in_order_says_so(bus: Bus) -> None:
    assert bus.is_healthy


async def test_another_node_is_told_in_order_and_whole(nodes: Nodes) -> None:
    here, there = await nodes.start(), await nodes.start()
    heard = Heard(there)
    sent = [Notice(stream=STREAM, head=head) for head in range(1, 100)]
    sent.append(Notice(stream=STREAM, frame={"t": "typing", "d": {"кто": "покупатель"}}, audience="operator"))
    for notice in sent:
        await here.publish(notice)
    await until(lambda: len(heard.notices) == len(sent))
    assert heard.notices == sent


async def test_a_connection_that_is_cut_comes_back_and_says_that_it_was_away(nodes: Nodes) -> None:
    here, there = await nodes.start(), await nodes.start()
    heard = Heard(there)
    await nodes.cut()
    await until(lambda: not there.is_healthy)
    await until(lambda: here.is_healthy and there.is_healthy)
    await here.publish(Notice(stream=STREAM, head=1))
    await until(lambda: heard.heads == [1])


async def test_a_redis_that_hangs_is_noticed_within_seconds(nodes: Nodes) -> None:
    """A connection that stays open and carries nothing: the host is gone, or the process is stopped."""
    is_frozen = asyncio.Event()
    host, _, port = nodes.url.removeprefix("redis://").partition("/")[0].partition(":")

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65_536):
            if not is_frozen.is_set():
                writer.write(data)
        writer.close()

    async def between(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(host, int(port))
        await asyncio.gather(carry(reader, back), carry(there, writer))

    server = await asyncio.start_server(between, "127.0.0.1", 0)
    bus = RedisBus(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0", channel=nodes.channel)
    await bus.start()
    try:
        await until(lambda: bus.is_healthy)
        is_frozen.set()
        await until(lambda: not bus.is_healthy)
    finally:
        await bus.aclose()
        server.close()


async def test_what_is_said_during_an_outage_reaches_listeners_here_and_raises_nothing() -> None:
    alone = RedisBus("redis://127.0.0.1:1/0")
    await alone.start()
    heard = Heard(alone)
    for head in range(20):
        await alone.publish(Notice(stream=STREAM, head=head))
    await asyncio.sleep(0.2)
    assert heard.heads == list(range(20))
    assert not alone.is_healthy
    await alone.aclose()


async def test_strange_messages_on_the_channel_harm_nobody(nodes: Nodes) -> None:
    here, there = await nodes.start(), await nodes.start()
    heard = Heard(there)
    for strange in (
        "",
        "[]",
        "7",
        '{"n": 1}',
        '{"n":"x","s":"conv:chat-1","h":"high","f":[],"a":""}',
        "\ufffd{",
    ):
        await nodes.admin.publish(nodes.channel, strange)
    await here.publish(Notice(stream=STREAM, head=1))
    await until(lambda: 1 in heard.heads)
    assert heard.heads == [1]
    assert there.is_healthy


async def test_a_closed_bus_leaves_no_connection_behind(nodes: Nodes) -> None:
    bus = await nodes.start()
    await bus.aclose()
    listening = [one for one in await nodes.admin.client_list() if one["name"] == nodes.channel]
    assert listening == []
