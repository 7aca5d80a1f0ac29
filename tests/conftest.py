"""What every test may ask for: a clock that moves when told, and a migrated database of each kind."""

import logging
import os
import secrets
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import structlog

from app.storage.database import Database
from app.storage.migrations import migrate
from tests.manual_clock import ManualClock
from tests.running import Server, running_server

POSTGRES_URL = os.environ.get("ZABOTA_TEST_POSTGRES_URL", "postgresql://root@127.0.0.1/test")
REDIS_URL = os.environ.get("ZABOTA_TEST_REDIS_URL", "redis://127.0.0.1:6379/15")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def logs_as_before() -> Iterator[None]:
    """For a test that runs a command in this process: its logs go to a stream that ends with the test."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where an empty database of each kind is: a SQLite file, then a PostgreSQL schema of its own."""
    if request.param == "sqlite":
        yield _sqlite_url(request.getfixturevalue("tmp_path"))
        return
    with _postgres_schema() as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty, migrated database of each kind."""
    with _migrated(database_url) as database:
        yield database


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """An empty, migrated SQLite database, where one kind is enough."""
    with _migrated(_sqlite_url(tmp_path)) as database:
        yield database


@pytest.fixture
def postgres_database() -> Iterator[Database]:
    """An empty, migrated PostgreSQL database, for what only a server can do."""
    with _postgres_schema() as url, _migrated(url) as database:
        yield database


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    """A whole server without a model and without articles."""
    async with running_server(tmp_path / "server") as server:
        yield server


def _sqlite_url(folder: Path) -> str:
    return f"sqlite:///{folder / 'zabota.db'}"


@contextmanager
def _migrated(url: str) -> Generator[Database]:
    database = Database(url)
    try:
        migrate(database.migration_engine())
        yield database
    finally:
        database.close()


@contextmanager
def _postgres_schema() -> Generator[str]:
    schema = f"zabota_{secrets.token_hex(6)}"
    with _postgres() as admin:
        admin.execute(f'CREATE SCHEMA "{schema}"'.encode())
    try:
        yield f"{POSTGRES_URL}?options=-csearch_path%3D{schema}"
    finally:
        with _postgres() as admin:
            admin.execute(f'DROP SCHEMA "{schema}" CASCADE'.encode())


def _postgres() -> psycopg.Connection:
    try:
        return psycopg.connect(POSTGRES_URL, autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        pytest.skip("PostgreSQL is not reachable (ZABOTA_TEST_POSTGRES_URL)")
