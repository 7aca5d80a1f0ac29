"""What comes in: every frame of a customer or an operator as a pydantic model, by type; nothing is done."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.web.protocol import TEXT_LIMIT, VERSION, Lang

StreamName = Annotated[
    str, StringConstraints(min_length=1, max_length=80, pattern=r"^(conv|note):[\w-]+$|^inbox$")
]
ClientId = Annotated[str, StringConstraints(min_length=8, max_length=64, pattern=r"^[\w.-]+$")]
MessageText = Annotated[str, StringConstraints(min_length=1, max_length=TEXT_LIMIT)]
ShortText = Annotated[str, StringConstraints(max_length=1_000)]


class Payload(BaseModel):
    """Base of every `d` to the server: unknown fields are ignored, values never change after parsing."""

    model_config = ConfigDict(frozen=True, extra="ignore")


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
