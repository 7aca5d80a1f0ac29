"""How a visit ended: one outcome each, by rules that docs/metrics.md states; no counting here."""

from datetime import datetime, timedelta
from typing import Literal, get_args

from app.reports.visits import Visit

Outcome = Literal[
    "bot_confirmed",
    "bot_assumed",
    "human_resolved",
    "human_unresolved",
    "called_back",
    "abandoned_in_bot",
    "abandoned_in_queue",
    "no_question",
    "spam",
    "open",
]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
RESOLVED: frozenset[Outcome] = frozenset({"bot_confirmed", "bot_assumed", "human_resolved"})
BY_ASSISTANT: frozenset[Outcome] = frozenset({"bot_confirmed", "bot_assumed"})

OPEN_FOR = timedelta(hours=1)
"""A visit with the assistant counts as open until it was quiet for this long."""

HELPFUL = ("answer", "order")


def outcome_of(visit: Visit, now: datetime) -> Outcome:
    """The one outcome of a visit as far as the log goes at `now`; a later event may change it."""
    closing = visit.closing
    if closing is not None and closing.outcome == "spam":
        return "spam"
    if visit.is_ours_to_move or (closing is None and now - visit.last_at < OPEN_FOR):
        return "open"
    if visit.operator_words or (closing is not None and closing.by == "operator"):
        return _with_person(visit)
    return _with_assistant(visit)


def _with_person(visit: Visit) -> Outcome:
    closing = visit.closing
    if closing is None or closing.by == "system":
        return "human_unresolved" if _is_let_down(visit) else "human_resolved"
    if closing.outcome == "solved":
        return "human_resolved"
    if closing.outcome == "no_reply" and not visit.spoke_since_assignment:
        return "abandoned_in_queue"
    return "human_unresolved"


def _with_assistant(visit: Visit) -> Outcome:
    closing = visit.closing
    if closing is not None and closing.by == "customer" and closing.outcome == "solved":
        return "bot_confirmed"
    if visit.has_left_queue:
        return "abandoned_in_queue"
    if visit.callbacks_done:
        return "called_back"
    if (closing is not None and closing.outcome == "not_solved") or _is_let_down(visit):
        return "abandoned_in_bot"
    if visit.last_kind in HELPFUL:
        return "bot_confirmed" if _is_pleased(visit) else "bot_assumed"
    return "no_question" if visit.has_talk and visit.last_kind is None else "abandoned_in_bot"


def _is_let_down(visit: Visit) -> bool:
    if visit.score is not None:
        return visit.score <= 2
    return visit.verdict < 0 or visit.last_kind in ("not_found", "apology")


def _is_pleased(visit: Visit) -> bool:
    return visit.score >= 4 if visit.score is not None else visit.verdict > 0
