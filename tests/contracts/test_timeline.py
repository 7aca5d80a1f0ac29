"""The timeline on both databases: numbers without gaps, one row a cid, one winner of every race."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from app.bus.in_process import InProcessBus
from app.conversations import Conversations, Handled
from app.conversations.door import INBOX, note_stream, public_stream
from app.domain import commands as c
from app.domain import events as e
from app.domain.conversation import desk_entry, fold
from app.domain.errors import AlreadyClaimed, CidConflict, OverCapacity, SupportError, TurnSuperseded
from app.domain.ids import ConversationId, OperatorId
from app.storage import desk as desk_store
from app.storage import timeline
from app.storage.database import Database
from tests.builders import (
    FIRST_OPERATOR,
    NOON,
    SECOND_OPERATOR,
    ask_for_a_person,
    claim,
    every_event,
    note,
    reply,
    say,
    speak,
    start,
)
from tests.manual_clock import ManualClock

CHAT = ConversationId("chat-1")
STREAM = public_stream(CHAT)


@pytest.fixture
def conversations(database: Database, clock: ManualClock) -> Conversations:
    return Conversations(database, InProcessBus(), clock)


def another_node(database: Database, clock: ManualClock) -> Conversations:
    return Conversations(database, InProcessBus(), clock)


async def customer(conversations: Conversations, command: c.Command, cid: str | None = None) -> Handled:
    return await conversations.handle(CHAT, command, sender="customer", cid=cid)


async def test_fifty_senders_at_once_leave_no_gap_and_each_keeps_their_order(
    database: Database, conversations: Conversations, clock: ManualClock
) -> None:
    await customer(conversations, start())
    nodes = (conversations, another_node(database, clock))

    async def send(sender: int) -> list[int]:
        seqs: list[int] = []
        for number in range(4):
            cid = f"sender{sender}-{number}"
            handled = await customer(nodes[sender % 2], say(f"{sender}: {number}", cid=cid), cid)
            seqs.append(handled.seq)
        return seqs

    acknowledged = await asyncio.gather(*(send(sender) for sender in range(50)))
    recorded = await conversations.read(STREAM)
    assert [entry.seq for entry in recorded] == list(range(1, 203))
    stood_at = {entry.event.cid: entry.seq for entry in recorded if isinstance(entry.event, e.CustomerSpoke)}
    for sender, seqs in enumerate(acknowledged):
        assert seqs == sorted(seqs)
        assert seqs == [stood_at[say(cid=f"sender{sender}-{number}").cid] for number in range(4)]


async def test_conversations_that_wait_at_once_are_numbered_without_gaps_in_the_inbox(
    database: Database, conversations: Conversations, clock: ManualClock
) -> None:
    nodes = (conversations, another_node(database, clock))

    async def come(number: int) -> None:
        chat, node = ConversationId(f"chat-{number}"), nodes[number % 2]
        for command in (start(), say(), ask_for_a_person(), say()):
            await node.handle(chat, command, sender="customer")

    await asyncio.gather(*(come(number) for number in range(30)))
    inbox = await conversations.read(INBOX)
    assert [entry.seq for entry in inbox] == list(range(1, 61))


async def test_the_same_cid_and_words_give_the_first_acknowledgement_again(
    conversations: Conversations, clock: ManualClock
) -> None:
    await customer(conversations, start())
    first = await customer(conversations, say("Где заказ?", cid="cid-once"), "cid-once")
    await customer(conversations, say("Ау"))
    clock.pass_by(minutes=5)
    again = await customer(conversations, say("Где заказ?", cid="cid-once"), "cid-once")
    assert (again.seq, again.stream, again.at) == (first.seq, first.stream, first.at)
    assert again.is_duplicate
    assert len(await conversations.read(STREAM)) == 4


async def test_the_same_cid_and_other_words_are_a_conflict(conversations: Conversations) -> None:
    await customer(conversations, start())
    await customer(conversations, say("Где заказ?", cid="cid-once"), "cid-once")
    with pytest.raises(CidConflict):
        await customer(conversations, say("Где деньги?", cid="cid-once"), "cid-once")
    with pytest.raises(CidConflict):
        await customer(conversations, ask_for_a_person(), "cid-once")


async def test_a_cid_belongs_to_its_sender(conversations: Conversations) -> None:
    await customer(conversations, start())
    await customer(conversations, claim())
    await customer(conversations, say(cid="cid-both"), "cid-both")
    spoken = await conversations.handle(CHAT, speak(1, cid="cid-both"), sender="operator-1", cid="cid-both")
    assert not spoken.is_duplicate


async def test_one_message_over_many_sockets_at_once_is_stored_once(
    database: Database, conversations: Conversations, clock: ManualClock
) -> None:
    await customer(conversations, start())
    nodes = (conversations, another_node(database, clock))
    sent = [customer(nodes[n % 2], say("Один раз", cid="cid-many"), "cid-many") for n in range(12)]
    handled = await asyncio.gather(*sent)
    assert {one.seq for one in handled} == {3}
    assert sum(not one.is_duplicate for one in handled) == 1
    assert len(await conversations.read(STREAM)) == 3


async def test_a_repeated_message_is_acknowledged_even_when_it_could_not_be_said_now(
    conversations: Conversations,
) -> None:
    await customer(conversations, start())
    await customer(conversations, claim())
    spoken = await conversations.handle(CHAT, speak(1, cid="cid-last"), sender=FIRST_OPERATOR, cid="cid-last")
    back = c.ReturnToAssistant(operator_id=FIRST_OPERATOR, av=1)
    await conversations.handle(CHAT, back, sender=FIRST_OPERATOR)
    again = await conversations.handle(CHAT, speak(1, cid="cid-last"), sender=FIRST_OPERATOR, cid="cid-last")
    assert again.seq == spoken.seq


async def test_of_ten_claims_at_once_one_wins_and_nine_are_told(
    database: Database, conversations: Conversations, clock: ManualClock
) -> None:
    nodes = (conversations, another_node(database, clock))
    await customer(conversations, start())
    await customer(conversations, ask_for_a_person())
    ids = [OperatorId(f"operator-{n}") for n in range(10)]
    claims = [nodes[n % 2].handle(CHAT, claim(name), sender=name) for n, name in enumerate(ids)]
    results = await asyncio.gather(*claims, return_exceptions=True)
    assert sum(isinstance(result, AlreadyClaimed) for result in results) == 9
    assigned = [
        entry.event
        for entry in await conversations.read(STREAM)
        if isinstance(entry.event, e.OperatorAssigned)
    ]
    assert [event.av for event in assigned] == [1]


async def test_an_operator_who_claims_many_at_once_holds_no_more_than_their_hands_can(
    database: Database, conversations: Conversations, clock: ManualClock
) -> None:
    nodes = (conversations, another_node(database, clock))
    chats = [ConversationId(f"chat-{number}") for number in range(10)]
    for chat in chats:
        await conversations.handle(chat, start(), sender="customer")
        await conversations.handle(chat, ask_for_a_person(), sender="customer")
    mine = replace(claim(), capacity=3)
    claims = [nodes[n % 2].handle(chat, mine, sender=FIRST_OPERATOR) for n, chat in enumerate(chats)]
    results = await asyncio.gather(*claims, return_exceptions=True)
    assert sum(isinstance(result, OverCapacity) for result in results) == 7
    held = [entry for entry in await conversations.entries(("assigned",)) if entry.operator_id]
    assert len(held) == 3
    again = await conversations.handle(held[0].conversation_id, mine, sender=FIRST_OPERATOR)
    assert again.public == ()


async def test_a_colleague_with_full_hands_is_given_nothing(conversations: Conversations) -> None:
    chats = [ConversationId(f"chat-{number}") for number in range(3)]
    for chat, operator in zip(chats, (SECOND_OPERATOR, SECOND_OPERATOR, FIRST_OPERATOR), strict=True):
        await conversations.handle(chat, start(), sender="customer")
        await conversations.handle(chat, ask_for_a_person(), sender="customer")
        await conversations.handle(chat, claim(operator), sender=operator)
    give = c.TransferConversation(
        operator_id=FIRST_OPERATOR, av=1, to_id=SECOND_OPERATOR, to_name="Second", capacity=2
    )
    with pytest.raises(OverCapacity):
        await conversations.handle(chats[2], give, sender=FIRST_OPERATOR)
    given = await conversations.handle(chats[2], replace(give, capacity=3), sender=FIRST_OPERATOR)
    assert given.state.operator_id == SECOND_OPERATOR


async def test_a_takeover_and_a_reply_at_once_never_leave_the_assistant_speaking_over_a_person(
    database: Database, conversations: Conversations, clock: ManualClock
) -> None:
    other = another_node(database, clock)
    for number in range(20):
        chat = ConversationId(f"race-{number}")
        await conversations.handle(chat, start(), sender="customer")
        await conversations.handle(chat, say(), sender="customer")
        racing = [
            conversations.handle(chat, reply(3), sender="assistant"),
            other.handle(chat, claim(), sender=FIRST_OPERATOR),
            other.handle(chat, reply(3), sender="assistant"),
        ]
        results = await asyncio.gather(*racing, return_exceptions=True)
        kinds = [entry.event.type for entry in await conversations.read(public_stream(chat))]
        assert kinds.count("assistant_replied") <= 1
        assert "assistant_replied" not in kinds[kinds.index("operator_assigned") :]
        refused = [result for result in results if isinstance(result, SupportError)]
        assert all(isinstance(result, TurnSuperseded) for result in refused)
        assert len(refused) == 2 - kinds.count("assistant_replied")


async def test_the_desk_says_what_the_events_say(database: Database, conversations: Conversations) -> None:
    steps: Sequence[c.Command] = (
        start(),
        say("Здравствуйте"),
        ask_for_a_person(),
        claim(),
        speak(1),
        note(),
        c.LeaveContact(email="anna@example.com"),
        c.ResolveByOperator(operator_id=FIRST_OPERATOR, av=1, outcome="solved"),
    )
    for step in steps:
        await conversations.handle(CHAT, step, sender="somebody")
        folded = desk_entry(CHAT, fold(await conversations.read(STREAM)))
        statuses = ("bot", "queued", "assigned", "resolved")
        assert await conversations.entries(statuses) == [folded]


async def test_only_turns_that_waited_since_before_a_moment_are_found_unanswered(
    conversations: Conversations, clock: ManualClock
) -> None:
    await customer(conversations, start())
    await customer(conversations, say())
    clock.pass_by(seconds=10)
    assert await conversations.unanswered(clock.now - timedelta(seconds=10)) == []
    assert await conversations.unanswered(clock.now - timedelta(seconds=9)) == [CHAT]
    await customer(conversations, reply(3))
    clock.pass_by(seconds=10)
    assert await conversations.unanswered(clock.now) == []


async def test_a_refused_command_leaves_nothing_behind(conversations: Conversations) -> None:
    await customer(conversations, start())
    with pytest.raises(TurnSuperseded):
        await customer(conversations, reply(1))
    assert await conversations.head(STREAM) == 2
    assert await conversations.head(note_stream(CHAT)) == 0


async def test_a_reader_asks_from_a_position_and_for_a_number(conversations: Conversations) -> None:
    await customer(conversations, start())
    for number in range(8):
        await customer(conversations, say(str(number)))
    assert [entry.seq for entry in await conversations.read(STREAM, 4)] == [5, 6, 7, 8, 9, 10]
    assert [entry.seq for entry in await conversations.read(STREAM, 4, 2)] == [5, 6]
    assert await conversations.read(STREAM, 10) == ()
    assert await conversations.head("conv:unknown") == 0


async def test_every_kind_of_event_comes_back_as_it_was_written(database: Database) -> None:
    written = every_event()
    kinds = {kind for union in (e.PublicEvent, e.NoteEvent) for kind in union.__args__}
    assert {type(event) for event in written} == {*kinds, e.DeskChanged}

    def append(connection: Connection) -> tuple[e.Recorded, ...]:
        return timeline.append(connection, "conv:all", 0, written, NOON, timeline.Key(sender="test"))

    recorded = await database.write(append)
    assert recorded == await database.read(lambda connection: timeline.read_after(connection, "conv:all"))
    assert [entry.event for entry in recorded] == written


async def test_the_desk_can_be_rebuilt_by_folding(database: Database, conversations: Conversations) -> None:
    for command in (start(), say(), ask_for_a_person()):
        await customer(conversations, command)
    kept = await conversations.open_entries()
    await database.write(desk_store.clear)
    assert (await conversations.open_entries())[0] == []
    state = fold(await conversations.read(STREAM))

    def rebuild(connection: Connection) -> None:
        entry = desk_entry(CHAT, state)
        desk_store.write_entry(connection, entry, awaits_us=state.awaits_us, now=NOON)

    await database.write(rebuild)
    assert await conversations.open_entries() == kept
