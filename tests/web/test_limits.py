"""Sliding windows: exact to one act, told when to come back, forgotten when idle."""

import pytest

from app.domain.errors import RateLimited
from app.web.limits import Window, Windows


class Seconds:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


def test_exactly_the_limit_passes_and_the_next_is_told_how_long_to_wait(seconds: Seconds) -> None:
    window = Window(20, 10.0, seconds)
    for _ in range(20):
        window.spend()
        seconds.now += 0.1
    with pytest.raises(RateLimited) as caught:
        window.spend()
    wait_ms = caught.value.retry_after_ms
    assert wait_ms is not None
    assert caught.value.retryable
    seconds.now += wait_ms / 1_000
    window.spend()


def test_a_refused_act_does_not_prolong_the_wait(seconds: Seconds) -> None:
    window = Window(1, 10.0, seconds)
    window.spend()
    for _ in range(50):
        seconds.now += 0.15
        with pytest.raises(RateLimited):
            window.spend()
    seconds.now += 2.6
    window.spend()


def test_no_ten_seconds_hold_more_than_the_limit(seconds: Seconds) -> None:
    window = Window(5, 10.0, seconds)
    passed: list[float] = []
    for step in range(400):
        seconds.now += (step * 7 % 13) / 10
        try:
            window.spend()
        except RateLimited:
            continue
        passed.append(seconds.now)
    for start in passed:
        assert sum(start <= moment < start + 10.0 for moment in passed) <= 5


def test_each_key_has_a_window_of_its_own(seconds: Seconds) -> None:
    windows = Windows(2, 10.0, seconds)
    for key in ("a", "b"):
        windows.spend(key)
        windows.spend(key)
    with pytest.raises(RateLimited):
        windows.spend("a")


def test_idle_keys_are_forgotten_and_busy_ones_are_not(seconds: Seconds) -> None:
    windows = Windows(1, 10.0, seconds)
    for number in range(10_001):
        windows.spend(f"old-{number}")
    seconds.now += 5
    windows.spend("busy")
    seconds.now += 6
    windows.spend("newcomer")
    with pytest.raises(RateLimited):
        windows.spend("busy")
    windows.spend("old-1")
