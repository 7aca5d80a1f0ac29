"""What a change makes of an order, what it costs, and when the rules forbid it."""

from dataclasses import replace
from datetime import timedelta
from typing import get_args

import pytest

from app.domain.change_policy import MAX_ADDRESS_CHARS, RefusalCode, forbids
from app.domain.order_changes import (
    OrderChange,
    Swap,
    after_change,
    order_version,
    price_difference,
    refunded,
)
from app.domain.order_rules import ChangeReason, Deed, OrderRules
from app.domain.orders import ORDER_STATES, Address, Item, Order, OrderState, Payment, Words
from tests.builders import NOON, a_change, a_variant, an_order, roubles

OMSK = Address(city="Омск", line="Мира, 1", postcode="644000")
PAID = Payment(kind="payment", amount=roubles(900), method="card", hint="4242")
RULES = OrderRules(
    refund_ways=frozenset({"gift_card"}),
    reasons={
        "return": (
            ChangeReason(code="too_big", words=Words(ru="велико", en="too big")),
            ChangeReason(code="broken", words=Words(ru="брак", en="broken"), needs_person=True),
        )
    },
)
SWAP = Swap(item="blue", variant=a_variant())
NO_SUCH_LINE = Swap(item="green", variant=a_variant())
CHANGES: dict[Deed, OrderChange] = {
    "cancel": a_change(),
    "return": a_change(deed="return", items=("blue",)),
    "exchange": a_change(deed="exchange", swaps=(SWAP,)),
    "change_items": a_change(deed="change_items", swaps=(SWAP,)),
    "change_address": a_change(deed="change_address", address=OMSK),
    "withdraw": a_change(deed="withdraw"),
}
ALLOWED: dict[Deed, set[OrderState]] = {
    "cancel": {"pending", "paid", "packing"},
    "return": {"delivered"},
    "exchange": {"delivered"},
    "change_items": {"pending", "paid"},
    "change_address": {"pending", "paid", "in_production", "packing"},
    "withdraw": {"return_requested", "exchange_requested"},
}


def in_state(state: OrderState) -> Order:
    return an_order(state=state, placed_at=NOON, delivered_at=NOON if state == "delivered" else None)


@pytest.mark.parametrize("deed", get_args(Deed))
def test_a_deed_is_allowed_in_its_states_and_in_no_other(deed: Deed) -> None:
    allowed = {
        state for state in ORDER_STATES if forbids(CHANGES[deed], in_state(state), NOON, RULES) is None
    }
    assert allowed == ALLOWED[deed]


@pytest.mark.parametrize("deed", get_args(Deed))
def test_a_deed_that_the_shop_keeps_out_of_the_chat_is_refused(deed: Deed) -> None:
    closed = replace(RULES, in_chat=frozenset(get_args(Deed)) - {deed})
    assert all(
        forbids(CHANGES[deed], in_state(state), NOON, closed) == "not_in_chat" for state in ORDER_STATES
    )


@pytest.mark.parametrize(
    ("state", "change", "code"),
    [
        ("delivered", a_change(deed="return"), "nothing_chosen"),
        ("delivered", a_change(deed="return", items=("green",)), "unknown_item"),
        ("delivered", a_change(deed="return", items=("blue", "blue")), "unknown_item"),
        ("delivered", a_change(deed="return", items=("blue",), reason="broken"), "needs_person"),
        ("delivered", a_change(deed="return", items=("blue",), reason="whim"), "unknown_reason"),
        ("delivered", a_change(deed="return", items=("blue",), refund_to="paypal"), "refund_way_not_allowed"),
        ("delivered", a_change(deed="exchange"), "nothing_chosen"),
        (
            "delivered",
            a_change(deed="exchange", swaps=(Swap(item="blue", variant=a_variant("blue")),)),
            "same_variant",
        ),
        (
            "delivered",
            a_change(deed="exchange", swaps=(Swap(item="blue", variant=a_variant(is_available=False)),)),
            "variant_unavailable",
        ),
        (
            "paid",
            a_change(deed="change_items", swaps=(Swap(item="no", variant=a_variant()),)),
            "unknown_item",
        ),
        ("paid", a_change(deed="change_address"), "bad_address"),
        ("paid", a_change(deed="change_address", address=Address(city=" ", line="Мира, 1")), "bad_address"),
        (
            "paid",
            a_change(deed="change_address", address=replace(OMSK, line="a" * (MAX_ADDRESS_CHARS + 1))),
            "bad_address",
        ),
        ("shipped", a_change(deed="change_address", address=OMSK), "needs_person"),
        ("shipped", a_change(), "not_allowed_now"),
    ],
)
def test_each_refusal_has_its_code(state: OrderState, change: OrderChange, code: RefusalCode) -> None:
    assert forbids(change, in_state(state), NOON, RULES) == code


