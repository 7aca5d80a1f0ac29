"""The endpoint adapter against a local server that hangs, drips, resets, lies and floods."""

import asyncio
import json
from contextlib import aclosing
from typing import Any

import pytest

from app.domain.errors import ModelUnavailable
from app.llm.base import ChatMessage, Delta, ModelRequest, Usage
from app.llm.openai import Limits, OpenAIModel
from app.llm.retries import MOST_SAVED, RetryBudget
from tests.llm.misbehaving import Behaviour, Endpoint, Exchange, chunk, endpoint, well

REQUEST = ModelRequest(
    messages=(
        ChatMessage(role="system", text="Будьте кратки"),
        ChatMessage(role="assistant", text="Hello"),
        ChatMessage(role="customer", text="Сколько стоит доставка?"),
    ),
    max_tokens=50,
)

PATIENT = Limits(frame_s=0.02)
HASTY = Limits(first_token_s=0.4)
WARY = Limits(stall_s=0.3, total_s=2.0, frame_s=0.02, max_characters=2_000)


def model_at(
    served: Endpoint, *, limits: Limits = PATIENT, retries: RetryBudget | None = None
) -> OpenAIModel:
    return OpenAIModel(model="stub", api_key="key", base_url=served.url, limits=limits, retries=retries)


async def ask(
    behaviour: Behaviour, *, limits: Limits = PATIENT, saved: float = 0.0
) -> tuple[list[Delta], Endpoint]:
    """All deltas of one call, and the endpoint as it was left."""
    async with endpoint(behaviour) as served:
        model = model_at(served, limits=limits, retries=RetryBudget(saved=saved))
        try:
            return [delta async for delta in model.stream(REQUEST)], served
        finally:
            await model.aclose()


async def failure_of(behaviour: Behaviour, *, limits: Limits = WARY) -> tuple[ModelUnavailable, float, str]:
    """The error a call ends in, how long it took in seconds, and what was said before."""
    said = ""
    loop = asyncio.get_running_loop()
    async with endpoint(behaviour) as served:
        model = model_at(served, limits=limits, retries=RetryBudget(saved=0.0))
        started = loop.time()
        with pytest.raises(ModelUnavailable) as raised:
            async for delta in model.stream(REQUEST):
                said += delta.text
        taken = loop.time() - started
        await model.aclose()
    return raised.value, taken, said


async def test_a_reply_arrives_whole_with_its_usage() -> None:
    deltas, served = await ask(well)
    assert "".join(delta.text for delta in deltas) == "".join(f"token{number} " for number in range(40))
    assert deltas[-1].usage == Usage(tokens_in=11, tokens_out=7)
    sent = served.requests[0]
    assert [message["role"] for message in sent["messages"]] == ["system", "assistant", "user"]
    assert sent["max_tokens"] == 50
    assert sent["stream"] is True


async def test_the_first_pieces_come_at_once_and_the_rest_in_frames() -> None:
    async def steady(exchange: Exchange) -> None:
        await exchange.open_stream()
        for _ in range(80):
            await exchange.say("word ")
            await asyncio.sleep(0.004)
        await exchange.finish()

    deltas, _ = await ask(steady, limits=Limits(frame_s=0.1))
    assert deltas[0].text == "word "
    assert "".join(delta.text for delta in deltas) == "word " * 80
    assert max(len(delta.text) for delta in deltas) > 50
    assert len(deltas) < 60


async def test_a_cyrillic_letter_cut_in_two_by_the_wire_is_put_together() -> None:
    async def cut(exchange: Exchange) -> None:
        await exchange.open_stream()
        body = f"data: {json.dumps(chunk({'content': 'Привет'}, 'stop'), ensure_ascii=False)}\n\n".encode()
        for start in range(0, len(body), 3):
            await exchange.send(body[start : start + 3])
            await asyncio.sleep(0)

    deltas, _ = await ask(cut)
    assert "".join(delta.text for delta in deltas) == "Привет"


async def test_an_endpoint_that_does_not_stream_is_understood() -> None:
    async def whole(exchange: Exchange) -> None:
        body = '{"choices":[{"message":{"role":"assistant","content":"Да"},"finish_reason":"stop"}]}'
        await exchange.status("200 OK", body)

    deltas, _ = await ask(whole)
    assert [delta.text for delta in deltas] == ["Да"]


async def test_silence_is_given_up_after_the_first_token_limit() -> None:
    async def hang(exchange: Exchange) -> None:
        await exchange.until_closed()

    error, taken, _ = await failure_of(hang, limits=HASTY)
    assert "before the first token" in str(error)
    assert taken < 3


