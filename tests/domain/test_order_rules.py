"""May I, until when, why not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.domain.ids import OrderId
from app.domain.money import Money
from app.domain.order_rules import (
    OrderRules,
    ReturnWindow,
    may_cancel,
    may_change_address,
    may_change_items,
    may_exchange,
    may_return,
)
from app.domain.orders import ORDER_STATES, Item, Order, OrderState, Words

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
WHY = Words(ru="сшито по вашим размерам", en="sewn to your measure")
RULES = OrderRules(
    windows={
        "": ReturnWindow(),
        "made_to_order": ReturnWindow(return_days=None, exchange_days=None, why_not=WHY),
    }
)


def an_item(goods: str = "") -> Item:
    return Item(id="1", name=Words(ru="Лампа", en="Lamp"), price=Money(amount=Decimal(10)), goods=goods)


def an_order(state: OrderState = "delivered", goods: str = "") -> Order:
    item = an_item(goods)
    return Order(id=OrderId("KL-1"), account="a", state=state, items=(item,), total=item.price)


@pytest.mark.parametrize(("days", "is_allowed"), [(0, True), (14, True), (15, False)])
def test_the_last_day_of_the_window_still_counts(days: int, is_allowed: bool) -> None:
    order = replace(an_order(), delivered_at=NOON - timedelta(days=days))
    verdict = may_return(order, order.items[0], NOON, RULES)
    assert verdict.is_allowed is is_allowed
    assert verdict.until == date(2026, 3, 20) - timedelta(days=days - 14)
    assert verdict.reason == ("allowed" if is_allowed else "window_over")


def test_days_turn_at_midnight_of_the_shop() -> None:
    order = replace(an_order(), delivered_at=datetime(2026, 3, 1, 22, tzinfo=UTC))
    verdict = may_return(order, order.items[0], NOON, RULES)
    assert verdict.until == date(2026, 3, 16)


def test_an_unknown_delivery_date_gives_the_window_without_a_day() -> None:
    verdict = may_exchange(an_order(), an_item(), NOON, RULES)
    assert (verdict.is_allowed, verdict.until, verdict.days) == (True, None, 14)


def test_excluded_goods_say_why_in_any_state() -> None:
    for state in ("delivered", "shipped"):
        order = an_order(state, "made_to_order")
        verdict = may_return(order, order.items[0], NOON, RULES)
        assert verdict.reason == "excluded_goods"
        assert verdict.window is not None
        assert verdict.window.why_not == WHY


@pytest.mark.parametrize("state", ORDER_STATES)
def test_only_a_delivered_order_goes_back(state: OrderState) -> None:
    order = an_order(state)
    assert may_return(order, order.items[0], NOON, RULES).is_allowed is (state == "delivered")
    assert may_exchange(order, order.items[0], NOON, RULES).is_allowed is (state == "delivered")


@pytest.mark.parametrize("state", ORDER_STATES)
def test_an_order_is_cancelled_only_before_it_is_handed_over(state: OrderState) -> None:
    assert may_cancel(an_order(state), NOON, RULES).is_allowed is (state in {"pending", "paid", "packing"})


def test_made_to_order_goods_are_cancelled_only_in_their_first_hours() -> None:
    order = an_order("paid", "made_to_order")
    assert may_cancel(replace(order, paid_at=NOON - timedelta(hours=1)), NOON, RULES).is_allowed
    late = may_cancel(replace(order, paid_at=NOON - timedelta(hours=3)), NOON, RULES)
    assert (late.is_allowed, late.reason) == (False, "production_begun")
    begun = may_cancel(replace(order, state="in_production", paid_at=NOON), NOON, RULES)
    assert begun.reason == "production_begun"


def test_after_shipping_only_a_person_changes_the_address_and_not_for_post() -> None:
    shipped = an_order("shipped")
    assert may_change_address(shipped, RULES).needs_person
    assert not may_change_address(replace(shipped, delivery="post"), RULES).is_allowed
    assert not may_change_address(an_order("delivered"), RULES).is_allowed
    assert may_change_address(an_order("packing"), RULES).is_allowed


def test_contents_change_until_packing_begins() -> None:
    assert may_change_items(an_order("paid"), RULES).is_allowed
    assert may_change_items(an_order("packing"), RULES).reason == "too_late_in_state"
    assert may_change_items(an_order("cancelled"), RULES).reason == "already_cancelled"
