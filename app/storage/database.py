"""One door to SQL for SQLite and PostgreSQL: `read` and `write` run a function on a worker thread.

SQLite has exactly one writing connection, on its own thread, which commits waiting writes in groups;
readers are query-only. PostgreSQL runs every write in a transaction of its own from a pool.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from app.domain.errors import StorageUnavailable, SupportError

__all__ = ["Connection", "Database", "WriteConflict"]

WriteConflict = IntegrityError
"""Somebody else wrote first: a key is taken."""

T = TypeVar("T")

logger = logging.getLogger(__name__)

GROUP_LIMIT = 64
READERS = 4
POSTGRES_WORKERS = 8


def storage_error(error: SQLAlchemyError) -> SupportError:
    """A failure of the database as one of our own, with its first line."""
    detail = str(error.orig) if isinstance(error, DBAPIError) else type(error).__name__
    return StorageUnavailable(detail.splitlines()[0] if detail else "storage does not answer")


def _sqlite_engine(url: str, *, is_writer: bool) -> Engine:
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False, "timeout": 5.0},
        **({"poolclass": NullPool} if is_writer else {"pool_size": READERS, "max_overflow": 0}),
    )

    def on_connect(connection: DBAPIConnection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        if is_writer:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
        else:
            cursor.execute("PRAGMA query_only=ON")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)
    return engine


class _Write:
    """One waiting write: the function, and the future of its result."""

    __slots__ = ("function", "future")

    def __init__(self, function: Callable[[Connection], Any]) -> None:
        self.function = function
        self.future: Future[Any] = Future()


class _GroupWriter(threading.Thread):
    """The only thread that writes to SQLite: takes what waits, commits it at once, then tells each caller."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(name="sqlite-writer", daemon=True)
        self._engine = engine
        self._queue: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()

    def submit(self, write: _Write) -> None:
        self._queue.put(write)

    def stop(self) -> None:
        self._queue.put(None)
        self.join()

    def run(self) -> None:
        connection: Connection | None = None
        is_open = True
        while is_open:
            taken, is_open = self._take()
            group = [write for write in taken if write.future.set_running_or_notify_cancel()]
            if not group:
                continue
            try:
                connection = connection or self._engine.connect()
                self._commit(connection, group)
            except SQLAlchemyError as error:
                logger.warning("the database does not write: %s", storage_error(error))
                for write in group:
                    if not write.future.done():
                        write.future.set_exception(storage_error(error))
                connection = self._discard(connection)
        self._discard(connection)

    def _take(self) -> tuple[list[_Write], bool]:
        group: list[_Write] = []
        item = self._queue.get()
        while item is not None:
            group.append(item)
            if len(group) >= GROUP_LIMIT or self._queue.empty():
                return group, True
            item = self._queue.get()
        return group, False

    @staticmethod
    def _commit(connection: Connection, group: list[_Write]) -> None:
        if len(group) == 1:
            _GroupWriter._commit_alone(connection, group[0])
            return
        results: list[tuple[_Write, Any, Exception | None]] = []
        with connection.begin():
            for write in group:
                try:
                    with connection.begin_nested():
                        results.append((write, write.function(connection), None))
                except (IntegrityError, SupportError) as error:
                    results.append((write, None, error))
                except OperationalError:
                    raise
                except Exception as error:  # noqa: BLE001 - the caller's own mistake goes back to the caller
                    results.append((write, None, error))
        for write, result, error in results:
            if error is None:
                write.future.set_result(result)
            else:
                write.future.set_exception(error)

    @staticmethod
    def _commit_alone(connection: Connection, write: _Write) -> None:
        """Nobody shares the transaction: it needs no savepoint."""
        result, failed = None, None
        with connection.begin() as transaction:
            try:
                result = write.function(connection)
            except OperationalError:
                raise
            except Exception as error:  # noqa: BLE001 - as in a group
                transaction.rollback()
                failed = error
        if failed is None:
            write.future.set_result(result)
        else:
            write.future.set_exception(failed)

    @staticmethod
    def _discard(connection: Connection | None) -> None:
        if connection is not None:
            try:
                connection.close()
            except SQLAlchemyError:
                connection.invalidate()


class Database:
    """Reads and writes of SQL by functions of a connection.

    `url` is `sqlite:///path` or `postgresql://…`. A function given to `read` or `write` runs on a worker
    thread inside one transaction and must not keep the connection. Failures of the database itself are
    StorageUnavailable; IntegrityError and our own errors pass through.
    """

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self._writer: _GroupWriter | None = None
        if self.is_sqlite:
            if parsed.database:
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            self._write_engine = _sqlite_engine(url, is_writer=True)
            self._read_engine = _sqlite_engine(url, is_writer=False)
        else:
            self._write_engine = create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                pool_size=POSTGRES_WORKERS,
                max_overflow=0,
                pool_pre_ping=True,
                connect_args={"connect_timeout": 3},
            )
            self._read_engine = self._write_engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._threads = ThreadPoolExecutor(
            READERS if self.is_sqlite else POSTGRES_WORKERS, thread_name_prefix="sql"
        )
        self.file = Path(parsed.database) if self.is_sqlite and parsed.database else None
        self.url = parsed.render_as_string(hide_password=True)

    def run_write(self, function: Callable[[Connection], T]) -> Future[T]:
        """Run `function` in a write transaction; the future is done after the commit."""
        if self.is_sqlite:
            if self._writer is None:
                self._writer = _GroupWriter(self._write_engine)
                self._writer.start()
            write = _Write(function)
            self._writer.submit(write)
            return write.future
        return self._threads.submit(self._in_transaction, self._write_engine, function)

    async def write(self, function: Callable[[Connection], T]) -> T:
        """Run `function` in a write transaction and return its result after the commit."""
        return await asyncio.wrap_future(self.run_write(function))

    async def read(self, function: Callable[[Connection], T]) -> T:
        """Run `function` in a read transaction that sees one moment, however many queries it makes."""
        return await asyncio.wrap_future(
            self._threads.submit(self._in_transaction, self._read_engine, function)
        )

    @staticmethod
    def _in_transaction(engine: Engine, function: Callable[[Connection], T]) -> T:
        try:
            with engine.begin() as connection:
                return function(connection)
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise storage_error(error) from error

    def migration_engine(self) -> Engine:
        """The writing engine, for migrations before the server starts."""
        return self._write_engine

    def close(self) -> None:
        """Finish waiting writes and close every connection."""
        if self._writer is not None:
            self._writer.stop()
            self._writer = None
        self._threads.shutdown(wait=True)
        self._write_engine.dispose()
        self._read_engine.dispose()
