"""The log's epoch: a random id made with the database; another one tells readers to start over."""

from sqlalchemy import Connection, insert, select

from app.storage.tables import meta

KEY = "epoch"


def read_or_make(connection: Connection, candidate: str) -> str:
    """The epoch of this log; `candidate` becomes it when there is none yet."""
    known = read_epoch(connection)
    if known is not None:
        return known
    connection.execute(insert(meta).values(key=KEY, value=candidate))
    return candidate


def read_epoch(connection: Connection) -> str | None:
    """The epoch of this log, None before the first start."""
    return connection.scalar(select(meta.c.value).where(meta.c.key == KEY))
