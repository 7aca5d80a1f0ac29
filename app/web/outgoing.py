"""What goes out: every frame of the server as a pydantic model, by type; the events in them are `views`."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from app.web.protocol import FRAME_LIMIT, TEXT_LIMIT, VERSION, Lang
from app.web.views import EventView


class Payload(BaseModel):
    """Base of every `d` from the server: what has a default is always sent, and its schema says so."""

    model_config = ConfigDict(frozen=True, json_schema_serialization_defaults_required=True)


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
