"""After a crash nobody is forgotten: unanswered turns are run, conversations of absent operators requeued."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from app.assistant.port import Assistant
from app.conversations import Conversations
from app.domain import commands as c
from app.domain.errors import SupportError
from app.domain.ids import OperatorId

UNANSWERED_AFTER = timedelta(seconds=3)

AbsentOperators = Callable[[frozenset[OperatorId]], Awaitable[frozenset[OperatorId]]]
"""Of these operators, the ones that have not been heard for too long."""


class Sweep:
    """Looks every `interval_s` seconds; doing it twice, or on two nodes, is harmless."""

    def __init__(
        self,
        conversations: Conversations,
        assistant: Assistant,
        absent: AbsentOperators,
        clock: Callable[[], datetime],
        *,
        interval_s: float,
    ) -> None:
        self._conversations = conversations
        self._assistant = assistant
        self._absent = absent
        self._clock = clock
        self._interval_s = interval_s
        self._log = structlog.get_logger("sweep")

    async def run(self) -> None:
        """Sweep until cancelled."""
        while True:
            try:
                await self.once()
            except SupportError as error:
                self._log.warning("sweep_failed", code=error.code)
            except Exception:  # noqa: BLE001 - whatever one look met, the next one is made
                self._log.exception("sweep_crashed")
            await asyncio.sleep(self._interval_s)

    async def once(self) -> None:
        """One look at everything."""
        for conversation_id in await self._conversations.unanswered(self._clock() - UNANSWERED_AFTER):
            try:
                self._assistant.look(conversation_id, await self._conversations.state(conversation_id))
            except Exception:  # noqa: BLE001 - a conversation that cannot be read does not stop the others
                self._log.exception("conversation_not_read", conversation=conversation_id)
        await self._release_absent()

    async def _release_absent(self) -> None:
        entries = await self._conversations.entries(("assigned",), limit=1_000)
        owners = frozenset(OperatorId(entry.operator_id) for entry in entries)
        absent = await self._absent(owners) if owners else frozenset[OperatorId]()
        for entry in entries:
            if entry.operator_id in absent:
                release = c.ReleaseConversation(
                    operator_id=OperatorId(entry.operator_id), av=entry.av, cause="absent"
                )
                try:
                    await self._conversations.handle(entry.conversation_id, release, sender="system")
                except SupportError as error:
                    self._log.info("release_skipped", code=error.code)
