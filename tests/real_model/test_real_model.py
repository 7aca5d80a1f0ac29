"""A real model behind our client and in the whole product: shape, usage, limits; never wording."""

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import ModelUnavailable
from app.domain.ids import Language
from app.llm.base import ChatMessage, Delta, ModelRequest
from app.llm.openai import Limits, OpenAIModel
from app.main import seed_folder
from evals.judging.figures import unknown_links, unsupported
from evals.suites.answers import fixed_sentences, sources_of
from tests.scenarios.shop_with_model import asks, product

pytestmark = [pytest.mark.real_model, pytest.mark.timeout(600)]

PATIENT = Limits(first_token_s=240, stall_s=120, total_s=400)
LONG = 2_000
"""Tokens of a reply that nobody waits for to the end."""
QUESTIONS: tuple[tuple[Language, str], ...] = (
    ("en", "How much does courier delivery in Kazan cost?"),
    ("en", "How many days do I have to return an item I do not like?"),
    ("en", "Do you have a discount for pensioners?"),
    ("ru", "Сколько стоит доставка курьером по Казани?"),
    ("ru", "Есть ли скидка пенсионерам?"),
)


def asking(text: str, *, max_tokens: int = 24) -> ModelRequest:
    return ModelRequest(messages=(ChatMessage(role="customer", text=text),), max_tokens=max_tokens)


@asynccontextmanager
async def model_at(url: str, **options: Any) -> AsyncGenerator[OpenAIModel]:
    model = OpenAIModel(model="smollm2", base_url=url, limits=PATIENT, options=options)
    try:
        yield model
    finally:
        await model.aclose()


async def all_of(model: OpenAIModel, request: ModelRequest) -> tuple[str, list[Delta]]:
    deltas = [delta async for delta in model.stream(request)]
    return "".join(delta.text for delta in deltas), deltas


async def test_a_reply_comes_in_pieces_and_ends_with_its_usage(real_model: str) -> None:
    async with model_at(real_model) as model:
        text, deltas = await all_of(model, asking("Tell me about the sea."))
    assert text.strip()
    assert len(deltas) > 3
    assert [delta.usage for delta in deltas[:-1]] == [None] * (len(deltas) - 1)
    usage = deltas[-1].usage
    assert usage is not None
    assert usage.tokens_in > 5
    assert 5 < usage.tokens_out <= 24


async def test_whoever_stops_listening_frees_the_server_for_the_next(real_model: str) -> None:
    long = asking("Write a very long story.", max_tokens=LONG)
    async with model_at(real_model) as model:
        started = time.monotonic()
        async with aclosing(model.stream(long)) as deltas:
            for _ in range(8):
                await anext(deltas)
        for_eight = time.monotonic() - started
        task = asyncio.create_task(all_of(model, long))
        await asyncio.sleep(for_eight)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        started = time.monotonic()
        text, _ = await all_of(model, asking("Hello!", max_tokens=8))
        waited = time.monotonic() - started
    assert text
    assert waited < 10 * for_eight + 5, "the server went on writing for nobody"


async def test_a_prompt_beyond_the_context_is_a_failure_that_is_not_tried_again(narrow_model: str) -> None:
    async with model_at(narrow_model) as model:
        with pytest.raises(ModelUnavailable, match="status 400"):
            await all_of(model, asking("many words " * 2_000))
        text, _ = await all_of(model, asking("Hello!", max_tokens=8))
    assert text


async def test_a_reply_that_is_not_streamed_is_read_whole(real_model: str) -> None:
    async with model_at(real_model, stream=False, stream_options=None) as model:
        text, deltas = await all_of(model, asking("Tell me about the sea."))
    assert text.strip()
    assert deltas[-1].usage is not None


async def test_a_reply_held_to_a_json_schema_is_json(real_model: str) -> None:
    schema = {
        "type": "object",
        "properties": {"is_open": {"type": "boolean"}},
        "required": ["is_open"],
        "additionalProperties": False,
    }
    wanted = {"type": "json_schema", "json_schema": {"name": "hours", "schema": schema}}
    async with model_at(real_model, response_format=wanted) as model:
        text, _ = await all_of(model, asking("Is a shop open at noon? Answer in JSON.", max_tokens=60))
    assert isinstance(json.loads(text)["is_open"], bool)


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_a_customer_gets_a_quotation_where_the_prompt_does_not_fit(
    narrow_model: str, lang: Language, tmp_path: Path
) -> None:
    async with product(tmp_path, narrow_model) as server:
        told = await asks(server, lang)
    assert told.faults == []
    assert told.reply["simplified"]


async def test_whatever_the_model_writes_no_figure_or_link_is_said_that_no_source_carries(
    real_model: str, tmp_path: Path
) -> None:
    patient = {
        "model_first_token_s": 240,
        "model_stall_s": 120,
        "model_total_s": 400,
        "model_max_tokens": 120,
    }
    changes = {**patient, "model_temperature": 1.0}
    async with product(tmp_path, real_model, articles=seed_folder(), **changes) as server:
        for lang, question in QUESTIONS:
            told = await asks(server, lang, question, seconds=500)
            retrieval = await server.services.search.find(question, lang)
            sources = [*sources_of(retrieval), *fixed_sentences(lang), question]
            for text in (told.reply["text"], " ".join(told.pieces)):
                assert unsupported(text, sources) == []
                assert unknown_links(text, sources) == []
            assert told.is_in_language
            assert told.reply["cites"] or told.reply["kind"] != "answer"
