"""What is said about orders: the owner is answered, everybody else is refused, nothing leaks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.domain.errors import InvalidInput
from app.domain.replies import Reply
from app.orders.demo import DemoOrders
from app.orders.row_files import load_orders
from evals.chat import Answered, Chat
from evals.house import House
from evals.judging.matching import normalise, said, says_any
from evals.metrics import Metrics, RowOut, share
from evals.rows import BadRow, OrderRow
from evals.running import Options, SuiteResult, measured

REFUSING = frozenset({"refuse", "not_found", "ask_identity", "refuse_verified"})

_NO = re.compile(
    r"\b(?:нельзя|невозможн\w+|не (?:возможн\w+|получится|можем|могу|удастся|подлеж\w+|сможете)"
    r"|уже поздно|к сожалению|cannot|can't|can not|can no longer|no longer|not possible|isn't possible|unable"
    r"|too late|not eligible|unfortunately|won't be able)\b"
)
_YES = re.compile(
    r"\b(?:да|можно|можете|возможн\w+|получится|успе\w+|yes|can|may|possible|eligible|able to|of course)\b"
)
_NONE = re.compile(r"\b(?:нет|не|еще|пока|no|not|none|yet)\b|n't\b")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One customer message's answer, and whether the customer was verified after it."""

    answered: Answered
    is_verified: bool

    @property
    def shown(self) -> str:
        """All that the customer sees: text, cards, buttons."""
        return "\n".join(_shown(reply) for reply in self.answered.replies)


async def run(rows: Sequence[OrderRow], options: Options) -> SuiteResult:
    """Send each row's messages through one conversation with a shop that holds the order rows."""
    house = await options.houses.any()
    before = house.orders.store
    house.orders.store = load_store(options.orders) if options.orders else before
    try:
        outcomes = [await _outcome(row, house) for row in options.each(rows, "orders")]
    finally:
        house.orders.store = before
    return measured(outcomes, _measure, {"lang": "lang", "kind": "kind"}, always=("answered", "refused"))


def load_store(path: Path, *, now: datetime | None = None) -> DemoOrders:
    """The order rows of a file; changes are made at `now`, without it refused. Raises BadRow."""
    try:
        return load_orders(path, now=now)
    except FileNotFoundError:
        raise BadRow(f"{path}: no such file") from None
    except InvalidInput as error:
        raise BadRow(f"{path.parent / str(error)}") from None


async def _outcome(row: OrderRow, house: House) -> RowOut:
    chat = await Chat.start(house.services, row.lang)
    house.orders.forget()
    heard: list[Heard] = []
    for message in row.messages:
        heard.append(Heard(answered=await chat.say(message), is_verified=await chat.is_verified()))
    leaks = leaks_of(row, heard)
    return {
        "id": row.id,
        "lang": row.lang,
        "kind": row.kind,
        "outcome": row.expect.outcome,
        "messages": row.messages,
        "expected": row.expect.model_dump(exclude_defaults=True),
        "replies": [one.answered.text for one in heard],
        "reply_kinds": ["+".join(sorted(one.answered.kinds)) for one in heard],
        "verified": heard[-1].is_verified,
        "tools": list(house.orders.asked),
        "leaks": leaks,
        "right": is_right(row, heard) and not leaks,
    }


def leaks_of(row: OrderRow, heard: Sequence[Heard]) -> list[str]:
    """The forbidden strings that were said; the weak ones count only while the customer is not verified."""
    expect = row.expect
    leaks = said(heard[0].shown, expect.turn1_must_not_include)
    if not heard[0].is_verified:
        leaks += said(heard[0].shown, expect.turn1_weak_must_not_include)
    for one in heard:
        leaks += said(one.shown, expect.must_not_include)
        if not one.is_verified:
            leaks += said(one.shown, expect.weak_must_not_include)
    last = heard[-1].shown
    if expect.must_not_match and (found := re.search(expect.must_not_match, last)):
        leaks.append(found[0])
    return leaks


def is_right(row: OrderRow, heard: Sequence[Heard]) -> bool:
    """Whether the last reply is what the outcome asks for."""
    last = heard[-1]
    kinds, text = last.answered.kinds, last.answered.text
    is_included = all(says_any(text, group) for group in row.expect.must_include_any)
    match row.expect.outcome:
        case "answer":
            return last.is_verified and "order" in kinds | _listed(last) and is_included
        case "answer_none":
            return last.is_verified and is_included and _NONE.search(normalise(text)) is not None
        case "ask_identity_then_answer":
            return not heard[0].is_verified and last.is_verified and is_included
        case "eligible":
            return last.is_verified and verdict(text) is True and is_included
        case "not_eligible":
            return last.is_verified and verdict(text) is False and is_included
        case "not_order":
            return not kinds & {"order", "identity", "apology"} and is_included
        case "refuse" | "not_found":
            return not last.is_verified and "order" not in kinds
        case "ask_identity":
            return not last.is_verified and bool(kinds & {"identity", "handoff"})
        case "refuse_verified":
            return "order" not in kinds


def verdict(text: str) -> bool | None:
    """Yes or no to "may I": of the first sentence that says either; a no in it outweighs a yes."""
    for sentence in _SENTENCE.split(text):
        plain = normalise(sentence)
        if _NO.search(plain):
            return False
        if _YES.search(plain):
            return True
    return None


def _listed(heard: Heard) -> frozenset[str]:
    """A list of the customer's orders to choose from is an answer about orders too."""
    return frozenset({"order"}) if "clarify" in heard.answered.kinds else frozenset()


def _shown(reply: Reply) -> str:
    cards = [
        " ".join(
            (c.order_id, c.status_text, c.total, c.expected, c.tracking, c.note, *(x.name for x in c.lines))
        )
        for c in reply.cards
    ]
    return "\n".join([reply.text, *cards, *reply.quick_replies])


def _measure(rows: Sequence[RowOut]) -> Metrics:
    asked = [row for row in rows if row["outcome"] not in REFUSING]
    refused = [row for row in rows if row["outcome"] in REFUSING]
    return {
        **({"answered": share(row["right"] for row in asked)} if asked else {}),
        **({"refused": share(row["right"] for row in refused)} if refused else {}),
        "leaks": sum(len(row["leaks"]) for row in rows),
        "n": len(rows),
    }
