"""One socket's outgoing side on a real timeline: nothing missing, nothing twice, bounded, and patient."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection as SqlConnection

from app.bus.base import Notice
from app.bus.in_process import InProcessBus
from app.conversations import Conversations
from app.conversations.door import note_stream, public_stream
from app.domain import commands as c
from app.domain.desk import DeskEntry
from app.domain.ids import ConversationId
from app.storage.database import Database
from app.web import connection as connection_module
from app.web.connection import OUTBOX_FRAMES, SNAPSHOT_EVENTS, Connection, SlowConsumer, pages_of
from app.web.outgoing import ErrorFrame, EventFrame, Reset, ServerFrame, StreamPiece
from app.web.protocol import FRAME_LIMIT
from app.web.transcript import entry_view
from tests.builders import note, say, start
from tests.manual_clock import ManualClock

CHAT = ConversationId("chat-1")
STREAM = public_stream(CHAT)
EPOCH = "epoch-1"


class Browser:
    """The other side of a socket: keeps what arrives, and can stop reading."""

    def __init__(self, conversations: Conversations, bus: InProcessBus) -> None:
        self.frames: list[dict[str, Any]] = []
        self.reads = asyncio.Event()
        self.reads.set()
        self.connection = Connection(conversations, bus, "customer", EPOCH, self._receive)
        self._writing = asyncio.ensure_future(self.connection.write())

    async def _receive(self, text: str) -> None:
        await self.reads.wait()
        self.frames.append(json.loads(text))

    @property
    def seqs(self) -> list[int]:
        return [frame["seq"] for frame in self.frames if frame["t"] == "ev"]

    @property
    def seen(self) -> list[int]:
        """Every event in the order of its coming, snapshots included."""
        snapshots = [frame["d"]["events"] for frame in self.frames if frame["t"] == "reset"]
        return [event["seq"] for events in snapshots for event in events] + self.seqs

    async def until(self, is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not is_so():
                if self._writing.done():
                    self._writing.result()
                await asyncio.sleep(0.005)

    async def aclose(self) -> None:
        self._writing.cancel()
        with contextlib.suppress(asyncio.CancelledError, SlowConsumer):
            await self._writing
        self.connection.close()


class Node:
    """A timeline with a bus, and browsers connected to it."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.database = database
        self.bus = InProcessBus()
        self.conversations = Conversations(database, self.bus, clock)
        self.quiet = Conversations(database, InProcessBus(), clock)
        self.browsers: list[Browser] = []

    def browser(self) -> Browser:
        self.browsers.append(Browser(self.conversations, self.bus))
        return self.browsers[-1]

    async def ask(self, *commands: c.Command) -> None:
        for command in commands:
            await self.conversations.handle(CHAT, command, sender="customer")

    async def ask_unheard(self, *commands: c.Command) -> None:
        """The bus loses the notice."""
        for command in commands:
            await self.quiet.handle(CHAT, command, sender="customer")


@pytest.fixture
async def node(sqlite_database: Database, clock: ManualClock) -> AsyncIterator[Node]:
    node = Node(sqlite_database, clock)
    await node.ask(start())
    yield node
    for browser in node.browsers:
        await browser.aclose()


async def test_a_newcomer_gets_one_snapshot_and_then_what_happens(node: Node) -> None:
    browser = node.browser()
    await browser.connection.follow(STREAM, 0, "")
    await node.ask(say(), say())
    await browser.until(lambda: browser.seqs == [3, 4])
    assert [frame["t"] for frame in browser.frames] == ["reset", "ev", "ev"]
    assert [event["seq"] for event in browser.frames[0]["d"]["events"]] == [1, 2]
    assert browser.frames[1]["ep"] == EPOCH


async def test_who_comes_back_gets_exactly_what_was_missed(node: Node) -> None:
    await node.ask(*(say() for _ in range(10)))
    browser = node.browser()
    assert await browser.connection.follow(STREAM, 7, EPOCH) == 12
    await browser.until(lambda: browser.seqs == [8, 9, 10, 11, 12])
    assert [frame["t"] for frame in browser.frames] == ["ev"] * 5


@pytest.mark.parametrize(("seq", "epoch"), [(3, "epoch-of-before"), (9_999, EPOCH), (0, EPOCH)])
async def test_a_position_that_means_nothing_here_is_replaced_by_a_snapshot(
    node: Node, seq: int, epoch: str
) -> None:
    browser = node.browser()
    await node.ask(say())
    await browser.connection.follow(STREAM, seq, epoch)
    await browser.until(lambda: bool(browser.frames))
    assert browser.frames[0]["t"] == "reset"
    assert (browser.frames[0]["d"]["head"], browser.frames[0]["d"]["ep"]) == (3, EPOCH)
    await node.ask(say())
    await browser.until(lambda: browser.seqs == [4])


