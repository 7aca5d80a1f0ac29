"""The one door: what it tells, when it tells it, and what it remembers."""

import asyncio
from datetime import datetime

import pytest
from sqlalchemy import Connection

from app.bus.base import Notice
from app.bus.in_process import InProcessBus
from app.conversations import Conversations, recent
from app.conversations.door import INBOX, note_stream, public_stream
from app.domain import commands as c
from app.domain.errors import CidConflict, Conflict, NotFound
from app.domain.ids import ConversationId, OperatorId
from app.storage.database import Database
from tests.builders import (
    FIRST_OPERATOR,
    SECOND_OPERATOR,
    a_packet,
    ask_for_a_person,
    claim,
    judge,
    note,
    reply,
    say,
    speak,
    start,
)
from tests.manual_clock import ManualClock

CHAT = ConversationId("chat-1")
STREAM = public_stream(CHAT)


class Listening:
    """Every notice of some streams, in the order of their coming."""

    def __init__(self, bus: InProcessBus, *streams: str) -> None:
        self.notices: list[Notice] = []
        for stream in streams:
            bus.subscribe(stream, self.notices.append)

    def heads(self) -> list[tuple[str, int | None]]:
        return [(notice.stream, notice.head) for notice in self.notices]


@pytest.fixture
def bus() -> InProcessBus:
    return InProcessBus()


@pytest.fixture
def conversations(sqlite_database: Database, bus: InProcessBus, clock: ManualClock) -> Conversations:
    return Conversations(sqlite_database, bus, clock)


async def ask(conversations: Conversations, *commands: c.Command, sender: str = "customer") -> None:
    for command in commands:
        await conversations.handle(CHAT, command, sender=sender)


async def test_everyone_is_told_the_new_heads_after_each_command(
    conversations: Conversations, bus: InProcessBus
) -> None:
    listening = Listening(bus, STREAM, note_stream(CHAT), INBOX)
    await ask(conversations, start(), say(), ask_for_a_person(), note())
    assert listening.heads() == [
        (STREAM, 2),
        (STREAM, 3),
        (STREAM, 4),
        (note_stream(CHAT), 1),
        (INBOX, 1),
        (note_stream(CHAT), 2),
    ]


async def test_what_is_told_is_already_committed(
    conversations: Conversations, bus: InProcessBus, sqlite_database: Database
) -> None:
    told: list[int] = []
    committed: list[asyncio.Task[int]] = []

    def look(notice: Notice) -> None:
        told.append(notice.head or 0)
        committed.append(asyncio.ensure_future(conversations.head(STREAM)))

    bus.subscribe(STREAM, look)
    await ask(conversations, start(), say())
    assert told == [2, 3]
    assert all(head >= known for head, known in zip(await asyncio.gather(*committed), told, strict=True))


async def test_nothing_is_told_of_a_refusal_a_retry_or_what_is_already_so(
    conversations: Conversations, bus: InProcessBus
) -> None:
    await ask(conversations, start(), ask_for_a_person())
    await conversations.handle(CHAT, say("Раз", cid="cid-1"), sender="customer", cid="cid-1")
    listening = Listening(bus, STREAM, note_stream(CHAT), INBOX)
    await ask(conversations, start(), ask_for_a_person())
    await conversations.handle(CHAT, say("Раз", cid="cid-1"), sender="customer", cid="cid-1")
    for refused in (say("Два", cid="cid-1"), reply(1)):
        with pytest.raises(Conflict):
            await conversations.handle(CHAT, refused, sender="customer", cid="cid-1")
    assert listening.notices == []


