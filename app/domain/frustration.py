"""Mood in the customer's words: telling words and signs counted, likeness of questions, the trail over turns.

Text only. What the counts are worth is decided by whoever weighs them; nothing here knows a model.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

from app.domain.language import canonical, words

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SMALL_WORDS = """
    а в во вы да для до же за и из или к как ко ли мне мой моя мое мои на не но ну о об от по
    пожалуйста при с со так то у уже что это я еще бы вот здравствуйте привет скажите подскажите a
    an and are as at be by can do does for from hello hi how i i'm in is it its me my of on or
    please so tell that the there this to was what when where will with you your
"""
_STOP = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class MoodWords:
    """The telling words, as patterns over canonical text; `negators` turn a mood word after them round."""

    negative: re.Pattern[str]
    strong: re.Pattern[str]
    positive: re.Pattern[str]
    not_helped: re.Pattern[str]
    resigned: re.Pattern[str]
    sarcasm: re.Pattern[str]
    relief: re.Pattern[str]
    sad_signs: re.Pattern[str]
    glad_signs: re.Pattern[str]
    negators: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """What one message shows: counts up to 3, marks of 0 or 1; `shouting` is the share of capitals, 0..1."""

    negative: float = 0
    strong: float = 0
    positive: float = 0
    negated_positive: float = 0
    not_helped: float = 0
    resigned: float = 0
    sarcasm: float = 0
    relief: float = 0
    shouting: float = 0
    exclaiming: float = 0
    asking_hard: float = 0
    sad_signs: float = 0
    glad_signs: float = 0

    def features(self) -> tuple[float, ...]:
        """The numbers in the order of the fields: what a classifier learns from."""
        return tuple(float(getattr(self, field.name)) for field in fields(self))

    @property
    def score(self) -> float:
        """Frustration in 0..1 by the words alone, where there is no classifier to weigh them."""
        bad = 0.34 * self.negative + 0.4 * self.strong + 0.3 * self.negated_positive
        bad += 0.5 * self.not_helped + 0.5 * self.resigned + 0.6 * self.sarcasm + 0.35 * self.sad_signs
        bad += 0.1 * self.asking_hard + (0.25 if self.shouting > 0.7 and not self.positive else 0)
        if bad:
            bad += 0.1 * min(self.exclaiming, 2)
        relief = 0 if self.sarcasm else 0.35 * self.positive + 0.3 * self.relief + 0.3 * self.glad_signs
        return max(0.0, min(1.0, bad - relief))

    @property
    def anger(self) -> float:
        """How strong the feeling is, 0..1: abuse, grave words, shouting."""
        heat = (
            0.45 * self.strong
            + 0.12 * self.negative
            + 0.12 * min(self.exclaiming, 2)
            + 0.1 * self.asking_hard
        )
        heat += 0.25 * (self.shouting > 0.7) + 0.15 * self.sad_signs + 0.15 * self.sarcasm
        return min(1.0, heat) if self.score > 0 else 0.0


def read_mood(text: str, lexicon: MoodWords, plain: str = "") -> Mood:
    """The mood of one message. Capitals of one word or a code, and one exclamation mark, say nothing.

    `plain` is its canonical form with slips put right, where the caller has it.
    """
    plain = plain or canonical(text)
    negative, softened = _split_by_negation(lexicon.negative, plain, lexicon)
    positive, spoiled = _split_by_negation(lexicon.positive, plain, lexicon)
    return Mood(
        negative=min(negative, 3),
        strong=min(len(lexicon.strong.findall(plain)), 3),
        positive=min(positive + softened // 2, 3),
        negated_positive=min(spoiled, 2),
        not_helped=float(bool(lexicon.not_helped.search(plain))),
        resigned=float(bool(lexicon.resigned.search(plain))),
        sarcasm=float(bool(lexicon.sarcasm.search(plain))),
        relief=float(bool(lexicon.relief.search(plain))),
        shouting=_shouting(text),
        exclaiming=min(text.count("!") // 2, 3),
        asking_hard=float("??" in text or "?!" in text or "!?" in text),
        sad_signs=min(len(lexicon.sad_signs.findall(text)), 2),
        glad_signs=min(len(lexicon.glad_signs.findall(text)), 2),
    )


def evidence_of(text: str, lexicon: MoodWords) -> tuple[str, ...]:
    """The telling phrases of a message, at most three, gravest first, for the operator to see."""
    plain = canonical(text)
    found: list[str] = []
    for pattern in (lexicon.strong, lexicon.not_helped, lexicon.sarcasm, lexicon.resigned, lexicon.negative):
        for match in pattern.finditer(plain):
            known = any(match.group() in earlier for earlier in found)
            if not known and not _is_negated(plain, match.start(), lexicon):
                found.append(match.group())
    return tuple(found[:3])


def likeness(one: str, other: str) -> float:
    """How alike two messages are, 0..1: stems shared, over the shorter one; less if lengths differ."""
    left, right = _stems(one), _stems(other)
    if not left or not right:
        return 0.0
    shared = len(left & right)
    return (
        shared
        / min(len(left), len(right))
        * (0.5 + 0.5 * min(len(left), len(right)) / max(len(left), len(right)))
    )


def says_again(earlier: str, later: str, at_least: float = 0.6) -> bool:
    """Whether the later message repeats the earlier one, exactly or mostly in the same words."""
    return canonical(earlier) == canonical(later) or likeness(earlier, later) >= at_least


def trail(scores: Sequence[float], memory: float = 0.6) -> float:
    """The mood over the turns, 0..1: the latest score, or what is left of the earlier ones if worse."""
    level = 0.0
    for score in scores:
        level = max(score, level * memory)
    return level


def _shouting(text: str) -> float:
    prose = _LONG_WORD.findall(text)
    if len(prose) < 2:
        return 0.0
    return sum(word.isupper() for word in prose) / len(prose)


def _split_by_negation(pattern: re.Pattern[str], plain: str, lexicon: MoodWords) -> tuple[int, int]:
    """Matches that stand, and matches turned round by a negation before them."""
    turned = [_is_negated(plain, match.start(), lexicon) for match in pattern.finditer(plain)]
    return turned.count(False), turned.count(True)


def _is_negated(plain: str, start: int, lexicon: MoodWords) -> bool:
    before = re.split(r"[,.!?;]", plain[max(0, start - 24) : start])[-1]
    return any(word in lexicon.negators or word.endswith("n't") for word in words(before)[-2:])


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in words(canonical(text)) if word not in _STOP)
