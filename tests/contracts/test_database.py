"""What both databases promise: durable groups, neighbours left alone, read-only readers, honest failures."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from app.domain.errors import Conflict, StorageUnavailable
from app.storage.database import Database
from app.storage.migrations import migrate
from app.storage.tables import meta, metadata

WRITER = Path(__file__).with_name("writes_until_killed.py")


def put(key: str, value: str = "x") -> Callable[[Connection], None]:
    def run(connection: Connection) -> None:
        connection.execute(insert(meta).values(key=key, value=value))

    return run


def keys(connection: Connection) -> set[str]:
    return set(connection.scalars(select(meta.c.key)))


def count(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(meta)) or 0


async def test_a_finished_write_is_what_the_next_read_sees(database: Database) -> None:
    for number in range(20):
        await database.write(put(f"k{number}"))
        assert f"k{number}" in await database.read(keys)


async def test_a_failing_write_leaves_its_neighbours_in_the_group_alone(database: Database) -> None:
    await database.write(put("taken"))

    def refuse(connection: Connection) -> None:
        put("half-done")(connection)
        raise Conflict("not now")

    def stumble(connection: Connection) -> None:
        put("half-done")(connection)
        raise ZeroDivisionError

    functions = [put("before"), put("taken"), put("between"), refuse, put("after"), stumble, put("last")]
    waiting = [asyncio.wrap_future(database.run_write(function)) for function in functions]
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [
        type(None),
        IntegrityError,
        type(None),
        Conflict,
        type(None),
        ZeroDivisionError,
        type(None),
    ]
    assert await database.read(keys) == {"taken", "before", "between", "after", "last"}


async def test_a_write_that_fails_alone_leaves_nothing_behind(database: Database) -> None:
    def refuse(connection: Connection) -> None:
        put("half-done")(connection)
        raise Conflict("not now")

    with pytest.raises(Conflict):
        await database.write(refuse)
    with pytest.raises(IntegrityError):
        await database.write(lambda connection: [put("twice")(connection) for _ in range(2)])
    await database.write(put("next"))
    assert await database.read(keys) == {"next"}


async def test_a_caller_who_stops_waiting_does_not_stop_the_writes_of_others(database: Database) -> None:
    writes = [asyncio.create_task(database.write(put(f"k{number}"))) for number in range(40)]
    await asyncio.sleep(0)
    for write in writes[::2]:
        write.cancel()
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert all(isinstance(result, asyncio.CancelledError) for result in results[::2])
    async with asyncio.timeout(5):
        await database.write(put("afterwards"))
    found = await database.read(keys)
    assert {f"k{number}" for number in range(1, 40, 2)} | {"afterwards"} <= found


async def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StorageUnavailable):
        await database.read(put("sneaked"))
    assert await database.read(keys) == set()


async def test_a_reader_sees_one_moment_however_many_questions_it_asks(database: Database) -> None:
    loop = asyncio.get_running_loop()

    def read_twice(connection: Connection) -> tuple[int, int]:
        before = count(connection)
        asyncio.run_coroutine_threadsafe(database.write(put("meanwhile")), loop).result(10)
        return before, count(connection)

    assert await database.read(read_twice) == (0, 0)
    assert await database.read(count) == 1


async def test_what_the_database_refuses_is_a_storage_error_and_not_the_end(database: Database) -> None:
    def ask_for_nothing(connection: Connection) -> None:
        connection.execute(text("SELECT * FROM no_such_table"))

    for attempt in (database.read(ask_for_nothing), database.write(ask_for_nothing)):
        with pytest.raises(StorageUnavailable):
            await attempt
    await database.write(put("afterwards"))
    assert await database.read(keys) == {"afterwards"}


async def test_every_migration_together_makes_exactly_the_tables_of_the_metadata(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    migrate(database.migration_engine())
    assert await database.read(differences) == []


async def test_closing_finishes_the_writes_that_wait(sqlite_database: Database, tmp_path: Path) -> None:
    futures = [sqlite_database.run_write(put(f"k{number}")) for number in range(200)]
    await asyncio.to_thread(sqlite_database.close)
    assert all(future.exception() is None for future in futures)
    with sqlite3.connect(tmp_path / "zabota.db") as connection:
        assert connection.execute("SELECT count(*) FROM meta").fetchone() == (200,)
    connection.close()


async def test_sqlite_writes_are_synced_before_they_are_acknowledged(sqlite_database: Database) -> None:
    def pragmas(connection: Connection) -> tuple[object, object]:
        return (
            connection.exec_driver_sql("PRAGMA journal_mode").scalar(),
            connection.exec_driver_sql("PRAGMA synchronous").scalar(),
        )

    full = 2
    assert await sqlite_database.write(pragmas) == ("wal", full)


async def test_a_full_disk_is_a_storage_error_and_space_brings_the_writes_back(
    sqlite_database: Database,
) -> None:
    def limit_pages(pages: int) -> Callable[[Connection], None]:
        return lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count={pages}").close()

    def pages(connection: Connection) -> int:
        return int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())

    await sqlite_database.write(put("before"))
    await sqlite_database.write(limit_pages(await sqlite_database.write(pages) + 4))
    large = [sqlite_database.write(put(f"large{number}", "x" * 8_000)) for number in range(8)]
    results = await asyncio.gather(*large, return_exceptions=True)
    assert any(isinstance(result, StorageUnavailable) for result in results)
    assert all(result is None or isinstance(result, StorageUnavailable) for result in results)
    kept = await sqlite_database.read(keys)
    assert kept == {"before"} | {f"large{n}" for n, result in enumerate(results) if result is None}

    await sqlite_database.write(limit_pages(1_000_000))
    await sqlite_database.write(put("after"))

    def check(connection: Connection) -> str:
        return str(connection.exec_driver_sql("PRAGMA integrity_check").scalar_one())

    assert await sqlite_database.read(check) == "ok"
    assert await sqlite_database.read(keys) == kept | {"after"}


async def test_a_database_that_is_not_there_is_a_storage_error() -> None:
    absent = Database("postgresql://root@127.0.0.1:1/absent")
    try:
        with pytest.raises(StorageUnavailable):
            await absent.read(count)
    finally:
        absent.close()


async def test_connections_that_the_server_dropped_are_replaced(postgres_database: Database) -> None:
    def backend(connection: Connection) -> int:
        return connection.scalar(text("SELECT pg_backend_pid() FROM pg_sleep(0.2)")) or 0

    pooled = set(await asyncio.gather(*(postgres_database.read(backend) for _ in range(8))))
    assert len(pooled) > 1

    def drop(connection: Connection) -> None:
        own = connection.scalar(text("SELECT pg_backend_pid()"))
        for pid in pooled - {own}:
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    await postgres_database.write(drop)
    await asyncio.gather(*(postgres_database.write(put(f"after{number}")) for number in range(8)))
    assert await postgres_database.read(count) == 8


@pytest.mark.parametrize("after_writes", [1, 7, 40])
async def test_a_killed_process_loses_no_acknowledged_write(
    database: Database, database_url: str, after_writes: int
) -> None:
    acknowledged: set[str] = set()
    for round_number in range(2):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(WRITER),
            database_url,
            f"round{round_number}",
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        )
        assert process.stdout is not None
        for _ in range(after_writes):
            acknowledged.add((await process.stdout.readline()).decode().strip())
        process.send_signal(signal.SIGKILL)
        acknowledged.update((await process.stdout.read()).decode().split("\n")[:-1])
        await process.wait()
    assert acknowledged - await database.read(keys) == set()
    if database.is_sqlite:

        def check(connection: Connection) -> str:
            return str(connection.exec_driver_sql("PRAGMA integrity_check").scalar_one())

        assert await database.read(check) == "ok"
    await database.write(lambda connection: connection.execute(delete(meta)))
