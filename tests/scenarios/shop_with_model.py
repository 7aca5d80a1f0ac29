"""A whole shop whose model is at a given endpoint, and what one customer of it saw."""

import re
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.ids import Language
from app.domain.language import detect_language
from tests.running import Server, running_server
from tests.web.clients import Frame, customer

WITHIN_S = 10.0
QUESTIONS: dict[Language, str] = {
    "ru": "Сколько стоит доставка курьером по Казани?",
    "en": "How much does courier delivery in Kazan cost?",
}
ARTICLES = {
    "ru": ("Доставка курьером", "Доставка курьером по Казани стоит 290 ₽. Курьер приезжает с 10 до 21."),
    "en": ("Courier delivery", "Courier delivery in Kazan costs 290 roubles. It comes from 10 to 21."),
}
JUNK = re.compile(r"[{}<>|`]|cancel|token\d")


@dataclass
class Told:
    """What one customer saw: pieces on the way, the reply, how long it took."""

    lang: Language
    reply: Frame = field(default_factory=Frame)
    pieces: list[str] = field(default_factory=list[str])
    seconds: float = 0.0

    @property
    def is_in_language(self) -> bool:
        """Whether the reply is in the customer's language."""
        other: Language = "ru" if self.lang == "en" else "en"
        return detect_language(self.reply.get("text", ""), other) == self.lang

    @property
    def faults(self) -> list[str]:
        """What is wrong with it, in words; empty when the customer was helped."""
        text, cites = self.reply.get("text", ""), self.reply.get("cites", [])
        shown = " ".join([*self.pieces, text])
        checks = {
            f"came after {self.seconds:.1f} s": self.seconds <= WITHIN_S,
            "does not answer": "290" in text,
            "cites nothing": bool(cites),
            "is in another language": self.is_in_language,
            f"showed {shown!r}": not JUNK.search(shown),
            "showed another language": not re.search("[а-яё]" if self.lang == "en" else "[a-z]{4}", shown),
        }
        return [words for words, is_kept in checks.items() if not is_kept]


@asynccontextmanager
async def product(
    folder: Path, url: str, *, articles: Path | None = None, **changes: Any
) -> AsyncGenerator[Server]:
    """The server as shipped but for `changes`, its model at `url`; with `articles` or two short ones."""
    values: dict[str, Any] = {"openai_base_url": url, "conversations_per_hour": 1_000, **changes}
    seed = articles or _written(folder / "articles")
    async with running_server(folder / "data", articles=seed, **values) as server:
        yield server


def _written(folder: Path) -> Path:
    """One article in each language."""
    for lang, (title, body) in ARTICLES.items():
        page = folder / lang / "delivery.md"
        page.parent.mkdir(parents=True)
        head = f"id: delivery\nlang: {lang}\ntitle: {title}\nsection: delivery\nstatus: published"
        page.write_text(f"---\n{head}\nupdated: 2026-10-05\n---\n\n{body}\n", encoding="utf-8")
    return folder


async def asks(server: Server, lang: Language, question: str = "", *, seconds: float = 60) -> Told:
    """A new customer asks in their language and waits for the assistant's message."""
    told = Told(lang)
    async with customer(server, lang) as visitor, visitor.connected() as socket:
        started = time.monotonic()
        until = started + seconds
        await visitor.say(socket, question or QUESTIONS[lang])
        heard = socket.frames[:]
        while not told.reply:
            frame = heard.pop(0) if heard else await socket.hear(lambda _: True, until - time.monotonic())
            match frame["t"]:
                case "stream.begin" | "stream.delta":
                    told.pieces.append(frame["d"]["text"])
                case "ping":
                    await socket.send("pong", n=frame["d"]["n"])
                case "ev" if frame["d"].get("who") == "assistant":
                    told.reply = frame["d"]
                case _:
                    pass
        told.seconds = time.monotonic() - started
    return told
