"""Turns run in the background: one per conversation, superseded by a newer message, streamed as they grow."""

import asyncio
import time
from typing import Any

import structlog
from prometheus_client import Counter, Histogram

from app.assistant.packets import PacketWriter
from app.assistant.port import RunningDraft, Spawn, SuggestedReply
from app.assistant.proposals import Proposals
from app.assistant.settling import Settling
from app.assistant.turn import TurnPipeline
from app.bus.base import Bus, Notice
from app.conversations import Conversations
from app.conversations.door import public_stream
from app.domain import commands as c
from app.domain.conversation import Conversation
from app.domain.errors import SupportError, TurnSuperseded
from app.domain.handoff import Packet
from app.domain.ids import ConversationId, Language
from app.domain.language import detect_language

TURNS = Counter("zabota_turns", "Turns by how they ended", ["outcome"])
TURN_SECONDS = Histogram(
    "zabota_turn_seconds",
    "From the customer's message to the end of its turn",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)


class _Running:
    """A turn in the making: its task, and what has been shown of it."""

    __slots__ = ("is_shown", "newer", "task", "text", "turn")

    def __init__(self, turn: int) -> None:
        self.turn = turn
        self.text = ""
        self.is_shown = False
        self.task: asyncio.Task[None] | None = None
        self.newer: Conversation | None = None
        """What came while the reply was already there: looked at when this turn has ended."""


