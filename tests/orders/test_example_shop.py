"""The example server behind the product: it answers what the page shows, and lost answers do no harm."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

import httpx
import pytest

from app.assistant.proposals import Proposals
from app.domain.ids import OrderId, ProposalId
from app.domain.order_changes import OrderChange, Proposal
from app.orders.contract import KEY_HEADER
from app.orders.endpoints import ENDPOINTS, EXAMPLE_KEY
from app.orders.rules import load_rules
from docs.examples.orders_server import Shop, create_app
from tests.manual_clock import ManualClock
from tests.orders.example_shop import QUICK, TOKEN, example_orders, serving


def without_moment(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The answer without the one thing that depends on the day."""
    return {name: value for name, value in answer.items() if name != "cancelled_at"}


async def test_every_example_of_the_page_is_what_the_example_server_answers() -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", KEY_HEADER: EXAMPLE_KEY}
    async with (
        serving(create_app(Shop(), TOKEN)) as url,
        httpx.AsyncClient(base_url=url, headers=headers, trust_env=False) as client,
    ):
        for endpoint in ENDPOINTS:
            answer = await client.request(endpoint.method, endpoint.example, json=endpoint.sent)
            assert answer.status_code == 200, endpoint.name
            said = cast(dict[str, Any], answer.json())
            assert without_moment(said) == without_moment(endpoint.answered), endpoint.name


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_an_example_fits_its_endpoint(endpoint: Any) -> None:
    endpoint.answer.model_validate(endpoint.answered)
    if endpoint.request is not None:
        endpoint.request.model_validate(endpoint.sent)
    pattern = re.sub(r"\{\w+\}", "[^/]+", endpoint.path)
    assert re.fullmatch(pattern, endpoint.example)


async def test_what_an_item_could_be_instead_is_read_with_its_price() -> None:
    async with example_orders() as orders:
        found = await orders.variants_of("c-1", "EX1001", "lamp-brass")
        assert [(variant.id, str(variant.price.amount)) for variant in found] == [
            ("lamp-brass", "4590"),
            ("lamp-black", "4790"),
        ]
        assert await orders.variants_of("c-1", "EX1001", "a/b") == ()


def proposal(clock: ManualClock) -> Proposal:
    return Proposal(
        id=ProposalId("proposal-1"),
        account="c-1",
        change=OrderChange(deed="cancel", order=OrderId("EX-1001")),
        version="1",
        until=clock() + timedelta(minutes=15),
    )


@pytest.mark.parametrize("held_s", [0.0, 3.0], ids=["answered", "answer lost"])
async def test_a_confirmed_change_is_done_with_one_effect_whether_or_not_its_answer_comes(
    clock: ManualClock, held_s: float
) -> None:
    shop = Shop()
    async with example_orders(shop, held_s=held_s) as orders:
        proposals = Proposals(orders, load_rules(), clock)
        for _ in range(2):
            settlement = await proposals.settle(proposal(clock), "en")
            assert settlement.outcome == "done"
    after = shop.find("c-1", "EX1001")
    assert (after["state"], after["version"]) == ("cancelled", "2")
    assert [paid["kind"] for paid in after["payments"]] == ["payment", "refund"]


async def test_a_shop_that_stops_answering_for_good_leaves_the_change_unclear(clock: ManualClock) -> None:
    class Gone(Shop):
        def find_change(self, account: str, order: str, key: str) -> dict[str, Any]:
            if self.find(account, order)["state"] == "cancelled":
                raise ConnectionError
            return super().find_change(account, order, key)

    shop = Gone()
    async with example_orders(shop, held_s=3.0) as orders:
        settlement = await Proposals(orders, load_rules(), clock).settle(proposal(clock), "en")
    assert settlement.outcome == "unclear"
    assert QUICK.total_s < 3.0
