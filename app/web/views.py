"""Events as a reader sees them on the wire: flat, tagged by `k`, without what is not for that reader."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Lang = Literal["ru", "en"]
StatusName = Literal["bot", "queued", "assigned", "resolved"]


class View(BaseModel):
    """Base of every event view."""

    model_config = ConfigDict(frozen=True, extra="ignore", json_schema_serialization_defaults_required=True)


class CitationView(View):
    """A pointer to an article that carries the reply; `quote` is the part it rests on."""

    article: str
    passage: str
    lang: Lang
    title: str
    quote: str = ""


class CardLineView(View):
    """One item of an order."""

    name: str
    quantity: int
    amount: str


class OrderCardView(View):
    """An order, every word in the customer's language; `status` is a stable code, `status_text` its words."""

    order: str
    status: str
    status_text: str
    lines: list[CardLineView]
    total: str
    expected: str
    tracking: str
    note: str


class FactView(View):
    """One line of a change's card."""

    label: str
    value: str


class ChangeCardView(View):
    """A proposed change, every word in the customer's language.

    `change.confirm` with `proposal` and `token` makes it, once, until `until`; `change.decline` drops it.
    Only its customer gets the token.
    """

    proposal: str
    token: str
    deed: str
    title: str
    button: str
    lines: list[CardLineView]
    facts: list[FactView]
    until: datetime


class StartedView(View):
    """The conversation began."""

    k: Literal["started"] = "started"
    lang: Lang


class DisclosedView(View):
    """The customer was told that an AI answers and that a person can be asked for."""

    k: Literal["disclosed"] = "disclosed"
    lang: Lang


class WhyView(View):
    """Why the assistant offered or called a person; operators only.

    `weight` is the figure of the signal `ground`, `limit` the number it had to reach, `evidence` the
    customer's telling words. `judged` is false when the customer asked for a person: that cannot be marked.
    """

    action: Literal["offer", "escalate"]
    reason: str
    topic: str
    ground: str
    weight: float
    limit: float
    evidence: list[str]
    judged: bool


class MessageView(View):
    """Something said. `who` never changes; `ai` is true for the assistant and for nobody else."""

    k: Literal["message"] = "message"
    who: Literal["customer", "assistant", "operator"]
    ai: bool
    name: str = ""
    text: str
    lang: Lang | None = None
    cid: str | None = None
    turn: int | None = None
    kind: str = ""
    cites: list[CitationView] = []
    cards: list[OrderCardView] = []
    quick_replies: list[str] = []
    change: ChangeCardView | None = None
    form: Literal["", "identity", "email", "code", "address"] = ""
    simplified: bool = False
    why: WhyView | None = None


class StoppedView(View):
    """The customer stopped the reply to `turn`."""

    k: Literal["stopped"] = "stopped"
    turn: int


class StatusView(View):
    """The conversation moved to `status`; `cause` says how. `reason` is for operators only."""

    k: Literal["status"] = "status"
    status: StatusName
    cause: Literal[
        "handoff_requested",
        "handoff_cancelled",
        "operator_assigned",
        "operator_released",
        "returned_to_assistant",
        "resolved",
    ]
    reason: str = ""
    operator_id: str = ""
    operator_name: str = ""
    av: int = 0
    outcome: str = ""
    by: str = ""


class OfferView(View):
    """The assistant offers a person."""

    k: Literal["offer"] = "offer"
    offer_id: str


class OfferAnsweredView(View):
    """The offer was accepted or declined."""

    k: Literal["offer_answered"] = "offer_answered"
    offer_id: str
    accepted: bool


class RatedView(View):
    """Thumbs on the assistant's message `seq`."""

    k: Literal["rated"] = "rated"
    seq: int
    value: int


class CsatView(View):
    """The customer rated the conversation."""

    k: Literal["csat"] = "csat"
    score: int
    text: str = ""


class ContactView(View):
    """The customer left a contact for a callback."""

    k: Literal["contact"] = "contact"
    email: str
    phone: str
    about: str


class CallbackDoneView(View):
    """The callback was made."""

    k: Literal["callback_done"] = "callback_done"


class VerifiedView(View):
    """The customer proved who they are."""

    k: Literal["verified"] = "verified"
    until: datetime


class ChangeView(View):
    """What became of a proposed change: `text` and `card` come from the order system."""

    k: Literal["change"] = "change"
    proposal: str
    state: Literal["confirmed", "declined", "done", "refused", "unclear"]
    text: str = ""
    lang: Lang | None = None
    card: OrderCardView | None = None


class TriedView(View):
    """What the assistant already said to one question."""

    question: str
    reply: str
    kind: str
    cited: list[str]


class PacketView(View):
    """The handoff packet; operators only."""

    k: Literal["packet"] = "packet"
    reason: str
    lang: Lang
    summary: str
    question: str
    tried: list[TriedView]
    identity: str
    orders: list[str]
    mood: list[float]
    evidence: list[str]
    suggested_reply: str
    suggested_cites: list[CitationView]


class NoteView(View):
    """An internal note; operators only."""

    k: Literal["note"] = "note"
    name: str
    text: str
    cid: str


class JudgedView(View):
    """An operator marked the call at seq `call` as not needed, or took that back; operators only."""

    k: Literal["judged"] = "judged"
    needed: bool
    call: int = 0
    name: str = ""


class DeskEntryView(View):
    """One line of the operators' inbox; the newest entry of a conversation replaces the older ones."""

    k: Literal["entry"] = "entry"
    conversation: str
    status: StatusName
    reason: str = ""
    lang: Lang
    queued_at: datetime | None = None
    operator_id: str = ""
    operator_name: str = ""
    av: int = 0
    last_text: str = ""
    last_who: str = ""
    last_at: datetime | None = None
    head: int = 0
    verified: bool = False
    callback: bool = False
    contact: str = ""


EventView = Annotated[
    StartedView
    | DisclosedView
    | MessageView
    | StoppedView
    | StatusView
    | OfferView
    | OfferAnsweredView
    | RatedView
    | CsatView
    | ContactView
    | CallbackDoneView
    | VerifiedView
    | ChangeView
    | PacketView
    | NoteView
    | JudgedView
    | DeskEntryView,
    Field(discriminator="k"),
]
