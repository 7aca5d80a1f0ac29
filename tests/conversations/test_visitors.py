"""Visitors of a site: the secret is the only proof, and a ticket opens one connection once."""

import asyncio

import pytest
from sqlalchemy import Connection, select

from app.conversations.visitors import TICKET_LIFE, Visitors
from app.domain.errors import Unauthorized
from app.domain.ids import CustomerId
from app.storage.database import Database
from app.storage.tables import customers, tickets
from tests.manual_clock import ManualClock


@pytest.fixture
def visitors(database: Database, clock: ManualClock) -> Visitors:
    return Visitors(database, clock)


async def test_a_visitor_is_recognised_by_their_secret_alone(visitors: Visitors) -> None:
    visitor = await visitors.welcome("ru")
    known = await visitors.recognise(visitor.secret)
    assert (known.customer_id, known.conversation_id) == (visitor.customer_id, visitor.conversation_id)
    assert known.secret == ""
    for wrong in (
        "",
        visitor.customer_id,
        visitor.conversation_id,
        visitor.secret[:-1],
        visitor.secret + "a",
    ):
        with pytest.raises(Unauthorized):
            await visitors.recognise(wrong)


async def test_every_visitor_has_a_conversation_and_a_secret_of_their_own(visitors: Visitors) -> None:
    many = [await visitors.welcome("en") for _ in range(5)]
    for part in ("customer_id", "conversation_id", "secret"):
        assert len({getattr(visitor, part) for visitor in many}) == 5
    assert all(len(visitor.secret) >= 43 for visitor in many)


async def test_neither_secrets_nor_tickets_are_stored(visitors: Visitors, database: Database) -> None:
    visitor = await visitors.welcome("ru")
    ticket = await visitors.issue_ticket(visitor.customer_id)

    def everything(connection: Connection) -> str:
        rows = [*connection.execute(select(customers)), *connection.execute(select(tickets))]
        return repr([tuple(row) for row in rows])

    stored = await database.read(everything)
    assert visitor.customer_id in stored
    assert visitor.secret not in stored
    assert ticket not in stored


async def test_a_renewed_secret_is_the_only_one_and_voids_tickets(visitors: Visitors) -> None:
    visitor, other = await visitors.welcome("ru"), await visitors.welcome("ru")
    ticket, others = [await visitors.issue_ticket(one.customer_id) for one in (visitor, other)]
    secret = await visitors.renew_secret(visitor.customer_id)
    assert (await visitors.recognise(secret)).conversation_id == visitor.conversation_id
    with pytest.raises(Unauthorized):
        await visitors.recognise(visitor.secret)
    with pytest.raises(Unauthorized):
        await visitors.redeem_ticket(ticket)
    assert await visitors.redeem_ticket(others) == other.customer_id
    assert (await visitors.recognise(other.secret)).customer_id == other.customer_id


async def test_a_ticket_opens_one_connection(visitors: Visitors) -> None:
    visitor = await visitors.welcome("ru")
    ticket = await visitors.issue_ticket(visitor.customer_id)
    attempts = [visitors.redeem_ticket(ticket) for _ in range(6)]
    results = await asyncio.gather(*attempts, return_exceptions=True)
    assert results.count(visitor.customer_id) == 1
    assert sum(isinstance(result, Unauthorized) for result in results) == 5


async def test_a_ticket_lives_for_a_minute(visitors: Visitors, clock: ManualClock) -> None:
    visitor = await visitors.welcome("ru")
    in_time, too_late = [await visitors.issue_ticket(visitor.customer_id) for _ in range(2)]
    clock.now += TICKET_LIFE
    assert await visitors.redeem_ticket(in_time) == visitor.customer_id
    clock.pass_by(seconds=1)
    with pytest.raises(Unauthorized):
        await visitors.redeem_ticket(too_late)


async def test_expired_tickets_are_swept_when_the_next_is_issued(
    visitors: Visitors, clock: ManualClock, database: Database
) -> None:
    visitor = await visitors.welcome("ru")
    for _ in range(3):
        await visitors.issue_ticket(visitor.customer_id)
        clock.pass_by(minutes=2)
    rows = await database.read(lambda connection: connection.execute(select(tickets)).all())
    assert len(rows) == 1


async def test_an_unknown_customer_has_no_conversation(visitors: Visitors) -> None:
    with pytest.raises(Unauthorized):
        await visitors.conversation_of(CustomerId("nobody"))
    visitor = await visitors.welcome("ru")
    assert await visitors.conversation_of(visitor.customer_id) == visitor.conversation_id
