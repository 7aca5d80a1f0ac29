"""However the model's endpoint fails, a customer of the whole product is helped within ten seconds."""

import asyncio
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from app.domain.ids import Language
from tests.llm.misbehaving import Behaviour, Endpoint, Exchange, endpoint, well
from tests.running import Server
from tests.scenarios.faulty_endpoints import AT_ONCE, SLOWLY, TRUE, answers, says
from tests.scenarios.shop_with_model import Told, asks, product

CALLS_A_REQUEST = 1.1
LANGUAGES: tuple[Language, ...] = ("ru", "en")


async def wave(server: Server, count: int) -> list[Told]:
    """So many new customers at once, every other one English."""
    return await asyncio.gather(*(asks(server, LANGUAGES[number % 2]) for number in range(count)))


def wrong(told: list[Told]) -> list[str]:
    return [f"{one.lang}: {fault}" for one in told for fault in one.faults]


async def found_wrong(served: Endpoint, server: Server, first: int, then: int) -> list[str]:
    """What goes wrong for `first` customers at once and `then` more after them."""
    told = [*await wave(server, first), *await wave(server, then)]
    calls = len(served.requests)
    assert calls, "the model was never asked"
    is_kept = calls < CALLS_A_REQUEST * len(told)
    return wrong(told) if is_kept else [*wrong(told), f"{calls} calls for {len(told)} customers"]


@pytest.mark.parametrize("fault", list(AT_ONCE))
async def test_a_failure_that_shows_at_once_is_met_with_a_quotation(fault: str, tmp_path: Path) -> None:
    async with endpoint(AT_ONCE[fault]) as served, product(tmp_path, served.url) as server:
        assert await found_wrong(served, server, 4, 8) == []


async def test_a_failure_that_shows_by_waiting_is_met_with_a_quotation_within_ten_seconds(
    tmp_path: Path,
) -> None:
    async with AsyncExitStack() as stack:
        trials: list[Awaitable[list[str]]] = []
        for name, fault in SLOWLY.items():
            served = await stack.enter_async_context(endpoint(fault))
            server = await stack.enter_async_context(product(tmp_path / name, served.url))
            trials.append(found_wrong(served, server, 2, 4))
        found = await asyncio.gather(*trials)
    assert dict(zip(SLOWLY, found, strict=True)) == {name: [] for name in SLOWLY}


async def test_nobody_at_the_endpoint_at_all_is_no_worse(tmp_path: Path) -> None:
    async with endpoint(well) as gone:
        url = gone.url
    async with product(tmp_path, url) as server:
        assert wrong(await wave(server, 6)) == []


async def test_thirty_who_ask_as_it_goes_down_cause_hardly_a_call_beside_their_own(tmp_path: Path) -> None:
    behaviours: list[Behaviour] = [says(TRUE["ru"], TRUE["en"])]

    async def behave(exchange: Exchange) -> None:
        await behaviours[-1](exchange)

    async with endpoint(behave) as served, product(tmp_path, served.url) as server:
        assert wrong(await wave(server, 30)) == []
        before = len(served.requests)
        behaviours.append(answers("503 Service Unavailable"))
        told = await wave(server, 30)
    assert wrong(told) == []
    assert len(served.requests) - before < CALLS_A_REQUEST * len(told)
