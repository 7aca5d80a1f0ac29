"""A conversation as a fold of its events: `Conversation` and `evolve`; decisions say what comes next."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never

from app.domain import events as e
from app.domain.desk import PREVIEW_LENGTH, DeskEntry
from app.domain.ids import ConversationId, CustomerId, Language, OfferId, OperatorId, ProposalId
from app.domain.order_changes import Proposal
from app.domain.replies import FAILED_KINDS

Status = Literal["bot", "queued", "assigned", "resolved"]
NOBODY = CustomerId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Where a conversation stands after event `head`.

    `turn` is the seq of the newest customer message; it `awaits_reply` until the assistant replied to it, the
    customer stopped it, or a person took over. `av` counts assignments and is the operators' fencing token.
    `failures` counts the assistant's unhelpful replies in a row. `declined_turns_ago` is None when no offer
    of a person was declined yet. `proposal` is the one change of an order that may be confirmed now,
    `confirmed` one that is being made, `decided` all that were confirmed or declined. `call` is the seq of
    the newest call for a person that was the assistant's judgement, 0 when there is none, or it was wanted.
    """

    customer_id: CustomerId = NOBODY
    language: Language = "en"
    status: Status = "bot"
    head: int = 0
    started_at: datetime | None = None
    is_disclosed: bool = False
    turn: int = 0
    awaits_reply: bool = False
    customer_turns: int = 0
    failures: int = 0
    reason: str = ""
    queued_at: datetime | None = None
    operator_id: OperatorId | None = None
    operator_name: str = ""
    av: int = 0
    offer: OfferId | None = None
    offer_reason: str = ""
    declined_turns_ago: int | None = None
    disliked: frozenset[int] = frozenset()
    reply_seqs: tuple[int, ...] = ()
    answered_turn: int = 0
    account: str = ""
    account_until: datetime | None = None
    proposal: Proposal | None = None
    confirmed: Proposal | None = None
    decided: frozenset[ProposalId] = frozenset()
    call: int = 0
    awaits_callback: bool = False
    contact: str = ""
    last_text: str = ""
    last_who: str = ""
    last_at: datetime | None = None
    outcome: e.Outcome | None = None
    score: int | None = None

    @property
    def thumbs_down(self) -> int:
        """How many of the assistant's replies the customer dislikes; the last word on each counts."""
        return len(self.disliked)

    @property
    def exists(self) -> bool:
        """False before the first event."""
        return self.head > 0

    @property
    def awaits_us(self) -> bool:
        """True while the customer waits for something that runs in the background: a reply, a change."""
        return self.awaits_reply or self.confirmed is not None

    def verified_account(self, now: datetime) -> str | None:
        """The account the visitor proved, while the proof is fresh."""
        return self.account if self.account_until is not None and now < self.account_until else None


EMPTY = Conversation()


def fold(recorded: Iterable[e.Recorded], state: Conversation = EMPTY) -> Conversation:
    """The state after all of `recorded`, in order."""
    for entry in recorded:
        state = evolve(state, entry)
    return state


def evolve(state: Conversation, recorded: e.Recorded) -> Conversation:
    """The state after one more public event; events of other streams leave it as it is."""
    event = recorded.event
    if isinstance(event, e.NoteEvent | e.InboxEvent):
        return state
    after = _with_last(_evolve(state, event, recorded), event, recorded.at)
    return replace(after, head=recorded.seq, call=newest_call(state.call, recorded))


def newest_call(known: int, recorded: e.Recorded) -> int:
    """The seq of the newest call that was the assistant's judgement, where `known` was it before `recorded`.

    Who accepts an offer or asks for a person wants one: then it is no longer a judgement.
    """
    match recorded.event:
        case e.AssistantReplied(weighed=weighed) if weighed is not None and weighed.is_judgement:
            return recorded.seq
        case e.OfferAnswered(is_accepted=True) | e.HandoffRequested(reason="asked_for_human"):
            return 0
        case _:
            return known


def _with_last(state: Conversation, event: e.PublicEvent, at: datetime) -> Conversation:
    match event:
        case e.CustomerSpoke():
            text, who = event.text, "customer"
        case e.AssistantReplied() if event.reply.kind != "handoff":
            text, who = event.reply.text, "assistant"
        case e.OperatorSpoke():
            text, who = event.text, "operator"
        case _:
            return state
    return replace(state, last_text=text[:PREVIEW_LENGTH], last_who=who, last_at=at)


def desk_entry(conversation_id: ConversationId, state: Conversation) -> DeskEntry:
    """The conversation's line on the operators' desk."""
    return DeskEntry(
        conversation_id=conversation_id,
        status=state.status,
        language=state.language,
        reason=state.reason,
        queued_at=state.queued_at,
        operator_id=state.operator_id or "",
        operator_name=state.operator_name,
        av=state.av,
        last_text=state.last_text,
        last_who=state.last_who,
        last_at=state.last_at,
        head=state.head,
        is_verified=bool(state.account),
        awaits_callback=state.awaits_callback,
        contact=state.contact,
    )


