"""Figures against values worked out by hand."""

import pytest

from evals.metrics import auroc, binary, by_group, percentile, share
from evals.suites.retrieval import rank


def test_precision_recall_and_f1() -> None:
    found = binary([True, True, True, False], [True, False, True, True])
    assert found == pytest.approx({"precision": 2 / 3, "recall": 2 / 3, "f1": 2 / 3})


def test_nothing_predicted_is_zero_and_not_an_error() -> None:
    assert binary([True, False], [False, False]) == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert share([]) == 0.0
    assert percentile([], 0.5) == 0.0


def test_the_area_under_the_curve_counts_pairs_and_halves_ties() -> None:
    # pairs (0.9, 0.5) and (0.9, 0.1) are right, (0.5, 0.5) is a tie, (0.5, 0.1) is right: 3.5 of 4
    assert auroc([True, True, False, False], [0.9, 0.5, 0.5, 0.1]) == pytest.approx(0.875)
    assert auroc([True, True], [0.1, 0.2]) == 0.5


def test_a_percentile_is_the_nearest_rank() -> None:
    values = [float(value) for value in range(1, 101)]
    assert percentile(values, 0.95) == 95
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2


def test_the_rank_is_that_of_the_first_relevant_article() -> None:
    assert rank(["a", "b", "c"], ["c", "b"]) == 2
    assert rank(["a"] * 10 + ["b"], ["b"]) is None


def test_a_row_with_several_tags_counts_in_each() -> None:
    rows = [{"tags": ("x", "y"), "ok": True}, {"tags": ("x",), "ok": False}]
    groups = by_group(rows, "tags", lambda members: {"ok": share(row["ok"] for row in members)})
    assert groups == {"x": {"ok": 0.5}, "y": {"ok": 1.0}}
