"""Which line of a price list a quantity falls into: 7 kg belongs to "from 5 to 10 kg"."""

import re
from collections.abc import Sequence

from app.domain.claims.figures import find_figures
from app.domain.claims.marks import blanked, find_marks
from app.domain.claims.numerals import plain

Amount = tuple[str, float]
"""A dimension ("gram", "RUB", "minute", "mm") and a value in its smallest unit."""

_BELOW = re.compile(
    r"\b(?:до|не более|не больше|менее|меньше|максимум|легче|короче|дешевле|up to|under|below|less than"
    r"|at most|within|no more than)\W*$"
)
_ABOVE = re.compile(
    r"\b(?:от|более|больше|свыше|дороже|тяжелее|длиннее|не менее|минимум|from|over|above|more than"
    r"|at least|exceeding|starting at)\W*$"
)


def amounts_in(question: str) -> list[Amount]:
    """The quantities that a customer names."""
    return [(dimension, value) for dimension, value, _, _ in _amounts(plain(question))]


def admits(line: str, amounts: Sequence[Amount]) -> float:
    """1 when the range at the head of `line` holds one of the amounts, -1 when it excludes one, else 0."""
    if not amounts:
        return 0.0
    read = plain(line)
    low: dict[str, float] = {}
    high: dict[str, float] = {}
    for dimension, value, start, _ in _amounts(read):
        before = read[max(0, start - 24) : start]
        if _BELOW.search(before) or (
            dimension in low and dimension not in high and re.search(r"[-–]\W*$", before)
        ):
            high.setdefault(dimension, value)
        elif _ABOVE.search(before):
            low.setdefault(dimension, value)
    for dimension, value in amounts:
        if dimension in low or dimension in high:
            fits = low.get(dimension, 0.0) <= value <= high.get(dimension, float("inf"))
            return 1.0 if fits else -1.0
    return 0.0


def _amounts(read: str) -> list[tuple[str, float, int, int]]:
    marks = list(find_marks(read))
    return [
        (key[0], float(str(key[1])), figure.start, figure.end)
        for figure in find_figures(blanked(read, marks))
        for key in figure.wanted
        if key[0] not in {"any", "bare", "single", "%"}
    ]
