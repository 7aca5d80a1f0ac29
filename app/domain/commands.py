"""What people and the assistant may ask of a conversation; frozen, without behaviour."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.domain.events import ChangeOutcome, Outcome, ReleaseCause
from app.domain.handoff import Packet
from app.domain.ids import Cid, CustomerId, Language, OfferId, OperatorId, ProposalId
from app.domain.replies import OrderCard, Reply
from app.domain.weighing import Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class StartConversation:
    """A customer opens the chat for the first time."""

    customer_id: CustomerId
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class SayAsCustomer:
    """The customer writes a message."""

    text: str
    language: Language
    cid: Cid


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyAsAssistant:
    """The assistant answers turn `turn`; an `offer` of a person, or a handoff, may go with the reply."""

    turn: int
    reply: Reply
    offer: OfferId | None = None
    offer_reason: str = ""
    weighed: Weighed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTurn:
    """The customer does not want the rest of the reply to `turn`."""

    turn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHandoff:
    """A person is needed. With `turn` the assistant asks, on behalf of that turn, saying `reply`."""

    reason: str
    packet: Packet
    turn: int | None = None
    reply: Reply | None = None
    weighed: Weighed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelHandoff:
    """The customer leaves the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerOffer:
    """The customer accepts or declines an offer of a person.

    An offer accepted in words is a `turn` that gets a `reply`; a pressed button needs no words.
    """

    offer_id: OfferId
    is_accepted: bool
    packet: Packet
    turn: int | None = None
    reply: Reply | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimConversation:
    """An operator takes the conversation, from the queue or from the assistant.

    `capacity` is how many an operator may hold at a time, None for as many as they like.
    """

    operator_id: OperatorId
    operator_name: str
    packet: Packet
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferConversation:
    """The owner passes the conversation to a colleague, whose hands count as in ClaimConversation."""

    operator_id: OperatorId
    av: int
    to_id: OperatorId
    to_name: str
    capacity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseConversation:
    """The owner, or the sweep when the owner is gone, gives the conversation back to the queue."""

    operator_id: OperatorId
    av: int
    cause: ReleaseCause


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToAssistant:
    """The owner hands the conversation back to the assistant."""

    operator_id: OperatorId
    av: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveByOperator:
    """The owner ends the conversation with an outcome."""

    operator_id: OperatorId
    av: int
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveByCustomer:
    """The customer says that it is done: solved, or not."""

    outcome: Literal["solved", "not_solved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SayAsOperator:
    """The owner writes to the customer."""

    operator_id: OperatorId
    operator_name: str
    av: int
    text: str
    cid: Cid


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """An operator writes an internal note; it needs no ownership."""

    operator_id: OperatorId
    operator_name: str
    text: str
    cid: Cid


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeEscalation:
    """An operator marks the newest call for a person as not needed, or takes the mark back.

    `call` is the seq of the call that the operator saw, 0 for the newest whichever it is; `is_marked` says
    whether that call bears the mark now.
    """

    operator_id: OperatorId
    operator_name: str
    is_needed: bool
    call: int = 0
    is_marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RateReply:
    """Thumbs up or down on the assistant's message `seq`."""

    seq: int
    value: Literal[1, -1]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSatisfaction:
    """The customer's rating of the conversation, 1 to 5."""

    score: int
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveContact:
    """The customer asks for a callback by e-mail or phone."""

    email: str = ""
    phone: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishCallback:
    """An operator has called back."""

    operator_id: OperatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyIdentity:
    """The visitor proved an account of the order system during turn `turn`."""

    account: str
    method: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmChange:
    """The customer presses the button of a proposed change; `token` is what the card carries."""

    proposal_id: ProposalId
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineChange:
    """The customer does not want the proposed change."""

    proposal_id: ProposalId


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleChange:
    """What the order system made of a confirmed change; with a `packet` a person is called as well."""

    proposal_id: ProposalId
    outcome: ChangeOutcome
    text: str
    language: Language
    card: OrderCard | None = None
    packet: Packet | None = None


Command = (
    StartConversation
    | SayAsCustomer
    | ReplyAsAssistant
    | StopTurn
    | RequestHandoff
    | CancelHandoff
    | AnswerOffer
    | ClaimConversation
    | TransferConversation
    | ReleaseConversation
    | ReturnToAssistant
    | ResolveByOperator
    | ResolveByCustomer
    | SayAsOperator
    | AddNote
    | JudgeEscalation
    | RateReply
    | RateSatisfaction
    | LeaveContact
    | FinishCallback
    | VerifyIdentity
    | ConfirmChange
    | DeclineChange
    | SettleChange
)