async def test_a_caller_who_goes_away_after_the_commit_does_not_keep_it_from_others(
    conversations: Conversations, bus: InProcessBus, sqlite_database: Database
) -> None:
    await ask(conversations, start())
    told = asyncio.Event()
    bus.subscribe(STREAM, lambda _: told.set())
    sending = asyncio.create_task(conversations.handle(CHAT, say(), sender="customer"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    async with asyncio.timeout(5):
        await told.wait()
    assert await conversations.head(STREAM) == 3


async def test_the_operators_hear_only_of_conversations_that_concern_people(
    conversations: Conversations, bus: InProcessBus
) -> None:
    inbox = Listening(bus, INBOX)
    await ask(conversations, start(), say(), reply(3))
    assert inbox.notices == []
    await ask(conversations, c.LeaveContact(email="anna@example.com"), say())
    assert len(inbox.notices) == 2
    await ask(conversations, claim(), speak(1), sender=FIRST_OPERATOR)
    await ask(conversations, c.ResolveByOperator(operator_id=FIRST_OPERATOR, av=1, outcome="solved"))
    assert len(inbox.notices) == 5


async def test_a_conversation_that_never_started_is_not_found(conversations: Conversations) -> None:
    with pytest.raises(NotFound):
        await conversations.state(CHAT)
    with pytest.raises(NotFound):
        await ask(conversations, say())
    assert await conversations.read(STREAM) == ()


async def test_two_handoffs_asked_at_once_queue_once(conversations: Conversations) -> None:
    await ask(conversations, start())
    both = (ask_for_a_person(), ask_for_a_person("frustration"))
    handled = await asyncio.gather(*(conversations.handle(CHAT, one, sender="customer") for one in both))
    assert sorted(len(one.public) for one in handled) == [0, 1]
    assert await conversations.head(note_stream(CHAT)) == 1


async def test_a_retry_may_carry_another_packet(conversations: Conversations) -> None:
    await ask(conversations, start())
    first = c.RequestHandoff(reason="asked_for_human", packet=a_packet())
    later = c.RequestHandoff(reason="asked_for_human", packet=a_packet(language="en"))
    one = await conversations.handle(CHAT, first, sender="customer", cid="cid-person")
    two = await conversations.handle(CHAT, later, sender="customer", cid="cid-person")
    assert (two.seq, two.is_duplicate) == (one.seq, True)


async def test_a_retried_note_is_kept_once_and_other_words_are_a_conflict(
    conversations: Conversations,
) -> None:
    await ask(conversations, start())
    for _ in range(2):
        kept = note("Раз", cid="cid-note")
        handled = await conversations.handle(CHAT, kept, sender=FIRST_OPERATOR, cid="cid-note")
        assert (handled.stream, handled.seq) == (note_stream(CHAT), 1)
    with pytest.raises(CidConflict):
        other = note("Два", cid="cid-note")
        await conversations.handle(CHAT, other, sender=FIRST_OPERATOR, cid="cid-note")


async def test_a_node_that_remembers_an_old_state_decides_by_the_newest(
    conversations: Conversations, sqlite_database: Database, bus: InProcessBus, clock: ManualClock
) -> None:
    other = Conversations(sqlite_database, bus, clock)
    await ask(conversations, start(), say())
    await ask(other, claim(), sender=FIRST_OPERATOR)
    state = await conversations.state(CHAT)
    assert (state.status, state.av) == ("assigned", 1)
    with pytest.raises(Conflict):
        await ask(conversations, reply(3), sender="assistant")


async def test_an_old_state_that_refuses_is_not_believed(
    conversations: Conversations, sqlite_database: Database, bus: InProcessBus, clock: ManualClock
) -> None:
    other = Conversations(sqlite_database, bus, clock)
    await ask(conversations, start(), say(), ask_for_a_person(), claim())
    released = c.ReleaseConversation(operator_id=FIRST_OPERATOR, av=1, cause="operator")
    await ask(other, released, sender=FIRST_OPERATOR)
    await ask(conversations, claim(SECOND_OPERATOR), sender=SECOND_OPERATOR)
    assert (await conversations.state(CHAT)).operator_id == SECOND_OPERATOR


async def test_the_same_cid_from_another_node_is_written_once(
    conversations: Conversations, sqlite_database: Database, bus: InProcessBus, clock: ManualClock
) -> None:
    other = Conversations(sqlite_database, bus, clock)
    await ask(conversations, start())
    await ask(other, say())
    first = await conversations.handle(CHAT, say(cid="cid-once"), sender="customer", cid="cid-once")
    again = await other.handle(CHAT, say(cid="cid-once"), sender="customer", cid="cid-once")
    assert (again.seq, again.is_duplicate) == (first.seq, True)


async def test_a_history_is_the_same_from_memory_and_from_the_timeline(
    conversations: Conversations, sqlite_database: Database, bus: InProcessBus, clock: ManualClock
) -> None:
    other = Conversations(sqlite_database, bus, clock)
    await ask(conversations, start(), say(), reply(3), say())
    remembered = await conversations.history(CHAT, at_least=5)
    assert remembered == await other.history(CHAT)
    assert conversations.recent(STREAM, 2, 5) == await other.read(STREAM, 2)


async def test_what_another_node_wrote_is_read_before_a_history_is_told(
    conversations: Conversations, sqlite_database: Database, bus: InProcessBus, clock: ManualClock
) -> None:
    other = Conversations(sqlite_database, bus, clock)
    await ask(conversations, start(), say())
    await ask(other, reply(3), say())
    await ask(conversations, reply(5))
    assert conversations.recent(STREAM, 3, 6) is None
    _, recorded = await conversations.history(CHAT, at_least=6)
    assert [entry.seq for entry in recorded] == [1, 2, 3, 4, 5, 6]


async def test_forgotten_states_are_folded_again(
    conversations: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent, "STATES", 2)
    chats = [ConversationId(f"chat-{number}") for number in range(5)]
    for chat in chats:
        await conversations.handle(chat, start(), sender="customer")
    for chat in chats:
        handled = await conversations.handle(chat, say(), sender="customer")
        assert (handled.seq, handled.state.turn) == (3, 3)


async def test_events_carry_the_time_of_the_clock_in_utc(
    conversations: Conversations, clock: ManualClock
) -> None:
    await ask(conversations, start())
    clock.pass_by(hours=3)
    await ask(conversations, say())
    times: list[datetime] = [entry.at for entry in await conversations.read(STREAM)]
    assert times[2] == clock.now
    assert all(at.utcoffset() is not None and not at.utcoffset() for at in times)


async def test_a_failed_append_is_not_remembered(
    conversations: Conversations, sqlite_database: Database
) -> None:
    await ask(conversations, start())

    def break_the_desk(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE desk RENAME TO elsewhere")

    def mend_the_desk(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO desk")

    await sqlite_database.write(break_the_desk)
    with pytest.raises(Exception, match="desk"):
        await ask(conversations, say("Пропало"))
    await sqlite_database.write(mend_the_desk)
    assert (await conversations.state(CHAT)).head == 2
    await ask(conversations, say("Снова"))
    assert [entry.seq for entry in await conversations.read(STREAM)] == [1, 2, 3]


async def test_a_mark_pressed_twice_stands_once_whoever_presses_and_is_told_to_the_colleagues(
    conversations: Conversations, bus: InProcessBus
) -> None:
    await ask(conversations, start(), say(), reply(3, offer="offer-1"))
    heard = Listening(bus, note_stream(CHAT))

    async def press(operator: OperatorId, *, is_needed: bool) -> None:
        await conversations.handle(CHAT, judge(operator, is_needed=is_needed), sender=operator)

    await asyncio.gather(
        press(FIRST_OPERATOR, is_needed=False),
        press(FIRST_OPERATOR, is_needed=False),
        press(SECOND_OPERATOR, is_needed=False),
    )
    assert heard.heads() == [(note_stream(CHAT), 1)]
    await press(SECOND_OPERATOR, is_needed=True)
    await press(SECOND_OPERATOR, is_needed=True)
    await press(SECOND_OPERATOR, is_needed=False)
    marks = [entry.event for entry in await conversations.read(note_stream(CHAT))]
    assert [getattr(mark, "is_needed") for mark in marks] == [False, True, False]  # noqa: B009 - a union
    assert {getattr(mark, "call") for mark in marks} == {4}  # noqa: B009 - a union of events
    assert all("escalation" not in entry.event.type for entry in await conversations.read(STREAM))
