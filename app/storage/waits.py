"""How long the last answered customers waited for a person, read from the log."""

from datetime import datetime

from sqlalchemy import Connection, select

from app.storage.tables import events

SAMPLES = 50
KINDS = ("handoff_requested", "operator_assigned", "handoff_cancelled", "resolved")


def read_recent(connection: Connection, since: datetime) -> list[float]:
    """Seconds from each handoff to its first claim since a moment, at most the newest fifty."""
    query = (
        select(events.c.stream, events.c.kind, events.c.at)
        .where(events.c.kind.in_(KINDS), events.c.at >= since)
        .order_by(events.c.stream, events.c.seq)
    )
    waiting: dict[str, datetime] = {}
    waits: list[tuple[datetime, float]] = []
    for row in connection.execute(query):
        asked_at = waiting.pop(row.stream, None)
        if row.kind == "handoff_requested":
            waiting[row.stream] = row.at
        elif row.kind == "operator_assigned" and asked_at is not None:
            waits.append((row.at, (row.at - asked_at).total_seconds()))
    return [wait for _, wait in sorted(waits)[-SAMPLES:]]