async def test_empty_keep_alives_do_not_count_as_a_first_token() -> None:
    async def comments(exchange: Exchange) -> None:
        await exchange.open_stream()
        while True:
            await exchange.send(": still here\n\n")
            await exchange.event(chunk({"role": "assistant", "content": ""}))
            await asyncio.sleep(0.05)

    _, taken, _ = await failure_of(comments, limits=HASTY)
    assert taken < 3


async def test_a_stall_in_mid_stream_is_given_up_and_what_was_said_is_kept() -> None:
    async def stall(exchange: Exchange) -> None:
        await exchange.open_stream()
        await exchange.say("Доставка ")
        await exchange.until_closed()

    error, taken, said = await failure_of(stall)
    assert "mid-stream" in str(error)
    assert said == "Доставка "
    assert taken < 3


async def test_a_drip_ends_with_the_total_limit() -> None:
    async def drip(exchange: Exchange) -> None:
        await exchange.open_stream()
        while True:
            await exchange.say("a")
            await asyncio.sleep(0.1)

    _, taken, said = await failure_of(drip)
    assert 1.9 < taken < 5
    assert said


async def test_a_reset_in_mid_stream_is_a_failure_and_not_tried_again() -> None:
    async def reset(exchange: Exchange) -> None:
        await exchange.open_stream()
        await exchange.say("Доставка стоит")
        exchange.reset()

    async with endpoint(reset) as served:
        model = model_at(served, retries=RetryBudget(saved=5))
        with pytest.raises(ModelUnavailable):
            async for _ in model.stream(REQUEST):
                pass
        await model.aclose()
        assert len(served.requests) == 1


async def test_a_stream_that_ends_politely_but_too_early_is_a_failure() -> None:
    async def broken_off(exchange: Exchange) -> None:
        await exchange.open_stream()
        await exchange.say("Доставка стоит")

    error, _, _ = await failure_of(broken_off)
    assert "broke off" in str(error)


def fails_first(line: str, body: str = "{}", headers: str = "") -> Behaviour:
    """Answers the first request with a status, later ones well."""
    calls: list[dict[str, Any]] = []

    async def behave(exchange: Exchange) -> None:
        calls.append(exchange.body)
        await (exchange.status(line, body, headers) if len(calls) == 1 else well(exchange))

    return behave


@pytest.mark.parametrize("line", ["500 Oops", "503 Busy", "429 Too Many Requests", "529 Overloaded"])
async def test_a_passing_failure_is_tried_once_more(line: str) -> None:
    deltas, served = await ask(fails_first(line), saved=1.0)
    assert deltas
    assert len(served.requests) == 2


async def test_an_empty_reply_is_tried_once_more_and_then_a_failure() -> None:
    async def empty(exchange: Exchange) -> None:
        await exchange.open_stream()
        await exchange.finish()

    async with endpoint(empty) as served:
        model = model_at(served, retries=RetryBudget(saved=1.0))
        with pytest.raises(ModelUnavailable, match="empty"):
            async for _ in model.stream(REQUEST):
                pass
        await model.aclose()
        assert len(served.requests) == 2


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("400 Bad Request", '{"error":{"message":"context length exceeded"}}'),
        ("401 Unauthorized", "{}"),
        ("404 Not Found", "{}"),
        ("429 Too Many Requests", '{"error":{"message":"You exceeded your current quota, check billing"}}'),
    ],
)
async def test_what_will_not_pass_is_not_tried_again(line: str, body: str) -> None:
    async with endpoint(fails_first(line, body)) as served:
        model = model_at(served, retries=RetryBudget(saved=5))
        with pytest.raises(ModelUnavailable):
            async for _ in model.stream(REQUEST):
                pass
        await model.aclose()
        assert len(served.requests) == 1


async def test_a_short_retry_after_is_waited_for() -> None:
    loop = asyncio.get_running_loop()
    started = loop.time()
    deltas, _ = await ask(fails_first("429 Slow", headers="Retry-After: 0.15\r\n"), saved=1.0)
    assert deltas
    assert loop.time() - started >= 0.15


async def test_a_long_retry_after_is_reported_instead_of_waited_for() -> None:
    async with endpoint(fails_first("429 Slow", headers="Retry-After: 20\r\n")) as served:
        model = model_at(served, retries=RetryBudget(saved=5))
        with pytest.raises(ModelUnavailable) as raised:
            async for _ in model.stream(REQUEST):
                pass
        await model.aclose()
        assert raised.value.retry_after_ms == 20_000
        assert len(served.requests) == 1


