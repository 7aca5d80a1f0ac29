"""The demo shop's orders, as old today as they will be in a year."""

from datetime import timedelta

from app.domain.orders import ORDER_STATES, IdentityClaim
from app.orders.demo_shop import DemoShop
from tests.manual_clock import ManualClock

ANNA = IdentityClaim(order="KL10427", email="anna@example.ru")


async def test_the_days_of_an_order_follow_the_calendar(clock: ManualClock) -> None:
    shop = DemoShop(clock)
    before = await shop.find_order("demo-1", "KL10427")
    clock.pass_by(days=400)
    after = await shop.find_order("demo-1", "KL10427")
    assert before is not None and before.expected_to is not None and before.shipped_at is not None
    assert after is not None and after.expected_to is not None and after.shipped_at is not None
    assert after.expected_to - before.expected_to == timedelta(days=400)
    assert clock.now - after.shipped_at < timedelta(days=1)


async def test_every_state_of_an_order_can_be_seen(clock: ManualClock) -> None:
    shop = DemoShop(clock)
    orders = [order for place in range(1, 6) for order in await shop.orders_of(f"demo-{place}")]
    assert {order.state for order in orders} == set(ORDER_STATES)
    assert all(order.items and order.address for order in orders)


async def test_orders_come_newest_first(clock: ManualClock) -> None:
    placed = [str(order.placed_at) for order in await DemoShop(clock).orders_of("demo-1")]
    assert len(placed) == 4
    assert placed == sorted(placed, reverse=True)


async def test_number_and_second_factor_prove_the_account(clock: ManualClock) -> None:
    shop = DemoShop(clock)
    assert await shop.prove(ANNA) == "demo-1"
    assert await shop.prove(IdentityClaim(order="10427", phone="9000001001")) == "demo-1"


async def test_every_kind_of_miss_is_the_same_nothing(clock: ManualClock) -> None:
    shop = DemoShop(clock)
    assert await shop.prove(IdentityClaim(order="KL99999", email="anna@example.ru")) is None
    assert await shop.prove(IdentityClaim(order="KL10430", email="anna@example.ru")) is None
    assert await shop.prove(IdentityClaim(order="KL10427", email="petr@example.ru")) is None
    assert await shop.find_order("demo-1", "KL10430") is None
    assert await shop.find_order("demo-1", "KL99999") is None
    assert await shop.orders_of("nobody") == ()
