"""SQL of the changes that the demo shop's orders went through, oldest first; each key once."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, insert, select

from app.domain.ids import ProposalId
from app.domain.order_changes import OrderChange
from app.storage.tables import demo_changes

_CODEC = TypeAdapter(OrderChange)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeChange:
    """A change of an account's order, made at a moment (aware UTC)."""

    key: ProposalId
    account: str
    change: OrderChange
    at: datetime


def read_changes(connection: Connection) -> tuple[MadeChange, ...]:
    """Every change, in the order they were made."""
    rows = connection.execute(select(demo_changes).order_by(demo_changes.c.at, demo_changes.c.key))
    return tuple(
        MadeChange(
            key=ProposalId(row.key),
            account=row.account,
            change=_CODEC.validate_json(row.body),
            at=row.at,
        )
        for row in rows
    )


def insert_change(connection: Connection, made: MadeChange) -> None:
    """Keep one change; raises IntegrityError when its key is taken."""
    connection.execute(
        insert(demo_changes).values(
            key=made.key, account=made.account, body=_CODEC.dump_json(made.change).decode(), at=made.at
        )
    )
