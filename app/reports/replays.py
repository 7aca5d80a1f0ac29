"""Trying other numbers on the newest conversations in the log, in bounded time; counting is replay's."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain import events as e
from app.domain.escalation import EscalationPolicy
from app.reports.outcomes import outcome_of
from app.reports.replay import PastVisit, Side, compare, is_known
from app.reports.visits import cut
from app.storage.database import Connection, Database
from app.storage.history import Marks, list_newest, read_marks, read_these

LOOKS_BACK = timedelta(days=30)
MOST = 1_000
PATIENCE_S = 8.0
_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two policies over the same visits, which began in `since` <= t < `until`.

    `left_out` are visits whose signals were not kept, or not kept yet. `is_cut` says that there were more
    conversations than are read at once: the newest were.
    """

    since: datetime
    until: datetime
    visits: int
    left_out: int
    is_cut: bool
    current: Side
    proposed: Side


@dataclass(slots=True, kw_only=True)
class _Read:
    """What has been read of the log."""

    known: list[PastVisit]
    left_out: int = 0
    is_cut: bool = False


class Replays:
    """Tries numbers on at most the newest `most` conversations of the last 30 days; one trial at a time."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        most: int = MOST,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._database = database
        self._clock = clock
        self._most = most
        self._patience_s = patience_s
        self._one_at_a_time = asyncio.Lock()

    async def compare(self, current: EscalationPolicy, proposed: EscalationPolicy) -> Comparison:
        """What both would have done, and where each would have missed somebody or called in vain."""
        until = self._clock()
        since = until - LOOKS_BACK

        def look(connection: Connection) -> Comparison:
            read = self._read(connection, since, until)
            return Comparison(
                since=since,
                until=until,
                visits=len(read.known),
                left_out=read.left_out,
                is_cut=read.is_cut,
                current=compare(current, read.known),
                proposed=compare(proposed, read.known),
            )

        async with self._one_at_a_time:
            return await self._database.read(look)

    def _read(self, connection: Connection, since: datetime, until: datetime) -> _Read:
        deadline = time.monotonic() + self._patience_s
        newest = list_newest(connection, since, self._most + 1)
        marks = read_marks(connection, since)
        read = _Read(known=[], is_cut=len(newest) > self._most)
        for at in range(0, min(len(newest), self._most), _AT_ONCE):
            some = newest[at : min(at + _AT_ONCE, self._most)]
            if time.monotonic() >= deadline:
                read.is_cut = True
                break
            for conversation_id, recorded in read_these(connection, some):
                for visit in _visits(conversation_id, recorded, marks, since, until):
                    if is_known(visit):
                        read.known.append(visit)
                    else:
                        read.left_out += 1
                time.sleep(0)  # lets the event loop have the interpreter
        return read


def _visits(
    conversation_id: str,
    recorded: Sequence[e.Recorded],
    marks: Marks,
    since: datetime,
    until: datetime,
) -> Iterator[PastVisit]:
    visits = cut(conversation_id, recorded)
    for at, visit in enumerate(visits):
        end = visits[at + 1].began_at if at + 1 < len(visits) else until
        if since <= visit.began_at < until:
            yield PastVisit(
                recorded=[entry for entry in recorded if visit.began_at <= entry.at < end],
                not_needed=frozenset(visit.calls) & marks.get(conversation_id, frozenset()),
                outcome=outcome_of(visit, until),
            )
