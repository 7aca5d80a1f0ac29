"""Questions without an answer, kept and grouped for the editor; contact details are taken out first."""

import secrets
from collections.abc import Callable
from datetime import datetime

from app.domain.ids import ConversationId, Language
from app.domain.redaction import redact
from app.knowledge.reading.words import Stemmer, tokens
from app.storage import unanswered as sql
from app.storage.database import Database

LONGEST = 500


class Unanswered:
    """Keeps what nobody could answer. Questions with the same stems, in any order, are one."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._stemmer = Stemmer()

    async def note(
        self, conversation_id: ConversationId, question: str, language: Language, confidence: float
    ) -> None:
        """Keep one question with how sure the search was (0..1)."""
        text = redact(question)[:LONGEST]
        asked = sql.UnansweredQuestion(
            id=secrets.token_hex(12),
            language=language,
            question=text,
            normalised=" ".join(sorted(set(self._stemmer.content(tokens(text)))))[:LONGEST],
            confidence=confidence,
            conversation_id=conversation_id,
            asked_at=self._clock(),
        )
        await self._database.write(lambda connection: sql.insert_question(connection, asked))

    async def groups(self, limit: int = 100) -> list[sql.UnansweredGroup]:
        """Open questions, the most frequent first."""
        return await self._database.read(lambda connection: sql.read_groups(connection, limit))

    async def settle(self, language: Language, normalised: str) -> None:
        """Take a question off the list."""
        await self._database.write(lambda connection: sql.settle(connection, language, normalised))
