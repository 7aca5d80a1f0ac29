"""What the rest of the house asks of the assistant; the pipeline itself is in turn."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from app.domain.conversation import Conversation
from app.domain.handoff import Packet
from app.domain.ids import ConversationId, Language

Spawn = Callable[[Coroutine[Any, Any, None]], asyncio.Task[None]]
"""Gives a task to its owner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningDraft:
    """A reply that is being written right now: the turn, and the text so far."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedReply:
    """A draft for an operator, with the titles it rests on."""

    text: str
    cites: tuple[str, ...] = ()


class Assistant(Protocol):
    """Answers turns in the background, and prepares what operators read."""

    def look(self, conversation_id: ConversationId, state: Conversation) -> None:
        """Start the turn that awaits a reply, stop one that is no longer wanted; settle what is confirmed."""
        ...

    def note_typing(self, conversation_id: ConversationId, *, is_typing: bool) -> None:
        """A customer who is still writing is not interrupted."""
        ...

    def draft_of(self, conversation_id: ConversationId) -> RunningDraft | None:
        """The reply being written on this node."""
        ...

    def read_language(self, text: str, known: Language) -> Language:
        """What language a message is in."""
        ...

    async def packet(self, conversation_id: ConversationId, reason: str) -> Packet:
        """The story of the conversation for an operator, without a model."""
        ...

    async def suggest(self, conversation_id: ConversationId) -> SuggestedReply:
        """A draft for the operator; never sent by itself."""
        ...
