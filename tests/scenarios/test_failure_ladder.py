"""However the model's endpoint fails, a customer of the whole product is helped within ten seconds."""

import asyncio
import re
import time
from collections.abc import AsyncGenerator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from app.domain.language import detect_language
from tests.llm.misbehaving import Behaviour, Endpoint, Exchange, endpoint, well
from tests.running import Server, running_server
from tests.scenarios.faulty_endpoints import AT_ONCE, SLOWLY, TRUE, answers, says
from tests.web.clients import Frame, customer

WITHIN_S = 10.0
CALLS_A_REQUEST = 1.1
QUESTIONS = {
    "ru": "Сколько стоит доставка курьером по Казани?",
    "en": "How much does courier delivery in Kazan cost?",
}
ARTICLES = {
    "ru": ("Доставка курьером", "Доставка курьером по Казани стоит 290 ₽. Курьер приезжает с 10 до 21."),
    "en": ("Courier delivery", "Courier delivery in Kazan costs 290 roubles. It comes from 10 to 21."),
}
LANGUAGES = ("ru", "en")
JUNK = re.compile(r"[{}<>|`]|cancel|token\d")


@dataclass
class Told:
    """What one customer saw: pieces on the way, the reply, how long it took."""

    lang: str
    reply: Frame = field(default_factory=Frame)
    pieces: list[str] = field(default_factory=list[str])
    seconds: float = 0.0

    @property
    def faults(self) -> list[str]:
        """What is wrong with it, in words; empty when the customer was helped."""
        text, cites = self.reply.get("text", ""), self.reply.get("cites", [])
        shown = " ".join([*self.pieces, text])
        checks = {
            f"came after {self.seconds:.1f} s": self.seconds <= WITHIN_S,
            "does not answer": "290" in text,
            "cites nothing": bool(cites),
            "is in another language": detect_language(text, "ru" if self.lang == "en" else "en") == self.lang,
            f"showed {shown!r}": not JUNK.search(shown),
            "showed another language": not re.search("[а-яё]" if self.lang == "en" else "[a-z]{4}", shown),
        }
        return [words for words, is_kept in checks.items() if not is_kept]


@asynccontextmanager
async def product(folder: Path, url: str) -> AsyncGenerator[Server]:
    """The server with every timing as shipped and two short articles, its model at `url`."""
    for lang, (title, body) in ARTICLES.items():
        page = folder / "articles" / lang / "delivery.md"
        page.parent.mkdir(parents=True)
        head = f"id: delivery\nlang: {lang}\ntitle: {title}\nsection: delivery\nstatus: published"
        page.write_text(f"---\n{head}\nupdated: 2026-10-05\n---\n\n{body}\n", encoding="utf-8")
    changes: dict[str, Any] = {"openai_base_url": url, "conversations_per_hour": 1_000}
    async with running_server(folder / "data", articles=folder / "articles", **changes) as server:
        yield server


async def asks(server: Server, lang: str) -> Told:
    """A new customer asks in their language and waits for the assistant's message."""
    told = Told(lang)

    def is_reply(frame: Frame) -> bool:
        if frame["t"] in ("stream.begin", "stream.delta"):
            told.pieces.append(frame["d"]["text"])
        return frame["t"] == "ev" and frame["d"].get("who") == "assistant"

    async with customer(server, lang) as visitor, visitor.connected() as socket:
        started = time.monotonic()
        await visitor.say(socket, QUESTIONS[lang])
        told.reply = (await socket.hear(is_reply, 60))["d"]
        told.seconds = time.monotonic() - started
    return told


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
