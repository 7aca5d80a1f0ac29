"""How well a sentence, list item or table row answers a question; wording of replies lives elsewhere."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.domain.claims.numerals import plain
from app.domain.grounding import Passage
from app.llm.amounts import admits, amounts_in
from app.llm.units import Unit, units_of

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Texts to unit vectors, one row each; the first text is the question."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_WANTS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(asked), re.compile(answer))
    for name, asked, answer in (
        (
            "money",
            r"сколько (?:\w+ )?(?:сто[ия]|будет|обойд|заплат|плат|возьм|руб|денег|надо плат|берет|берут)"
            r"|обойд[её]тся|по ?чем\b|цен[аыеу]|стоимост|тариф|платн|бесплатн"
            r"|даром|сумм|how much|price|cost|fee\b|charge|free\b|pay for|expensive|cheap",
            r"\d[\d ,.]*(?:₽|руб|р\b|rub|%|\$|€|£|usd|eur)|₽|[$€£]\d|бесплатн|free\b|roubles?|dollars?"
            r"|процент|percent",
        ),
        (
            "time",
            r"когда|срок|как долго|сколько (?:\w+ )?(?:дн|ждать|времени|идет|едет|лежит|хран|дней|недел"
            r"|действ|держ)|сколько\b.{0,30}(?:дн|ждать|времени|хран|лежит|ле[жт]|держ)"
            r"|за какое время|до какого|how long|how soon|how many (?:days|weeks|months|hours)|when\b"
            r"|deadline|how fast|how quickly|until",
            r"\d[\d –-]* ?(?:рабоч\w+ |календарн\w+ |working |business )?(?:дн|день|сут|час|ч\b|мин|недел"
            r"|месяц|мес\b|год|лет|day|hour|minute|week|month|year)|следующий день|next day"
            r"|сразу|немедленно|immediately|at once|\d{1,2}:\d{2}|в тот же день|same day|(?:янв|фев|март"
            r"|апр|июн|июл|авг|сент|окт|нояб|дек)\w+",
        ),
        (
            "hours",
            r"во сколько|до скольк|со скольк|часы работы|график|режим работы|работает[еи]? ли"
            r"|что (?:вы )?работаете|opening|open\b|close\b|hours\b|what time|schedule",
            r"\d{1,2}[:.]\d{2}|с \d{1,2} до \d{1,2}|\d ?(?:am|pm)|ежедневно|круглосуточно|daily|every day",
        ),
        (
            "place",
            r"\bгде\b|куда|адрес|как (?:проехать|добраться)|where\b|address|location",
            r"\b(?:ул|улиц|проспект|проезд|шоссе|дом|метро|адрес|город|кабинет|раздел|страниц|меню|профил"
            r"|письм|сайт|чат|street|avenue|road|address|metro|account|page|section|menu)",
        ),
        (
            "count",
            r"сколько|какой процент|какую часть|максимум|минимум|лимит|предел|how many|how much|maximum"
            r"|minimum|limit|up to|what percent",
            r"\d|\b(?:один|одн|два|две|три|четыре|пять|шесть|десять|one|two|three|four|five|six|ten|half"
            r"|половин|без ограничен|unlimited)",
        ),
        (
            "permission",
            r"можно ли|могу ли|можно\b|могу я|разреш|нельзя ли|имею ли|вправе|получится ли|возможно ли"
            r"|принимаете|\bесть ли|can i\b|could i\b|may i\b|am i allowed|is it possible|do you\b"
            r"|are you able"
            r"|allowed|will you",
            r"\b(?:можно|нельзя|невозможно|не принима|не подлеж|принима|возможн|вправе|не возвра|доступн"
            r"|can|cannot|can't|may|possible|not accept|accept|not available|available|allowed|must)",
        ),
        (
            "steps",
            r"^(?:а |и )?как\b|каким образом|что (?:мне )?(?:нужно |надо )?(?:делать|сделать)|что (?:нужно"
            r"|надо)|порядок|инструкц|how (?:do|can|to|should)|what (?:do|should) i (?:do|need)|steps"
            r"|what is needed",
            r"\b(?:нажмите|откройте|выберите|напишите|перейдите|введите|оформите|укажите|приложите"
            r"|сообщите|пришлите|сфотографируйте|заполните|позвоните|передайте|упакуйте|подайте"
            r"|войдите|зайдите"
            r"|click|open|choose|select|write|go to|enter|send|fill|tell|attach|press|pack|hand|sign in"
            r"|log in|take|bring)",
        ),
    )
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


class Relevance:
    """Rates the units of passages against a question, by words and, if there is one, by an embedder."""

    def __init__(self, stemmer: StemsWords, glossary: KnowsSynonyms, embed: Embed | None = None) -> None:
        self._stemmer = stemmer
        self._glossary = glossary
        self._embed = embed

    def rate(self, question: str, passages: Sequence[Passage]) -> list[Rated]:
        """Every unit of every passage, in reading order."""
        units = [(number, unit) for number, passage in enumerate(passages) for unit in units_of(passage.text)]
        texts = [set(self._stems(unit.text)) for _, unit in units]
        around = [self._around(passages[number], unit) for number, unit in units]
        rarity = _rarity([own | near for own, near in zip(texts, around, strict=True)])
        wanted = {stem: self._glossary.neighbours(stem) for stem in self._stems(question)}
        nearness = self._nearness(question, [unit.text for _, unit in units])
        kinds = wants(question)
        amounts = amounts_in(question)
        top = max((passage.score for passage in passages), default=0.0) or 1.0
        rated: list[Rated] = []
        for place, (number, unit) in enumerate(units):
            covered = _covered(wanted, texts[place])
            near = _covered({s: n for s, n in wanted.items() if s not in covered}, around[place])
            score = _coverage(wanted, covered, near, rarity) + _kind_bonus(kinds, unit)
            score += 0.5 * nearness[place] + 0.25 * passages[number].score / top - 0.04 * number
            key = self._key(unit, wanted, rarity) + admits(unit.text, amounts)
            rated.append(
                Rated(
                    unit=unit,
                    home=passages[number].article_id,
                    passage=number,
                    place=place,
                    score=score + min(0.4, key) - (0.4 if unit.text.endswith("?") else 0.0),
                    key=key,
                )
            )
        return rated

    def _key(self, unit: Unit, wanted: dict[str, frozenset[str]], rarity: Counter[str]) -> float:
        """How much of the question the head of a row or of an item ("Казань — 520 ₽") names."""
        named = None if unit.cells else _HEAD.match(unit.text)
        head = unit.cells[0][1] if unit.cells else named.group() if named else ""
        if unit.kind == "sentence" or not head:
            return 0.0
        stems = self._stems(head)
        return _coverage(wanted, _covered(wanted, set(stems)), {}, rarity) + 0.01 * _earliest(wanted, stems)

    def _stems(self, text: str) -> list[str]:
        return self._stemmer.content(_WORD.findall(plain(text)))

    def _around(self, passage: Passage, unit: Unit) -> set[str]:
        return set(self._stems(f"{passage.title} {passage.heading} {unit.lead}"))

    def _nearness(self, question: str, texts: Sequence[str]) -> list[float]:
        if self._embed is None or not texts:
            return [0.0] * len(texts)
        vectors = self._embed([question, *texts[:40]])
        near = [float(value) for value in vectors[1:] @ vectors[0]]
        return near + [0.0] * (len(texts) - len(near))


def wants(question: str) -> list[str]:
    """What kinds of fact a question asks for: money, time, hours, place, count, permission, steps."""
    read = plain(question)
    return [name for name, asked, _ in _WANTS if asked.search(read)]


def holds(kind: str, text: str) -> bool:
    """Whether a text holds a fact of that kind."""
    read = plain(text)
    return any(name == kind and answer.search(read) for name, _, answer in _WANTS)


def _kind_bonus(kinds: Sequence[str], unit: Unit) -> float:
    text = f"{unit.text} {unit.lead}"
    return 0.3 * sum(holds(kind, text) for kind in kinds[:2]) / max(1, len(kinds[:2])) if kinds else 0.0


def _covered(wanted: dict[str, frozenset[str]], stems: set[str]) -> dict[str, float]:
    """Which stems of the question occur: as they are (1), longer or shorter (0.8), as a synonym (0.6)."""
    found: dict[str, float] = {}
    for stem, synonyms in wanted.items():
        if stem in stems:
            found[stem] = 1.0
        elif len(stem) >= 4 and any(
            s.startswith(stem) or (len(s) >= 4 and stem.startswith(s)) for s in stems
        ):
            found[stem] = 0.8
        elif synonyms & stems:
            found[stem] = 0.6
    return found


def _coverage(
    wanted: dict[str, frozenset[str]], own: dict[str, float], near: dict[str, float], rarity: Counter[str]
) -> float:
    total = sum(_weight(stem, rarity) for stem in wanted)
    if not total:
        return 0.0
    said = sum(_weight(stem, rarity) * part for stem, part in own.items())
    hinted = sum(_weight(stem, rarity) * part for stem, part in near.items())
    return (said + 0.4 * hinted) / total


def _rarity(documents: Sequence[set[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(document)
    counts["\0"] = len(documents)
    return counts


def _weight(stem: str, rarity: Counter[str]) -> float:
    """Rare words say more; a word that no unit holds is asked about all the same."""
    return math.log(1 + (rarity["\0"] + 1) / (rarity[stem] + 0.5))


def _earliest(wanted: dict[str, frozenset[str]], stems: Sequence[str]) -> float:
    """Near 1 when the head begins with a word of the question: its main noun, not an aside."""
    return next((1 / (place + 1) for place, stem in enumerate(stems) if stem in wanted), 0.0)
