"""A running assistant keeps what it weighed, follows changed numbers, and the replay decides as it did."""

import asyncio
from pathlib import Path

from app.assistant.policies import Author
from app.domain import events as e
from app.domain.escalation import EscalationPolicy
from app.domain.ids import ConversationId, OperatorId
from app.domain.weighing import Weighed
from app.reports.replay import calls_of
from tests.builders import say, start
from tests.running import Server, running_server

OWNER = Author(operator_id=OperatorId("op-owner"), name="Анна")
SAID = (
    "Здравствуйте",
    "Это просто издевательство, вы мошенники и хамы!!!",
    "Спасибо",
    "Сколько можно ждать, вы совсем обнаглели!!!",
    "Да вы достали уже, ужасный сервис!!!",
)
ANNOYED = "This is ridiculous, you are useless!!!"


async def talk(server: Server, chat: ConversationId, *said: str) -> list[e.Recorded]:
    """The customer says it, each after the reply to the one before, until a person is called."""
    conversations, assistant = server.services.conversations, server.services.assistant
    await conversations.handle(chat, start(), sender="customer")
    for text in said:
        handled = await conversations.handle(chat, say(text), sender="customer")
        assistant.look(chat, handled.state)
        async with asyncio.timeout(15):
            while (await conversations.state(chat)).awaits_reply:
                await asyncio.sleep(0.02)
        if (await conversations.state(chat)).status != "bot":
            break
    return list(await conversations.read(f"conv:{chat}"))


def weighed_of(recorded: list[e.Recorded]) -> list[tuple[int, Weighed]]:
    return [
        (entry.seq, entry.event.weighed)
        for entry in recorded
        if isinstance(entry.event, e.AssistantReplied) and entry.event.weighed is not None
    ]


async def test_every_turn_keeps_its_signals_and_replaying_them_gives_the_same_calls(tmp_path: Path) -> None:
    async with running_server(tmp_path) as server:
        recorded = await talk(server, ConversationId("chat-1"), *SAID)
    kept = weighed_of(recorded)
    replies = [entry for entry in recorded if isinstance(entry.event, e.AssistantReplied)]
    assert len(kept) == len(replies)
    made = [(seq, weighed.reason) for seq, weighed in kept if weighed.is_call]
    assert made, "the talk is one that brings an offer"
    assert [(call.seq, call.reason) for call in calls_of(EscalationPolicy(), recorded)] == made
    offers = [entry.seq for entry in recorded if isinstance(entry.event, e.PersonOffered)]
    assert offers == [seq + 1 for seq, weighed in kept if weighed.action == "offer"]


async def test_changed_numbers_decide_the_next_turn_and_are_kept_with_it(tmp_path: Path) -> None:
    async with running_server(tmp_path) as server:
        before = await talk(server, ConversationId("chat-1"), SAID[0], ANNOYED)
        policies = server.services.policies
        eager = EscalationPolicy(anger_at=0.3)
        replay, _ = await policies.note_replay(eager, OWNER, 0)
        await policies.change(eager, OWNER, replay)
        after = await talk(server, ConversationId("chat-2"), SAID[0], ANNOYED)
    last_before, last_after = weighed_of(before)[-1][1], weighed_of(after)[-1][1]
    assert (last_before.policy, last_after.policy) == (0, 1)
    assert last_before.signals.anger == last_after.signals.anger
    assert last_before.reason != "frustration"
    assert (last_after.reason, last_after.ground, last_after.limit) == ("frustration", "anger", 0.3)
