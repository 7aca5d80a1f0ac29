"""Signals of a conversation's last turn, read locally and fast; no hosted model, no policy, no storage."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from app.assistant.signals.classifier import load_classifier
from app.assistant.signals.cues import load_cues, load_mood_words
from app.assistant.signals.features import Vector, features_of
from app.assistant.signals.judgement import asked_for_human, asks_what_speaks
from app.domain.escalation import SENSITIVE_TOPICS, SensitiveTopic, Signals, Turn
from app.domain.frustration import evidence_of, likeness, says_again
from app.domain.order_numbers import find_mentions
from app.knowledge.embedders import QueryVectors

_RECENT = 6
_READ_AT_MOST = 1200
_REMEMBERED = 512
_CERTAIN_ENOUGH = 0.5
_OF_MEANING = "use-multilingual-3"
_SAME_MEANING = 0.8
"""By this embedder, the cosine from which two messages of a customer state the same need."""
_OF_AN_ORDER = 0.6
"""What is left of a grave topic that no phrase tells beside an order's number ("kill order …, I quit")."""


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
    """Reads a conversation into `Signals`, with those embedders that the weights belong to.

    Without any, rules and letter patterns do the work.

    Readings of single messages are remembered (the last 512), so a conversation's earlier turns cost nothing.
    """

    def __init__(self, queries: QueryVectors | None = None) -> None:
        self._classifier = load_classifier()
        self._queries = queries or QueryVectors()
        self._cues = load_cues()
        self._mood_words = load_mood_words()
        self._remembered: OrderedDict[str, Reading] = OrderedDict()
        self._meanings: dict[str, Vector] = {}

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
            asks_if_bot=last.bot_question >= _CERTAIN_ENOUGH,
            frustration=last.frustration,
            anger=last.anger,
            frustrated_turns=_frustrated_in_row(readings),
            repeats_question=self._repeats(said[-_RECENT:]),
            repeated_answer=_repeated_answers(turns),
            not_helped=last.not_helped and len(turns) > 1,
            relieved=last.relieved,
            customer_turns=len(said),
            evidence=last.evidence,
        )

    def _repeats(self, said: Sequence[str]) -> int:
        """How many earlier messages the last one says again, by its words or by its meaning."""
        last = said[-1]
        meaning = self._meanings.get(last)
        count = 0
        for text in said[:-1]:
            other = self._meanings.get(text)
            is_close = meaning is not None and other is not None and float(meaning @ other) >= _SAME_MEANING
            count += is_close or says_again(text, last)
        return count

    def mood_trail(self, turns: Sequence[Turn]) -> tuple[float, ...]:
        """The frustration score of each customer turn, oldest first."""
        return tuple(self.read_text(turn.text).frustration for turn in turns if turn.role == "customer")

    def read_text(self, text: str) -> Reading:
        """What one message shows by itself."""
        if (known := self._remembered.get(text)) is not None:
            return known
        reading = self._read_afresh(text)
        self._remembered[text] = reading
        if len(self._remembered) > _REMEMBERED:
            self._meanings.pop(self._remembered.popitem(last=False)[0], None)
        return reading

    def _read_afresh(self, text: str) -> Reading:
        features = features_of(text[:_READ_AT_MOST], self._cues, self._mood_words)
        names = self._classifier.embedders
        read = self._queries.of(features.plain, names, is_searched_for=False) if features.plain else []
        vectors = {each.name: vector for each, vector in read}
        if _OF_MEANING in vectors:
            self._meanings[text] = vectors[_OF_MEANING]
        found = self._classifier.probabilities(features, vectors)
        asked = asked_for_human(features.person, features.bot, found["person"]["asked"])
        topic = max(SENSITIVE_TOPICS, key=lambda name: found["topic"][name])
        # What no phrase tells must be one topic likelier than not: plain talk leans a little to many of them.
        grave = 1 - found["topic"]["none"] if features.topics else found["topic"][topic]
        if not features.topics and any(mention.is_telling for mention in find_mentions(text)):
            grave *= _OF_AN_ORDER
        mood = found["mood"]
        return Reading(
            asked_for_human=asked,
            sensitive=topic if grave >= _CERTAIN_ENOUGH else None,
            sensitive_score=grave,
            bot_question=asks_what_speaks(features.bot, found["bot"]["asks"]),
            frustration=mood["annoyed"] + mood["angry"],
            anger=max(mood["angry"], features.mood.anger * (mood["annoyed"] + mood["angry"])),
            negativity=found["tone"]["negative"],
            not_helped=bool(features.mood.not_helped),
            relieved=mood["glad"] >= _CERTAIN_ENOUGH
            or bool(features.mood.relief and not features.mood.sarcasm),
            evidence=_evidence(
                features.person.phrase if asked >= _CERTAIN_ENOUGH else "",
                features.topics.get(topic, "") if grave >= _CERTAIN_ENOUGH else "",
                *evidence_of(text, self._mood_words),
            ),
        )


def _evidence(*phrases: str) -> tuple[str, ...]:
    return tuple(f"«{phrase}»" for phrase in dict.fromkeys(phrases) if phrase)


def _frustrated_in_row(readings: Sequence[Reading], at_least: float = _CERTAIN_ENOUGH) -> int:
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
