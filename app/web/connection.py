"""One socket's outgoing side: pulls events after its positions, holds a bounded outbox, one writing task.

Events are read from the timeline only when they are about to be sent, so a slow reader holds no events in
memory; only acknowledgements and passing frames wait in the outbox.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.bus.base import Bus, Notice, Unsubscribe
from app.conversations import Conversations
from app.domain import events as e
from app.domain.errors import SupportError
from app.web.outgoing import EventFrame, Reset, ServerFrame
from app.web.protocol import FRAME_LIMIT, CloseCode
from app.web.transcript import Reader, view_of

OUTBOX_FRAMES = 256
SEND_TIMEOUT_S = 20.0
SNAPSHOT_EVENTS = 300
PAGE_BYTES = FRAME_LIMIT - 1_024
"""Events in one frame, beside its envelope."""
DRAFT_FRAMES = frozenset({"stream.begin", "stream.delta", "stream.snapshot", "typing", "queue", "read"})

Send = Callable[[str], Awaitable[None]]
Snapshot = Callable[[], Awaitable[Reset]]


class SlowConsumer(Exception):
    """The other side does not read; `code` is the close code."""

    code = CloseCode.SLOW_CONSUMER


@dataclass(slots=True)
class _Followed:
    """A stream that this socket receives: how far it got, whether there may be more, whether it has begun.

    `told` is the head that a notice named, None when there may be more than any notice said.
    """

    seq: int
    unsubscribe: Unsubscribe
    told: int | None = None
    is_behind: bool = True
    is_begun: bool = False


def encode(frame: ServerFrame) -> str:
    """The frame as JSON, without empty parts of the envelope."""
    return frame.model_dump_json(exclude_none=True)


class Connection:
    """What one reader receives: `follow` streams, `post` frames, run `write` as a task until closed."""

    def __init__(
        self, conversations: Conversations, bus: Bus, reader: Reader, epoch: str, send: Send
    ) -> None:
        self._conversations = conversations
        self._bus = bus
        self._reader: Reader = reader
        self._epoch = epoch
        self._send = send
        self._outbox: deque[tuple[str, str]] = deque()
        self._followed: dict[str, _Followed] = {}
        self._wake = asyncio.Event()
        self.missed_pings = 0

    @property
    def streams(self) -> tuple[str, ...]:
        """Streams that this socket follows."""
        return tuple(self._followed)

    def post(self, frame: ServerFrame) -> None:
        """Queue a frame; passing frames give way when the outbox is full, otherwise SlowConsumer."""
        if len(self._outbox) >= OUTBOX_FRAMES:
            self._outbox = deque(item for item in self._outbox if item[0] not in DRAFT_FRAMES)
            if len(self._outbox) >= OUTBOX_FRAMES:
                raise SlowConsumer
            if frame.t in DRAFT_FRAMES:
                return
        self._outbox.append((frame.t, encode(frame)))
        self._wake.set()

    async def follow(self, stream: str, seq: int, epoch: str, snapshot: Snapshot | None = None) -> int:
        """Receive `stream` from now on, after `seq` of `epoch`; another epoch or a seq too far back resets.

        Subscribes first and reads afterwards, so nothing falls between. Returns the head.
        """
        self.unfollow(stream)
        followed = _Followed(seq=seq, unsubscribe=self._bus.subscribe(stream, self._on_notice))
        self._followed[stream] = followed
        head = await self._conversations.head(stream)
        is_lost = epoch != self._epoch or seq > head or head - seq > SNAPSHOT_EVENTS or seq == 0
        if is_lost and (head > 0 or seq > 0 or snapshot is not None):
            reset = await (snapshot() if snapshot is not None else self._snapshot(stream, head))
            followed.seq = reset.head
            for page in pages_of(reset):
                self.post(ServerFrame(t="reset", s=stream, ep=self._epoch, d=page))
        followed.is_begun = True
        self._wake.set()
        return max(head, followed.seq)

    def unfollow(self, stream: str) -> None:
        """No longer receive `stream`."""
        followed = self._followed.pop(stream, None)
        if followed is not None:
            followed.unsubscribe()

    def look_again(self) -> None:
        """Read every followed stream once more: the bus may have lost a notice."""
        for followed in self._followed.values():
            followed.is_behind, followed.told = True, None
        self._wake.set()

    @property
    def is_behind(self) -> bool:
        """True while something may wait in the timeline: just told of it, or the storage did not answer."""
        return any(followed.is_behind for followed in self._followed.values())

    def heads(self) -> dict[str, int]:
        """How far this socket was sent, per stream."""
        return {stream: followed.seq for stream, followed in self._followed.items()}

    def close(self) -> None:
        """Stop receiving."""
        for stream in tuple(self._followed):
            self.unfollow(stream)

    async def write(self) -> None:
        """Send what waits until cancelled; raises SlowConsumer when the other side does not read."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._outbox:
                await self._send_in_time(self._outbox.popleft()[1])
            for stream, followed in tuple(self._followed.items()):
                if followed.is_behind and followed.is_begun:
                    await self._catch_up(stream, followed)

    async def _catch_up(self, stream: str, followed: _Followed) -> None:
        told, followed.told, followed.is_behind = followed.told, followed.seq, False
        recorded = None if told is None else self._conversations.recent(stream, followed.seq, told)
        if recorded is None:
            try:
                recorded = await self._conversations.read(stream, followed.seq)
            except SupportError:
                followed.is_behind, followed.told = True, None
                return
        for entry in recorded:
            if self._followed.get(stream) is not followed or entry.seq != followed.seq + 1:
                return
            await self._send_in_time(self._event(stream, entry))
            followed.seq = entry.seq

    async def _send_in_time(self, text: str) -> None:
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await self._send(text)
        except TimeoutError:
            raise SlowConsumer from None

    def _event(self, stream: str, entry: e.Recorded) -> str:
        view = view_of(entry.event, self._reader)
        return encode(ServerFrame(t="ev", s=stream, ep=self._epoch, seq=entry.seq, ts=entry.at, d=view))

    async def _snapshot(self, stream: str, head: int) -> Reset:
        after = max(0, head - SNAPSHOT_EVENTS)
        recorded = await self._conversations.read(stream, after)
        return reset_of(stream, self._epoch, recorded, head, self._reader, has_more=after > 0)

    def _on_notice(self, notice: Notice) -> None:
        if notice.head is not None:
            followed = self._followed.get(notice.stream)
            if followed is not None and notice.head > followed.seq:
                followed.is_behind = True
                if followed.told is not None:
                    followed.told = max(followed.told, notice.head)
                self._wake.set()
            return
        if notice.audience in ("", self._reader):
            try:
                self.post(ServerFrame.model_validate(notice.frame))
            except SlowConsumer:
                self._wake.set()


def reset_of(
    stream: str, epoch: str, recorded: tuple[e.Recorded, ...], head: int, reader: Reader, *, has_more: bool
) -> Reset:
    """A snapshot frame of events for one reader."""
    events = [EventFrame(seq=r.seq, ts=r.at, d=view_of(r.event, reader)) for r in recorded]
    last = recorded[-1].seq if recorded else head
    return Reset(s=stream, ep=epoch, head=last, events=events, more=has_more)


def pages_of(reset: Reset) -> list[Reset]:
    """A snapshot as frames within the limit; whoever hears only some of them has not reached the head."""
    pages: list[list[EventFrame]] = [[]]
    size = 0
    for event in reset.events:
        length = len(event.model_dump_json().encode()) + 1
        if pages[-1] and size + length > PAGE_BYTES:
            pages.append([])
            size = 0
        pages[-1].append(event)
        size += length
    reached = [page[-1].seq if page and page[-1].seq < reset.head else 0 for page in pages[:-1]]
    return [
        reset.model_copy(update={"events": page, "head": head, "adds": number > 0})
        for number, (page, head) in enumerate(zip(pages, [*reached, reset.head], strict=True))
    ]
