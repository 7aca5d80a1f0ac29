"""A turn, interrupted at every single wait: nobody is talked over, nobody is answered twice or forgotten."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr

from app.assistant.background import BackgroundAssistant
from app.assistant.packets import PacketWriter
from app.bus.base import Notice
from app.conversations.door import public_stream
from app.domain import commands as c
from app.domain import events as e
from app.domain.conversation import Conversation, fold
from app.domain.ids import ConversationId
from app.llm.scripted import ScriptedModel
from app.main import Given, Services, build
from app.settings import Settings
from tests.builders import FIRST_OPERATOR, ask_for_a_person, claim, say, start
from tests.scenarios.stepping import Stepped

pytestmark = pytest.mark.asyncio(loop_scope="module")

ARTICLE = """---
id: parking
lang: ru
title: Парковка у магазина
section: contacts
status: published
audience: public
updated: 2026-02-01
---

Парковка у магазина бесплатная первые два часа. Затем час парковки стоит 150 ₽.
"""
QUESTIONS = {
    "an answer from an article": "Сколько стоит парковка у магазина?",
    "small talk": "Спасибо",
    "nothing found": "Какая температура плавления вольфрама?",
    "a handoff": "Позовите живого оператора",
    "an order": "Где мой заказ?",
}
MOST_WAITS = 60

_numbers = count(1)


@dataclass(frozen=True)
class Room:
    """Everything built once, with a model or without one."""

    services: Services

    async def talk(self, question: str) -> "Talk":
        """A new conversation whose turn is about to begin."""
        talk = Talk(self.services, ConversationId(f"chat-{next(_numbers)}"))
        await talk.tell(start())
        await talk.tell(say(question))
        return talk


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["quotation", "model"])
async def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Room]:
    folder = tmp_path_factory.mktemp("room")
    (folder / "articles" / "ru").mkdir(parents=True)
    (folder / "articles" / "ru" / "parking.md").write_text(ARTICLE, encoding="utf-8")
    settings = Settings(folder=folder, embedder="none", openai_base_url="", openai_api_key=SecretStr(""))
    words = "Парковка у магазина бесплатная первые два часа. Затем час парковки стоит 150 ₽."
    model = ScriptedModel([words]) if request.param == "model" else None
    async with build(settings, Given(model=model)) as services:
        await services.library.seed(folder / "articles")
        yield Room(services)


class Talk:
    """One conversation with an assistant of its own, whose first turn can be interrupted at any wait."""

    def __init__(self, services: Services, conversation_id: ConversationId) -> None:
        self.conversation_id = conversation_id
        self.stream = public_stream(conversation_id)
        self.frames: list[Notice] = []
        self._conversations = services.conversations
        self._stepped: Stepped | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._unsubscribe = services.bus.subscribe(self.stream, self.frames.append)
        self._interrupt: tuple[int, Callable[[], Awaitable[None]]] | None = None
        self.assistant = BackgroundAssistant(
            services.conversations,
            services.pipeline,
            PacketWriter(services.signals, services.ordering.talk.brief),
            services.ordering.proposals,
            services.bus,
            self._spawn,
            typing_hold_s=0,
        )

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        if self._interrupt is not None and self._stepped is None:
            self._stepped = Stepped(work, *self._interrupt)
            work = self._stepped.run()
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        return task

    async def ask(self, command: c.Command, sender: str = "customer") -> None:
        """What a session does: carry out, then let the assistant look."""
        self.assistant.look(self.conversation_id, await self.tell(command, sender))

    async def tell(self, command: c.Command, sender: str = "customer") -> Conversation:
        """What happens when nobody here looks: on another node, or before the turn may begin."""
        return (await self._conversations.handle(self.conversation_id, command, sender=sender)).state

    async def run(self, at: int, meanwhile: Callable[["Talk"], Awaitable[None]]) -> bool:
        """Run the turn with the interruption at wait `at`; False when it ended before."""
        self._interrupt = (at, lambda: meanwhile(self))
        self.assistant.look(self.conversation_id, await self._conversations.state(self.conversation_id))
        async with asyncio.timeout(20):
            while running := [task for task in self._tasks if not task.done()]:
                await asyncio.wait(running)
        self._unsubscribe()
        for task in self._tasks:
            if not task.cancelled():
                task.result()
        return self._stepped is not None and self._stepped.has_happened

    async def events(self) -> list[e.Recorded]:
        return list(await self._conversations.read(self.stream))

    def passing(self) -> list[str]:
        """The drafts' frames, in order."""
        return [frame["t"] for notice in self.frames if (frame := notice.frame)]


async def everywhere(
    room: Room,
    question: str,
    meanwhile: Callable[[Talk], Awaitable[None]],
    check: Callable[[Talk], Awaitable[None]],
) -> None:
    """Interrupt a turn at its first wait, at its second, and so on to its last."""
    for at in range(MOST_WAITS):
        talk = await room.talk(question)
        has_happened = await talk.run(at, meanwhile)
        await check(talk)
        if not has_happened:
            assert at >= 3, "the turn hardly waits: nothing was tried"
            return
    raise AssertionError("the turn does not end")


def spoken_by_assistant(events: list[e.Recorded]) -> list[int]:
    return [entry.seq for entry in events if isinstance(entry.event, e.AssistantReplied | e.PersonOffered)]


