"""A conversation cut into visits, which the figures count: one matter, from first act to quiet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain import events as e
from app.domain.conversation import Status, newest_call
from app.domain.replies import Provenance, ReplyKind

NEW_MATTER_AFTER = timedelta(hours=72)
"""What a customer writes after this much quiet is another visit, unless we still owed them something."""

TALK: frozenset[ReplyKind] = frozenset({"small_talk", "disclosure", "handoff"})
"""Replies that neither help nor fail."""

TAKEN_OVER = "operator_took_over"


@dataclass(slots=True, kw_only=True)
class Stay:
    """A wait for a person: from `queued_at` until an operator's first word, or until the customer `left_at`.

    Leaving a contact for a callback ends the wait too. `is_return` marks a conversation that an operator
    gave back to the queue after speaking.
    """

    reason: str
    queued_at: datetime
    is_return: bool = False
    assigned_at: datetime | None = None
    spoke_at: datetime | None = None
    left_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class Visit:
    """What the events of one visit say, gathered by `cut`; times are aware UTC.

    `verdict` is the last thumb (1 or -1) since the last reply with content; `last_kind` is that reply's kind.
    `has_left_queue` is true while nothing but small talk came after the customer left the queue. `calls` are
    the seqs of the calls for a person that were the assistant's judgement and nothing the customer asked for.
    """

    conversation_id: str
    began_at: datetime
    last_at: datetime
    status: Status = "bot"
    first_message_at: datetime | None = None
    first_reply_at: datetime | None = None
    first_human_word_at: datetime | None = None
    last_reply_at: datetime | None = None
    last_kind: ReplyKind | None = None
    has_talk: bool = False
    verdict: int = 0
    score: int | None = None
    stays: list[Stay] = field(default_factory=list[Stay])
    operator_words: int = 0
    spoke_since_assignment: bool = False
    has_left_queue: bool = False
    closing: e.Resolved | None = None
    closed_at: datetime | None = None
    closings: int = 0
    reopenings: int = 0
    awaits_callback: bool = False
    callbacks_done: int = 0
    calls: list[int] = field(default_factory=list[int])
    not_found: int = 0
    answers: list[Provenance] = field(default_factory=list[Provenance])
    tokens: int = 0

    @property
    def is_ours_to_move(self) -> bool:
        """A person was promised and has not come, or has not finished."""
        return self.status in ("queued", "assigned") or self.awaits_callback


def cut(conversation_id: str, recorded: Iterable[e.Recorded]) -> list[Visit]:
    """The visits of a conversation, oldest first; what stands before the customer's first act is in none."""
    visits: list[Visit] = []
    call = 0
    for entry in recorded:
        if isinstance(entry.event, e.CustomerSpoke | e.HandoffRequested | e.ContactLeft) and (
            not visits or _is_over(visits[-1], entry.at)
        ):
            visits.append(Visit(conversation_id=conversation_id, began_at=entry.at, last_at=entry.at))
        if visits:
            _add(visits[-1], entry)
            call = _call(visits[-1], call, entry)
    return visits


def _call(visit: Visit, known: int, entry: e.Recorded) -> int:
    """The newest call; one that the customer wanted is taken off the list again."""
    call = newest_call(known, entry)
    if call and call != known:
        visit.calls.append(call)
    if known and not call and known in visit.calls:
        visit.calls.remove(known)
    return call


def _is_over(visit: Visit, at: datetime) -> bool:
    return not visit.is_ours_to_move and at - visit.last_at >= NEW_MATTER_AFTER


def _add(visit: Visit, entry: e.Recorded) -> None:
    event, at = entry.event, entry.at
    match event:
        case e.CustomerSpoke():
            visit.first_message_at = visit.first_message_at or at
            visit.spoke_since_assignment = True
            visit.status = "bot" if visit.status == "resolved" else visit.status
        case e.AssistantReplied():
            _add_reply(visit, event, at)
        case e.OperatorSpoke():
            _add_human_word(visit, at)
        case e.ReplyRated():
            visit.verdict = event.value
        case e.SatisfactionRated():
            visit.score = event.score
        case e.ContactLeft():
            visit.awaits_callback = True
            _stop_waiting(visit, at)
        case e.CallbackDone():
            _call_back(visit, at)
        case e.Resolved():
            _close(visit, event, at)
        case _:
            _move(visit, event, at)
    visit.last_at = at


def _add_reply(visit: Visit, event: e.AssistantReplied, at: datetime) -> None:
    reply = event.reply
    _answer_first(visit, at)
    visit.tokens += reply.provenance.tokens_in + reply.provenance.tokens_out
    if reply.kind in TALK:
        visit.has_talk = True
        return
    _reopen(visit)
    visit.last_reply_at, visit.last_kind, visit.verdict = at, reply.kind, 0
    visit.has_left_queue = False
    visit.not_found += reply.kind == "not_found"
    if reply.kind == "answer":
        visit.answers.append(reply.provenance)


def _answer_first(visit: Visit, at: datetime) -> None:
    if visit.first_message_at is not None:
        visit.first_reply_at = visit.first_reply_at or at


def _add_human_word(visit: Visit, at: datetime) -> None:
    _answer_first(visit, at)
    visit.first_human_word_at = visit.first_human_word_at or at
    visit.last_reply_at = at
    visit.operator_words += 1
    if visit.stays and visit.stays[-1].spoke_at is None:
        visit.stays[-1].spoke_at = at


def _close(visit: Visit, event: e.Resolved, at: datetime) -> None:
    if visit.status in ("queued", "assigned") and event.by != "operator":
        _leave_queue(visit, at)
    visit.status, visit.closing, visit.closed_at = "resolved", event, at
    visit.closings += 1


def _reopen(visit: Visit) -> None:
    if visit.closing is not None:
        visit.closing, visit.closed_at = None, None
        visit.reopenings += 1


def _move(visit: Visit, event: e.Event, at: datetime) -> None:
    match event:
        case e.HandoffRequested():
            _reopen(visit)
            visit.status, visit.has_left_queue = "queued", False
            visit.stays.append(Stay(reason=event.reason, queued_at=at))
        case e.HandoffCancelled():
            visit.status = "bot"
            _leave_queue(visit, at)
        case e.OperatorAssigned():
            visit.status, visit.spoke_since_assignment = "assigned", False
            if visit.stays and visit.stays[-1].assigned_at is None:
                visit.stays[-1].assigned_at = at
        case e.OperatorReleased():
            visit.status = "queued"
            if event.cause != "transfer":
                _queue_again(visit, at)
        case e.ReturnedToAssistant():
            visit.status = "bot"
            _stop_waiting(visit, at)
        case _:
            pass


def _call_back(visit: Visit, at: datetime) -> None:
    visit.awaits_callback = False
    visit.callbacks_done += 1
    if visit.status == "queued":
        visit.status = "bot"
        _stop_waiting(visit, at)


def _leave_queue(visit: Visit, at: datetime) -> None:
    if _stop_waiting(visit, at):
        visit.has_left_queue = True


def _stop_waiting(visit: Visit, at: datetime) -> bool:
    """Whoever waits for a first word waits no longer; False when nobody did."""
    if not visit.stays or visit.stays[-1].spoke_at is not None:
        return False
    visit.stays[-1].left_at = visit.stays[-1].left_at or at
    return True


def _queue_again(visit: Visit, at: datetime) -> None:
    last = visit.stays[-1] if visit.stays else None
    if last is not None and last.spoke_at is None:
        last.assigned_at = None
    else:
        visit.stays.append(Stay(reason=last.reason if last else "", queued_at=at, is_return=True))
