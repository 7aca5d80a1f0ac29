"""A shop's own order system, over a real connection."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from app.domain.errors import OrdersUnavailable
from app.domain.orders import IdentityClaim
from app.orders.http import MAX_BODY_BYTES, HttpOrders
from tests.orders.order_server import TOKEN, OrderServer, order_server


@pytest.fixture
def server() -> Iterator[OrderServer]:
    with order_server() as running:
        yield running


@pytest.fixture
async def orders(server: OrderServer) -> AsyncIterator[HttpOrders]:
    client = HttpOrders(server.url, TOKEN, timeout=httpx.Timeout(2.0))
    yield client
    await client.aclose()


async def test_an_order_is_read_reduced_to_what_a_reply_needs(orders: HttpOrders) -> None:
    order = await orders.find_order("acc/1", "SH501")
    assert order is not None
    assert (order.id, order.state, order.account) == ("SH-501", "shipped", "acc/1")
    assert order.items[0].name.ru == "Лампа"
    assert order.payments[0].hint == "4242"
    assert "ignore" not in repr(order)


async def test_orders_of_an_account_come_newest_first(orders: HttpOrders) -> None:
    assert [order.id for order in await orders.orders_of("acc/1")] == ["SH-502", "SH-501"]


async def test_a_proof_names_the_account_and_every_miss_nothing(orders: HttpOrders) -> None:
    assert await orders.prove(IdentityClaim(order="SH501", email="anna@example.ru")) == "acc/1"
    assert await orders.prove(IdentityClaim(order="SH501", email="petr@example.ru")) is None
    assert await orders.prove(IdentityClaim(order="SH000", email="anna@example.ru")) is None


async def test_unknown_and_somebody_elses_order_are_one_answer(orders: HttpOrders) -> None:
    assert await orders.find_order("acc/1", "SH900") is None
    assert await orders.find_order("acc/1", "SH000") is None


async def test_a_read_is_tried_again_after_a_passing_failure(orders: HttpOrders, server: OrderServer) -> None:
    server.faults = [(503, b""), (502, b"")]
    assert await orders.find_order("acc/1", "SH501") is not None
    assert len(server.asked) == 3


async def test_a_read_gives_up_after_three_tries(orders: HttpOrders, server: OrderServer) -> None:
    server.faults = [(503, b"")] * 5
    with pytest.raises(OrdersUnavailable):
        await orders.orders_of("acc/1")
    assert len(server.asked) == 3


async def test_a_proof_is_asked_only_once(orders: HttpOrders, server: OrderServer) -> None:
    server.faults = [(503, b"")]
    with pytest.raises(OrdersUnavailable):
        await orders.prove(IdentityClaim(order="SH501", email="anna@example.ru"))
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "fault",
    [
        (200, b"not json"),
        (200, b'{"id": "SH-501", "state": "teleported"}'),
        (200, b'{"id": "", "state": "paid"}'),
        (200, b" " * (MAX_BODY_BYTES + 1)),
        (401, b"{}"),
        (302, b""),
        (500, b"trace"),
    ],
)
async def test_a_senseless_answer_counts_as_unavailable_and_is_not_repeated(
    orders: HttpOrders, server: OrderServer, fault: tuple[int, bytes]
) -> None:
    server.faults = [fault]
    with pytest.raises(OrdersUnavailable):
        await orders.find_order("acc/1", "SH501")
    assert len(server.asked) == 1


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    client = HttpOrders("http://127.0.0.1:9", TOKEN, timeout=httpx.Timeout(0.5))
    with pytest.raises(OrdersUnavailable):
        await client.orders_of("acc/1")
    await client.aclose()
