"""How well a sentence, list item or table row answers a question; wording of replies lives elsewhere."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Protocol

from app.domain.claims.numerals import plain
from app.domain.grounding import Passage
from app.domain.units import Unit, units_of
from app.llm.amounts import Amount, admits, amounts_in
from app.llm.kinds import holds, wants

_OF_CONTEXT = 0.3
"""The weight of a word said earlier, beside one of the question itself."""
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


class KnowsAnswers(Protocol):
    """What the search knows of how questions like this one were answered."""

    def nearness(self, question: str, sentences: Sequence[str]) -> Sequence[float]:
        """How near each sentence stands to what answered them; equal where that is not known."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What speaks for a unit, each about 0..1 unless said.

    `said`: how much of the question the unit says, by rarity; `around`: what its title, heading and lead say
    beyond that. `kind`: the share of the kinds of fact asked for that it holds. `found`: its passage's score
    beside the best one's, `place` that passage's number from 0. `key`: how well its head is the one asked
    about, `amount`: whether a quantity of the question falls into its range (1), or not (-1). `empty`: that
    it says nothing. `near`: how near it stands to what answered questions like this one, in spreads.
    """

    said: float
    around: float
    kind: float
    found: float
    place: float
    key: float
    amount: float
    empty: float
    near: float


SIGNS = tuple(field.name for field in fields(Signs))

WEIGHTS = Signs(
    said=6.43,
    around=7.24,
    kind=1.2,
    found=2.83,
    place=-0.31,
    key=2.86,
    amount=0.71,
    empty=-3.68,
    near=1.66,
)
"""Log odds of being the unit that answers; `python -m evals.training.quotation` learns them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A unit with its article (`home`), passage, place among all, and how well it answers.

    A `score` one higher is odds e times as good, beside units of the same question alone.
    """

    unit: Unit
    home: str
    passage: int
    place: int
    score: float
    signs: Signs

    @property
    def key(self) -> float:
        """How well the head of a row or item, its city, kind of goods or range, is the one asked about."""
        return self.signs.key + self.signs.amount


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
    """Rates the units of passages against a question: by its words, by the kind of fact it asks for, by how
    questions like it were answered. `docs/decisions/0005-model-and-guard.md` has what each is worth.
    """

    def __init__(self, stemmer: StemsWords, glossary: KnowsSynonyms, answers: KnowsAnswers | None) -> None:
        self._stemmer = stemmer
        self._glossary = glossary
        self._answers = answers

    def rate(self, question: str, passages: Sequence[Passage], context: str = "") -> list[Rated]:
        """Every unit of every passage, in reading order; words of `context` count less."""
        units = [(number, unit) for number, passage in enumerate(passages) for unit in units_of(passage.text)]
        texts = [set(self._stems(unit.text)) for _, unit in units]
        around = [self._around(passages[number], unit) for number, unit in units]
        need = self._need(question, context, [own | near for own, near in zip(texts, around, strict=True)])
        near = self._near(context or question, [unit.text for _, unit in units])
        top = max((passage.score for passage in passages), default=0.0) or 1.0
        rated: list[Rated] = []
        for place, (number, unit) in enumerate(units):
            said = need.covered_by(texts[place])
            signs = Signs(
                said=said,
                around=need.covered_by(texts[place] | around[place]) - said,
                kind=_kind_share(need.kinds, unit),
                found=passages[number].score / top,
                place=number,
                key=self._key(unit, need),
                amount=admits(unit.text, need.amounts),
                empty=_emptiness(unit),
                near=near[place],
            )
            home = passages[number].article_id
            score = _weighed(signs)
            rated.append(Rated(unit=unit, home=home, passage=number, place=place, score=score, signs=signs))
        return rated

    def _near(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        return self._answers.nearness(question, texts) if self._answers is not None else [0.0] * len(texts)

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


def _weighed(signs: Signs) -> float:
    return sum(getattr(WEIGHTS, name) * getattr(signs, name) for name in SIGNS)


def _kind_share(kinds: Sequence[str], unit: Unit) -> float:
    """The share it holds of the kinds of fact that are asked for, the first two of them."""
    wanted = kinds[:2]
    text = f"{unit.text} {unit.lead}"
    return sum(holds(kind, text) for kind in wanted) / len(wanted) if wanted else 0.0


def _emptiness(unit: Unit) -> float:
    """How little it says: a question back (1), a mere pointer to another article (0.3)."""
    if unit.is_question:
        return 1.0
    return 0.3 if _POINTS.search(unit.text) and not any(map(str.isdigit, unit.text)) else 0.0
