"""Counting failed proofs."""

from datetime import timedelta

from app.assistant.ordering.attempts import AttemptLimiter
from tests.manual_clock import ManualClock


def test_the_window_slides(clock: ManualClock) -> None:
    attempts = AttemptLimiter(clock, limit=2)
    assert attempts.take("a")
    clock.pass_by(minutes=40)
    assert attempts.take("a")
    assert not attempts.take("a")
    assert attempts.wait("a") == timedelta(minutes=20)
    clock.pass_by(minutes=21)
    assert attempts.take("a")


def test_a_try_given_back_does_not_count(clock: ManualClock) -> None:
    attempts = AttemptLimiter(clock, limit=1)
    assert attempts.take("a")
    attempts.give_back("a")
    attempts.give_back("nobody")
    assert attempts.take("a")
    assert attempts.wait("b") == timedelta(0)


def test_memory_is_bounded(clock: ManualClock) -> None:
    attempts = AttemptLimiter(clock, limit=1, keys=2)
    assert attempts.take("a") and attempts.take("b") and attempts.take("c")
    assert attempts.take("a")
    assert not attempts.take("c")