async def no_turn_was_answered_twice(events: list[e.Recorded]) -> None:
    answered = [entry.event.turn for entry in events if isinstance(entry.event, e.AssistantReplied)]
    assert len(answered) == len(set(answered))


async def take_over(talk: Talk) -> None:
    await talk.ask(claim(), FIRST_OPERATOR)


async def nobody_was_talked_over(talk: Talk) -> None:
    events = await talk.events()
    await no_turn_was_answered_twice(events)
    taken = next((entry.seq for entry in events if isinstance(entry.event, e.OperatorAssigned)), None)
    if taken is not None:
        assert fold(events).status == "assigned"
        assert all(seq < taken for seq in spoken_by_assistant(events))


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
async def test_a_takeover_at_any_wait_leaves_no_word_of_the_assistant_after_it(
    room: Room, question: str
) -> None:
    await everywhere(room, question, take_over, nobody_was_talked_over)


async def take_over_on_another_node(talk: Talk) -> None:
    """This node hears of it from the bus alone."""
    await talk.tell(claim(), FIRST_OPERATOR)


async def test_a_takeover_on_another_node_is_no_different(room: Room) -> None:
    question = QUESTIONS["an answer from an article"]
    await everywhere(room, question, take_over_on_another_node, nobody_was_talked_over)


async def call_a_person(talk: Talk) -> None:
    await talk.ask(ask_for_a_person())


async def the_queue_is_not_talked_over(talk: Talk) -> None:
    events = await talk.events()
    await no_turn_was_answered_twice(events)
    asked = next(entry.seq for entry in events if isinstance(entry.event, e.HandoffRequested))
    assert fold(events).status == "queued"
    assert all(seq < asked for seq in spoken_by_assistant(events))


async def test_a_request_for_a_person_at_any_wait_is_the_last_word(room: Room) -> None:
    question = QUESTIONS["an answer from an article"]
    await everywhere(room, question, call_a_person, when_asked(the_queue_is_not_talked_over))


def when_asked(check: Callable[[Talk], Awaitable[None]]) -> Callable[[Talk], Awaitable[None]]:
    """The run without an interruption has nothing to check."""

    async def checked(talk: Talk) -> None:
        if any(isinstance(entry.event, e.HandoffRequested) for entry in await talk.events()):
            await check(talk)

    return checked


async def stop(talk: Talk) -> None:
    await talk.ask(c.StopTurn(turn=3))


async def a_stopped_turn_stays_unanswered(talk: Talk) -> None:
    events = await talk.events()
    await no_turn_was_answered_twice(events)
    stopped = [entry.seq for entry in events if isinstance(entry.event, e.TurnStopped)]
    replied = spoken_by_assistant(events)
    assert len(stopped) <= 1
    assert not (stopped and replied)
    assert stopped or replied or fold(events).status == "queued"
    assert not fold(events).awaits_reply


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
async def test_a_stop_at_any_wait_means_no_reply_or_came_too_late(room: Room, question: str) -> None:
    await everywhere(room, question, stop, a_stopped_turn_stays_unanswered)


async def write_on(talk: Talk) -> None:
    await talk.ask(say("Сколько стоит парковка у магазина на третий час?"))


async def the_newest_message_is_answered_once(talk: Talk) -> None:
    events = await talk.events()
    await no_turn_was_answered_twice(events)
    state = fold(events)
    assert not state.awaits_reply, "the customer still waits"
    written = [entry.seq for entry in events if isinstance(entry.event, e.CustomerSpoke)]
    answered = {entry.event.turn for entry in events if isinstance(entry.event, e.AssistantReplied)}
    assert state.status == "queued" or written[-1] in answered


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
async def test_a_new_message_at_any_wait_is_answered_without_waiting_for_the_sweep(
    room: Room, question: str
) -> None:
    await everywhere(room, question, write_on, the_newest_message_is_answered_once)


async def every_draft_is_closed(talk: Talk) -> None:
    open_drafts = 0
    for kind in talk.passing():
        if kind == "stream.begin":
            open_drafts += 1
        if kind in ("stream.end", "stream.abort"):
            open_drafts -= 1
        assert open_drafts in (0, 1)
    assert open_drafts == 0


@pytest.mark.parametrize("meanwhile", [take_over, stop, write_on])
async def test_every_draft_that_was_begun_is_ended_or_aborted(
    room: Room, meanwhile: Callable[[Talk], Awaitable[None]]
) -> None:
    question = QUESTIONS["an answer from an article"]
    await everywhere(room, question, meanwhile, every_draft_is_closed)


async def test_a_burst_of_messages_gets_one_answer(room: Room) -> None:
    talk = await room.talk("Здравствуйте")
    for text in ("Подскажите", "Сколько стоит парковка", "у магазина?"):
        await talk.tell(say(text))

    async def nothing(_: Talk) -> None:
        return

    await talk.run(MOST_WAITS * 2, nothing)
    events = await talk.events()
    assert len(spoken_by_assistant(events)) == 1
    replied = next(entry.event for entry in events if isinstance(entry.event, e.AssistantReplied))
    assert replied.turn == 6
    assert "150" in replied.reply.text
