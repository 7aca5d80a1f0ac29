"""What an assistant's reply is made of, beside its text: cards, quick replies, where it came from."""

from dataclasses import dataclass
from typing import Literal

from app.domain.grounding import Citation, FindingKind
from app.domain.ids import Language
from app.domain.order_changes import Proposal
from app.domain.order_rules import Deed

ReplyKind = Literal[
    "answer", "not_found", "clarify", "order", "identity", "small_talk", "disclosure", "handoff", "apology"
]
"""`answer` is carried by passages, `order` by the order system, `not_found` says honestly that the base is
silent, `identity` asks for proof, `handoff` says that a person is called, `apology` that a tool failed."""

FAILED_KINDS: frozenset[ReplyKind] = frozenset({"not_found", "apology"})
"""Replies that did not help; two in a row bring a person."""


FormKind = Literal["", "identity", "email", "code", "address"]
"""What a form beside a reply asks for: an order and a second factor, an order and its e-mail, the code of a
letter, a new address. Its answer is an ordinary message; typing it freely does the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLine:
    """One item of an order: `quantity` pieces of `name`, `amount` as written for people ("1 990 ₽")."""

    name: str
    quantity: int = 1
    amount: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """An order as the customer sees it in the chat; every word is already in the customer's language."""

    order_id: str
    status: str
    status_text: str
    lines: tuple[CardLine, ...] = ()
    total: str = ""
    expected: str = ""
    tracking: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a card: what it is about and what will be so, in the customer's language."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCard:
    """What exactly will happen when the customer presses `button`; every word in the customer's language.

    `lines` are the goods concerned, `facts` all else: where to, how much money, when.
    """

    proposal: Proposal
    deed: Deed
    title: str
    button: str
    lines: tuple[CardLine, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a reply came from: `engine` and `model`, the prompt's version, passages, tokens, milliseconds."""

    engine: Literal["model", "quotation", "rules"] = "rules"
    model: str = ""
    prompt_version: str = ""
    passage_ids: tuple[str, ...] = ()
    tokens_in: int = 0
    tokens_out: int = 0
    model_calls: int = 0
    latency_ms: int = 0
    is_simplified: bool = False
    """True when a model was wanted but a quotation stood in for it."""
    refused: tuple[FindingKind, ...] = ()
    """What the claim guard found in the model's drafts of this reply, each kind once, in reading order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A finished reply of the assistant, ready to be appended."""

    text: str
    kind: ReplyKind
    language: Language
    citations: tuple[Citation, ...] = ()
    cards: tuple[OrderCard, ...] = ()
    quick_replies: tuple[str, ...] = ()
    change: ChangeCard | None = None
    form: FormKind = ""
    provenance: Provenance = Provenance()