async def test_thirty_calls_at_once_in_an_outage_are_hardly_ever_repeated() -> None:
    async def down(exchange: Exchange) -> None:
        await exchange.status("503 Down")

    async def fails(model: OpenAIModel) -> None:
        with pytest.raises(ModelUnavailable):
            async for _ in model.stream(REQUEST):
                pass

    async with endpoint(down) as served:
        model = model_at(served, retries=RetryBudget(saved=MOST_SAVED))
        await asyncio.gather(*(fails(model) for _ in range(30)))
        await model.aclose()
        assert len(served.requests) < 33


def test_only_calls_that_did_well_earn_another_try() -> None:
    budget = RetryBudget(saved=1.0)
    assert [budget.spend(), budget.spend()] == [True, False]
    for _ in range(10):
        budget.earn()
    assert [budget.spend(), budget.spend()] == [True, False]


@pytest.mark.parametrize(
    "rubbish",
    [
        "data: {not json}\n\n",
        "data: <html>502</html>\n\n",
        "<html><body>Bad gateway</body></html>\n\n",
        'data: {"error":{"message":"overloaded","code":503}}\n\n',
        'event: error\ndata: {"message":"overloaded"}\n\n',
        '{"error":"quota"}\n',
        "data: [1, 2]\n\n",
        'data: {"choices":[{"delta":{"tool_calls":[{"id":"a"}]},"finish_reason":"tool_calls"}]}\n\n',
        'data: {"choices":[{"delta":{},"finish_reason":"content_filter"}]}\n\n',
        'data: {"choices":"many"}\n\ndata: [DONE]\n\n',
    ],
)
async def test_garbage_and_error_events_are_failures(rubbish: str) -> None:
    async def garbage(exchange: Exchange) -> None:
        await exchange.open_stream()
        await exchange.send(rubbish)

    _, taken, said = await failure_of(garbage)
    assert said == ""
    assert taken < 3


async def test_an_error_event_after_text_is_a_failure_in_mid_stream() -> None:
    async def late(exchange: Exchange) -> None:
        await exchange.open_stream()
        await exchange.say("Доставка ")
        await exchange.event({"error": {"message": "server had an error"}})

    _, _, said = await failure_of(late)
    assert said == "Доставка "


async def test_endless_output_is_cut_off() -> None:
    async def endless(exchange: Exchange) -> None:
        await exchange.open_stream()
        while True:
            await exchange.say("много слов " * 20)

    error, _, said = await failure_of(endless)
    assert "no end" in str(error)
    assert len(said) <= 2_000


async def test_one_endless_event_is_cut_off() -> None:
    async def endless(exchange: Exchange) -> None:
        await exchange.open_stream()
        while True:
            await exchange.send("data: " + "a" * 60_000)

    error, _, _ = await failure_of(endless)
    assert "without an end" in str(error)


async def test_closing_the_stream_hangs_up_at_the_endpoint() -> None:
    hung_up = asyncio.Event()

    async def long(exchange: Exchange) -> None:
        await exchange.open_stream()
        await exchange.say("раз ")
        await exchange.until_closed()
        hung_up.set()

    async with endpoint(long) as served:
        model = model_at(served, limits=Limits())
        async with aclosing(model.stream(REQUEST)) as deltas:
            assert (await anext(deltas)).text == "раз "
        await asyncio.wait_for(hung_up.wait(), 2)
        await model.aclose()


async def test_cancelling_the_task_hangs_up_at_the_endpoint() -> None:
    started, hung_up = asyncio.Event(), asyncio.Event()

    async def silent(exchange: Exchange) -> None:
        started.set()
        await exchange.until_closed()
        hung_up.set()

    async with endpoint(silent) as served:
        model = model_at(served, limits=Limits())

        async def consume() -> None:
            async for _ in model.stream(REQUEST):
                pass

        task = asyncio.create_task(consume())
        await asyncio.wait_for(started.wait(), 2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(hung_up.wait(), 2)
        await model.aclose()


async def test_nobody_listening_is_a_failure_at_once() -> None:
    async with endpoint(well) as served:
        url = served.url
    model = OpenAIModel(model="stub", base_url=url, limits=PATIENT, retries=RetryBudget(saved=0))
    with pytest.raises(ModelUnavailable):
        async for _ in model.stream(REQUEST):
            pass
    await model.aclose()
