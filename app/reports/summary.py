"""The figures of a window of time as typed rows, counted from visits; where visits come from is not known."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from app.reports.figures import Satisfaction, Spread, ratio, satisfaction
from app.reports.outcomes import BY_ASSISTANT, OUTCOMES, Outcome, outcome_of
from app.reports.times import (
    first_reply,
    human_first_reply,
    is_waiting,
    resolution,
    seconds,
    total_wait,
    waiting,
)
from app.reports.visits import TAKEN_OVER, Stay, Visit
from app.storage.history import Marks

EARLY_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Entries into the queue: taken by a person, left before (`left_early` of them within 10 s), waiting."""

    entered: int
    taken: int
    left: int
    left_early: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Callbacks:
    """Promises to call back: kept and not kept yet, in visits."""

    done: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """Offers and calls of a person by the assistant's judgement, and how many operators marked as not needed.

    What bears no mark was not necessarily needed: nobody said so.
    """

    calls: int
    not_needed: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Replies from articles, by what wrote them; `simplified` ones quoted where a model was wanted."""

    total: int
    by_model: int
    by_quotation: int
    by_rules: int
    simplified: int
    model_share: float | None
    quotation_share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything a dashboard shows of visits that began in `since` <= t < `until`, as the log stood at `at`.

    `outcomes` holds every outcome and sums to `conversations`; every other figure leaves spam out. Times are
    calendar seconds, shares 0 to 1, None where there is nothing to count.
    """

    since: datetime
    until: datetime
    at: datetime
    conversations: int
    outcomes: Mapping[Outcome, int]
    first_reply_s: Spread
    human_first_reply_s: Spread
    total_wait_s: Spread
    waiting_s: Spread
    resolution_s: Spread
    queue: Queue
    csat: Satisfaction
    csat_assistant: Satisfaction
    csat_people: Satisfaction
    escalated: int
    escalation_rate: float | None
    escalations: Mapping[str, int]
    judgements: Judgements
    reopened: int
    unanswered: int
    unanswered_visits: int
    callbacks: Callbacks
    answers: Answers
    tokens: int
    tokens_per_resolved: float | None


def summarise(
    visits: Sequence[Visit],
    since: datetime,
    until: datetime,
    at: datetime,
    marks: Marks = MappingProxyType({}),
) -> Summary:
    """Count `visits`, all of which began in the window; `marks` are the operators'."""
    outcomes: list[Outcome] = [outcome_of(visit, at) for visit in visits]
    counted = Counter(outcomes)
    kept: list[tuple[Visit, Outcome]] = [
        (visit, end) for visit, end in zip(visits, outcomes, strict=True) if end != "spam"
    ]
    real = [visit for visit, _ in kept]
    stays = [(visit, stay) for visit in real for stay in visit.stays if stay.reason != TAKEN_OVER]
    escalated = [visit for visit in real if visit.stays]
    tokens = sum(visit.tokens for visit in real)
    return Summary(
        since=since,
        until=until,
        at=at,
        conversations=len(visits),
        outcomes={outcome: counted[outcome] for outcome in OUTCOMES},
        first_reply_s=first_reply(real, at),
        human_first_reply_s=human_first_reply(stays, at),
        total_wait_s=total_wait(real, at),
        waiting_s=waiting(stays, at),
        resolution_s=resolution(kept),
        queue=_queue(stays),
        csat=_csat(real),
        csat_assistant=_csat([visit for visit in real if not visit.operator_words]),
        csat_people=_csat([visit for visit in real if visit.operator_words]),
        escalated=len(escalated),
        escalation_rate=ratio(len(escalated), len(real)),
        escalations=dict(Counter(visit.stays[0].reason for visit in escalated).most_common()),
        judgements=_judgements(real, marks),
        reopened=sum(visit.reopenings > 0 for visit in real),
        unanswered=sum(visit.not_found for visit in real),
        unanswered_visits=sum(visit.not_found > 0 for visit in real),
        callbacks=Callbacks(
            done=sum(visit.callbacks_done > 0 and not visit.awaits_callback for visit in real),
            open=sum(visit.awaits_callback for visit in real),
        ),
        answers=_answers(real),
        tokens=tokens,
        tokens_per_resolved=ratio(tokens, sum(end in BY_ASSISTANT for _, end in kept)),
    )


def _queue(stays: Sequence[tuple[Visit, Stay]]) -> Queue:
    left = [stay for _, stay in stays if stay.assigned_at is None and stay.left_at is not None]
    return Queue(
        entered=len(stays),
        taken=sum(stay.assigned_at is not None for _, stay in stays),
        left=len(left),
        left_early=sum(
            stay.left_at is not None and seconds(stay.queued_at, stay.left_at) < EARLY_S for stay in left
        ),
        waiting=sum(stay.assigned_at is None and is_waiting(visit, stay) for visit, stay in stays),
    )


def _judgements(visits: Sequence[Visit], marks: Marks) -> Judgements:
    calls = sum(len(visit.calls) for visit in visits)
    not_needed = sum(
        len(marks.get(visit.conversation_id, frozenset()) & set(visit.calls)) for visit in visits
    )
    return Judgements(calls=calls, not_needed=not_needed, share=ratio(not_needed, calls))


def _csat(visits: Sequence[Visit]) -> Satisfaction:
    asked = [visit for visit in visits if visit.closings]
    return satisfaction(
        [visit.score for visit in visits if visit.score is not None],
        asked=len(asked),
        answered=sum(visit.score is not None for visit in asked),
    )


def _answers(visits: Sequence[Visit]) -> Answers:
    answers = [answer for visit in visits for answer in visit.answers]
    engines = Counter(answer.engine for answer in answers)
    return Answers(
        total=len(answers),
        by_model=engines["model"],
        by_quotation=engines["quotation"],
        by_rules=engines["rules"],
        simplified=sum(answer.is_simplified for answer in answers),
        model_share=ratio(engines["model"], len(answers)),
        quotation_share=ratio(engines["quotation"], len(answers)),
    )
