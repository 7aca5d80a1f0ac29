"""The operators' desk: who waits first, and how long a wait may honestly be said to take."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.desk import MINIMUM_SAMPLES, DeskEntry, DeskStatus, estimate_wait, queue_order
from app.domain.ids import ConversationId
from tests.builders import NOON


def entry(name: str, waited_s: int | None, status: DeskStatus = "queued") -> DeskEntry:
    queued_at: datetime | None = None if waited_s is None else NOON - timedelta(seconds=waited_s)
    return DeskEntry(conversation_id=ConversationId(name), status=status, language="ru", queued_at=queued_at)


waits = st.lists(st.floats(0, 36_000), min_size=MINIMUM_SAMPLES, max_size=60)


def test_the_longest_wait_comes_first() -> None:
    entries = [entry("new", 5), entry("oldest", 90), entry("middle", 40)]
    assert [one.conversation_id for one in queue_order(entries)] == ["oldest", "middle", "new"]


def test_only_waiting_conversations_stand_in_the_queue() -> None:
    statuses: tuple[DeskStatus, ...] = ("bot", "assigned", "resolved")
    entries = [entry(status, 60, status) for status in statuses]
    assert queue_order([*entries, entry("waiting", 1)]) == [entry("waiting", 1)]


def test_two_who_came_at_once_keep_one_order_on_every_node() -> None:
    entries = [entry("b", 10), entry("a", 10)]
    assert queue_order(entries) == queue_order(reversed(entries))


@pytest.mark.parametrize(("samples", "online"), [(MINIMUM_SAMPLES - 1, 3), (20, 0), (0, 0)])
def test_without_samples_or_people_no_time_is_promised(samples: int, online: int) -> None:
    estimate = estimate_wait(2, [60.0] * samples, online)
    assert (estimate.position, estimate.low_s, estimate.high_s) == (2, None, None)


@pytest.mark.parametrize(("position", "online", "high_s"), [(1, 1, 300), (2, 2, 300), (4, 2, 600)])
def test_a_new_shop_tells_what_it_promises_scaled_by_the_line(
    position: int, online: int, high_s: int
) -> None:
    estimate = estimate_wait(position, [20.0], online, promised_s=300)
    assert (estimate.low_s, estimate.high_s) == (0, high_s)
    assert estimate_wait(position, [20.0], 0, promised_s=300).high_s is None


def test_what_is_known_counts_for_more_than_what_is_promised() -> None:
    assert estimate_wait(1, [60.0] * MINIMUM_SAMPLES, 1, promised_s=3_600).high_s == 60


@given(waits, st.integers(1, 50), st.integers(1, 20))
def test_a_range_is_in_half_minutes_and_never_upside_down(
    recent: list[float], position: int, online: int
) -> None:
    estimate = estimate_wait(position, recent, online)
    assert estimate.low_s is not None
    assert estimate.high_s is not None
    assert 0 <= estimate.low_s <= estimate.high_s
    assert estimate.low_s % 30 == estimate.high_s % 30 == 0
    assert estimate.high_s >= 30


@given(waits, st.integers(1, 50), st.integers(1, 20))
def test_standing_further_back_never_looks_shorter(recent: list[float], position: int, online: int) -> None:
    near, far = estimate_wait(position, recent, online), estimate_wait(position + 1, recent, online)
    assert (far.high_s or 0) >= (near.high_s or 0)


@given(waits, st.integers(1, 50), st.integers(1, 20))
def test_the_upper_bound_holds_for_four_of_five_recent_waits_at_the_head_of_the_line(
    recent: list[float], position: int, online: int
) -> None:
    high = estimate_wait(position, recent, online).high_s or 0
    assert sum(wait <= high for wait in recent) >= int(len(recent) * 0.8)
