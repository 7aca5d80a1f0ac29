"""The times of a report: first reply, wait for a person, resolution; definitions stand in docs/metrics.md."""

from collections.abc import Callable, Sequence
from datetime import datetime

from app.reports.figures import Spread, spread
from app.reports.outcomes import RESOLVED, Outcome
from app.reports.visits import TAKEN_OVER, Stay, Visit

REPLY_NORM_S, REPLY_AIM_S = 60.0, 30.0
RESOLUTION_NORM_S, RESOLUTION_AIM_S = 360.0, 180.0


def _reply_spread(ended: Sequence[float], unanswered: Sequence[float]) -> Spread:
    return spread(ended, unanswered, norm_s=REPLY_NORM_S, aim_s=REPLY_AIM_S)


def seconds(start: datetime, end: datetime) -> float:
    """Calendar seconds from one moment to the other."""
    return (end - start).total_seconds()


def first_reply(visits: Sequence[Visit], at: datetime) -> Spread:
    """First customer message to the first message of anybody else; a message after the end waits on."""
    spoken = [(visit.first_message_at, visit) for visit in visits if visit.first_message_at is not None]
    ends = [(said, visit.closed_at or at) for said, visit in spoken if visit.first_reply_at is None]
    return _reply_spread(
        [seconds(said, visit.first_reply_at) for said, visit in spoken if visit.first_reply_at is not None],
        [seconds(said, end if end >= said else at) for said, end in ends],
    )


def human_first_reply(stays: Sequence[tuple[Visit, Stay]], at: datetime) -> Spread:
    """Call for a person to a person's first word; a return to the queue is not a first reply."""
    firsts = [(visit, stay) for visit, stay in stays if not stay.is_return]
    return _waits(firsts, at, lambda stay: stay.spoke_at)


def waiting(stays: Sequence[tuple[Visit, Stay]], at: datetime) -> Spread:
    """Entry into the queue to a person taking the conversation."""
    return _waits(stays, at, lambda stay: stay.assigned_at)


def _waits(
    stays: Sequence[tuple[Visit, Stay]],
    at: datetime,
    end_of: Callable[[Stay], datetime | None],
) -> Spread:
    ended: list[float] = []
    unanswered: list[float] = []
    for visit, stay in stays:
        end = end_of(stay)
        if end is not None:
            ended.append(seconds(stay.queued_at, end))
        elif stay.left_at is not None or is_waiting(visit, stay):
            unanswered.append(seconds(stay.queued_at, stay.left_at or at))
    return _reply_spread(ended, unanswered)


def is_waiting(visit: Visit, stay: Stay) -> bool:
    """Whether this wait goes on: nobody has spoken and nobody has left."""
    has_ended = stay.spoke_at is not None or stay.left_at is not None
    return visit.status in ("queued", "assigned") and stay is visit.stays[-1] and not has_ended


def total_wait(visits: Sequence[Visit], at: datetime) -> Spread:
    """The customer's first act to the first word of a person, of visits that asked for one."""
    ended: list[float] = []
    unanswered: list[float] = []
    for visit in visits:
        if all(stay.reason == TAKEN_OVER for stay in visit.stays):
            continue
        if visit.first_human_word_at is not None:
            ended.append(seconds(visit.began_at, visit.first_human_word_at))
        elif visit.stays[-1].left_at or is_waiting(visit, visit.stays[-1]):
            unanswered.append(seconds(visit.began_at, visit.stays[-1].left_at or at))
    return _reply_spread(ended, unanswered)


def resolution(kept: Sequence[tuple[Visit, Outcome]]) -> Spread:
    """First customer message to the end, of visits that ended resolved.

    Who called a person by the button and first wrote after the end is counted from that press.
    """
    took: list[float] = []
    for visit, outcome in kept:
        by_person = visit.closing is not None and visit.closing.by != "system"
        end = visit.closed_at if by_person else visit.last_reply_at
        if outcome in RESOLVED and visit.first_message_at is not None and end is not None:
            is_before = visit.first_message_at <= end
            took.append(seconds(visit.first_message_at if is_before else visit.began_at, end))
    return spread(took, (), norm_s=RESOLUTION_NORM_S, aim_s=RESOLUTION_AIM_S)
