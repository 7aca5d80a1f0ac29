"""Whole conversations out of the log for reports: which were alive in a window, with all their events."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.domain.events import EscalationJudged, Recorded
from app.storage.tables import events
from app.storage.timeline import decode

ACTS = ("customer_spoke", "handoff_requested", "contact_left")
"""What a customer does to begin something."""

Marks = Mapping[str, Set[int]]
"""By conversation the seqs of the calls for a person whose last mark says that they were not needed."""

_Query = Select[Any, Any, Any, Any]
_PREFIX = "conv:"
_NOTES = "note:"
_FETCH = 2_000


def read_conversations(
    connection: Connection, since: datetime, until: datetime
) -> Iterator[tuple[str, list[Recorded]]]:
    """Conversations with a customer's act in `since` <= at < `until`: id and all public events of each."""
    alive = (
        select(events.c.stream)
        .where(
            events.c.kind.in_(ACTS),
            events.c.at >= since,
            events.c.at < until,
            events.c.stream.startswith(_PREFIX),
        )
        .distinct()
    )
    yield from _whole(connection, _events().where(events.c.stream.in_(alive)))


def list_newest(connection: Connection, since: datetime, limit: int) -> list[str]:
    """Conversations with a customer's act since a moment, the newest act first, at most `limit`."""
    query = (
        select(events.c.stream)
        .where(events.c.kind.in_(ACTS), events.c.at >= since, events.c.stream.startswith(_PREFIX))
        .group_by(events.c.stream)
        .order_by(func.max(events.c.at).desc(), events.c.stream)
        .limit(limit)
    )
    return [stream.removeprefix(_PREFIX) for stream in connection.scalars(query)]


def read_these(connection: Connection, conversations: Sequence[str]) -> Iterator[tuple[str, list[Recorded]]]:
    """All public events of each of these conversations."""
    streams = [f"{_PREFIX}{each}" for each in conversations]
    yield from _whole(connection, _events().where(events.c.stream.in_(streams)))


def read_marks(connection: Connection, since: datetime) -> Marks:
    """The marks that operators set since a moment and did not take back."""
    query = (
        select(events.c.stream, events.c.body)
        .where(events.c.kind == "escalation_judged", events.c.at >= since, events.c.stream.startswith(_NOTES))
        .order_by(events.c.stream, events.c.seq)
    )
    marks: dict[str, set[int]] = {}
    for row in connection.execute(query):
        judged = decode(row.body)
        if isinstance(judged, EscalationJudged):
            marked = marks.setdefault(row.stream.removeprefix(_NOTES), set())
            (marked.discard if judged.is_needed else marked.add)(judged.call)
    return marks


def _events() -> _Query:
    query = select(events.c.stream, events.c.seq, events.c.at, events.c.body)
    return query.order_by(events.c.stream, events.c.seq).execution_options(yield_per=_FETCH)


def _whole(connection: Connection, query: _Query) -> Iterator[tuple[str, list[Recorded]]]:
    for stream, rows in groupby(connection.execute(query), key=lambda row: row.stream):
        yield (
            str(stream).removeprefix(_PREFIX),
            [Recorded(seq=row.seq, at=row.at, event=decode(row.body)) for row in rows],
        )
