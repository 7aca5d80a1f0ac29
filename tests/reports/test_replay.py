"""Other numbers tried on conversations counted by hand: how many calls, who was missed, what was in vain."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain import events as e
from app.domain.escalation import EscalationPolicy, Signals
from app.domain.weighing import Weighed
from app.reports.replay import Side, calls_of
from app.reports.replays import Comparison, Replays
from app.storage.database import Database
from tests.reports.stories import OURS, Story, write

DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = DAY + timedelta(days=1)
CALM = Signals()
ANGRY = Signals(frustration=0.9, anger=0.7, frustrated_turns=1)
RAGING = Signals(frustration=0.95, anger=0.95, frustrated_turns=1)
ASKS = Signals(asked_for_human=0.9)
FRAUD = Signals(sensitive="fraud", sensitive_score=0.7)
LOUDER = EscalationPolicy(anger_at=0.8, surely_sensitive_at=0.8)
"""Calls for less: the anger of ANGRY no longer brings an offer, and FRAUD an offer for a handoff."""


def tell(name: str, *, days_ago: float = 1.0) -> Story:
    return Story(name, NOW - timedelta(days=days_ago))


async def tried(
    database: Database, *stories: Story, proposed: EscalationPolicy = LOUDER, most: int = 1_000
) -> Comparison:
    await write(database, *stories)
    return await Replays(database, lambda: NOW, most=most).compare(OURS, proposed)


def counted(side: Side) -> tuple[dict[str, int], dict[str, int]]:
    return {**side.missed}, {**side.false_alarms}


async def test_the_volume_is_counted_once_a_conversation_by_its_reason(sqlite_database: Database) -> None:
    shown = await tried(
        sqlite_database,
        tell("a").turn(0, ANGRY).turn(60, CALM).turn(120, RAGING),
        tell("b").turn(0, FRAUD),
        tell("c").turn(0, CALM).turn(60, ASKS),
        tell("d").turn(0, CALM),
        tell("e").turn(0, ANGRY).turn(60, FRAUD),
    )
    assert shown.visits == 5
    assert shown.current.handed_over == {"sensitive_topic": 2, "asked_for_human": 1}
    assert shown.current.offered == {"frustration": 1}
    assert shown.proposed.handed_over == {"asked_for_human": 1}
    assert shown.proposed.offered == {"frustration": 1, "sensitive_topic": 2}


async def test_a_customer_who_asked_after_no_offer_was_missed(sqlite_database: Database) -> None:
    shown = await tried(sqlite_database, tell("a").turn(0, ANGRY).turn(60, CALM).turn(120, ASKS).taken(130))
    assert counted(shown.current) == ({}, {})
    assert counted(shown.proposed) == ({"asked": 1}, {})


async def test_a_request_by_the_button_counts_like_one_in_words(sqlite_database: Database) -> None:
    shown = await tried(sqlite_database, tell("a").turn(0, CALM).calls(30).taken(40))
    assert counted(shown.current) == counted(shown.proposed) == ({"asked": 1}, {})
    assert shown.current.handed_over == {"asked_for_human": 1}


async def test_who_begins_with_a_request_was_not_missed_by_anybody(sqlite_database: Database) -> None:
    shown = await tried(sqlite_database, tell("a").turn(0, ASKS).taken(10), tell("b").turn(0, CALM))
    assert counted(shown.current) == counted(shown.proposed) == ({}, {})


async def test_an_offer_that_was_taken_and_would_not_be_made_is_a_miss(sqlite_database: Database) -> None:
    story = tell("a").turn(0, ANGRY).answers_offer(20, yes=True).taken(30).says(40)
    shown = await tried(sqlite_database, story)
    assert counted(shown.current) == ({}, {})
    assert counted(shown.proposed) == ({"accepted": 1}, {})


async def test_a_person_who_took_the_conversation_shows_that_one_was_wanted(
    sqlite_database: Database,
) -> None:
    silent = EscalationPolicy(surely_sensitive_at=0.9, sensitive_at=0.9)
    story = tell("a").turn(0, FRAUD).taken(30).says(40).resolved(90, "solved")
    shown = await tried(sqlite_database, story, proposed=silent)
    assert counted(shown.current) == ({}, {})
    assert counted(shown.proposed) == ({"person": 1}, {})


async def test_a_takeover_and_a_bad_rating_are_misses_unless_something_was_offered_before(
    sqlite_database: Database,
) -> None:
    shown = await tried(
        sqlite_database,
        tell("a").turn(0, CALM).calls(30, "operator_took_over").taken(30).says(40),
        tell("b").turn(0, CALM).scores(60, 2),
        tell("c").turn(0, ANGRY).scores(60, 1),
        tell("d").turn(0, CALM).scores(60, 3),
    )
    assert counted(shown.current) == ({"person": 1, "rating": 1}, {})
    assert counted(shown.proposed) == ({"person": 1, "rating": 2}, {})


async def test_a_call_marked_as_not_needed_is_a_false_alarm_as_long_as_it_would_still_be_made(
    sqlite_database: Database,
) -> None:
    silent = EscalationPolicy(surely_sensitive_at=0.9, sensitive_at=0.9)
    story = tell("a").turn(0, FRAUD).taken(30).says(40).marked()
    shown = await tried(sqlite_database, story, proposed=silent)
    assert counted(shown.current) == ({}, {"marked": 1})
    assert counted(shown.proposed) == ({}, {})


async def test_a_mark_that_was_taken_back_counts_no_more(sqlite_database: Database) -> None:
    story = tell("a").turn(0, FRAUD).taken(30).says(40).marked().marked(not_needed=False)
    shown = await tried(sqlite_database, story)
    assert counted(shown.current) == counted(shown.proposed) == ({}, {})


async def test_a_declined_offer_is_a_false_alarm_unless_a_person_was_wanted_later(
    sqlite_database: Database,
) -> None:
    shown = await tried(
        sqlite_database,
        tell("a").turn(0, ANGRY).answers_offer(20, yes=False),
        tell("b").turn(0, ANGRY).answers_offer(20, yes=False).turn(60, CALM).turn(120, ASKS),
    )
    assert counted(shown.current) == ({}, {"declined": 1})
    assert counted(shown.proposed) == ({"asked": 1}, {})


async def test_a_no_says_nothing_of_what_other_numbers_offer_later(sqlite_database: Database) -> None:
    story = tell("a").turn(0, ANGRY).answers_offer(20, yes=False).turn(60, CALM).turn(120, RAGING)
    shown = await tried(sqlite_database, story.resolved(150, "solved", "customer"))
    assert counted(shown.current) == ({}, {"declined": 1})
    assert counted(shown.proposed) == ({}, {"solved": 1})


async def test_who_was_helped_without_a_person_was_offered_one_in_vain(sqlite_database: Database) -> None:
    shown = await tried(
        sqlite_database, tell("a").turn(0, ANGRY).turn(60, CALM).resolved(90, "solved", "customer")
    )
    assert counted(shown.current) == ({}, {"solved": 1})
    assert counted(shown.proposed) == ({}, {})


async def test_an_offer_that_only_the_other_numbers_make_is_told_too(sqlite_database: Database) -> None:
    eager = EscalationPolicy(turn_cap=5, anger_at=0.5)
    long = tell("a").turn(0, Signals(customer_turns=5)).resolved(90, "solved", "customer")
    shown = await tried(sqlite_database, long, proposed=eager)
    assert (counted(shown.current), counted(shown.proposed)) == (({}, {}), ({}, {"solved": 1}))
    assert shown.proposed.offered == {"turn_cap": 1}


async def test_after_an_offer_of_theirs_other_numbers_keep_quiet_as_they_would(
    sqlite_database: Database,
) -> None:
    """The kept signals know of no offer: a policy that makes one at the first turn is quiet at the second."""
    patient = EscalationPolicy(quiet_turns_after_offer=0)
    story = tell("a").turn(0, ANGRY).turn(60, RAGING).turn(120, RAGING)
    seqs = [call.seq for call in calls_of(OURS, story.recorded)]
    assert seqs == [4, 10]
    assert [call.seq for call in calls_of(patient, story.recorded)] == [4, 7, 10]
    assert [call.seq for call in calls_of(LOUDER, story.recorded)] == [7]


async def test_a_no_counts_for_the_numbers_that_made_the_offer_alone(sqlite_database: Database) -> None:
    story = tell("a").turn(0, ANGRY).answers_offer(20, yes=False).turn(60, RAGING).turn(120, RAGING)
    assert [call.seq for call in calls_of(OURS, story.recorded)] == [4]
    assert [call.seq for call in calls_of(LOUDER, story.recorded)] == [8]


async def test_a_reply_that_did_not_help_is_offered_over_under_any_numbers(sqlite_database: Database) -> None:
    twice = tell("a").turn(0, CALM, "not_found", "ungrounded_twice")
    twice.turn(60, Signals(failures_in_row=1), "not_found", "ungrounded_twice")
    patient = EscalationPolicy(failures_for_escalation=3)
    shown = await tried(sqlite_database, twice, proposed=patient)
    assert shown.current.handed_over == {"ungrounded_twice": 1}
    assert shown.proposed.offered == {"ungrounded_twice": 1}


async def test_conversations_of_before_signals_were_kept_are_left_out_and_counted(
    sqlite_database: Database,
) -> None:
    shown = await tried(
        sqlite_database,
        tell("old").asks(0).bot(1, "answer").calls(20).taken(30),
        tell("spam").turn(0, FRAUD).taken(5).resolved(9, "spam"),
        tell("new").turn(0, CALM),
    )
    assert (shown.visits, shown.left_out, shown.is_cut) == (1, 2, False)
    assert counted(shown.current) == ({}, {})


async def test_only_the_newest_conversations_of_the_last_month_are_read(sqlite_database: Database) -> None:
    shown = await tried(
        sqlite_database,
        tell("ancient", days_ago=31).turn(0, FRAUD),
        *(
            tell(f"c{number}", days_ago=number).turn(0, FRAUD if number < 3 else ANGRY)
            for number in range(1, 6)
        ),
        most=2,
    )
    assert (shown.visits, shown.is_cut) == (2, True)
    assert shown.current.handed_over == {"sensitive_topic": 2}


async def test_reading_ends_when_its_time_is_over(sqlite_database: Database) -> None:
    await write(sqlite_database, tell("a").turn(0, FRAUD))
    shown = await Replays(sqlite_database, lambda: NOW, patience_s=0.0).compare(OURS, LOUDER)
    assert (shown.visits, shown.is_cut) == (0, True)


async def test_a_returning_customers_matters_are_counted_apart(sqlite_database: Database) -> None:
    story = tell("a", days_ago=20).turn(0, FRAUD).taken(30).says(40).resolved(60, "solved")
    story.turn(8 * 86_400, ANGRY).resolved(8 * 86_400 + 60, "solved", "customer")
    shown = await tried(sqlite_database, story)
    assert shown.visits == 2
    assert shown.current.handed_over == {"sensitive_topic": 1}
    assert shown.current.offered == {"frustration": 1}


@pytest.mark.parametrize("proposed", [OURS, EscalationPolicy()])
async def test_the_same_numbers_come_to_the_same(
    sqlite_database: Database, proposed: EscalationPolicy
) -> None:
    shown = await tried(
        sqlite_database, tell("a").turn(0, ANGRY), tell("b").turn(0, FRAUD).taken(9), proposed=proposed
    )
    assert shown.current == shown.proposed


def test_the_products_own_numbers_decide_a_past_turn_as_they_did() -> None:
    story = tell("a").turn(0, ANGRY).turn(60, CALM, "not_found", "ungrounded_twice").turn(120, FRAUD)
    kept = [
        (entry.seq, entry.event.weighed)
        for entry in story.recorded
        if isinstance(entry.event, e.AssistantReplied)
    ]
    made = [
        (seq, weighed.reason) for seq, weighed in kept if isinstance(weighed, Weighed) and weighed.is_call
    ]
    assert [(call.seq, call.reason) for call in calls_of(OURS, story.recorded)] == made
