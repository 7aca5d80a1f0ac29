"""How often the assistant judged a person right, and how often operators said that it was not."""

from datetime import UTC, datetime, timedelta

from app.domain.escalation import Signals
from app.reports.reports import Reports
from app.reports.summary import Judgements
from app.storage.database import Database
from tests.reports.stories import Story, write

DAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NOW = DAY + timedelta(days=1)
ANGRY = Signals(frustration=0.9, anger=0.7, frustrated_turns=1)
FRAUD = Signals(sensitive="fraud", sensitive_score=0.7)
ASKS = Signals(asked_for_human=0.9)


def tell(name: str) -> Story:
    return Story(name, DAY + timedelta(hours=1))


async def counted(database: Database, *stories: Story) -> Judgements:
    await write(database, *stories)
    return (await Reports(database, lambda: NOW).last_days(1)).judgements


async def test_marks_are_counted_against_the_assistants_own_calls(sqlite_database: Database) -> None:
    assert await counted(
        sqlite_database,
        tell("marked").turn(0, FRAUD).taken(10).says(20).marked(),
        tell("taken back").turn(0, FRAUD).taken(10).says(20).marked().marked(not_needed=False),
        tell("offered").turn(0, ANGRY).answers_offer(9, yes=False).turn(60).turn(90).turn(120, ANGRY),
        tell("calm").turn(0),
    ) == Judgements(calls=4, not_needed=1, share=0.25)


async def test_what_the_customer_wanted_is_no_judgement(sqlite_database: Database) -> None:
    assert await counted(
        sqlite_database,
        tell("asked").turn(0, ASKS).taken(10),
        tell("pressed").turn(0).calls(10).taken(20),
        tell("accepted").turn(0, ANGRY).answers_offer(9, yes=True).taken(20),
        tell("asked later").turn(0, ANGRY).marked().turn(60, ASKS).taken(70),
        tell("taken over").turn(0).calls(10, "operator_took_over").taken(10),
    ) == Judgements(calls=0, not_needed=0, share=None)


async def test_spam_is_left_out_as_everywhere(sqlite_database: Database) -> None:
    story = tell("spam").turn(0, FRAUD).taken(10).marked().resolved(20, "spam")
    assert (await counted(sqlite_database, story)).calls == 0


async def test_a_log_of_before_calls_were_numbered_is_read_as_ever(sqlite_database: Database) -> None:
    old = tell("old").asks(0).bot(1, "handoff").calls(1, "frustration").taken(9).says(20)
    old.marks.append((0, True))
    assert (await counted(sqlite_database, old)).calls == 0
