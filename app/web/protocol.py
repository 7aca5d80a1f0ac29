"""The wire protocol `support.v1`: every frame as a pydantic model; schema, docs and TypeScript follow it."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.web.views import EventView

SUBPROTOCOL = "support.v1"
VERSION = 1
FRAME_LIMIT = 65_536
TEXT_LIMIT = 4_000

Lang = Literal["ru", "en"]
StreamName = Annotated[
    str, StringConstraints(min_length=1, max_length=80, pattern=r"^(conv|note):[\w-]+$|^inbox$")
]
ClientId = Annotated[str, StringConstraints(min_length=8, max_length=64, pattern=r"^[\w.-]+$")]
MessageText = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LIMIT)]
ShortText = Annotated[str, StringConstraints(max_length=1_000)]


class Payload(BaseModel):
    """Base of every `d`: unknown fields are ignored, values never change after parsing."""

    model_config = ConfigDict(frozen=True, extra="ignore", json_schema_serialization_defaults_required=True)


class Envelope(BaseModel):
    """What every frame to the server looks like."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    v: Literal[1]
    t: Annotated[str, StringConstraints(max_length=40)]
    id: Annotated[str, StringConstraints(max_length=64)] | None = None
    d: dict[str, Any] = Field(default_factory=dict)


class Position(Payload):
    """How far a reader is in a stream: the last `seq` applied, in epoch `ep`."""

    seq: Annotated[int, Field(ge=0)] = 0
    ep: Annotated[str, StringConstraints(max_length=64)] = ""


# --- customer and operator → server -------------------------------------------------------------------------


class Hello(Payload):
    """First frame, within 5 s. A customer brings a single-use `ticket`, an operator the session's `csrf`."""

    v: list[int] = [VERSION]
    ticket: Annotated[str, StringConstraints(max_length=200)] = ""
    csrf: Annotated[str, StringConstraints(max_length=200)] = ""
    lang: Lang = "en"
    streams: Annotated[dict[StreamName, Position], Field(max_length=50)] = Field(default_factory=dict)


class MessageSend(Payload):
    """A message. An operator adds `av` on a `conv:` stream; on a `note:` stream it is an internal note."""

    s: StreamName
    cid: ClientId
    text: MessageText
    av: int | None = None


class HumanRequest(Payload):
    """A person, please; granted from every status."""

    s: StreamName
    cid: ClientId
    reason: ShortText = ""


class QueueLeave(Payload):
    """No longer wait for a person: the assistant continues."""

    s: StreamName
    cid: ClientId


class ContactLeave(Payload):
    """Call me back: an e-mail or a phone, and what about."""

    s: StreamName
    cid: ClientId
    email: Annotated[str, StringConstraints(max_length=254)] = ""
    phone: Annotated[str, StringConstraints(max_length=40)] = ""
    about: ShortText = ""


class Choice(Payload):
    """The answer to an offer of a person."""

    s: StreamName
    cid: ClientId
    offer_id: Annotated[str, StringConstraints(max_length=64)]
    value: Literal["accept", "decline"]


class ChangeConfirm(Payload):
    """Make the proposed change: `token` is what its card carries, bound to that change and no other."""

    s: StreamName
    cid: ClientId
    proposal: Annotated[str, StringConstraints(min_length=1, max_length=64)]
    token: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class ChangeDecline(Payload):
    """Not the proposed change, thank you."""

    s: StreamName
    cid: ClientId
    proposal: Annotated[str, StringConstraints(min_length=1, max_length=64)]


class RateAnswer(Payload):
    """Thumbs up (1) or down (-1) on the assistant's message `seq`."""

    s: StreamName
    cid: ClientId
    seq: Annotated[int, Field(ge=1)]
    value: Literal[1, -1]


class CsatSubmit(Payload):
    """The customer's rating of the conversation, 1 (bad) to 5 (good)."""

    s: StreamName
    cid: ClientId
    score: Annotated[int, Field(ge=1, le=5)]
    text: ShortText = ""


class ConversationEnd(Payload):
    """The customer ends the conversation: was it solved?"""

    s: StreamName
    cid: ClientId
    outcome: Literal["solved", "not_solved"]


