"""What is made once with the database and read ever after: the log's epoch, the key of one-time codes."""

from sqlalchemy import Connection, insert, select

from app.storage.tables import meta

KEY = "epoch"
CODE_KEY = "code_key"


def read_or_make(connection: Connection, candidate: str, key: str = KEY) -> str:
    """The value of that key; `candidate` becomes it when there is none yet.

    The epoch is a random id of this log: another one tells readers to start over.
    """
    known = connection.scalar(select(meta.c.value).where(meta.c.key == key))
    if known is not None:
        return known
    connection.execute(insert(meta).values(key=key, value=candidate))
    return candidate


def read_epoch(connection: Connection) -> str | None:
    """The epoch of this log, None before the first start."""
    return connection.scalar(select(meta.c.value).where(meta.c.key == KEY))