def _evolve(state: Conversation, event: e.PublicEvent, recorded: e.Recorded) -> Conversation:
    match event:
        case e.ConversationStarted():
            return replace(
                state, customer_id=event.customer_id, language=event.language, started_at=recorded.at
            )
        case e.Disclosed():
            return replace(state, is_disclosed=True)
        case e.CustomerSpoke():
            return _after_customer(state, event, recorded.seq)
        case e.AssistantReplied():
            return _after_reply(state, event, recorded.seq)
        case e.TurnStopped():
            return replace(state, awaits_reply=False)
        case e.OperatorSpoke() | e.SatisfactionRated() | e.ReplyRated() | e.ContactLeft() | e.CallbackDone():
            return _after_feedback(state, event)
        case e.PersonOffered():
            return replace(state, offer=event.offer_id, offer_reason=event.reason)
        case e.OfferAnswered():
            return replace(state, offer=None, declined_turns_ago=None if event.is_accepted else 0)
        case e.HandoffRequested():
            return _queued(state, event.reason, recorded.at)
        case e.HandoffCancelled() | e.ReturnedToAssistant():
            return _with_assistant(state)
        case e.OperatorAssigned():
            return replace(
                state,
                status="assigned",
                operator_id=event.operator_id,
                operator_name=event.operator_name,
                av=event.av,
                proposal=None,
            )
        case e.OperatorReleased():
            return replace(state, status="queued", operator_id=None, operator_name="")
        case e.Resolved():
            return replace(
                _with_assistant(state),
                status="resolved",
                outcome=event.outcome,
                awaits_reply=False,
                offer=None,
                proposal=None,
            )
        case e.IdentityVerified():
            return replace(state, account=event.account, account_until=event.until)
        case e.ChangeConfirmed() | e.ChangeDeclined() | e.ChangeSettled():
            return _after_change(state, event)
    assert_never(event)


def _after_change(
    state: Conversation, event: e.ChangeConfirmed | e.ChangeDeclined | e.ChangeSettled
) -> Conversation:
    match event:
        case e.ChangeConfirmed():
            decided = state.decided | {event.proposal_id}
            return replace(state, proposal=None, confirmed=state.proposal, decided=decided)
        case e.ChangeDeclined():
            return replace(state, proposal=None, decided=state.decided | {event.proposal_id})
        case e.ChangeSettled():
            return replace(state, confirmed=None)
    assert_never(event)


def _after_customer(state: Conversation, event: e.CustomerSpoke, seq: int) -> Conversation:
    status: Status = "bot" if state.status == "resolved" else state.status
    declined = state.declined_turns_ago
    return replace(
        state,
        status=status,
        language=event.language,
        turn=seq,
        awaits_reply=status == "bot",
        customer_turns=state.customer_turns + 1,
        declined_turns_ago=None if declined is None else declined + 1,
        outcome=None if state.status == "resolved" else state.outcome,
    )


def _after_reply(state: Conversation, event: e.AssistantReplied, seq: int) -> Conversation:
    kind = event.reply.kind
    neutral = kind in ("small_talk", "disclosure", "identity", "clarify", "handoff")
    failures = state.failures + 1 if kind in FAILED_KINDS else state.failures if neutral else 0
    return replace(
        state,
        awaits_reply=False if event.turn == state.turn else state.awaits_reply,
        failures=failures,
        reply_seqs=(*state.reply_seqs, seq),
        answered_turn=event.turn,
        proposal=event.reply.change.proposal if event.reply.change else state.proposal,
    )


def _after_feedback(
    state: Conversation,
    event: e.OperatorSpoke | e.SatisfactionRated | e.ReplyRated | e.ContactLeft | e.CallbackDone,
) -> Conversation:
    match event:
        case e.OperatorSpoke():
            return state
        case e.SatisfactionRated():
            return replace(state, score=event.score)
        case e.ReplyRated():
            others = state.disliked - {event.seq}
            return replace(state, disliked=others | {event.seq} if event.value < 0 else others)
        case e.ContactLeft():
            return replace(state, awaits_callback=True, contact=event.email or event.phone)
        case e.CallbackDone():
            return replace(state, awaits_callback=False)
    assert_never(event)


def _queued(state: Conversation, reason: str, at: datetime) -> Conversation:
    return replace(
        state, status="queued", reason=reason, queued_at=at, awaits_reply=False, offer=None, outcome=None
    )


def _with_assistant(state: Conversation) -> Conversation:
    return replace(
        state,
        status="bot",
        reason="",
        queued_at=None,
        operator_id=None,
        operator_name="",
        failures=0,
        disliked=frozenset(),
        offer=None,
    )