class StreamStop(Payload):
    """Stop writing the reply to `turn`."""

    s: StreamName
    turn: Annotated[int, Field(ge=1)]


class TypingOn(Payload):
    """The sender is writing, or not any more; at most one every two seconds."""

    s: StreamName
    on: bool


class Read(Payload):
    """The sender has seen everything up to `seq`."""

    s: StreamName
    seq: Annotated[int, Field(ge=0)]


class Resync(Payload):
    """Send everything after `seq` again."""

    s: StreamName
    seq: Annotated[int, Field(ge=0)]
    ep: str = ""


class Pong(Payload):
    """The answer to ping `n`."""

    n: int


class OperatorStatus(Payload):
    """Presence: only `online` takes new conversations."""

    status: Literal["online", "away", "offline"]


class Watch(Payload):
    """Start (or stop) receiving a stream, from a position."""

    s: StreamName
    seq: Annotated[int, Field(ge=0)] = 0
    ep: str = ""


class Unwatch(Payload):
    """Stop receiving a stream."""

    s: StreamName


class Take(Payload):
    """Claim the conversation, from the queue or from the assistant."""

    s: StreamName


class Owned(Payload):
    """An act of the owner; `av` is the assignment version, a fencing token."""

    s: StreamName
    av: int


class Release(Owned):
    """Give the conversation back to the queue."""


class Return(Owned):
    """Hand the conversation back to the assistant."""


class Transfer(Owned):
    """Pass the conversation to a colleague."""

    to: Annotated[str, StringConstraints(max_length=64)]


class Close(Owned):
    """End the conversation with an outcome."""

    outcome: Literal["solved", "not_solved", "no_reply", "spam"]


class DraftRequest(Payload):
    """Suggest a reply; it is never sent by itself."""

    s: StreamName


class EscalationFeedback(Payload):
    """Marks the newest call for a person as not needed; `needed` true takes the mark back.

    `call` is the seq of the message that the operator saw it with; 0 stands for the newest call, whichever it
    is. Refused with `nothing_to_judge` when the customer asked for a person, or a newer call came.
    """

    s: StreamName
    needed: bool
    call: Annotated[int, Field(ge=0)] = 0


class CallbackFinish(Payload):
    """The customer was called back."""

    s: StreamName


# --- server → customer and operator -------------------------------------------------------------------------


class Head(Payload):
    """Where a stream ends now."""

    head: int
    ep: str


class Limits(Payload):
    """What the server accepts."""

    text: int = TEXT_LIMIT
    frame: int = FRAME_LIMIT
    messages_per_10s: int = 20


class Me(Payload):
    """The signed-in operator."""

    id: str
    name: str
    role: str
    status: Literal["online", "away", "offline"] = "offline"


class CustomerCard(Payload):
    """The customer as the server knows them; `verified` until the proof of identity expires."""

    verified: bool = False


class Disclosure(Payload):
    """The first thing that a customer sees: an AI answers here, a person is one press away."""

    text: str
    lang: Lang


class Welcome(Payload):
    """The answer to `hello`; replays follow."""

    conn: str
    ping_ms: int
    limits: Limits = Limits()
    streams: dict[str, Head]
    disclosure: Disclosure | None = None
    customer: CustomerCard | None = None
    me: Me | None = None
    colleagues: list[Me] = []


class Ack(Payload):
    """Committed: `cid` now stands at `seq` of `s` (0 when nothing had to change)."""

    cid: str
    s: str
    seq: int
    ts: datetime


class Reset(Payload):
    """Forget what you had of this stream: these are its newest events, up to `head`.

    What does not fit into one frame goes on in the next: a reset that `adds` keeps what you have. `more`
    says that there are events before the first one.
    """

    s: str
    ep: str
    head: int
    events: list["EventFrame"]
    more: bool = False
    adds: bool = False


class EventFrame(Payload):
    """A numbered event inside `reset` and long-poll answers."""

    seq: int
    ts: datetime
    d: EventView


