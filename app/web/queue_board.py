"""Where each waiting customer stands: recomputed when the desk changes, told as passing frames."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

from app.bus.base import Bus, Notice
from app.conversations import Conversations
from app.conversations.door import INBOX, public_stream
from app.domain.desk import estimate_wait, queue_order
from app.domain.errors import SupportError
from app.domain.ids import ConversationId
from app.web.outgoing import Queue, ServerFrame

REFRESH_S = 5.0
SETTLE_S = 0.2

RecentWaits = Callable[[], Awaitable[Sequence[float]]]
CountOnline = Callable[[], Awaitable[int]]


class QueueBoard:
    """Keeps every waiting customer's place and tells them when it changes.

    `promised_s` is what the shop says of the wait while too few waits are known, 0 for nothing.
    """

    def __init__(
        self,
        conversations: Conversations,
        bus: Bus,
        recent_waits: RecentWaits,
        count_online: CountOnline,
        *,
        promised_s: float = 0,
    ) -> None:
        self._conversations = conversations
        self._bus = bus
        self._recent_waits = recent_waits
        self._count_online = count_online
        self._promised_s = promised_s
        self._places: dict[ConversationId, Queue] = {}
        self._wake = asyncio.Event()

    def place_of(self, conversation_id: ConversationId) -> Queue | None:
        """The place of a waiting customer, None when they do not wait."""
        return self._places.get(conversation_id)

    async def run(self) -> None:
        """Follow the inbox until cancelled; presence is looked at every five seconds."""
        unsubscribe = self._bus.subscribe(INBOX, lambda _notice: self._wake.set())
        try:
            while True:
                with contextlib.suppress(SupportError):
                    await self._refresh()
                try:
                    async with asyncio.timeout(REFRESH_S):
                        await self._wake.wait()
                except TimeoutError:
                    continue
                self._wake.clear()
                await asyncio.sleep(SETTLE_S)
        finally:
            unsubscribe()

    async def _refresh(self) -> None:
        entries, _ = await self._conversations.open_entries()
        waiting = queue_order(entries)
        online = await self._count_online() if waiting else 0
        waits = await self._recent_waits() if waiting else ()
        places: dict[ConversationId, Queue] = {}
        for position, entry in enumerate(waiting, start=1):
            estimate = estimate_wait(position, waits, online, self._promised_s)
            places[entry.conversation_id] = Queue(
                s=public_stream(entry.conversation_id),
                pos=position,
                eta_lo_s=estimate.low_s,
                eta_hi_s=estimate.high_s,
                online=online,
            )
        changed = [place for key, place in places.items() if self._places.get(key) != place]
        self._places = places
        for place in changed:
            frame = ServerFrame(t="queue", s=place.s, d=place).model_dump(mode="json", exclude_none=True)
            await self._bus.publish(Notice(stream=place.s, frame=frame, audience="customer"))
