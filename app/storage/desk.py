"""The desk: one row per conversation, written in the same transaction as its events; rebuilt by folding."""

from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from app.domain.desk import DeskEntry
from app.domain.ids import ConversationId, OperatorId
from app.storage.tables import desk

_CODEC: TypeAdapter[DeskEntry] = TypeAdapter(DeskEntry)
_UPDATE = update(desk).where(desk.c.conversation_id == bindparam("id"))


def write_entry(connection: Connection, entry: DeskEntry, *, awaits_us: bool, now: datetime) -> None:
    """Put the newest entry of a conversation in its place."""
    values = {
        "status": entry.status,
        "head": entry.head,
        "queued_at": entry.queued_at,
        "operator_id": entry.operator_id or None,
        "awaits_reply": awaits_us,
        "awaits_callback": entry.awaits_callback,
        "entry": _CODEC.dump_json(entry).decode(),
        "updated_at": now,
    }
    changed = connection.execute(_UPDATE, {"id": entry.conversation_id, **values})
    if changed.rowcount == 0:
        connection.execute(insert(desk), {"conversation_id": entry.conversation_id, **values})


def read_entries(connection: Connection, statuses: Sequence[str], limit: int) -> list[DeskEntry]:
    """Entries with one of `statuses`, the most recently changed first."""
    query = (
        select(desk.c.entry)
        .where(desk.c.status.in_(statuses))
        .order_by(desk.c.updated_at.desc())
        .limit(limit)
    )
    return [_CODEC.validate_json(row.entry) for row in connection.execute(query)]


def read_open(connection: Connection) -> list[DeskEntry]:
    """Everything that an operator should see at once: waiting, assigned, or promised a callback."""
    query = (
        select(desk.c.entry)
        .where(or_(desk.c.status.in_(("queued", "assigned")), desk.c.awaits_callback))
        .order_by(desk.c.queued_at)
    )
    return [_CODEC.validate_json(row.entry) for row in connection.execute(query)]


def count_held(connection: Connection, operator_id: OperatorId) -> int:
    """How many conversations an operator has."""
    query = select(func.count()).where(desk.c.operator_id == operator_id, desk.c.status == "assigned")
    return connection.scalar(query) or 0


def read_unanswered(connection: Connection, before: datetime) -> list[ConversationId]:
    """Conversations whose customer still awaits the assistant since before `before`."""
    query = select(desk.c.conversation_id).where(
        desk.c.awaits_reply, desk.c.updated_at < before.astimezone(UTC)
    )
    return [ConversationId(row.conversation_id) for row in connection.execute(query)]


def clear(connection: Connection) -> None:
    """Forget all entries, before a rebuild."""
    connection.execute(delete(desk))
