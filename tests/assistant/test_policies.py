"""The policy's numbers in the database: who may put them in force, when, and how soon every node follows."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert

from app.assistant.policies import Author, ChangedNumber, Policies
from app.domain.errors import ReplayNeeded
from app.domain.escalation import EscalationPolicy
from app.domain.ids import OperatorId
from app.storage.database import Database
from app.storage.tables import escalation_policies
from tests.manual_clock import ManualClock

ANNA = Author(operator_id=OperatorId("op-anna"), name="Анна")
BORIS = Author(operator_id=OperatorId("op-boris"), name="Борис")
OURS = EscalationPolicy()
LOUDER = EscalationPolicy(anger_at=0.8)


@pytest.fixture
def policies(database: Database, clock: ManualClock) -> Policies:
    return Policies(database, clock)


async def change(policies: Policies, numbers: EscalationPolicy, by: Author = ANNA) -> None:
    """Numbers are tried, then put in force."""
    replay, _ = await policies.note_replay(numbers, by, policies.current.version)
    await policies.change(numbers, by, replay)


async def test_until_somebody_changes_them_our_own_numbers_are_in_force(policies: Policies) -> None:
    await policies.refresh()
    assert (policies.current.version, policies.current.policy) == (0, OURS)
    assert await policies.changes() == []


async def test_a_change_holds_at_once_here_and_on_another_node_when_it_looks(
    policies: Policies, database: Database, clock: ManualClock
) -> None:
    other = Policies(database, clock)
    await other.refresh()
    keeping = asyncio.ensure_future(other.keep(interval_s=0.02))
    await change(policies, LOUDER)
    assert (policies.current.version, policies.current.policy) == (1, LOUDER)
    async with asyncio.timeout(5):
        while other.current.version != 1:
            await asyncio.sleep(0.01)
    keeping.cancel()
    assert other.current.policy == LOUDER


async def test_every_change_says_who_when_and_from_what_to_what(
    policies: Policies, clock: ManualClock
) -> None:
    await change(policies, LOUDER)
    clock.pass_by(hours=3)
    await change(policies, EscalationPolicy(anger_at=0.8, turn_cap=20), BORIS)
    newest, oldest = await policies.changes()
    assert (newest.by, newest.at, newest.numbers) == (
        "Борис",
        clock.now,
        (ChangedNumber(name="turn_cap", was=15, now=20),),
    )
    assert (oldest.by, oldest.at) == ("Анна", clock.now - timedelta(hours=3))
    assert oldest.numbers == (ChangedNumber(name="anger_at", was=0.6, now=0.8),)


async def test_numbers_that_were_not_tried_are_refused(policies: Policies) -> None:
    with pytest.raises(ReplayNeeded):
        await policies.change(LOUDER, ANNA, "no-such-replay")
    other, _ = await policies.note_replay(EscalationPolicy(anger_at=0.81), ANNA, 0)
    with pytest.raises(ReplayNeeded):
        await policies.change(LOUDER, ANNA, other)
    assert policies.current.version == 0


async def test_a_trial_serves_only_who_saw_it_and_for_an_hour(policies: Policies, clock: ManualClock) -> None:
    replay, good_until = await policies.note_replay(LOUDER, ANNA, 0)
    assert good_until == clock.now + timedelta(hours=1)
    with pytest.raises(ReplayNeeded):
        await policies.change(LOUDER, BORIS, replay)
    clock.pass_by(minutes=59)
    await policies.change(LOUDER, ANNA, replay)
    late, _ = await policies.note_replay(OURS, ANNA, 1)
    clock.pass_by(hours=1)
    with pytest.raises(ReplayNeeded):
        await policies.change(OURS, ANNA, late)
    assert policies.current.version == 1


async def test_what_was_tried_beside_other_numbers_has_to_be_tried_again(policies: Policies) -> None:
    annas, _ = await policies.note_replay(LOUDER, ANNA, 0)
    await change(policies, EscalationPolicy(turn_cap=20), BORIS)
    with pytest.raises(ReplayNeeded):
        await policies.change(LOUDER, ANNA, annas)
    assert policies.current.policy.turn_cap == 20


async def test_of_two_who_change_at_once_one_has_to_look_again(
    policies: Policies, database: Database, clock: ManualClock
) -> None:
    other = Policies(database, clock)
    annas, _ = await policies.note_replay(LOUDER, ANNA, 0)
    boriss, _ = await policies.note_replay(EscalationPolicy(turn_cap=20), BORIS, 0)
    results = await asyncio.gather(
        policies.change(LOUDER, ANNA, annas),
        other.change(EscalationPolicy(turn_cap=20), BORIS, boriss),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["PolicyVersion", "ReplayNeeded"]
    assert len(await policies.changes()) == 1


async def test_numbers_that_are_in_force_already_are_no_change(policies: Policies) -> None:
    assert (await policies.change(OURS, ANNA, "none")).version == 0
    await change(policies, LOUDER)
    assert (await policies.change(LOUDER, ANNA, "none")).version == 1
    assert len(await policies.changes()) == 1


async def test_stored_numbers_that_would_make_a_person_unreachable_are_not_taken_over(
    policies: Policies, database: Database, clock: ManualClock
) -> None:
    def tamper(connection: Connection) -> None:
        row = {"version": 1, "operator_id": "x", "operator_name": "x", "at": clock.now}
        connection.execute(
            insert(escalation_policies).values(**row, numbers='{"asked_for_human_at": 1.5, "gone": 3}')
        )

    await database.write(tamper)
    await policies.refresh()
    assert (policies.current.version, policies.current.policy) == (1, OURS)
