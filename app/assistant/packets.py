"""The handoff packet, made without a model: reason, summary, what was tried, mood, a first reply to send."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from app.assistant.signals.reader import SignalReader
from app.assistant.story import Story
from app.catalogue import keys, say
from app.domain.handoff import Packet, Tried
from app.domain.ids import Language
from app.domain.orders import Identity
from app.domain.redaction import PiiKind, redact

TRIED_LIMIT = 8
EXCERPT = 240
TRIED_EXCERPT = 1_000
SUGGESTED_LIMIT = 3_500
"""A packet is one frame, whatever was said: the transcript below it holds the whole."""
HELPFUL = frozenset({"answer", "order"})
TO_BE_SEEN: frozenset[PiiKind] = frozenset({"EMAIL_ADDRESS", "PHONE_NUMBER", "PERSON", "STREET_ADDRESS"})
"""What an operator works with and reads in the transcript anyway; cards and papers stay hidden."""
_LEADS = ("empathy", "quotation_lead", "simplified")
"""What the assistant says before an answer, and a person would not."""

OrderBrief = Callable[[Identity | None, Language], Awaitable[tuple[str, ...]]]


class PacketWriter:
    """Turns a story into a packet; takes milliseconds and never fails because something else is down."""

    def __init__(self, signals: SignalReader, brief: OrderBrief) -> None:
        self._signals = signals
        self._brief = brief
        self._log = structlog.get_logger("packets")

    async def write(self, story: Story, reason: str, evidence: tuple[str, ...] = ()) -> Packet:
        """The packet of `story`, in the customer's language."""
        mood = await self._mood(story)
        question = _question(story)
        last_found = next((tried for tried in reversed(story.tried) if tried.kind in HELPFUL), None)
        return Packet(
            reason=reason,
            language=story.language,
            summary=_summary(story, question),
            question=_excerpt(question),
            tried=tuple(map(_short, story.tried[-TRIED_LIMIT:])),
            identity=_proven(story.identity, story.language),
            orders=await self._brief(story.identity, story.language),
            mood=mood,
            evidence=evidence,
            suggested_reply=_suggested(story.language, last_found.reply if last_found else ""),
        )

    async def _mood(self, story: Story) -> tuple[float, ...]:
        """The mood trail; a packet without one is better than no handoff."""
        try:
            return await asyncio.to_thread(self._signals.mood_trail, story.turns)
        except Exception:  # noqa: BLE001 - nothing may stand between a customer and a person
            self._log.exception("mood_not_read")
            return ()


def _proven(identity: Identity | None, language: Language) -> str:
    """How the customer proved who they are; account numbers say nothing to people."""
    if identity is None:
        return ""
    parts = [f"assistant.proof_{part}" for part in identity.method.split("+")]
    named = [say(part, language) for part in parts if part in keys(language)]
    return say("assistant.proven", language, by=", ".join(named))


def _question(story: Story) -> str:
    """The customer's need in their own words: the longest of the last messages not said to an operator."""
    said: list[str] = []
    is_with_person = False
    for turn in story.turns:
        if turn.role == "customer" and not is_with_person:
            said.append(turn.text)
        is_with_person = turn.role == "operator" or (is_with_person and turn.role == "customer")
    return max(said[-4:], key=len, default="")


def _summary(story: Story, question: str) -> str:
    language = story.language
    if not question:
        return say("assistant.summary_empty", language)
    parts = [say("assistant.summary_first", language, question=_excerpt(question))]
    if story.tried:
        parts.append(say("assistant.summary_tried", language, count=len(story.tried)))
        if story.tried[-1].kind == "not_found":
            parts.append(say("assistant.summary_failed", language))
    last = story.turns[-1]
    if last.role == "customer" and last.text != question:
        parts.append(say("assistant.summary_last", language, text=_excerpt(last.text)))
    return " ".join(parts)


def _suggested(language: Language, found: str) -> str:
    for lead in _LEADS:
        found = found.removeprefix(say(f"assistant.{lead}", language)).lstrip()
    greeting = say("assistant.suggested_greeting", language)
    return f"{greeting}\n\n{_cut(found, SUGGESTED_LIMIT)}" if found else greeting


def _short(tried: Tried) -> Tried:
    return replace(
        tried, question=_cut(tried.question, TRIED_EXCERPT), reply=_cut(tried.reply, TRIED_EXCERPT)
    )


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _excerpt(text: str) -> str:
    flat = " ".join(redact(text, keep=TO_BE_SEEN).split())
    return _cut(flat, EXCERPT)
