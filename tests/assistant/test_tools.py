"""The order tools under a caller that cannot be trusted."""

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from app.assistant.proposals import Proposals
from app.assistant.tools import TOOLS, OrderTools
from app.domain.errors import InvalidInput, NotFound, SupportError, Unauthorized
from app.domain.ids import ProposalId
from app.domain.order_changes import OrderChange, Proposal, order_version
from app.domain.orders import Identity, Order
from app.orders.demo_shop import DemoShop
from app.orders.rules import load_rules
from tests.manual_clock import ManualClock

OWN, OTHERS, UNKNOWN = "KL-10427", "KL-10430", "KL-99999"
FIELDS = {"order", "items", "swaps", "city", "line", "postcode", "reason", "refund_to"}
NAMES = [*(tool.name for tool in TOOLS), "order_lookup", "sql", ""]
KEYS = [
    "order",
    "items",
    "swaps",
    "city",
    "line",
    "postcode",
    "reason",
    "refund_to",
    "account",
    "customer",
    "token",
]
ITEMS = ["ray", "bulb", "towels", "towels_white", "satin", "satin_white", "plates", "kettle", "kettle_white"]
CUSTOMER_WORDS = ("account", "customer", "user", "email", "phone", "name", "visitor", "identity")


def the_tools(clock: ManualClock) -> OrderTools:
    shop, rules = DemoShop(clock), load_rules()
    return OrderTools(shop, rules, clock, Proposals(shop, rules, clock))


def anna(clock: ManualClock) -> Identity:
    return Identity(account="demo-1", method="order+email", until=clock() + timedelta(minutes=30))


def test_no_tool_can_be_told_whose_order_it_is() -> None:
    for tool in TOOLS:
        properties = tool.parameters["properties"]
        assert set(properties) <= FIELDS
        assert tool.parameters["additionalProperties"] is False
        assert not any(word in field for field in properties for word in CUSTOMER_WORDS)


@pytest.mark.parametrize("name", [tool.name for tool in TOOLS])
async def test_every_tool_knows_only_its_own_customer(clock: ManualClock, name: str) -> None:
    tools = the_tools(clock)
    expired = Identity(account="demo-1", method="order+email", until=clock() - timedelta(seconds=1))
    for nobody in (None, expired):
        for order in (OWN, OTHERS, UNKNOWN):
            with pytest.raises(Unauthorized):
                await tools.run(name, {"order": order}, nobody, "ru")
    own = await tools.run(name, {"order": OWN}, anna(clock), "ru")
    assert OWN in own.text or own.refusal
    if name == "order_list":
        return
    misses: list[str] = []
    for order in (OTHERS, UNKNOWN):
        with pytest.raises(NotFound) as miss:
            await tools.run(name, {"order": order}, anna(clock), "ru")
        misses.append(str(miss.value))
    assert misses[0] == misses[1]


@pytest.mark.parametrize(
    "arguments",
    [{}, {"order": 10427}, {"order": ""}, {"order": "K" * 25}, {"order": None}, {"order": ["KL-10427"]}],
)
async def test_malformed_arguments_are_refused(clock: ManualClock, arguments: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        await the_tools(clock).run("order_status", arguments, anna(clock), "en")


async def test_an_unknown_tool_is_refused(clock: ManualClock) -> None:
    with pytest.raises(InvalidInput):
        await the_tools(clock).run("delete_order", {"order": OWN}, anna(clock), "en")


async def test_ten_thousand_hostile_calls_show_and_change_nothing_of_others(clock: ManualClock) -> None:
    shop, rules = DemoShop(clock), load_rules()
    proposals = Proposals(shop, rules, clock)
    tools, identity = OrderTools(shop, rules, clock, proposals), anna(clock)
    before = await orders_of_all(shop)
    own = {str(order.id) for order in before if order.account == "demo-1"}
    forbidden = {secret for order in before if order.account != "demo-1" for secret in secrets_of(order)}
    chance = random.Random(20260302)
    answered = laid = 0
    for _ in range(10_000):
        arguments = hostile_arguments(chance, sorted(own) * 8 + sorted(forbidden))
        try:
            result = await tools.run(chance.choice(NAMES), arguments, identity, chance.choice(["ru", "en"]))
        except SupportError:
            continue
        answered += 1
        said = result.text + result.brief + repr(result.cards) + repr(result.change)
        echoed = repr(arguments)
        assert not any(secret in said for secret in forbidden if secret not in echoed), (arguments, said)
        if result.change is not None:
            laid += 1
            assert result.change.proposal.account == "demo-1"
            assert str(result.change.proposal.change.order) in own
    assert answered > 200 and laid > 20
    assert await orders_of_all(shop) == before, "a tool lays a card, it changes nothing"


async def test_a_forged_proposal_for_somebody_elses_order_has_no_effect(clock: ManualClock) -> None:
    """Even if a stored proposal were tampered with, the account must own the order."""
    shop, rules = DemoShop(clock), load_rules()
    proposals = Proposals(shop, rules, clock)
    before = await orders_of_all(shop)
    for order in before:
        for account in ("demo-1", "demo-2", "nobody", ""):
            if account == order.account:
                continue
            forged = Proposal(
                id=ProposalId(f"{account}-{order.id}"),
                account=account,
                change=OrderChange(deed="cancel", order=order.id),
                version=order_version(order),
                until=clock() + timedelta(minutes=5),
            )
            settlement = await proposals.settle(forged, "en")
            assert settlement.outcome == "refused" and settlement.card is None
    assert await orders_of_all(shop) == before


async def orders_of_all(shop: DemoShop) -> list[Order]:
    return [order for place in range(1, 6) for order in await shop.orders_of(f"demo-{place}")]


def secrets_of(order: Order) -> list[str]:
    """What identifies an order, its parcels and where it goes."""
    assert order.address is not None
    return [str(order.id), *(parcel.tracking for parcel in order.shipments), order.address.line]


def hostile_arguments(chance: random.Random, strings: Sequence[str]) -> dict[str, Any]:
    """Arguments as an attacker's model might make them: real names with wrong values, and the reverse."""

    def value() -> Any:
        scalar: list[Any] = [
            *strings, *ITEMS, "%", "*", "' OR 1=1 --", "demo-2", None, 7, True, "", "gift_card", "x" * 300
        ]  # fmt: skip
        kind = chance.random()
        if kind < 0.6:
            return chance.choice(scalar)
        if kind < 0.8:
            return [chance.choice(scalar) for _ in range(chance.randint(0, 3))]
        return [{"item": chance.choice(scalar), "variant": chance.choice(scalar), "price": 0}]

    if chance.random() < 0.2:  # what is almost right finds the deeper doors
        return {
            "order": chance.choice(strings),
            "items": [chance.choice(ITEMS)],
            "account": chance.choice(strings),
        }
    arguments = {chance.choice(KEYS): value() for _ in range(chance.randint(0, 5))}
    return arguments | ({"order": chance.choice(strings)} if chance.random() < 0.7 else {})