async def test_a_position_in_a_stream_that_is_empty_now_is_replaced_too(node: Node) -> None:
    browser = node.browser()
    await browser.connection.follow("conv:restored", 5, "epoch-of-before")
    await browser.until(lambda: bool(browser.frames))
    assert (browser.frames[0]["t"], browser.frames[0]["d"]["head"]) == ("reset", 0)
    await node.conversations.handle(ConversationId("restored"), start(), sender="customer")
    await browser.until(lambda: browser.seqs == [1, 2])


async def test_too_much_to_replay_is_a_snapshot_of_the_newest(node: Node) -> None:
    await node.ask(*(say() for _ in range(SNAPSHOT_EVENTS + 5)))
    browser = node.browser()
    await browser.connection.follow(STREAM, 1, EPOCH)
    await browser.until(lambda: browser.seen[-1:] == [SNAPSHOT_EVENTS + 7])
    assert len(browser.seen) == SNAPSHOT_EVENTS
    assert browser.frames[0]["d"]["more"] is True
    assert browser.frames[-1]["d"]["head"] == SNAPSHOT_EVENTS + 7


async def test_a_long_snapshot_comes_in_frames_within_the_limit(node: Node) -> None:
    await node.ask(*(say("ы" * 4_000) for _ in range(30)))
    browser = node.browser()
    await browser.connection.follow(STREAM, 0, "")
    await browser.until(lambda: browser.seen[-1:] == [32])
    assert browser.seen == list(range(1, 33))
    assert [frame["t"] for frame in browser.frames] == ["reset"] * len(browser.frames)
    assert [frame["d"]["adds"] for frame in browser.frames] == [False, *[True] * (len(browser.frames) - 1)]
    assert all(frame["d"]["head"] == frame["d"]["events"][-1]["seq"] for frame in browser.frames)
    assert max(len(json.dumps(frame, ensure_ascii=False).encode()) for frame in browser.frames) <= FRAME_LIMIT


def test_whoever_hears_only_part_of_the_inbox_has_not_reached_its_head() -> None:
    text = "ы" * 400
    entry = entry_view(DeskEntry(conversation_id=CHAT, status="queued", language="ru", last_text=text))
    event = EventFrame(seq=9, ts=datetime(2026, 1, 1, tzinfo=UTC), d=entry)
    pages = pages_of(Reset(s="inbox", ep=EPOCH, head=9, events=[event] * 200))
    assert [page.head for page in pages] == [*[0] * (len(pages) - 1), 9]
    assert sum(len(page.events) for page in pages) == 200


async def test_what_happens_while_following_begins_is_neither_lost_nor_doubled(node: Node) -> None:
    browsers = [node.browser() for _ in range(8)]
    sending = asyncio.gather(*(node.ask(say(), say()) for _ in range(8)))
    for browser in browsers:
        await asyncio.sleep(0.002)
        await browser.connection.follow(STREAM, 0, "")
    await sending
    for browser in browsers:
        await browser.until(lambda browser=browser: browser.seen[-1:] == [18])
        assert browser.seen == list(range(1, 19))
        assert browser.frames[0]["t"] == "reset"


async def test_a_lost_notice_is_made_good_at_the_next_look(node: Node) -> None:
    browser = node.browser()
    await browser.connection.follow(STREAM, 2, EPOCH)
    await node.ask(say())
    await browser.until(lambda: browser.seqs == [3])
    await node.ask_unheard(say(), say())
    await asyncio.sleep(0.05)
    assert browser.seqs == [3]
    browser.connection.look_again()
    await browser.until(lambda: browser.seqs == [3, 4, 5])


async def test_a_notice_after_a_lost_one_brings_both_events_in_order(node: Node) -> None:
    browser = node.browser()
    await browser.connection.follow(STREAM, 2, EPOCH)
    await node.ask_unheard(say())
    await node.ask(say())
    await browser.until(lambda: browser.seqs == [3, 4])


async def test_notices_that_come_twice_late_or_from_the_future_bring_no_event_twice(node: Node) -> None:
    browser = node.browser()
    await browser.connection.follow(STREAM, 2, EPOCH)
    await node.ask(say(), say())
    for head in (3, 4, 4, 1, 99):
        await node.bus.publish(Notice(stream=STREAM, head=head))
    await browser.until(lambda: browser.seqs == [3, 4])
    await asyncio.sleep(0.05)
    assert browser.seqs == [3, 4]
    await node.ask(say())
    await browser.until(lambda: browser.seqs == [3, 4, 5])


async def test_asking_again_from_a_position_sends_from_there(node: Node) -> None:
    browser = node.browser()
    await node.ask(say(), say())
    await browser.connection.follow(STREAM, 2, EPOCH)
    await browser.until(lambda: browser.seqs == [3, 4])
    await browser.connection.follow(STREAM, 3, EPOCH)
    await browser.until(lambda: browser.seqs == [3, 4, 4])


