"""The order tools under a caller that cannot be trusted."""

import random
from datetime import timedelta
from typing import Any

import pytest

from app.assistant.proposals import Proposals
from app.assistant.tools import TOOLS, OrderTools
from app.domain.errors import InvalidInput, NotFound, SupportError, Unauthorized
from app.domain.orders import Identity
from app.orders.demo_shop import DemoShop
from app.orders.rules import load_rules
from tests.manual_clock import ManualClock

OWN, OTHERS, UNKNOWN = "KL-10427", "KL-10430", "KL-99999"
FIELDS = {"order", "items", "swaps", "city", "line", "postcode", "reason", "refund_to"}
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
    assert OWN in own.text or name == "order_variants" or own.refusal
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


async def test_thousands_of_hostile_calls_show_nothing_of_others(clock: ManualClock) -> None:
    tools, identity = the_tools(clock), anna(clock)
    chance = random.Random(20260302)
    shop = DemoShop(clock)
    own_numbers = {str(order.id) for order in await shop.orders_of("demo-1")}
    others = [order for place in range(2, 6) for order in await shop.orders_of(f"demo-{place}")]
    forbidden = {str(order.id) for order in others} | {
        parcel.tracking for order in others for parcel in order.shipments
    }
    names = [tool.name for tool in TOOLS] + ["order_lookup", "sql", ""]
    keys = ["order", "account", "customer", "items", "__class__", "order_id"]
    values: list[Any] = [
        *forbidden,
        *own_numbers,
        "%",
        "*",
        "' OR 1=1 --",
        "demo-2",
        None,
        7,
        ["ray"],
        {"order": OWN},
    ]
    answered = 0
    for _ in range(2_500):
        arguments = {chance.choice(keys): chance.choice(values) for _ in range(chance.randint(0, 4))}
        try:
            result = await tools.run(chance.choice(names), arguments, identity, chance.choice(["ru", "en"]))
        except SupportError:
            continue
        answered += 1
        said = result.text + repr(result.cards)
        assert not any(secret in said for secret in forbidden)
    assert answered > 50
