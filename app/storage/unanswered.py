"""SQL of questions that the knowledge base could not answer; grouping is by their normalised words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from app.domain.ids import ConversationId, Language
from app.storage.tables import unanswered


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredQuestion:
    """A question as it was asked, once."""

    id: str
    language: Language
    question: str
    normalised: str
    confidence: float
    conversation_id: ConversationId
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredGroup:
    """The same question, asked `count` times, last at `last_at`."""

    language: Language
    question: str
    normalised: str
    count: int
    last_at: datetime


def insert_question(connection: Connection, asked: UnansweredQuestion) -> None:
    """Keep one question."""
    connection.execute(
        insert(unanswered).values(
            id=asked.id,
            lang=asked.language,
            question=asked.question,
            normalised=asked.normalised,
            confidence=asked.confidence,
            conversation_id=asked.conversation_id,
            asked_at=asked.asked_at,
            is_settled=False,
        )
    )


def read_groups(connection: Connection, limit: int) -> list[UnansweredGroup]:
    """Open questions by their words, the most frequent first."""
    asked = func.count().label("asked")
    last_at = func.max(unanswered.c.asked_at).label("last_at")
    query = (
        select(
            unanswered.c.lang,
            unanswered.c.normalised,
            func.max(unanswered.c.question).label("question"),
            asked,
            last_at,
        )
        .where(unanswered.c.is_settled.is_(False))
        .group_by(unanswered.c.lang, unanswered.c.normalised)
        .order_by(asked.desc(), last_at.desc())
        .limit(limit)
    )
    return [
        UnansweredGroup(
            language=row.lang,
            question=row.question,
            normalised=row.normalised,
            count=row.asked,
            last_at=row.last_at,
        )
        for row in connection.execute(query)
    ]


def settle(connection: Connection, language: Language, normalised: str) -> None:
    """An editor dealt with this question."""
    connection.execute(
        update(unanswered)
        .where(unanswered.c.lang == language, unanswered.c.normalised == normalised)
        .values(is_settled=True)
    )
