"""Nineteen conversations counted by hand: every figure of the report, exactly."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.errors import InvalidInput
from app.reports.figures import Satisfaction, Spread, wilson
from app.reports.reports import Reports
from app.reports.summary import Answers, Callbacks, Queue, Summary
from app.storage.database import Database
from tests.reports.stories import BOB, Story, write

DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = DAY + timedelta(days=1)


def tell(number: int, *, at: datetime | None = None) -> Story:
    """A story of the day, ten minutes after the one before."""
    return Story(f"c{number}", at or DAY + timedelta(minutes=10 * number))


def stories() -> list[Story]:
    return [
        # the assistant alone
        tell(1).asks(5).model(7, 100, 50).resolved(65, "solved", "customer").scores(70, 5),
        tell(2).asks(0).bot(2, "clarify").asks(10).quotes(11),
        tell(3).asks(0).model(40, 200, 100).thumb(50, 1),
        tell(4).asks(0).bot(3, "not_found"),
        tell(12).asks(0).bot(1, "small_talk"),
        tell(14, at=NOW - timedelta(minutes=30)).asks(0).quotes(1),
        tell(16, at=DAY - timedelta(days=4)).asks(0).quotes(1).asks(345_600).bot(345_602, "identity"),
        # a person helped
        tell(5).asks(0).bot(1, "handoff").calls(1).taken(21).says(31).resolved(331, "solved").scores(340, 4),
        tell(6)
        .asks(0)
        .bot(2, "not_found")
        .asks(10)
        .bot(12, "not_found")
        .calls(12, "ungrounded_twice")
        .taken(92)
        .says(112)
        .released(200, "transfer")
        .taken(200, BOB)
        .says(210, BOB)
        .resolved(400, "not_solved")
        .scores(410, 2),
        tell(9)
        .asks(0)
        .model(5, 10, 10)
        .resolved(30, "solved", "customer")
        .scores(35, 5)
        .asks(7_230)
        .bot(7_233, "not_found")
        .calls(7_233, "sensitive_topic")
        .taken(7_243)
        .says(7_263)
        .resolved(7_530, "solved")
        .scores(7_540, 3),
        tell(15)
        .asks(0)
        .quotes(2, is_simplified=True)
        .calls(60, "operator_took_over")
        .taken(60)
        .says(65)
        .returned(100)
        .asks(110)
        .model(112, 30, 20),
        tell(18)
        .asks(0)
        .bot(2, "handoff")
        .calls(2, "tool_failure")
        .taken(12)
        .released(52, "absent")
        .taken(72, BOB)
        .says(82, BOB)
        .released(100)
        .taken(130)
        .says(140)
        .resolved(200, "solved"),
        # nobody helped, or not yet
        tell(7).asks(0).bot(1, "handoff").calls(1, "frustration").cancels(6),
        tell(8).asks(0).bot(2, "handoff").calls(2).taken(302).says(312).resolved(612, "no_reply"),
        tell(20).asks(0).bot(1, "handoff").calls(1, "frustration").resolved(101, "not_solved", "customer"),
        tell(17, at=NOW - timedelta(seconds=100)).asks(0).bot(1, "handoff").calls(1),
        tell(10).calls(0).contact(20).called_back(3_600),
        tell(11).asks(0).bot(1, "handoff").calls(1).contact(31),
        # not to be counted, or only as what it is
        tell(13).asks(0).calls(1).taken(2).says(3).resolved(10, "spam"),
        tell(19),
    ]


@pytest.fixture
async def day(database: Database) -> Summary:
    await write(database, *stories())
    return await Reports(database, lambda: NOW).last_days(1)


async def test_every_conversation_has_one_outcome(day: Summary):
    assert day.conversations == 19
    assert day.outcomes == {
        "bot_confirmed": 2,
        "bot_assumed": 1,
        "human_resolved": 4,
        "human_unresolved": 1,
        "called_back": 1,
        "abandoned_in_bot": 2,
        "abandoned_in_queue": 3,
        "no_question": 1,
        "spam": 1,
        "open": 3,
    }
    assert sum(day.outcomes.values()) == day.conversations


async def test_times_are_exact_to_the_second(day: Summary):
    replies = {"norm_s": 60.0, "aim_s": 30.0}
    assert day.first_reply_s == Spread(
        n=17, unanswered=0, p50=2, p90=5, within_norm=1.0, within_aim=16 / 17, **replies
    )
    assert day.human_first_reply_s == Spread(
        n=5, unanswered=5, p50=80, p90=310, within_norm=2 / 7, within_aim=2 / 7, **replies
    )
    assert day.waiting_s == Spread(
        n=6, unanswered=5, p50=30, p90=300, within_norm=3 / 8, within_aim=3 / 8, **replies
    )
    assert day.total_wait_s == Spread(
        n=5, unanswered=5, p50=112, p90=7_263, within_norm=1 / 7, within_aim=0.0, **replies
    )
    assert day.resolution_s == Spread(
        n=7,
        unanswered=0,
        p50=112,
        p90=7_530,
        within_norm=6 / 7,
        within_aim=4 / 7,
        norm_s=360.0,
        aim_s=180.0,
    )


async def test_the_queue_is_counted_by_how_each_wait_ended(day: Summary):
    assert day.queue == Queue(entered=11, taken=6, left=4, left_early=1, waiting=1)
    assert day.callbacks == Callbacks(done=1, open=1)


async def test_satisfaction_counts_the_last_rating_of_each(day: Summary):
    interval = wilson(2, 4)
    assert interval is not None
    assert day.csat == Satisfaction(
        n=4, good=2, share=0.5, low=interval[0], high=interval[1], asked=7, response_rate=4 / 7
    )
    assert (day.csat_assistant.n, day.csat_assistant.good, day.csat_assistant.asked) == (1, 1, 2)
    assert (day.csat_people.n, day.csat_people.good, day.csat_people.asked) == (3, 1, 5)


async def test_escalations_are_counted_once_by_their_first_reason(day: Summary):
    assert day.escalated == 11
    assert day.escalation_rate == 11 / 18
    assert day.escalations == {
        "asked_for_human": 5,
        "frustration": 2,
        "ungrounded_twice": 1,
        "sensitive_topic": 1,
        "operator_took_over": 1,
        "tool_failure": 1,
    }
    assert sum(day.escalations.values()) == day.escalated
    assert day.reopened == 1


async def test_answers_are_counted_by_what_wrote_them(day: Summary):
    assert (day.unanswered, day.unanswered_visits) == (4, 3)
    assert day.answers == Answers(
        total=7,
        by_model=4,
        by_quotation=3,
        by_rules=0,
        simplified=1,
        model_share=4 / 7,
        quotation_share=3 / 7,
    )
    assert day.tokens == 520
    assert day.tokens_per_resolved == 520 / 3


async def test_a_window_takes_a_visit_by_its_first_moment(database: Database):
    await write(database, tell(1).asks(0).quotes(1))
    begin = DAY + timedelta(minutes=10)
    reports, second = Reports(database, lambda: NOW), timedelta(seconds=1)
    assert (await reports.between(begin, begin + second)).conversations == 1
    assert (await reports.between(begin - second, begin)).conversations == 0
    assert (await reports.between(begin + second, NOW)).conversations == 0


async def test_nothing_to_count_gives_no_shares(sqlite_database: Database):
    empty = await Reports(sqlite_database, lambda: NOW).last_days(7)
    assert empty.conversations == sum(empty.outcomes.values()) == 0
    assert empty.first_reply_s.p50 is None
    assert empty.csat.share is None
    assert empty.csat.response_rate is None
    assert empty.tokens_per_resolved is None


async def test_a_window_of_nothing_or_of_ages_is_refused(sqlite_database: Database):
    reports = Reports(sqlite_database, lambda: NOW)
    for since, until in ((NOW, NOW), (NOW, DAY), (DAY - timedelta(days=400), NOW)):
        with pytest.raises(InvalidInput):
            await reports.between(since, until)
