"""The circuit breaker: when it opens, whom it lets through, what it never counts."""

from contextlib import aclosing

import pytest

from app.domain.errors import ModelUnavailable
from app.llm.base import ModelRequest
from app.llm.breaker import Breaker
from app.llm.scripted import Script, ScriptedModel, fail, say

REQUEST = ModelRequest(messages=())


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def outcome(breaker: Breaker) -> str:
    """The text of one call, or the words of its failure in brackets."""
    try:
        return "".join([delta.text async for delta in breaker.stream(REQUEST)])
    except ModelUnavailable as error:
        return f"<{error}>"


async def test_three_failures_in_a_row_open_it_and_the_model_is_left_alone() -> None:
    model, clock = ScriptedModel([fail("down")]), Clock()
    breaker = Breaker(model, clock)
    assert [await outcome(breaker) for _ in range(5)] == ["<down>"] * 3 + ["<the circuit is open>"] * 2
    assert len(model.requests) == 3
    assert breaker.is_open


async def test_half_of_ten_calls_failing_within_the_window_opens_it() -> None:
    model, clock = ScriptedModel([say("да"), fail("down")] * 5), Clock()
    breaker = Breaker(model, clock)
    for _ in range(10):
        await outcome(breaker)
    assert breaker.is_open


async def test_failures_older_than_the_window_are_forgotten() -> None:
    model, clock = ScriptedModel([say("да"), fail("down")] * 10), Clock()
    breaker = Breaker(model, clock)
    for _ in range(20):
        await outcome(breaker)
        clock.now += 10
    assert not breaker.is_open


async def test_after_the_pause_one_probe_closes_it() -> None:
    model, clock = ScriptedModel([fail(), fail(), fail(), say("снова здесь")]), Clock()
    breaker = Breaker(model, clock)
    for _ in range(3):
        await outcome(breaker)
    clock.now += 15
    assert await outcome(breaker) == "снова здесь"
    assert not breaker.is_open


async def test_a_failed_probe_opens_it_for_another_pause() -> None:
    model, clock = ScriptedModel([fail("down")]), Clock()
    breaker = Breaker(model, clock)
    for _ in range(3):
        await outcome(breaker)
    clock.now += 15
    assert await outcome(breaker) == "<down>"
    clock.now += 14
    assert breaker.is_open
    assert len(model.requests) == 4


async def test_while_a_probe_runs_nobody_else_gets_through() -> None:
    model, clock = ScriptedModel([fail(), fail(), fail(), say("раз два три")]), Clock()
    breaker = Breaker(model, clock)
    for _ in range(3):
        await outcome(breaker)
    clock.now += 15
    async with aclosing(breaker.stream(REQUEST)) as probe:
        await anext(probe)
        assert await outcome(breaker) == "<the circuit is open>"
    assert len(model.requests) == 4


async def test_a_customer_who_stops_listening_is_no_failure() -> None:
    model, clock = ScriptedModel([say("раз два три")]), Clock()
    breaker = Breaker(model, clock)
    for _ in range(5):
        async with aclosing(breaker.stream(REQUEST)) as deltas:
            await anext(deltas)
    assert not breaker.is_open
    assert model.closed_early == 5


async def test_an_abandoned_probe_leaves_room_for_the_next_one() -> None:
    model, clock = ScriptedModel([fail(), fail(), fail(), say("раз два")]), Clock()
    breaker = Breaker(model, clock)
    for _ in range(3):
        await outcome(breaker)
    clock.now += 15
    async with aclosing(breaker.stream(REQUEST)) as probe:
        await anext(probe)
    assert await outcome(breaker) == "раз два"


async def test_a_retry_after_is_honoured_from_the_first_failure() -> None:
    busy = Script(failure=ModelUnavailable("busy", retry_after_ms=40_000))
    breaker = Breaker(ScriptedModel([busy]), clock := Clock())
    await outcome(breaker)
    clock.now += 39
    assert breaker.is_open
    clock.now += 1
    assert not breaker.is_open


async def test_the_refusal_says_when_to_come_back() -> None:
    breaker = Breaker(ScriptedModel([fail()]), Clock())
    for _ in range(3):
        await outcome(breaker)
    with pytest.raises(ModelUnavailable) as raised:
        await anext(breaker.stream(REQUEST))
    assert raised.value.retry_after_ms == 15_000
