"""What every test may ask for: a clock that moves when told, and a migrated database of each kind."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.storage.database import Database
from app.storage.migrations import migrate
from tests.manual_clock import ManualClock

POSTGRES_URL = os.environ.get("ZABOTA_TEST_POSTGRES_URL", "postgresql://root@127.0.0.1/test")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty, migrated database: a SQLite file, then a PostgreSQL schema of its own."""
    if request.param == "sqlite":
        yield from _migrated(f"sqlite:///{request.getfixturevalue('tmp_path') / 'zabota.db'}")
        return
    schema = f"zabota_{secrets.token_hex(6)}"
    with _postgres() as admin:
        admin.execute(f'CREATE SCHEMA "{schema}"'.encode())
    try:
        yield from _migrated(f"{POSTGRES_URL}?options=-csearch_path%3D{schema}")
    finally:
        with _postgres() as admin:
            admin.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated SQLite database, where one kind is enough."""
    yield from _migrated(f"sqlite:///{tmp_path / 'zabota.db'}")


def _migrated(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        migrate(database.migration_engine())
        yield database
    finally:
        database.close()


def _postgres() -> psycopg.Connection:
    try:
        return psycopg.connect(POSTGRES_URL, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip("PostgreSQL is not reachable")
