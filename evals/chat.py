"""One customer's conversation with the product, through the server's commands and pipeline."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from app.conversations.door import public_stream
from app.conversations.visitors import Visitor
from app.domain import commands as c
from app.domain import events as e
from app.domain.decisions import TEXT_LIMIT
from app.domain.ids import Cid, Language
from app.domain.language import detect_language
from app.domain.replies import Reply
from app.main import Services
from evals.judging.matching import without_citations


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of one customer message: the assistant's replies, whether a person was called, the time."""

    replies: tuple[Reply, ...] = ()
    is_escalated: bool = False
    reason: str = ""
    """Why a person was called."""
    is_offered: bool = False
    ms: float = 0.0

    @property
    def text(self) -> str:
        """What the assistant said, without its sources."""
        return "\n".join(spoken(reply) for reply in self.replies)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its replies."""
        return frozenset(reply.kind for reply in self.replies)

    @property
    def cited(self) -> list[str]:
        """Ids of the articles that it cites, in order."""
        return list(dict.fromkeys(str(cite.article_id) for reply in self.replies for cite in reply.citations))


def spoken(reply: Reply) -> str:
    """The text of a reply without citations."""
    return without_citations(reply.text)


class Chat:
    """One visitor, one conversation."""

    def __init__(self, services: Services, visitor: Visitor, language: Language) -> None:
        self._services = services
        self._visitor = visitor
        self._language: Language = language
        self._count = 0

    @classmethod
    async def start(cls, services: Services, language: Language) -> "Chat":
        """A new visitor opens the chat."""
        visitor = await services.visitors.welcome(language)
        start = c.StartConversation(customer_id=visitor.customer_id, language=language)
        await services.conversations.handle(visitor.conversation_id, start, sender="customer")
        return cls(services, visitor, language)

    async def say(self, text: str) -> Answered:
        """Send a message and wait for what the assistant does; a customer in the queue leaves it first.

        A blank message, which the server refuses, brings nothing.
        """
        if not text.strip():
            return Answered()
        services, conversation_id = self._services, self._visitor.conversation_id
        self._count += 1
        if (await services.conversations.state(conversation_id)).status == "queued":
            await services.conversations.handle(conversation_id, c.CancelHandoff(), sender="customer")
        message = c.SayAsCustomer(
            text=text[:TEXT_LIMIT],
            language=detect_language(text, self._language),
            cid=Cid(f"message-{self._count}"),
        )
        handled = await services.conversations.handle(
            conversation_id, message, sender="customer", cid=message.cid
        )
        started = time.perf_counter()
        state = await services.pipeline.run(conversation_id, handled.state.turn, _unseen)
        spent = (time.perf_counter() - started) * 1_000
        recorded = await services.conversations.read(public_stream(conversation_id), handled.state.head)
        return Answered(
            replies=tuple(r.event.reply for r in recorded if isinstance(r.event, e.AssistantReplied)),
            is_escalated=state.status == "queued",
            reason=state.reason,
            is_offered=state.offer is not None,
            ms=spent,
        )

    async def is_verified(self) -> bool:
        """Whether the customer has proved who they are."""
        state = await self._services.conversations.state(self._visitor.conversation_id)
        return state.verified_account(datetime.now(UTC)) is not None


async def _unseen(_piece: str) -> None:
    """Suites read the finished reply."""