class BackgroundAssistant:
    """Starts and stops turns as conversations change. `spawn` gives tasks to their owner.

    While a customer is still typing, a turn waits up to `typing_hold_s`, so that a burst of messages gets
    one answer.
    """

    def __init__(
        self,
        conversations: Conversations,
        pipeline: TurnPipeline,
        packets: PacketWriter,
        proposals: Proposals,
        bus: Bus,
        spawn: Spawn,
        *,
        typing_hold_s: float,
    ) -> None:
        self._conversations = conversations
        self._pipeline = pipeline
        self._packets = packets
        self._bus = bus
        self._spawn = spawn
        self._settling = Settling(conversations, proposals, self.packet, spawn)
        self._typing_hold_s = typing_hold_s
        self._running: dict[ConversationId, _Running] = {}
        self._typing: dict[ConversationId, asyncio.Event] = {}
        self._log = structlog.get_logger("assistant")

    def look(self, conversation_id: ConversationId, state: Conversation) -> None:
        """Start the turn that awaits a reply; stop one that is no longer wanted; settle what is confirmed."""
        self._settling.look(conversation_id, state)
        running = self._running.get(conversation_id)
        is_wanted = state.status == "bot" and state.awaits_reply
        if running is not None and not (is_wanted and running.turn == state.turn):
            if running.turn > state.turn:
                return
            if running.turn == state.answered_turn:
                running.newer = state
                return
            self._stop(conversation_id, running)
            running = None
        if is_wanted and running is None:
            running = self._running[conversation_id] = _Running(state.turn)
            running.task = self._spawn(self._run(conversation_id, running))

    def note_typing(self, conversation_id: ConversationId, *, is_typing: bool) -> None:
        """A turn waits while its customer writes on."""
        if is_typing:
            self._typing.setdefault(conversation_id, asyncio.Event())
        else:
            paused = self._typing.pop(conversation_id, None)
            if paused is not None:
                paused.set()

    def draft_of(self, conversation_id: ConversationId) -> RunningDraft | None:
        """What is being written on this node right now."""
        running = self._running.get(conversation_id)
        if running is None or not running.is_shown:
            return None
        return RunningDraft(turn=running.turn, text=running.text)

    def read_language(self, text: str, known: Language) -> Language:
        """What language a message is in; too short to tell means the known one."""
        return detect_language(text, known)

    async def packet(self, conversation_id: ConversationId, reason: str) -> Packet:
        """The story for an operator."""
        story = await self._pipeline.story(conversation_id)
        return await self._packets.write(story, reason)

    async def suggest(self, conversation_id: ConversationId) -> SuggestedReply:
        """A draft for the operator from the knowledge base; empty when nothing fits."""
        story = await self._pipeline.story(conversation_id)
        need = story.question or (story.earlier[-1] if story.earlier else "")
        reply, _ = await self._pipeline.preview(need, story.language, story.earlier)
        if reply is None:
            return SuggestedReply(text="")
        cites = tuple(dict.fromkeys(citation.title for citation in reply.citations))
        return SuggestedReply(text=reply.text, cites=cites)

    def _stop(self, conversation_id: ConversationId, running: _Running) -> None:
        if self._running.get(conversation_id) is running:
            del self._running[conversation_id]
        if running.task is not None and running.task is not asyncio.current_task():
            running.task.cancel()

    async def _run(self, conversation_id: ConversationId, running: _Running) -> None:
        started, outcome = time.monotonic(), "crashed"
        unsubscribe = self._bus.subscribe(
            public_stream(conversation_id), lambda notice: self._on_notice(conversation_id, running, notice)
        )
        end: dict[str, Any] = {"t": "stream.abort"}
        try:
            await asyncio.sleep(0)  # the acknowledgement of what began this turn goes first
            await self._hold_while_typing(conversation_id)
            await self._tell_typing(conversation_id, is_on=True)
            state = await self._pipeline.run(
                conversation_id, running.turn, lambda piece: self._show(conversation_id, running, piece)
            )
            end = {"t": "stream.end", "seq": state.reply_seqs[-1] if state.reply_seqs else 0}
            outcome = "handed_over" if state.status == "queued" else "answered"
        except (TurnSuperseded, asyncio.CancelledError) as stopped:
            outcome = "superseded"
            if isinstance(stopped, asyncio.CancelledError):
                raise
            self._log.info("turn_superseded", turn=running.turn)
        except SupportError as error:
            self._log.warning("turn_failed", code=error.code)
            await self._give_to_a_person(conversation_id, running)
        except Exception:  # noqa: BLE001 - whatever broke, the customer gets a person
            self._log.exception("turn_crashed")
            await self._give_to_a_person(conversation_id, running)
        finally:
            unsubscribe()
            TURNS.labels(outcome).inc()
            TURN_SECONDS.observe(time.monotonic() - started)
            if self._running.get(conversation_id) is running:
                del self._running[conversation_id]
            await self._finish(conversation_id, running, end)
            if running.newer is not None:
                self.look(conversation_id, running.newer)

    async def _hold_while_typing(self, conversation_id: ConversationId) -> None:
        paused = self._typing.get(conversation_id)
        if paused is None or self._typing_hold_s <= 0:
            return
        try:
            async with asyncio.timeout(self._typing_hold_s):
                await paused.wait()
        except TimeoutError:
            self._typing.pop(conversation_id, None)

    def _on_notice(self, conversation_id: ConversationId, running: _Running, notice: Notice) -> None:
        """Another node may have changed the conversation: look at it again."""
        if notice.head is not None and notice.head > running.turn and running.task is not None:
            self._spawn(self._look_again(conversation_id, notice.head))

    async def _look_again(self, conversation_id: ConversationId, head: int) -> None:
        try:
            self.look(conversation_id, await self._conversations.state(conversation_id, at_least=head))
        except SupportError as error:
            self._log.warning("look_failed", code=error.code)

    async def _give_to_a_person(self, conversation_id: ConversationId, running: _Running) -> None:
        """The last resort: something broke, so a person is called rather than nobody answering."""
        try:
            packet = await self.packet(conversation_id, "tool_failure")
            command = c.RequestHandoff(reason="tool_failure", packet=packet, turn=running.turn)
            await self._conversations.handle(conversation_id, command, sender="assistant")
        except SupportError as error:
            self._log.warning("handoff_failed", code=error.code)

    async def _show(self, conversation_id: ConversationId, running: _Running, piece: str) -> None:
        kind = "stream.delta" if running.is_shown else "stream.begin"
        frame = {"turn": running.turn, "text": piece, "off": len(running.text)}
        running.text += piece
        running.is_shown = True
        await self._tell(conversation_id, kind, frame)

    async def _finish(self, conversation_id: ConversationId, running: _Running, end: dict[str, Any]) -> None:
        await self._tell_typing(conversation_id, is_on=False)
        if running.is_shown:
            kind = end.pop("t")
            await self._tell(conversation_id, kind, {"turn": running.turn, **end})

    async def _tell_typing(self, conversation_id: ConversationId, *, is_on: bool) -> None:
        await self._tell(conversation_id, "typing", {"on": is_on, "who": "assistant"})

    async def _tell(self, conversation_id: ConversationId, kind: str, payload: dict[str, Any]) -> None:
        stream = public_stream(conversation_id)
        frame = {"t": kind, "s": stream, "d": {"s": stream, **payload}}
        await self._bus.publish(Notice(stream=stream, frame=frame))
