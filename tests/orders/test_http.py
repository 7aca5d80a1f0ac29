"""A shop's own order system, over a real connection."""

import asyncio
import gzip
import time
from collections.abc import AsyncIterator, Iterator

import pytest

from app.domain.errors import NotFound, OrdersUnavailable
from app.domain.ids import OrderId, ProposalId
from app.domain.order_changes import OrderChange
from app.domain.orders import IdentityClaim
from app.orders.http import HttpOrders
from app.orders.transport import MAX_BODY_BYTES, Patience
from tests.manual_clock import ManualClock
from tests.orders.order_server import TOKEN, Fault, OrderServer, answers, drips, hangs, order_server, resets

QUICK = Patience(connect_s=0.5, read_s=0.5, total_s=0.8)
ANNA = IdentityClaim(order="SH501", email="anna@example.ru")


@pytest.fixture
def server() -> Iterator[OrderServer]:
    with order_server() as running:
        yield running


@pytest.fixture
async def orders(server: OrderServer, clock: ManualClock) -> AsyncIterator[HttpOrders]:
    client = HttpOrders(server.url, TOKEN, patience=QUICK, clock=lambda: clock().timestamp())
    yield client
    await client.aclose()


async def fails(orders: HttpOrders) -> str:
    """Why an order cannot be read now."""
    with pytest.raises(OrdersUnavailable) as raised:
        await orders.find_order("acc/1", "SH501")
    return str(raised.value)


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
    assert await orders.prove(ANNA) == "acc/1"
    assert await orders.prove(IdentityClaim(order="SH501", email="petr@example.ru")) is None
    assert await orders.prove(IdentityClaim(order="SH000", email="anna@example.ru")) is None


async def test_factors_are_sent_as_the_contract_says(orders: HttpOrders, server: OrderServer) -> None:
    await orders.prove(IdentityClaim(order="SH501", email=" Anna@Example.ru", phone="+7 900 000-10-01"))
    assert server.received[0]["email"] == "anna@example.ru"
    assert server.received[0]["phone"] == "9000001001"


async def test_unknown_and_somebody_elses_order_are_one_answer(orders: HttpOrders) -> None:
    assert await orders.find_order("acc/1", "SH900") is None
    assert await orders.find_order("acc/1", "SH000") is None


async def test_a_number_that_no_path_can_carry_is_a_miss_that_is_not_asked(
    orders: HttpOrders, server: OrderServer
) -> None:
    assert await orders.find_order("acc/1", "") is None
    assert await orders.find_order("..", "SH501") is None
    assert await orders.orders_of("..") == ()
    with pytest.raises(NotFound):
        change = OrderChange(deed="cancel", order=OrderId("№"))
        await orders.change("acc/1", change, version="1", key=ProposalId("k"))
    assert server.asked == []


async def test_a_version_is_sent_back_exactly_as_it_came(orders: HttpOrders, server: OrderServer) -> None:
    order = await orders.find_order("acc/1", "SH501")
    assert order is not None and order.version == 'W/"7|<a>"  '
    with pytest.raises(OrdersUnavailable):
        change = OrderChange(deed="cancel", order=order.id)
        await orders.change("acc/1", change, version=order.version, key=ProposalId("k"))
    assert server.received[0]["version"] == 'W/"7|<a>"  '


async def test_a_cookie_of_one_answer_goes_nowhere(orders: HttpOrders, server: OrderServer) -> None:
    server.faults = [answers(200, b'{"account": null}', Set_Cookie="session=anna; Path=/")]
    await orders.prove(ANNA)
    await orders.orders_of("acc-2")
    assert server.cookies == ["", ""]


async def test_a_read_is_tried_again_after_a_passing_failure(orders: HttpOrders, server: OrderServer) -> None:
    server.faults = [answers(503), resets]
    assert await orders.find_order("acc/1", "SH501") is not None
    assert len(server.asked) == 3


async def test_a_read_gives_up_after_three_tries(orders: HttpOrders, server: OrderServer) -> None:
    server.faults = [answers(503)] * 5
    with pytest.raises(OrdersUnavailable):
        await orders.orders_of("acc/1")
    assert len(server.asked) == 3


@pytest.mark.parametrize("fault", [answers(503), resets, hangs])
async def test_a_proof_is_asked_only_once(orders: HttpOrders, server: OrderServer, fault: Fault) -> None:
    server.faults = [fault]
    with pytest.raises(OrdersUnavailable):
        await orders.prove(ANNA)
    assert len(server.asked) == 1


SENSELESS: dict[str, Fault] = {
    "garbage": answers(200, b"not json"),
    "a state nobody knows": answers(200, b'{"id": "SH-501", "state": "teleported"}'),
    "no number": answers(200, b'{"id": "", "state": "paid"}'),
    "another order": answers(200, b'{"id": "SH-502", "state": "paid"}'),
    "endless nesting": answers(200, b"[" * 100_000),
    "a sum with a million digits": answers(200, b'{"id": "SH-501", "state": "paid", "total": "1e999999"}'),
    "too long": answers(200, b" " * (MAX_BODY_BYTES + 1)),
    "packed": answers(200, gzip.compress(b" " * 5_000_000), Content_Encoding="gzip"),
    "a page": answers(200, b"<html>", kind="text/html"),
    "JSON that says it is text": answers(200, b'{"id": "SH-501", "state": "paid"}', kind="text/plain"),
    "a proxy's 404": answers(404, b"<html>", kind="text/html"),
    "no token": answers(401),
    "a redirect": answers(302, Location="http://127.0.0.1:1/shop"),
    "a failure": answers(500, b"trace"),
}


