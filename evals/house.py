"""The product as the suites use it: built by `build(settings)` on a temporary folder, spoken to like a customer."""

import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import SecretStr

from app.conversations.door import public_stream
from app.conversations.visitors import Visitor
from app.domain import commands as c
from app.domain import events as e
from app.domain.conversation import Conversation
from app.domain.ids import ArticleId, Cid, Language
from app.domain.language import detect_language
from app.domain.replies import Reply
from app.llm.base import LanguageModel
from app.main import Given, Services, build, seed_folder
from app.orders.gateway import OrderGateway
from app.settings import Settings
from app.storage.articles import Article
from evals.rows import ArticleRow

Llm = Literal["offline", "openai"]


@asynccontextmanager
async def open_house(
    llm: Llm = "offline",
    *,
    articles: Sequence[ArticleRow] | None = None,
    orders: OrderGateway | None = None,
    model: LanguageModel | None = None,
) -> AsyncGenerator[Services, None]:
    """The product with these articles (the demo shop's when None), waiting until they can all be found."""
    with tempfile.TemporaryDirectory(prefix="zabota-evals-") as folder:
        settings = Settings(folder=Path(folder), typing_hold_s=0)
        if llm == "offline":
            settings = settings.model_copy(
                update={"openai_api_key": SecretStr(""), "openai_base_url": "", "database_url": "", "bus_url": ""}
            )
        async with build(settings, Given(model=model, orders=orders)) as services:
            if articles is None:
                await services.library.seed(seed_folder())
            else:
                await services.library.add([_article(row) for row in articles])
            await services.catalogue.mend()
            yield services


def _article(row: ArticleRow) -> Article:
    return Article(
        id=ArticleId(row.id),
        lang=row.lang,
        title=row.title,
        section="help",
        body=row.body,
        updated_at=datetime.now(UTC),
        status="published",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of one customer message: the assistant's replies, whether a person was called, the time."""

    replies: tuple[Reply, ...]
    state: Conversation
    ms: float

    @property
    def text(self) -> str:
        """Everything that the assistant said."""
        return "\n".join(reply.text for reply in self.replies)

    @property
    def is_escalated(self) -> bool:
        """Whether the conversation waits for a person now."""
        return self.state.status == "queued"


class Chat:
    """One customer's conversation, driven through the same commands and pipeline as the server's."""

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
        """Send a message and wait for what the assistant does; a customer in the queue leaves it first."""
        services, conversation_id = self._services, self._visitor.conversation_id
        self._count += 1
        await services.conversations.handle(conversation_id, c.CancelHandoff(), sender="customer")
        message = c.SayAsCustomer(
            text=text[:4_000], language=detect_language(text, self._language), cid=Cid(f"message-{self._count}")
        )
        handled = await services.conversations.handle(
            conversation_id, message, sender="customer", cid=message.cid
        )
        started = time.perf_counter()
        state = await services.pipeline.run(conversation_id, handled.state.turn, _unseen)
        spent = (time.perf_counter() - started) * 1_000
        recorded = await services.conversations.read(public_stream(conversation_id), handled.state.head)
        replies = tuple(r.event.reply for r in recorded if isinstance(r.event, e.AssistantReplied))
        return Answered(replies=replies, state=state, ms=spent)

    async def is_verified(self) -> bool:
        """Whether the customer has proved who they are."""
        state = await self._services.conversations.state(self._visitor.conversation_id)
        return state.verified_account(datetime.now(UTC)) is not None


async def _unseen(_piece: str) -> None:
    """Suites read the finished reply."""
