"""What may happen to a conversation next: `decide`, one match over commands, where races are settled."""

import re
from datetime import datetime
from typing import assert_never

from app.domain import commands as c
from app.domain import events as e
from app.domain.conversation import Conversation
from app.domain.errors import (
    AlreadyClaimed,
    ChangeUnderWay,
    Conflict,
    InvalidInput,
    NotFound,
    NothingToJudge,
    ProposalVoid,
    StaleAssignment,
    TurnSuperseded,
)
from app.domain.handoff import Packet
from app.domain.identity import decide_identity
from app.domain.weighing import Weighed

TEXT_LIMIT = 4_000
LEAST_DIGITS, MOST_DIGITS = 5, 15
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters but tab and line breaks: nobody types them, and PostgreSQL stores no NUL."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")


def decide(state: Conversation, command: c.Command, now: datetime) -> tuple[e.Event, ...]:
    """The events that `command` leads to; an empty tuple when it is already so.

    Raises Conflict and its kin when the status does not allow it, NotFound before the conversation started,
    InvalidInput when a value is out of range.
    """
    if isinstance(command, c.StartConversation):
        if state.exists:
            return ()
        started = e.ConversationStarted(customer_id=command.customer_id, language=command.language)
        return (started, e.Disclosed(language=command.language))
    if not state.exists:
        raise NotFound
    match command:
        case c.SayAsCustomer():
            return (e.CustomerSpoke(text=_text(command.text), language=command.language, cid=command.cid),)
        case c.ReplyAsAssistant():
            return _reply(state, command)
        case c.StopTurn():
            is_running = state.awaits_reply and state.turn == command.turn
            return (e.TurnStopped(turn=command.turn),) if is_running else ()
        case c.RequestHandoff():
            return _handoff(state, command)
        case c.CancelHandoff():
            return (e.HandoffCancelled(),) if state.status == "queued" else ()
        case c.AnswerOffer():
            return _answer_offer(state, command)
        case (
            c.ClaimConversation()
            | c.TransferConversation()
            | c.ReleaseConversation()
            | c.ReturnToAssistant()
            | c.ResolveByOperator()
            | c.SayAsOperator()
        ):
            return _decide_for_operator(state, command)
        case c.AddNote():
            note = e.NoteAdded(
                operator_id=command.operator_id,
                operator_name=command.operator_name,
                text=_text(command.text),
                cid=command.cid,
            )
            return (note,)
        case c.JudgeEscalation():
            return _judge(state, command)
        case c.FinishCallback():
            return _finish_callback(state, command)
        case c.ResolveByCustomer():
            return _resolve_by_customer(state, command)
        case c.RateReply() | c.RateSatisfaction() | c.LeaveContact() | c.VerifyIdentity():
            return _decide_feedback(state, command, now)
        case c.ConfirmChange() | c.DeclineChange() | c.SettleChange():
            return _decide_change(state, command, now)
    assert_never(command)


def _text(text: str) -> str:
    stripped = _clean(text)
    if not stripped:
        raise InvalidInput("empty message", field="text")
    if len(text) > TEXT_LIMIT:
        raise InvalidInput(f"longer than {TEXT_LIMIT} characters", field="text")
    return stripped


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text).strip()


def _require_running(state: Conversation, turn: int) -> None:
    if state.status != "bot" or not state.awaits_reply or state.turn != turn or not state.is_disclosed:
        raise TurnSuperseded


def _judge(state: Conversation, command: c.JudgeEscalation) -> tuple[e.Event, ...]:
    """Only what the assistant judged can be marked: a person whom the customer asked for was needed."""
    if not state.call or command.call not in (0, state.call):
        raise NothingToJudge
    if command.is_needed != command.is_marked:
        return ()
    judged = e.EscalationJudged(
        operator_id=command.operator_id,
        operator_name=command.operator_name,
        is_needed=command.is_needed,
        call=state.call,
    )
    return (judged,)


def _reply(state: Conversation, command: c.ReplyAsAssistant) -> tuple[e.Event, ...]:
    _require_running(state, command.turn)
    replied = e.AssistantReplied(turn=command.turn, reply=command.reply, weighed=command.weighed)
    if command.offer is None:
        return (replied,)
    return (replied, e.PersonOffered(offer_id=command.offer, reason=command.offer_reason))


def _handoff(state: Conversation, command: c.RequestHandoff) -> tuple[e.Event, ...]:
    if not command.reason:
        raise InvalidInput("a handoff needs a reason", field="reason")
    if command.turn is not None:
        _require_running(state, command.turn)
    if state.status in ("queued", "assigned"):
        return ()
    return (*_spoken(command, command.weighed), *_to_queue(command.reason, command.packet))


def _spoken(
    command: c.RequestHandoff | c.AnswerOffer, weighed: Weighed | None = None
) -> tuple[e.AssistantReplied, ...]:
    """What the assistant says with the handoff, if it says anything."""
    if not command.turn or command.reply is None:
        return ()
    return (e.AssistantReplied(turn=command.turn, reply=command.reply, weighed=weighed),)


def _to_queue(reason: str, packet: Packet) -> tuple[e.Event, ...]:
    return (e.HandoffRequested(reason=reason), e.PacketPrepared(packet=packet))


def _answer_offer(state: Conversation, command: c.AnswerOffer) -> tuple[e.Event, ...]:
    if state.offer is None or state.offer != command.offer_id:
        return ()
    answered = e.OfferAnswered(offer_id=command.offer_id, is_accepted=command.is_accepted)
    if not command.is_accepted or state.status in ("queued", "assigned"):
        return (answered,)
    if command.turn is not None:
        _require_running(state, command.turn)
    return (answered, *_spoken(command), *_to_queue(state.offer_reason or "asked_for_human", command.packet))


