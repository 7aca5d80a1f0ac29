"""Figures out of outcomes: shares, precision and recall, ranks, percentiles, the area under the ROC curve."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Metrics = dict[str, float]
RowOut = dict[str, Any]


def share(values: Iterable[bool]) -> float:
    """Share of true values; 0 when there are none."""
    counted = list(values)
    return sum(counted) / len(counted) if counted else 0.0


def percentile(values: Sequence[float], part: float) -> float:
    """The value below which `part` (0..1) of the values lie, nearest rank; 0 when there are none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(part * len(ordered)) - 1)]


def binary(gold: Sequence[bool], predicted: Sequence[bool]) -> Metrics:
    """Precision, recall and F1 of the true class."""
    hits = sum(g and p for g, p in zip(gold, predicted, strict=True))
    precision = hits / sum(predicted) if any(predicted) else 0.0
    recall = hits / sum(gold) if any(gold) else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": f1}


def auroc(gold: Sequence[bool], scores: Sequence[float]) -> float:
    """Chance that a true case scores above a false one, ties half; 0.5 when one class is empty."""
    pairs = sorted(zip(scores, gold, strict=True))
    positives = sum(gold)
    negatives = len(gold) - positives
    if not positives or not negatives:
        return 0.5
    rank_sum, index = 0.0, 0
    while index < len(pairs):
        end = index
        while end < len(pairs) and pairs[end][0] == pairs[index][0]:
            end += 1
        middle = (index + 1 + end) / 2
        rank_sum += middle * sum(is_true for _, is_true in pairs[index:end])
        index = end
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


def by_group(
    rows: Sequence[RowOut], key: str, measure: Callable[[Sequence[RowOut]], Metrics]
) -> Mapping[str, Metrics]:
    """The metrics of each group of rows with the same value (or one of the values) under `key`."""
    groups: dict[str, list[RowOut]] = {}
    for row in rows:
        value = row.get(key)
        names = [value] if isinstance(value, str) else list(value or ())
        for name in names:
            if name:
                groups.setdefault(str(name), []).append(row)
    return {name: measure(members) for name, members in sorted(groups.items())}
