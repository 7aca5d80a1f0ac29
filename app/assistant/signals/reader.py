"""Signals of a conversation's last turn, read locally and fast; no hosted model, no policy, no storage."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.assistant.signals.cues import Cues, load_mood_words
from app.domain.escalation import SensitiveTopic, Signals, Turn
from app.domain.frustration import evidence_of, likeness, read_mood, repeats
from app.domain.language import canonical

_RECENT = 6
_READ_AT_MOST = 1200
_REMEMBERED = 512


class QueryEmbedder(Protocol):
    """The part of an embedder that is needed here."""

    @property
    def name(self) -> str: ...

    def embed_query(self, text: str) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one customer message shows by itself; scores in 0..1."""

    asked_for_human: float
    sensitive: SensitiveTopic | None
    sensitive_score: float
    bot_question: float
    frustration: float
    anger: float
    negativity: float
    """How negative the text is in tone, whoever it is about."""
    not_helped: bool
    relieved: bool
    evidence: tuple[str, ...]


class SignalReader:
    """Reads a conversation into `Signals`; without an embedder rules and letter patterns do the work.

    Readings of single messages are remembered (the last 512), so a conversation's earlier turns cost nothing.
    """

    def __init__(self, embedder: QueryEmbedder | None = None) -> None:
        self._embedder = embedder
        self._cues = Cues()
        self._mood_words = load_mood_words()
        self._remembered: OrderedDict[str, Reading] = OrderedDict()

    def read(self, turns: Sequence[Turn]) -> Signals:
        """Signals at the last customer turn; empty when the customer has not spoken."""
        said = [turn.text for turn in turns if turn.role == "customer"]
        if not said:
            return Signals()
        readings = [self.read_text(text) for text in said[-_RECENT:]]
        last = readings[-1]
        return Signals(
            asked_for_human=last.asked_for_human,
            sensitive=last.sensitive,
            sensitive_score=last.sensitive_score,
            asks_if_bot=last.bot_question >= 0.5,
            frustration=last.frustration,
            anger=last.anger,
            frustrated_turns=_frustrated_in_row(readings),
            repeats_question=repeats(said[-_RECENT:]),
            repeated_answer=_repeated_answers(turns),
            not_helped=last.not_helped and len(turns) > 1,
            customer_turns=len(said),
            evidence=last.evidence,
        )

    def mood_trail(self, turns: Sequence[Turn]) -> tuple[float, ...]:
        """The frustration score of each customer turn, oldest first."""
        return tuple(self.read_text(turn.text).frustration for turn in turns if turn.role == "customer")

    def read_text(self, text: str) -> Reading:
        """What one message shows by itself."""
        if (known := self._remembered.get(text)) is not None:
            return known
        reading = self._read_afresh(text[:_READ_AT_MOST])
        self._remembered[text] = reading
        if len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        return reading

    def _read_afresh(self, text: str) -> Reading:
        plain = canonical(text)
        person = self._cues.person(plain)
        topics = self._cues.topics(plain)
        asks, knows = self._cues.asks_if_bot(plain)
        mood = read_mood(text, self._mood_words)
        topic = next(iter(topics), None)
        return Reading(
            asked_for_human=person.score,
            sensitive=topic,
            sensitive_score=0.8 if topic else 0.0,
            bot_question=0.9 if asks and not knows else 0.0,
            frustration=mood.score,
            anger=mood.anger,
            negativity=mood.score,
            not_helped=bool(mood.not_helped),
            relieved=bool(mood.relief or mood.glad_signs) and not mood.sarcasm,
            evidence=_evidence(
                person.phrase if person.score >= 0.5 else "",
                topics[topic] if topic else "",
                *evidence_of(text, self._mood_words),
            ),
        )


def _evidence(*phrases: str) -> tuple[str, ...]:
    return tuple(f"«{phrase}»" for phrase in dict.fromkeys(phrases) if phrase)


def _frustrated_in_row(readings: Sequence[Reading], at_least: float = 0.5) -> int:
    """Frustrated turns counted back from the last one until a turn of relief."""
    if readings[-1].frustration < at_least:
        return 0
    count = 0
    for reading in reversed(readings):
        if reading.relieved and reading.frustration < at_least:
            break
        count += reading.frustration >= at_least
    return count


def _repeated_answers(turns: Sequence[Turn]) -> int:
    answers = [turn.text for turn in turns if turn.role == "assistant"][-_RECENT:]
    if len(answers) < 2:
        return 0
    return sum(likeness(earlier, answers[-1]) >= 0.85 for earlier in answers[:-1])