def _contact(command: c.LeaveContact) -> e.ContactLeft:
    email, phone = _clean(command.email), _clean(command.phone)
    if not (email or phone):
        raise InvalidInput("an e-mail or a phone is needed", field="email")
    if email and not _EMAIL.fullmatch(email):
        raise InvalidInput("not an e-mail address", field="email")
    if phone and not LEAST_DIGITS <= sum(letter.isdigit() for letter in phone) <= MOST_DIGITS:
        raise InvalidInput("not a phone number", field="phone")
    return e.ContactLeft(email=email, phone=phone, about=_clean(command.about))


def _finish_callback(state: Conversation, command: c.FinishCallback) -> tuple[e.Event, ...]:
    """A kept promise ends the wait of a customer who is still in the queue."""
    if not state.awaits_callback:
        return ()
    done = e.CallbackDone(operator_id=command.operator_id)
    return (done, e.Resolved(outcome="solved", by="operator")) if state.status == "queued" else (done,)


def _resolve_by_customer(state: Conversation, command: c.ResolveByCustomer) -> tuple[e.Event, ...]:
    if state.status == "resolved":
        return ()
    return (e.Resolved(outcome=command.outcome, by="customer"),)


def _decide_feedback(
    state: Conversation,
    command: c.RateReply | c.RateSatisfaction | c.LeaveContact | c.VerifyIdentity,
    now: datetime,
) -> tuple[e.Event, ...]:
    match command:
        case c.RateReply():
            if command.seq not in state.reply_seqs:
                raise NotFound
            return (e.ReplyRated(seq=command.seq, value=command.value),)
        case c.RateSatisfaction():
            if not 1 <= command.score <= 5:
                raise InvalidInput("a score is 1 to 5", field="score")
            return (e.SatisfactionRated(score=command.score, text=_clean(command.text)),)
        case c.LeaveContact():
            return (_contact(command),)
        case c.VerifyIdentity():
            return decide_identity(state, command, now)
    assert_never(command)


def _decide_change(
    state: Conversation, command: c.ConfirmChange | c.DeclineChange | c.SettleChange, now: datetime
) -> tuple[e.Event, ...]:
    match command:
        case c.ConfirmChange():
            return _confirm(state, command, now)
        case c.DeclineChange():
            is_open = state.proposal is not None and state.proposal.id == command.proposal_id
            return (e.ChangeDeclined(proposal_id=command.proposal_id),) if is_open else ()
        case c.SettleChange():
            return _settle(state, command)
    assert_never(command)


def _confirm(state: Conversation, command: c.ConfirmChange, now: datetime) -> tuple[e.Event, ...]:
    """Once, by whoever it was proposed to, for the very change that the card showed."""
    if command.proposal_id in state.decided:
        return ()
    proposal = state.proposal
    if proposal is None or proposal.id != command.proposal_id or proposal.token != command.token:
        raise ProposalVoid
    if now >= proposal.until or state.verified_account(now) != proposal.account:
        raise ProposalVoid
    if state.confirmed is not None:
        raise ChangeUnderWay
    return (e.ChangeConfirmed(proposal_id=proposal.id),)


def _settle(state: Conversation, command: c.SettleChange) -> tuple[e.Event, ...]:
    if state.confirmed is None or state.confirmed.id != command.proposal_id:
        return ()
    settled = e.ChangeSettled(
        proposal_id=command.proposal_id,
        outcome=command.outcome,
        text=command.text,
        language=command.language,
        card=command.card,
    )
    if command.packet is None or state.status != "bot":
        return (settled,)
    return (settled, *_to_queue("tool_failure", command.packet))


_OperatorCommand = (
    c.ClaimConversation
    | c.TransferConversation
    | c.ReleaseConversation
    | c.ReturnToAssistant
    | c.ResolveByOperator
    | c.SayAsOperator
)


def _decide_for_operator(state: Conversation, command: _OperatorCommand) -> tuple[e.Event, ...]:
    if isinstance(command, c.ClaimConversation):
        return _claim(state, command)
    if state.status != "assigned" or state.operator_id != command.operator_id or state.av != command.av:
        raise StaleAssignment
    match command:
        case c.SayAsOperator():
            spoke = e.OperatorSpoke(
                operator_id=command.operator_id,
                operator_name=command.operator_name,
                text=_text(command.text),
                cid=command.cid,
            )
            return (spoke,)
        case c.TransferConversation():
            return (
                e.OperatorReleased(operator_id=command.operator_id, cause="transfer"),
                e.OperatorAssigned(operator_id=command.to_id, operator_name=command.to_name, av=state.av + 1),
            )
        case c.ReleaseConversation():
            return (e.OperatorReleased(operator_id=command.operator_id, cause=command.cause),)
        case c.ReturnToAssistant():
            return (e.ReturnedToAssistant(operator_id=command.operator_id),)
        case c.ResolveByOperator():
            return (e.Resolved(outcome=command.outcome, by="operator"),)
    assert_never(command)


def _claim(state: Conversation, command: c.ClaimConversation) -> tuple[e.Event, ...]:
    if state.status == "assigned":
        if state.operator_id == command.operator_id:
            return ()
        raise AlreadyClaimed
    if state.status == "resolved":
        raise Conflict("the conversation is resolved")
    assigned = e.OperatorAssigned(
        operator_id=command.operator_id, operator_name=command.operator_name, av=state.av + 1
    )
    if state.status == "bot":
        return (*_to_queue("operator_took_over", command.packet), assigned)
    return (assigned,)
