"""Random schedules of crashes, cuts and losses break no promise of the wire, and every known mistake is seen.

Each mistake is made on purpose in an otherwise unchanged product: a check that sees none proves nothing.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.bus.base import Notice
from app.conversations import Conversations, Handled
from app.conversations.door import public_stream
from app.domain import commands as c
from app.domain import events as e
from app.domain.conversation import EMPTY
from app.domain.decisions import decide
from app.domain.ids import ConversationId
from app.storage.database import Database
from app.web import sockets
from app.web.connection import Connection, Snapshot
from app.web.outgoing import ServerFrame
from app.web.transcript import view_of
from tests.builders import NOON
from tests.scenarios.client import Page
from tests.scenarios.wire_model import BEGINNING, EPOCH, Bug, LossyBus, MakeConversations, Store, World

SCHEDULES = 300
LONGEST_HUNT = 120
MOMENTS = 1_000_000
"""Positions from here on are moments: a page that resumes by time."""


async def first_bug(
    schedules: int, make_conversations: MakeConversations = Conversations, make_page: type[Page] = Page
) -> str | None:
    """What the first of so many schedules breaks; None when nothing is broken."""
    store = Store()
    for seed in range(schedules):
        world = World(
            store, seed, make_conversations, lambda name, stream: make_page(name=name, stream=stream)
        )
        try:
            await world.run()
        except Bug as bug:
            return f"{bug} (seed {seed})"
    return None


async def test_no_schedule_loses_doubles_or_reorders_a_message() -> None:
    assert await first_bug(SCHEDULES) is None


class NoDedupe(Conversations):
    """Forgets the client's ids, so that a retry is a new message."""

    async def handle(
        self, conversation_id: ConversationId, command: c.Command, *, sender: str, cid: str | None = None
    ) -> Handled:
        return await super().handle(conversation_id, command, sender=sender)


class AckBeforeCommit(Conversations):
    """Answers at once and writes afterwards."""

    def __init__(self, database: Database, bus: LossyBus, clock: Callable[[], datetime]) -> None:
        super().__init__(database, bus, clock)
        self._later: set[asyncio.Future[Handled]] = set()

    async def handle(
        self, conversation_id: ConversationId, command: c.Command, *, sender: str, cid: str | None = None
    ) -> Handled:
        writing = super().handle(conversation_id, command, sender=sender, cid=cid)
        if not isinstance(command, c.SayAsCustomer):
            return await writing
        self._later.add(asyncio.ensure_future(writing))
        return Handled(state=EMPTY, seq=0, at=NOON, stream=public_stream(conversation_id))


class PublishBeforeCommit(Conversations):
    """Sends the event itself around as soon as it is decided, by what this node remembers."""

    def __init__(self, database: Database, bus: LossyBus, clock: Callable[[], datetime]) -> None:
        super().__init__(database, bus, clock)
        self._eager_bus = bus

    async def handle(
        self, conversation_id: ConversationId, command: c.Command, *, sender: str, cid: str | None = None
    ) -> Handled:
        if isinstance(command, c.SayAsCustomer):
            state, stream = await self.state(conversation_id), public_stream(conversation_id)
            for entry in numbered(decide(state, command, NOON), state.head):
                await self._eager_bus.publish(Notice(stream=stream, frame=as_frame(stream, entry)))
        return await super().handle(conversation_id, command, sender=sender, cid=cid)


def numbered(events: tuple[e.Event, ...], head: int) -> list[e.Recorded]:
    return [e.Recorded(seq=head + n, at=NOON, event=event) for n, event in enumerate(events, start=1)]


def as_frame(stream: str, entry: e.Recorded) -> dict[str, Any]:
    view = view_of(entry.event, "customer")
    frame = ServerFrame(t="ev", s=stream, ep=EPOCH, seq=entry.seq, ts=entry.at, d=view)
    return frame.model_dump(mode="json", exclude_none=True)


class Pushed(Connection):
    """Sends what a notice is about and nothing before it, as if the bus lost nothing."""

    def _on_notice(self, notice: Notice) -> None:
        if notice.head is not None:
            followed = self._followed.get(notice.stream)
            if followed is not None and followed.is_begun:
                followed.seq = max(followed.seq, notice.head - 1)
        super()._on_notice(notice)


class NeverLooksAgain(Connection):
    """Trusts the bus: no look at the timeline with the heartbeat."""

    def look_again(self) -> None:
        return


class Careless(Page):
    """Takes whatever is newer than the last."""

    def misses(self, seq: int) -> bool:
        return False


class TimedPage(Careless):
    """Says when it was cut off, instead of what it had by then."""

    cut_at: int = 0

    def position(self) -> int:
        return MOMENTS + self.cut_at if self.last else 0

    def lose_socket(self, moment: int) -> None:
        super().lose_socket(moment)
        self.cut_at = moment


class SinceWhen(Connection):
    """Sends what happened since a moment."""

    async def follow(self, stream: str, seq: int, epoch: str, snapshot: Snapshot | None = None) -> int:
        if seq >= MOMENTS:
            since = BEGINNING + timedelta(seconds=seq - MOMENTS)
            seq = sum(entry.at < since for entry in await self._conversations.read(stream))
        return await super().follow(stream, seq, epoch, snapshot)


@pytest.mark.parametrize(
    ("mistake", "seen"),
    [
        (NoDedupe, "stored twice"),
        (AckBeforeCommit, "acknowledged message is lost"),
        (PublishBeforeCommit, "not in the log"),
    ],
)
async def test_a_mistake_in_the_door_is_seen(mistake: MakeConversations, seen: str) -> None:
    assert seen in (await first_bug(LONGEST_HUNT, mistake) or "nothing")


@pytest.mark.parametrize(
    ("mistake", "page"),
    [
        pytest.param(Pushed, Careless, id="no check for gaps"),
        pytest.param(NeverLooksAgain, Page, id="no look with the heartbeat"),
        pytest.param(SinceWhen, TimedPage, id="resume by time"),
    ],
)
async def test_a_mistake_in_the_connection_is_seen(
    monkeypatch: pytest.MonkeyPatch, mistake: type[Connection], page: type[Page]
) -> None:
    monkeypatch.setattr(sockets, "Connection", mistake)
    bug = await first_bug(LONGEST_HUNT, make_page=page)
    assert "a page at rest differs from the log" in (bug or "nothing")


async def test_a_page_that_checks_for_gaps_makes_good_what_a_careless_server_leaves_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sockets, "Connection", Pushed)
    assert await first_bug(SCHEDULES // 6) is None
