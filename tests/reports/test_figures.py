"""Percentiles, shares within a limit, the Wilson interval: against values worked out elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.figures import percentile, satisfaction, share_within, spread, wilson


def test_a_percentile_is_one_of_the_values():
    assert percentile([1], 0.9) == 1
    assert percentile([1, 2], 0.5) == 1
    assert percentile([1, 2, 3], 0.5) == 2
    assert percentile(list(range(1, 11)), 0.9) == 9
    assert percentile(list(range(1, 12)), 0.9) == 10
    assert percentile([], 0.5) is None


@pytest.mark.parametrize(
    ("good", "n", "low", "high"),
    [
        (2, 4, 0.150039, 0.849961),
        (0, 10, 0.0, 0.277533),
        (10, 10, 0.722467, 1.0),
        (81, 263, 0.255291, 0.366214),
    ],
)
def test_the_wilson_interval_agrees_with_published_values(good: int, n: int, low: float, high: float):
    assert wilson(good, n) == pytest.approx((low, high), abs=5e-5)


def test_nobody_asked_gives_no_interval():
    assert wilson(0, 0) is None
    assert satisfaction([], asked=0, answered=0).low is None


def test_the_service_level_of_the_textbook_example():
    # 1,000 answered, 860 of them within 20 s; 60 left, 20 of them within 20 s: 82.7 %
    ended = [10.0] * 860 + [30.0] * 140
    left = [10.0] * 20 + [30.0] * 40
    assert share_within(ended, left, 20) == pytest.approx(0.8269, abs=5e-5)


@given(
    st.lists(st.floats(0, 1e6), max_size=30),
    st.lists(st.floats(0, 1e6), max_size=30),
    st.floats(0, 1e6),
    st.floats(0, 1e6),
)
def test_a_stricter_limit_never_looks_better(
    ended: list[float], left: list[float], first: float, second: float
):
    aim, norm = sorted((first, second))
    counted = spread(ended, left, norm_s=norm, aim_s=aim)
    if counted.within_norm is not None and counted.within_aim is not None:
        assert 0 <= counted.within_aim <= counted.within_norm <= 1
    if counted.p50 is not None and counted.p90 is not None:
        assert counted.p50 <= counted.p90
        assert {counted.p50, counted.p90} <= set(ended)


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_interval_holds_the_share(first: int, second: int):
    good, n = sorted((first, second))
    interval = wilson(good, n)
    if interval is not None:
        low, high = interval
        assert 0 <= low <= good / n + 1e-12
        assert good / n - 1e-12 <= high <= 1
