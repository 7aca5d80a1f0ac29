"""The timeline's vocabulary: what has happened, as frozen dataclasses tagged by `type`; no behaviour."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.domain.desk import DeskEntry
from app.domain.handoff import Packet
from app.domain.ids import Cid, CustomerId, Language, OfferId, OperatorId, ProposalId
from app.domain.replies import OrderCard, Reply
from app.domain.weighing import Weighed

Outcome = Literal["solved", "not_solved", "no_reply", "spam"]
ReleaseCause = Literal["operator", "transfer", "absent"]
ChangeOutcome = Literal["done", "refused", "unclear"]
"""`refused`: by the rules, or because the order is not what it was; `unclear`: the shop did not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationStarted:
    """The customer opened the chat."""

    customer_id: CustomerId
    language: Language
    type: Literal["conversation_started"] = "conversation_started"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """The customer was told, in `language`, that an AI answers here and that a person can be asked for."""

    language: Language
    type: Literal["disclosed"] = "disclosed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSpoke:
    """A customer's message; `language` is what it was read as."""

    text: str
    language: Language
    cid: Cid
    type: Literal["customer_spoke"] = "customer_spoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssistantReplied:
    """The assistant's one reply to the turn `turn` (the seq of the last customer message it answers).

    `weighed` is what the policy saw and decided, None where nothing was weighed: an answer to a button, a row
    of before it was kept. It is never shown to the customer.
    """

    turn: int
    reply: Reply
    weighed: Weighed | None = None
    type: Literal["assistant_replied"] = "assistant_replied"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnStopped:
    """The customer stopped the reply that was being written."""

    turn: int
    type: Literal["turn_stopped"] = "turn_stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorSpoke:
    """A person's message to the customer."""

    operator_id: OperatorId
    operator_name: str
    text: str
    cid: Cid
    type: Literal["operator_spoke"] = "operator_spoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonOffered:
    """The assistant offered a person; the customer may accept or decline."""

    offer_id: OfferId
    reason: str
    type: Literal["person_offered"] = "person_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAnswered:
    """The customer's answer to an offer of a person."""

    offer_id: OfferId
    is_accepted: bool
    type: Literal["offer_answered"] = "offer_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffRequested:
    """The conversation waits for a person, and why."""

    reason: str
    type: Literal["handoff_requested"] = "handoff_requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffCancelled:
    """The customer left the queue and talks to the assistant again."""

    type: Literal["handoff_cancelled"] = "handoff_cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorAssigned:
    """A person took the conversation; `av` is the assignment version, a fencing token."""

    operator_id: OperatorId
    operator_name: str
    av: int
    type: Literal["operator_assigned"] = "operator_assigned"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorReleased:
    """The person gave the conversation back to the queue."""

    operator_id: OperatorId
    cause: ReleaseCause
    type: Literal["operator_released"] = "operator_released"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedToAssistant:
    """The person handed the conversation back to the assistant."""

    operator_id: OperatorId
    type: Literal["returned_to_assistant"] = "returned_to_assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The conversation ended with an outcome; `by` is who said so."""

    outcome: Outcome
    by: Literal["customer", "operator", "system"]
    type: Literal["resolved"] = "resolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRated:
    """Thumbs up (1) or down (-1) on the assistant's message `seq`; the last one counts."""

    seq: int
    value: Literal[1, -1]
    type: Literal["reply_rated"] = "reply_rated"


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionRated:
    """The customer's rating, 1 (bad) to 5 (good), with optional words; the last one counts."""

    score: int
    text: str = ""
    type: Literal["satisfaction_rated"] = "satisfaction_rated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLeft:
    """The customer asked to be called back: an e-mail or a phone, and what about. A promise we track."""

    email: str = ""
    phone: str = ""
    about: str = ""
    type: Literal["contact_left"] = "contact_left"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackDone:
    """A person kept the promise of a callback."""

    operator_id: OperatorId
    type: Literal["callback_done"] = "callback_done"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityVerified:
    """The visitor proved to be `account` of the order system; good until `until`."""

    account: str
    method: str
    until: datetime
    type: Literal["identity_verified"] = "identity_verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeConfirmed:
    """The customer pressed the button of a proposed change; from here on it is made exactly once."""

    proposal_id: ProposalId
    type: Literal["change_confirmed"] = "change_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeDeclined:
    """The customer does not want the proposed change."""

    proposal_id: ProposalId
    type: Literal["change_declined"] = "change_declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSettled:
    """What became of a confirmed change, as the order system says: `card` is the order afterwards."""

    proposal_id: ProposalId
    outcome: ChangeOutcome
    text: str
    language: Language
    card: OrderCard | None = None
    type: Literal["change_settled"] = "change_settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketPrepared:
    """The handoff packet, for operators only."""

    packet: Packet
    type: Literal["packet_prepared"] = "packet_prepared"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded:
    """An operator's internal note."""

    operator_id: OperatorId
    operator_name: str
    text: str
    cid: Cid
    type: Literal["note_added"] = "note_added"


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationJudged:
    """An operator marked the call for a person at seq `call` as not needed, or took that mark back.

    `call` is 0 in rows of before calls were numbered; nothing counts those.
    """

    operator_id: OperatorId
    is_needed: bool
    call: int = 0
    operator_name: str = ""
    type: Literal["escalation_judged"] = "escalation_judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskChanged:
    """A conversation's line on the operators' desk is now `entry`."""

    entry: DeskEntry
    type: Literal["desk_changed"] = "desk_changed"


PublicEvent = (
    ConversationStarted
    | Disclosed
    | CustomerSpoke
    | AssistantReplied
    | TurnStopped
    | OperatorSpoke
    | PersonOffered
    | OfferAnswered
    | HandoffRequested
    | HandoffCancelled
    | OperatorAssigned
    | OperatorReleased
    | ReturnedToAssistant
    | Resolved
    | ReplyRated
    | SatisfactionRated
    | ContactLeft
    | CallbackDone
    | IdentityVerified
    | ChangeConfirmed
    | ChangeDeclined
    | ChangeSettled
)
"""Events of the stream `conv:<id>`: the customer numbers them too."""

NoteEvent = PacketPrepared | NoteAdded | EscalationJudged
"""Events of the stream `note:<id>`: operators only."""

InboxEvent = DeskChanged
"""Events of the stream `inbox`: operators only."""

Event = PublicEvent | NoteEvent | InboxEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An event in its place: `seq` from 1 without gaps within its stream, `at` in aware UTC."""

    seq: int
    at: datetime
    event: Event
