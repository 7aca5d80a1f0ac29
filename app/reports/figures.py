"""Arithmetic of reports: percentiles, shares within a limit, intervals; conversations are unknown here."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Waiting or working times in seconds, over `n` that came to their end.

    `p50` and `p90` are nearest-rank percentiles. `within_norm` and `within_aim` are shares of all that came
    to their end or already took longer than the limit without (`unanswered` says how many did not end):
    whoever gave up before the limit counts neither way. None where there is nothing to count.
    """

    n: int
    unanswered: int
    p50: float | None
    p90: float | None
    within_norm: float | None
    within_aim: float | None
    norm_s: float
    aim_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    """Ratings: `share` of 4 and 5 among `n`, its Wilson 95 % interval, and how many of those asked rated."""

    n: int
    good: int
    share: float | None
    low: float | None
    high: float | None
    asked: int
    response_rate: float | None


def spread(ended: Sequence[float], unanswered: Sequence[float], *, norm_s: float, aim_s: float) -> Spread:
    """The spread of `ended` times, with the times so far of those that did not end."""
    ordered = sorted(ended)
    return Spread(
        n=len(ordered),
        unanswered=len(unanswered),
        p50=percentile(ordered, 0.5),
        p90=percentile(ordered, 0.9),
        within_norm=share_within(ordered, unanswered, norm_s),
        within_aim=share_within(ordered, unanswered, aim_s),
        norm_s=norm_s,
        aim_s=aim_s,
    )


def percentile(ordered: Sequence[float], q: float) -> float | None:
    """The smallest of the ordered values that at least the share `q` of them does not exceed."""
    return ordered[max(0, math.ceil(q * len(ordered)) - 1)] if ordered else None


def share_within(ended: Sequence[float], unanswered: Sequence[float], limit: float) -> float | None:
    """ended within the limit / (all ended + those that went on for longer than the limit without ending)."""
    overdue = sum(waited > limit for waited in unanswered)
    return ratio(sum(took <= limit for took in ended), len(ended) + overdue)


def ratio(part: float, whole: float) -> float | None:
    """part / whole, or None for nothing of nothing."""
    return part / whole if whole else None


def wilson(good: int, n: int) -> tuple[float, float] | None:
    """The 95 % score interval of a share (Wilson 1927), or None without observations."""
    if n == 0:
        return None
    z2, p = NORMAL_95**2, good / n
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = NORMAL_95 / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def satisfaction(scores: Sequence[int], *, asked: int, answered: int) -> Satisfaction:
    """CSAT of `scores` (1 to 5); `answered` of the `asked` rated."""
    good = sum(score >= 4 for score in scores)
    interval = wilson(good, len(scores))
    return Satisfaction(
        n=len(scores),
        good=good,
        share=ratio(good, len(scores)),
        low=interval[0] if interval else None,
        high=interval[1] if interval else None,
        asked=asked,
        response_rate=ratio(answered, asked),
    )
