"""Presence: who is online now, as told by heartbeats."""

import asyncio

import pytest

from app.domain.ids import OperatorId
from app.operators.presence import Presence
from app.storage.database import Database
from app.storage.operators import Operator, deactivate_operator, insert_operator
from tests.manual_clock import ManualClock

ANN, BOB = OperatorId("op_ann"), OperatorId("op_bob")


@pytest.fixture
async def presence(database: Database, clock: ManualClock) -> Presence:
    for who in (ANN, BOB):
        operator = Operator(id=who, email=f"{who}@example.com", name=who, role="operator", language="en")
        await database.write(lambda c, operator=operator: insert_operator(c, operator, "x", clock.now))
    return Presence(database, clock)


async def test_nobody_is_online_before_saying_so(presence: Presence):
    assert await presence.online() == frozenset()


async def test_a_minute_without_a_heartbeat_means_gone(presence: Presence, clock: ManualClock):
    await presence.set(ANN, "online")
    clock.pass_by(seconds=50)
    await presence.seen(ANN)
    clock.pass_by(seconds=59)
    assert await presence.online() == {ANN}
    clock.pass_by(seconds=1)
    assert await presence.online() == frozenset()


async def test_a_heartbeat_keeps_what_was_said_last(presence: Presence, clock: ManualClock):
    await presence.set(ANN, "away")
    await presence.set(BOB, "offline")
    clock.pass_by(seconds=30)
    await presence.seen(ANN)
    await presence.seen(BOB)
    assert await presence.statuses() == {ANN: "away", BOB: "offline"}
    assert await presence.online() == frozenset()


async def test_the_first_heartbeat_means_online(presence: Presence):
    await presence.seen(BOB)
    assert await presence.online() == {BOB}


async def test_two_consoles_of_one_operator_may_speak_at_once(presence: Presence):
    await asyncio.gather(*(presence.set(ANN, "online") for _ in range(8)))
    assert await presence.online() == {ANN}


async def test_a_closed_account_is_not_online(presence: Presence, database: Database):
    await presence.set(ANN, "online")
    await database.write(lambda connection: deactivate_operator(connection, ANN))
    await presence.seen(ANN)
    assert await presence.online() == frozenset()
