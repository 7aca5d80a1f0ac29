"""The append-only log: events to rows and back, gap-free numbers per stream, the client's cid as key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field, TypeAdapter
from sqlalchemy import Connection, Row, bindparam, func, insert, select

from app.domain.errors import CidConflict
from app.domain.events import Event, Recorded
from app.storage.tables import events

_CODEC: TypeAdapter[Event] = TypeAdapter(Annotated[Event, Field(discriminator="type")])

# Every message passes these several times, and building a statement costs twice what running it does.
_STREAM = events.c.stream == bindparam("stream")
_HEAD = select(func.max(events.c.seq)).where(_STREAM)
_AFTER = (
    select(events.c.seq, events.c.body, events.c.at)
    .where(_STREAM, events.c.seq > bindparam("after"))
    .order_by(events.c.seq)
)
_KNOWN = select(events.c.seq, events.c.digest, events.c.at).where(
    _STREAM, events.c.sender == bindparam("sender"), events.c.cid == bindparam("cid")
)
_INSERT = insert(events)
_QUEUE_FOR = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("stream"), 0)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Who wrote, the client's id of what was written, and a digest that tells a retry from another body."""

    sender: str
    cid: str | None = None
    digest: str | None = None


def encode(event: Event) -> str:
    """The event as JSON."""
    return _CODEC.dump_json(event).decode()


def decode(body: str) -> Event:
    """The event from JSON; raises pydantic.ValidationError when the row is not one of ours."""
    return _CODEC.validate_json(body)


def _recorded(row: Row[int, str, datetime]) -> Recorded:
    return Recorded(seq=row.seq, at=row.at, event=decode(row.body))


def queue_for(connection: Connection, stream: str) -> None:
    """Wait until no other transaction appends to `stream`: fair, where retrying alone lets the last starve.

    The primary key stays the lock that decides; SQLite has one writer and needs no queue.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_QUEUE_FOR, {"stream": stream})


def head_of(connection: Connection, stream: str) -> int:
    """The newest seq of a stream, 0 for an empty one."""
    return connection.scalar(_HEAD, {"stream": stream}) or 0


def read_after(
    connection: Connection, stream: str, after: int = 0, limit: int | None = None
) -> tuple[Recorded, ...]:
    """Events of `stream` with seq > `after`, in order, at most `limit`."""
    query = _AFTER if limit is None else _AFTER.limit(limit)
    return tuple(_recorded(row) for row in connection.execute(query, {"stream": stream, "after": after}))


def find_last(connection: Connection, stream: str, kind: str) -> Recorded | None:
    """The newest event of a kind in `stream`, None when there is none."""
    query = (
        select(events.c.seq, events.c.body, events.c.at)
        .where(_STREAM, events.c.kind == kind)
        .order_by(events.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(query, {"stream": stream}).first()
    return None if row is None else _recorded(row)


def append(
    connection: Connection,
    stream: str,
    head: int,
    new: Sequence[Event],
    now: datetime,
    key: Key,
) -> tuple[Recorded, ...]:
    """Write `new` after `head`; the first of them carries the cid.

    Raises IntegrityError when somebody else was faster (the primary key is the lock) or the cid is known.
    """
    recorded = tuple(Recorded(seq=head + n, at=now, event=event) for n, event in enumerate(new, start=1))
    if recorded:
        connection.execute(
            _INSERT,
            [
                {
                    "stream": stream,
                    "seq": entry.seq,
                    "kind": entry.event.type,
                    "sender": key.sender,
                    "cid": key.cid if entry is recorded[0] else None,
                    "digest": key.digest if entry is recorded[0] else None,
                    "body": encode(entry.event),
                    "at": now,
                }
                for entry in recorded
            ],
        )
    return recorded


def find(connection: Connection, stream: str, key: Key) -> tuple[int, datetime] | None:
    """The seq that this key already led to and when, None when it is new or has no cid.

    Raises CidConflict when the cid came with another body.
    """
    if key.cid is None:
        return None
    row = connection.execute(_KNOWN, {"stream": stream, "sender": key.sender, "cid": key.cid}).first()
    if row is None:
        return None
    if row.digest != key.digest:
        raise CidConflict
    return row.seq, row.at