def test_the_days_of_a_return_are_counted_when_it_is_made_and_not_only_when_it_was_proposed() -> None:
    order = in_state("delivered")
    change = CHANGES["return"]
    assert forbids(change, order, NOON + timedelta(days=14), RULES) is None
    assert forbids(change, order, NOON + timedelta(days=15), RULES) == "not_allowed_now"


def test_a_cancelled_order_gives_back_what_was_paid_and_asks_no_more() -> None:
    due = replace(PAID, is_pending=True)
    after = after_change(an_order(payments=(PAID,)), a_change(), NOON)
    assert (after.state, after.cancelled_at) == ("cancelled", NOON)
    assert after.payments == (PAID, replace(PAID, kind="refund", is_pending=True))
    assert after_change(an_order(payments=(due,)), a_change(), NOON).payments == ()


def test_a_request_and_its_withdrawal_end_where_they_began() -> None:
    order = in_state("delivered")
    for change, state in (
        (CHANGES["return"], "return_requested"),
        (CHANGES["exchange"], "exchange_requested"),
    ):
        asked = after_change(order, change, NOON)
        assert asked.state == state
        assert after_change(asked, CHANGES["withdraw"], NOON) == order


def test_other_goods_before_packing_change_the_items_the_total_and_what_is_due() -> None:
    lamp = Item(id="lamp", name=Words(ru="Лампа", en="Lamp"), price=roubles(1_000))
    mugs = Item(id="blue", name=Words(ru="Кружка", en="Mug"), price=roubles(450), quantity=2)
    order = an_order(lamp, mugs, payments=(replace(PAID, amount=roubles(1_900)),))
    dearer = after_change(order, CHANGES["change_items"], NOON)
    assert [(item.id, item.quantity) for item in dearer.items] == [("lamp", 1), ("red", 2)]
    assert dearer.total == roubles(2_000)
    assert dearer.payments[-1] == replace(PAID, amount=roubles(100), is_pending=True)
    cheaper = Swap(item="blue", variant=a_variant(price=400))
    back = after_change(order, a_change(deed="change_items", swaps=(cheaper,)), NOON)
    assert back.payments[-1] == replace(PAID, kind="refund", amount=roubles(100), is_pending=True)
    assert price_difference(order, (cheaper,)) == roubles(-100)


def test_a_new_address_leaves_all_else() -> None:
    order = an_order()
    assert after_change(order, CHANGES["change_address"], NOON) == replace(order, address=OMSK)


def test_only_the_chosen_lines_are_refunded() -> None:
    lamp = Item(id="lamp", name=Words(ru="Лампа", en="Lamp"), price=roubles(1_000))
    mugs = Item(id="blue", name=Words(ru="Кружка", en="Mug"), price=roubles(450), quantity=2)
    assert refunded(an_order(lamp, mugs), ("blue",)) == roubles(900)


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "packing"},
        {"address": OMSK},
        {"account": "a-2"},
        {"payments": (PAID,)},
        {"total": roubles(1)},
        {"items": ()},
    ],
)
def test_an_order_that_changed_has_another_version(changed: dict[str, object]) -> None:
    assert order_version(an_order(**changed)) != order_version(an_order())


def test_the_passing_of_days_alone_is_no_new_version() -> None:
    assert order_version(an_order(placed_at=NOON)) == order_version(an_order())


def test_the_order_systems_own_version_counts_where_it_has_one() -> None:
    assert order_version(an_order(version="7")) == "7"
