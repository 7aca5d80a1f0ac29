"""Whole conversations out of the log for reports: which were alive in a window, with all their events."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy import Connection, select

from app.domain.events import Recorded
from app.storage.tables import events
from app.storage.timeline import decode

ACTS = ("customer_spoke", "handoff_requested", "contact_left")
"""What a customer does to begin something."""

_PREFIX = "conv:"
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
    query = (
        select(events.c.stream, events.c.seq, events.c.at, events.c.body)
        .where(events.c.stream.in_(alive))
        .order_by(events.c.stream, events.c.seq)
        .execution_options(yield_per=_FETCH)
    )
    for stream, rows in groupby(connection.execute(query), key=lambda row: row.stream):
        yield (
            str(stream).removeprefix(_PREFIX),
            [Recorded(seq=row.seq, at=_aware(row.at), event=decode(row.body)) for row in rows],
        )


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