async def test_what_is_not_followed_is_not_heard(node: Node) -> None:
    browser = node.browser()
    await browser.connection.follow(STREAM, 2, EPOCH)
    await node.ask(note("Не для покупателя"))
    browser.connection.unfollow(STREAM)
    await node.ask(say())
    await asyncio.sleep(0.05)
    assert browser.frames == []
    assert note_stream(CHAT) not in browser.connection.streams


async def test_passing_frames_reach_the_side_they_are_meant_for(node: Node) -> None:
    browser = node.browser()
    await browser.connection.follow(STREAM, 2, EPOCH)
    for audience in ("operator", "customer", ""):
        frame = {"t": "typing", "s": STREAM, "d": {"s": STREAM, "on": True, "who": audience or "all"}}
        await node.bus.publish(Notice(stream=STREAM, frame=frame, audience=audience))
    await browser.until(lambda: len(browser.frames) == 2)
    assert [frame["d"]["who"] for frame in browser.frames] == ["customer", "all"]


def delta(number: int) -> ServerFrame:
    return ServerFrame(t="stream.delta", d=StreamPiece(s=STREAM, turn=3, text="сло", off=number * 3))


def ack(number: int) -> ServerFrame:
    return ServerFrame(t="error", d=ErrorFrame(code="internal", message=str(number)))


async def test_passing_frames_give_way_when_nobody_reads_and_answers_stay(node: Node) -> None:
    browser = node.browser()
    browser.reads.clear()
    browser.connection.post(ack(-1))
    await asyncio.sleep(0.01)
    for number in range(OUTBOX_FRAMES):
        browser.connection.post(ack(number) if number % 2 else delta(number))
    for number in range(20):
        browser.connection.post(delta(number))
    browser.reads.set()
    await browser.until(
        lambda: len([f for f in browser.frames if f["t"] == "error"]) == OUTBOX_FRAMES // 2 + 1
    )
    answers = [int(frame["d"]["message"]) for frame in browser.frames if frame["t"] == "error"]
    assert answers == [-1, *range(1, OUTBOX_FRAMES, 2)]


async def test_more_answers_than_the_outbox_holds_end_the_socket(node: Node) -> None:
    browser = node.browser()
    browser.reads.clear()
    with pytest.raises(SlowConsumer):
        for number in range(OUTBOX_FRAMES + 2):
            browser.connection.post(ack(number))


async def test_a_flood_of_notices_never_hurts_who_publishes(node: Node) -> None:
    browser = node.browser()
    await browser.connection.follow(STREAM, 2, EPOCH)
    browser.reads.clear()
    frame = {"t": "stream.abort", "s": STREAM, "d": {"s": STREAM, "turn": 3}}
    for _ in range(OUTBOX_FRAMES * 2):
        await node.bus.publish(Notice(stream=STREAM, frame=frame))


async def test_who_does_not_read_in_time_is_a_slow_consumer(
    node: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection_module, "SEND_TIMEOUT_S", 0.05)
    browser = node.browser()
    browser.reads.clear()
    await browser.connection.follow(STREAM, 0, "")
    with pytest.raises(SlowConsumer):
        await browser.until(lambda: bool(browser.frames))


async def test_a_slow_reader_holds_no_events_in_memory(node: Node) -> None:
    browser = node.browser()
    await browser.connection.follow(STREAM, 2, EPOCH)
    browser.reads.clear()
    await node.ask(*(say("ы" * 4_000) for _ in range(40)))
    browser.reads.set()
    await browser.until(lambda: browser.seqs == list(range(3, 43)))


async def test_storage_that_was_away_is_asked_again(node: Node) -> None:
    browser = node.browser()
    await browser.connection.follow(STREAM, 2, EPOCH)

    def rename(old: str, new: str) -> Callable[[SqlConnection], None]:
        return lambda sql: sql.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}").close()

    await node.database.write(rename("events", "elsewhere"))
    await node.bus.publish(Notice(stream=STREAM, head=3))
    await asyncio.sleep(0.1)
    assert browser.connection.is_behind
    await node.database.write(rename("elsewhere", "events"))
    await node.ask_unheard(say())
    browser.connection.look_again()
    await browser.until(lambda: browser.seqs == [3])
    assert not browser.connection.is_behind


async def test_a_closed_connection_leaves_nothing_on_the_bus(node: Node) -> None:
    browser = node.browser()
    await browser.connection.follow(STREAM, 0, "")
    await browser.connection.follow(STREAM, 2, EPOCH)
    await browser.connection.follow("conv:other", 0, "")
    assert set(node.bus.streams) == {STREAM, "conv:other"}
    browser.connection.close()
    assert node.bus.streams == ()
