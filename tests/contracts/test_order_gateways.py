"""What every order system promises behind the port: proofs, reads of the owner's alone, changes made once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

import pytest

from app.domain.errors import NotFound, OrderChanged
from app.domain.ids import OrderId, ProposalId
from app.domain.order_changes import OrderChange, order_version
from app.domain.orders import Account, IdentityClaim, Order
from app.orders.demo import DemoOrders
from app.orders.demo_shop import DemoShop
from app.orders.gateway import OrderGateway
from app.storage.database import Database
from tests.manual_clock import ManualClock
from tests.orders.example_shop import example_orders

KEY = ProposalId("key-1")


@dataclass(frozen=True, kw_only=True)
class Case:
    """An order system with a customer, an order of theirs to cancel, another one, and a stranger's."""

    gateway: OrderGateway
    claim: IdentityClaim
    account: str
    order: OrderId
    other: str
    foreign: str
    foreign_claim: IdentityClaim
    foreign_account: str

    @property
    def key(self) -> str:
        return self.claim.order

    @property
    def cancelling(self) -> OrderChange:
        return OrderChange(deed="cancel", order=self.order)

    async def find(self) -> Order:
        order = await self.gateway.find_order(self.account, self.key)
        assert order is not None
        return order

    async def cancel(self, key: ProposalId = KEY, version: str | None = None) -> Order:
        seen = version or order_version(await self.find())
        return await self.gateway.change(self.account, self.cancelling, version=seen, key=key)


def on_demo(gateway: OrderGateway) -> Case:
    return Case(
        gateway=gateway,
        claim=IdentityClaim(order="KL10433", email="anna@example.ru"),
        account="demo-1",
        order=OrderId("KL-10433"),
        other="KL10427",
        foreign="KL10436",
        foreign_claim=IdentityClaim(order="KL10436", email="maria@example.ru"),
        foreign_account="demo-3",
    )


def on_example(gateway: OrderGateway) -> Case:
    return Case(
        gateway=gateway,
        claim=IdentityClaim(order="EX1001", email="anna@example.com"),
        account="c-1",
        order=OrderId("EX-1001"),
        other="EX1002",
        foreign="EX2001",
        foreign_claim=IdentityClaim(order="EX2001", email="john@example.com"),
        foreign_account="c-2",
    )


async def in_memory(clock: ManualClock) -> DemoOrders:
    """The demo shop's orders of this moment, held in memory alone."""
    shop = DemoShop(clock)
    accounts = {"demo-1": "anna@example.ru", "demo-3": "maria@example.ru"}
    orders = [order for account in accounts for order in await shop.orders_of(account)]
    known = [Account(id=account, name="-", email=email) for account, email in accounts.items()]
    return DemoOrders(known, orders, now=clock())


@pytest.fixture(params=["memory", "demo shop", "http"])
async def case(
    request: pytest.FixtureRequest, clock: ManualClock, sqlite_database: Database
) -> AsyncIterator[Case]:
    async with AsyncExitStack() as stack:
        match request.param:
            case "memory":
                yield on_demo(await in_memory(clock))
            case "demo shop":
                yield on_demo(DemoShop(clock, sqlite_database))
            case _:
                yield on_example(await stack.enter_async_context(example_orders()))


async def test_number_and_second_factor_name_the_account(case: Case) -> None:
    digits = "".join(char for char in case.key if char.isdigit())
    assert await case.gateway.prove(case.claim) == case.account
    assert await case.gateway.prove(replace(case.claim, order=digits)) == case.account
    assert await case.gateway.prove(replace(case.claim, email=case.claim.email.upper())) == case.account
    assert await case.gateway.prove(case.foreign_claim) == case.foreign_account


async def test_every_kind_of_miss_is_the_same_nothing(case: Case) -> None:
    gateway = case.gateway
    for claim in (
        replace(case.claim, order="ZZ99999"),
        replace(case.claim, order=case.foreign),
        replace(case.claim, email=case.foreign_claim.email),
        replace(case.claim, order=""),
        IdentityClaim(order=case.key),
    ):
        assert await gateway.prove(claim) is None
    for key in ("ZZ99999", case.foreign, "", "1"):
        assert await gateway.find_order(case.account, key) is None
        assert await gateway.variants_of(case.account, key, "ray") == ()
        assert await gateway.find_change(case.account, key, KEY) is None


async def test_an_order_is_found_by_its_number_and_by_its_digits(case: Case) -> None:
    digits = "".join(char for char in case.key if char.isdigit())
    assert await case.gateway.find_order(case.account, digits) == await case.find()
    assert (await case.find()).account == case.account


async def test_an_account_has_its_own_orders_alone(case: Case) -> None:
    own = await case.gateway.orders_of(case.account)
    others = await case.gateway.orders_of(case.foreign_account)
    assert case.order in {order.id for order in own}
    assert {order.account for order in own} == {case.account}
    assert not {order.id for order in own} & {order.id for order in others}
    assert await case.gateway.orders_of("nobody") == ()


async def test_a_change_is_made_and_found_by_its_key(case: Case) -> None:
    assert await case.gateway.find_change(case.account, case.key, KEY) is None
    made = await case.cancel()
    assert made.state == "cancelled"
    assert made == await case.find()
    assert made == await case.gateway.find_change(case.account, case.key, KEY)


async def test_a_key_is_of_one_order_of_one_account(case: Case) -> None:
    await case.cancel()
    gateway = case.gateway
    assert await gateway.find_change(case.account, case.key, ProposalId("key-2")) is None
    assert await gateway.find_change(case.account, case.other, KEY) is None
    assert await gateway.find_change(case.foreign_account, case.key, KEY) is None
    assert await gateway.find_change(case.foreign_account, case.foreign, KEY) is None


async def test_the_same_key_twice_is_one_effect_and_one_answer(case: Case) -> None:
    version = order_version(await case.find())
    first = await case.cancel(version=version)
    assert await case.cancel(version=version) == first
    assert await case.find() == first
    assert len([paid for paid in first.payments if paid.kind == "refund"]) == 1


async def test_the_same_key_at_the_same_time_is_one_effect(case: Case) -> None:
    version = order_version(await case.find())
    answers = await asyncio.gather(*(case.cancel(version=version) for _ in range(5)))
    assert set(map(repr, answers)) == {repr(await case.find())}


async def test_two_keys_for_one_version_are_one_effect(case: Case) -> None:
    version = order_version(await case.find())
    keys = [ProposalId(f"key-{number}") for number in range(5)]
    tries = await asyncio.gather(*(case.cancel(key, version) for key in keys), return_exceptions=True)
    assert [type(one) for one in tries].count(OrderChanged) == 4
    found = [await case.gateway.find_change(case.account, case.key, key) for key in keys]
    assert len([order for order in found if order is not None]) == 1


async def test_another_version_changes_nothing(case: Case) -> None:
    before = await case.find()
    with pytest.raises(OrderChanged):
        await case.cancel(version="0")
    assert await case.find() == before
    assert await case.gateway.find_change(case.account, case.key, KEY) is None


async def test_somebody_elses_and_an_unknown_order_cannot_be_changed(case: Case) -> None:
    before = await case.gateway.find_order(case.foreign_account, case.foreign)
    for order in (case.foreign, "ZZ99999", "№"):
        with pytest.raises(NotFound):
            change = OrderChange(deed="cancel", order=OrderId(order))
            await case.gateway.change(case.account, change, version="1", key=KEY)
    assert await case.gateway.find_order(case.foreign_account, case.foreign) == before
