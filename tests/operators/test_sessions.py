"""Sessions: what a cookie opens, until when, and how it is taken away."""

import pytest
from sqlalchemy import select

from app.domain.ids import OperatorId
from app.operators.sessions import Sessions
from app.storage.database import Database
from app.storage.operators import Operator, insert_operator
from app.storage.tables import operator_sessions
from tests.manual_clock import ManualClock

OPERATOR = Operator(
    id=OperatorId("op_1"), email="op@example.com", name="Оператор", role="operator", language="ru"
)


@pytest.fixture
async def sessions(database: Database, clock: ManualClock) -> Sessions:
    await database.write(lambda connection: insert_operator(connection, OPERATOR, "x", clock.now))
    return Sessions(database, clock)


async def test_a_session_is_found_by_its_token_alone(sessions: Sessions):
    token, opened = await sessions.open(OPERATOR)
    assert await sessions.find(token) == opened
    assert opened.operator == OPERATOR
    assert await sessions.find(token[:-1] + "-") is None
    assert await sessions.find("") is None


async def test_tokens_have_256_bits_and_are_kept_as_hashes(sessions: Sessions, database: Database):
    token, opened = await sessions.open(OPERATOR)
    assert len(token) == len(opened.csrf) == 43
    kept = await database.read(lambda connection: connection.execute(select(operator_sessions)).one())
    assert token not in str(kept)


async def test_only_its_own_csrf_value_is_carried(sessions: Sessions):
    _, first = await sessions.open(OPERATOR)
    _, second = await sessions.open(OPERATOR)
    assert first.carries(first.csrf)
    assert not first.carries(second.csrf)
    assert not first.carries("")
    assert not first.carries("нет")


async def test_a_session_ends_after_two_idle_hours(sessions: Sessions, clock: ManualClock):
    token, _ = await sessions.open(OPERATOR)
    clock.pass_by(hours=1, minutes=59)
    assert await sessions.find(token)
    clock.pass_by(hours=1, minutes=59)
    assert await sessions.find(token)
    clock.pass_by(hours=2)
    assert await sessions.find(token) is None


async def test_looking_without_use_does_not_keep_a_session_alive(sessions: Sessions, clock: ManualClock):
    token, _ = await sessions.open(OPERATOR)
    for _ in range(3):
        clock.pass_by(minutes=39)
        assert await sessions.find(token, is_use=False)
    clock.pass_by(minutes=3)
    assert await sessions.find(token, is_use=False) is None


async def test_a_busy_session_ends_after_twelve_hours(sessions: Sessions, clock: ManualClock):
    token, opened = await sessions.open(OPERATOR)
    for _ in range(11):
        clock.pass_by(hours=1)
        assert await sessions.find(token)
    clock.pass_by(minutes=59)
    assert await sessions.find(token)
    clock.pass_by(minutes=1)
    assert clock.now == opened.ends_at
    assert await sessions.find(token) is None


async def test_use_is_written_down_at_most_once_a_minute(
    sessions: Sessions, database: Database, clock: ManualClock
):
    token, _ = await sessions.open(OPERATOR)
    start = clock.now

    async def seen_at() -> str:
        row = await database.read(lambda c: c.execute(select(operator_sessions.c.seen_at)).scalar_one())
        return row.strftime("%H:%M:%S")

    clock.pass_by(seconds=59)
    await sessions.find(token)
    assert await seen_at() == start.strftime("%H:%M:%S")
    clock.pass_by(seconds=1)
    await sessions.find(token)
    assert await seen_at() == clock.now.strftime("%H:%M:%S")


async def test_a_revoked_session_is_gone_and_the_others_stay(sessions: Sessions):
    first, _ = await sessions.open(OPERATOR)
    second, _ = await sessions.open(OPERATOR)
    await sessions.revoke(first)
    await sessions.revoke("unknown")
    assert await sessions.find(first) is None
    assert await sessions.find(second)
    assert await sessions.revoke_all(OPERATOR.id) == 1
    assert await sessions.find(second) is None


async def test_sessions_that_are_over_are_swept_when_a_new_one_opens(
    sessions: Sessions, database: Database, clock: ManualClock
):
    await sessions.open(OPERATOR)
    clock.pass_by(hours=3)
    await sessions.open(OPERATOR)
    kept = await database.read(lambda connection: connection.execute(select(operator_sessions)).all())
    assert len(kept) == 1