class StreamPiece(Payload):
    """A piece of a reply that is being written; `off` is the character offset of `text`. Never numbered."""

    s: str
    turn: int
    text: str = ""
    off: int = 0


class StreamEnd(Payload):
    """The reply to `turn` is complete and stands at `seq`."""

    s: str
    turn: int
    seq: int


class StreamAbort(Payload):
    """The reply to `turn` will not be finished; forget its pieces."""

    s: str
    turn: int


class Queue(Payload):
    """Where the customer stands: position from 1, a range of seconds (None when not known), people online."""

    s: str
    pos: int
    eta_lo_s: int | None = None
    eta_hi_s: int | None = None
    online: int = 0


class TypingView(Payload):
    """Somebody on the other side is writing."""

    s: str
    on: bool
    who: Literal["customer", "assistant", "operator"]
    name: str = ""


class ReadView(Payload):
    """The other side has seen everything up to `seq`."""

    s: str
    seq: int
    who: Literal["customer", "operator"]


class Ping(Payload):
    """Heartbeat number `n` with the head of every stream, so that a silent gap is noticed."""

    n: int
    heads: dict[str, int]


class Drain(Payload):
    """The server stops: come back in so many milliseconds."""

    reconnect_in_ms: int


class Draft(Payload):
    """A suggested reply for the operator."""

    s: str
    text: str
    cites: list[str] = []


class ErrorFrame(Payload):
    """What went wrong, by a stable `code`, with words in the reader's language."""

    code: str
    message: str
    retryable: bool = False
    retry_after_ms: int | None = None
    cid: str | None = None
    field: str | None = None


class ServerFrame(BaseModel):
    """What every frame from the server looks like."""

    v: Literal[1] = VERSION
    t: str
    re: str | None = None
    s: str | None = None
    ep: str | None = None
    seq: int | None = None
    ts: datetime | None = None
    d: Any = None


CUSTOMER_FRAMES: dict[str, type[Payload]] = {
    "hello": Hello,
    "msg.send": MessageSend,
    "human.request": HumanRequest,
    "queue.leave": QueueLeave,
    "contact.leave": ContactLeave,
    "choice": Choice,
    "change.confirm": ChangeConfirm,
    "change.decline": ChangeDecline,
    "rate.answer": RateAnswer,
    "csat.submit": CsatSubmit,
    "conv.end": ConversationEnd,
    "stream.stop": StreamStop,
    "typing": TypingOn,
    "read": Read,
    "resync": Resync,
    "pong": Pong,
}

OPERATOR_FRAMES: dict[str, type[Payload]] = {
    "hello": Hello,
    "op.status": OperatorStatus,
    "watch": Watch,
    "unwatch": Unwatch,
    "msg.send": MessageSend,
    "conv.take": Take,
    "conv.transfer": Transfer,
    "conv.release": Release,
    "conv.return": Return,
    "conv.close": Close,
    "callback.done": CallbackFinish,
    "draft.request": DraftRequest,
    "feedback.escalation": EscalationFeedback,
    "typing": TypingOn,
    "read": Read,
    "resync": Resync,
    "pong": Pong,
}

SERVER_FRAMES: dict[str, type[Payload]] = {
    "welcome": Welcome,
    "ack": Ack,
    "reset": Reset,
    "stream.begin": StreamPiece,
    "stream.delta": StreamPiece,
    "stream.snapshot": StreamPiece,
    "stream.end": StreamEnd,
    "stream.abort": StreamAbort,
    "queue": Queue,
    "typing": TypingView,
    "read": ReadView,
    "ping": Ping,
    "drain": Drain,
    "draft": Draft,
    "error": ErrorFrame,
}
"""By type; `ev`, the numbered event, carries an EventView."""


class CloseCode:
    """Why a socket was closed: 4000–4499 come back, 4500–4999 do not."""

    DRAIN = 4001
    SLOW_CONSUMER = 4002
    NO_PONG = 4003
    OVERLOADED = 4006
    UNAUTHENTICATED = 4500
    FORBIDDEN = 4501
    ABUSE = 4502
    VERSION = 4503
    TOO_MANY_SOCKETS = 4505
    SESSION_REVOKED = 4506
