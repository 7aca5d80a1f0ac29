"""How well a sentence, list item or table row answers a question; wording of replies lives elsewhere."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.domain.claims.numerals import plain
from app.domain.grounding import Passage
from app.llm.amounts import Amount, admits, amounts_in
from app.llm.kinds import holds, wants
from app.llm.units import Unit, units_of

_OF_CONTEXT = 0.3
"""The weight of a word said earlier, beside one of the question itself."""
_NEARBY = 0.4
"""The weight of a word that stands in the title, heading or lead instead of the text."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_POINTS = re.compile(
    r"\b(?:смотрите|читайте|подробнее|подробно|рассказано|описан[аоы]?|в статье|в разделе справки"
    r"|поможет статья|see|described in|read about"
    r"|explained in|details are in|the article)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(r"^.{2,60}?(?= — | – | - |: )")


class StemsWords(Protocol):
    """The stemmer of the search, so that a question is read the same way everywhere."""

    def content(self, words: Iterable[str]) -> list[str]:
        """Stems of the words that say something."""
        ...


class KnowsSynonyms(Protocol):
    """The glossary of the search."""

    def neighbours(self, stem: str) -> frozenset[str]:
        """Stems that may stand for this one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A unit with its article (`home`), passage, place among all, and how well it answers (about 0 to 2).

    `key` says how well the head of a row or item, its city or kind of goods, is the one asked about.
    """

    unit: Unit
    home: str
    passage: int
    place: int
    score: float
    key: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Need:
    """A question as it is compared: its stems with their synonyms and weights, kinds of fact, quantities."""

    synonyms: Mapping[str, frozenset[str]]
    weights: Mapping[str, float]
    kinds: Sequence[str]
    amounts: Sequence[Amount]

    def covered_by(self, stems: set[str]) -> float:
        """The weight of what these stems cover, 0..1."""
        total = sum(self.weights.values())
        said = sum(self.weights[stem] * self._nearness(stem, stems) for stem in self.synonyms)
        return said / total if total else 0.0

    def aimed_at(self, stems: Sequence[str]) -> float:
        """Near 1 when these stems are of the question alone and the first is: its main noun, no aside."""
        known = set(self.synonyms).union(*self.synonyms.values())
        hits = [place for place, stem in enumerate(stems) if stem in known]
        return (len(hits) / len(stems) + 1 / (hits[0] + 1)) / 2 if hits else 0.0

    def _nearness(self, stem: str, stems: set[str]) -> float:
        """1 for the stem itself, 0.8 for a longer or shorter one, 0.6 for a synonym."""
        if stem in stems:
            return 1.0
        if len(stem) >= 4 and any(s.startswith(stem) or (len(s) >= 4 and stem.startswith(s)) for s in stems):
            return 0.8
        return 0.6 if self.synonyms[stem] & stems else 0.0


class Relevance:
    """Rates the units of passages against a question by its words and the kind of fact it asks for.

    Sentence vectors were tried as well and changed nothing: `docs/decisions/0005-model-and-guard.md`.
    """

    def __init__(self, stemmer: StemsWords, glossary: KnowsSynonyms) -> None:
        self._stemmer = stemmer
        self._glossary = glossary

    def rate(self, question: str, passages: Sequence[Passage], context: str = "") -> list[Rated]:
        """Every unit of every passage, in reading order; words of `context` count less."""
        units = [(number, unit) for number, passage in enumerate(passages) for unit in units_of(passage.text)]
        texts = [set(self._stems(unit.text)) for _, unit in units]
        around = [self._around(passages[number], unit) for number, unit in units]
        need = self._need(question, context, [own | near for own, near in zip(texts, around, strict=True)])
        top = max((passage.score for passage in passages), default=0.0) or 1.0
        rated: list[Rated] = []
        for place, (number, unit) in enumerate(units):
            own = need.covered_by(texts[place])
            score = own + _NEARBY * (need.covered_by(texts[place] | around[place]) - own)
            score += _kind_bonus(need.kinds, unit) + 0.25 * passages[number].score / top - 0.04 * number
            key = self._key(unit, need) + admits(unit.text, need.amounts)
            rated.append(
                Rated(
                    unit=unit,
                    home=passages[number].article_id,
                    passage=number,
                    place=place,
                    score=score + min(0.4, key) - _emptiness(unit),
                    key=key,
                )
            )
        return rated

    def _need(self, question: str, context: str, documents: Sequence[set[str]]) -> _Need:
        asked = set(self._stems(question))
        stems = asked | set(self._stems(context))
        counts = Counter(stem for document in documents for stem in document)
        rarity = {stem: math.log(1 + (len(documents) + 1) / (counts[stem] + 0.5)) for stem in stems}
        return _Need(
            synonyms={stem: self._glossary.neighbours(stem) for stem in sorted(stems)},
            weights={stem: rarity[stem] * (1.0 if stem in asked else _OF_CONTEXT) for stem in sorted(stems)},
            kinds=wants(question) or wants(context),
            amounts=amounts_in(question),
        )

    def _key(self, unit: Unit, need: _Need) -> float:
        """How much of the question the head of a row or of an item ("Казань — 520 ₽") names."""
        named = None if unit.cells else _HEAD.match(unit.text)
        head = unit.cells[0][1] if unit.cells else named.group() if named else ""
        if unit.kind == "sentence" or not head:
            return 0.0
        stems = self._stems(head)
        said = need.covered_by(set(stems))
        return said + 0.2 * need.aimed_at(stems) if said else 0.0

    def _stems(self, text: str) -> list[str]:
        return self._stemmer.content(_WORD.findall(plain(text)))

    def _around(self, passage: Passage, unit: Unit) -> set[str]:
        return set(self._stems(f"{passage.title} {passage.heading} {unit.lead}"))


def _kind_bonus(kinds: Sequence[str], unit: Unit) -> float:
    """Something for holding the kinds of fact that are asked for, the first two of them."""
    wanted = kinds[:2]
    text = f"{unit.text} {unit.lead}"
    return 0.3 * sum(holds(kind, text) for kind in wanted) / len(wanted) if wanted else 0.0


def _emptiness(unit: Unit) -> float:
    """What is taken off for saying nothing: a question back, a mere pointer to another article."""
    if unit.text.endswith("?"):
        return 1.0
    return 0.3 if _POINTS.search(unit.text) and not any(map(str.isdigit, unit.text)) else 0.0