@pytest.mark.parametrize("fault", SENSELESS.values(), ids=SENSELESS)
async def test_a_senseless_answer_counts_as_unavailable_and_is_not_repeated(
    orders: HttpOrders, server: OrderServer, fault: Fault
) -> None:
    server.faults = [fault]
    await fails(orders)
    assert len(server.asked) == 1


@pytest.mark.parametrize("body", [b"{}", b'{"error": "maintenance"}', b"[]", b"null"])
async def test_a_senseless_proof_or_list_is_never_taken_for_a_miss(
    orders: HttpOrders, server: OrderServer, body: bytes
) -> None:
    server.faults = [answers(200, body), answers(200, body), answers(404)]
    with pytest.raises(OrdersUnavailable):
        await orders.prove(ANNA)
    with pytest.raises(OrdersUnavailable):
        await orders.orders_of("acc/1")
    with pytest.raises(OrdersUnavailable):
        await orders.prove(ANNA)


@pytest.mark.parametrize("fault", [hangs, drips])
async def test_a_shop_that_never_finishes_holds_nobody_longer_than_the_deadline(
    orders: HttpOrders, server: OrderServer, fault: Fault
) -> None:
    server.faults = [fault] * 3
    begun = time.perf_counter()
    assert await fails(orders) == "the order system does not answer in time"
    assert time.perf_counter() - begun < QUICK.total_s + 0.3
    assert len(server.asked) == 1


async def test_all_tries_of_a_read_share_one_deadline(server: OrderServer) -> None:
    client = HttpOrders(server.url, TOKEN, patience=Patience(connect_s=5, read_s=5, total_s=0.6))
    server.faults = [answers(503), drips]
    begun = time.perf_counter()
    await fails(client)
    assert time.perf_counter() - begun < 0.9
    await client.aclose()


async def test_a_turn_is_not_held_longer_than_about_eight_seconds() -> None:
    assert Patience().total_s <= 8


async def test_after_five_failures_in_a_row_the_shop_is_left_alone_and_then_probed_once(
    orders: HttpOrders, server: OrderServer, clock: ManualClock
) -> None:
    server.faults = [answers(500)] * 5
    for _ in range(5):
        await fails(orders)
    clock.pass_by(seconds=14)
    assert await fails(orders) == "the order system is left alone for now"
    assert len(server.asked) == 5
    clock.pass_by(seconds=1)
    server.faults = [hangs]
    probe = asyncio.ensure_future(fails(orders))
    await asyncio.sleep(0.1)
    assert await fails(orders) == "the order system is left alone for now"
    assert await probe == "the order system does not answer in time"
    assert len(server.asked) == 6
    clock.pass_by(seconds=15)
    assert await orders.find_order("acc/1", "SH501") is not None
    assert await orders.orders_of("acc/1")


async def test_an_abandoned_probe_leaves_room_for_the_next_one(
    orders: HttpOrders, server: OrderServer, clock: ManualClock
) -> None:
    server.faults = [answers(500)] * 5
    for _ in range(5):
        await fails(orders)
    clock.pass_by(seconds=15)
    server.faults = [hangs]
    probe = asyncio.ensure_future(orders.find_order("acc/1", "SH501"))
    await asyncio.sleep(0.1)
    probe.cancel()
    await asyncio.wait([probe])
    assert await orders.find_order("acc/1", "SH501") is not None


async def test_the_circuit_opens_between_the_tries_of_one_read(
    orders: HttpOrders, server: OrderServer
) -> None:
    server.faults = [answers(503)] * 9
    for _ in range(3):
        await fails(orders)
    assert len(server.asked) == 5


async def test_a_refusal_or_one_order_that_does_not_fit_is_no_failure_of_the_shop(
    orders: HttpOrders, server: OrderServer
) -> None:
    for _ in range(10):
        server.faults = [answers(200, b'{"id": "SH-501", "state": "teleported"}')]
        await fails(orders)
        assert await orders.find_order("acc/1", "SH000") is None
    server.faults = [answers(409), answers(422)] * 5
    for _ in range(10):
        with pytest.raises(Exception, match=r"order_changed|change_refused"):
            change = OrderChange(deed="cancel", order=OrderId("SH-501"))
            await orders.change("acc/1", change, version="1", key=ProposalId("k"))
    assert await orders.find_order("acc/1", "SH501") is not None


async def test_a_redirect_to_nowhere_is_unavailable(orders: HttpOrders, server: OrderServer) -> None:
    server.faults = [answers(307, Location="http://[::1")] * 3
    await fails(orders)


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    client = HttpOrders("http://127.0.0.1:9", TOKEN, patience=QUICK)
    with pytest.raises(OrdersUnavailable):
        await client.orders_of("acc/1")
    await client.aclose()
