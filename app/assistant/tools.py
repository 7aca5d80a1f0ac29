"""The order tools: what may be asked of the order system, always with the identity of the session.

No schema has a field for a customer: a caller, be it rules or a model, cannot name whose order it wants. No
tool changes anything: `propose_*` lays a card before the customer, whose press alone leads to a change.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

from app.assistant.ordering.saying.cards import order_card
from app.assistant.ordering.saying.sentences import (
    address_sentences,
    arrival_sentences,
    items_sentences,
    list_sentences,
    overview_sentences,
    payment_sentences,
    refund_sentences,
    status_sentences,
    total_sentences,
    tracking_sentences,
)
from app.assistant.ordering.saying.verdicts import brief_sentences, verdict_sentences
from app.assistant.proposals import Proposals
from app.assistant.proposing import read_change
from app.domain.change_policy import RefusalCode
from app.domain.errors import InvalidInput, NotFound, Unauthorized
from app.domain.ids import Language
from app.domain.order_changes import Variant
from app.domain.order_numbers import order_key
from app.domain.order_rules import Deed, OrderRules
from app.domain.orders import Identity, Item, Order
from app.domain.replies import ChangeCard, OrderCard
from app.orders.gateway import OrderGateway

MAX_ORDER_CHARS = 24
MAX_ITEMS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSpec:
    """A tool as a model may be told of it; `parameters` is a closed JSON Schema object."""

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolResult:
    """What a tool found, as sentences in the asked language; figures of a reply may rest on `text`.

    `brief` is the gist of it, for where a card says the rest. `change` is a proposed change that waits for
    the customer's press, `refusal` why there is none.
    """

    name: str
    text: str
    brief: str = ""
    cards: tuple[OrderCard, ...] = ()
    change: ChangeCard | None = None
    refusal: RefusalCode | None = None


_ORDER = {"type": "string", "maxLength": MAX_ORDER_CHARS, "description": "the order's number as written"}
_ITEMS = {
    "type": "array",
    "maxItems": MAX_ITEMS,
    "items": {"type": "string"},
    "description": "ids of the order's items; leave out for the whole order",
}


_SWAPS = {
    "type": "array",
    "maxItems": MAX_ITEMS,
    "items": {
        "type": "object",
        "properties": {"item": {"type": "string"}, "variant": {"type": "string"}},
        "required": ["item", "variant"],
        "additionalProperties": False,
    },
    "description": "which item is to become which variant, by their ids",
}
_REASON = {"type": "string", "maxLength": 40, "description": "a reason's code of the shop's rules"}
_REFUND_TO = {"type": "string", "maxLength": 20, "description": "another way for the money to come back"}
_TEXT = {"type": "string", "maxLength": 200}


def _spec(name: str, description: str, **properties: Mapping[str, Any]) -> ToolSpec:
    required = [name for name in properties if name == "order"]
    schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    return ToolSpec(name=name, description=description, parameters=schema)


TOOLS: tuple[ToolSpec, ...] = (
    _spec("order_list", "The customer's own orders, newest first."),
    _spec("order_overview", "All that matters of one order in short.", order=_ORDER),
    _spec("order_status", "State of one order, what comes next and when.", order=_ORDER),
    _spec("order_arrival", "When one order is expected.", order=_ORDER),
    _spec("order_tracking", "Tracking number of one order.", order=_ORDER),
    _spec("order_items", "What one order contains.", order=_ORDER),
    _spec("order_total", "The sum of one order and how it was paid.", order=_ORDER),
    _spec("order_payment", "How one order was paid.", order=_ORDER),
    _spec("order_refund", "Money returned for one order.", order=_ORDER),
    _spec("order_address", "Where one order goes, masked.", order=_ORDER),
    _spec("may_cancel", "May this order be cancelled, and why not.", order=_ORDER),
    _spec("may_return", "May it be returned, until when, why not.", order=_ORDER, items=_ITEMS),
    _spec("may_exchange", "May it be exchanged, until when, why not.", order=_ORDER, items=_ITEMS),
    _spec("may_change_address", "May the delivery address be changed.", order=_ORDER),
    _spec("may_change_items", "May the order's contents be changed.", order=_ORDER),
    _spec("may_withdraw", "May a requested return or exchange be taken back.", order=_ORDER),
    _spec("propose_cancel", "Lay a cancellation before the customer.", order=_ORDER, reason=_REASON),
    _spec(
        "propose_return",
        "Lay a return before the customer.",
        order=_ORDER,
        items=_ITEMS,
        reason=_REASON,
        refund_to=_REFUND_TO,
    ),
    _spec("propose_exchange", "Lay an exchange before the customer.", order=_ORDER, swaps=_SWAPS),
    _spec("propose_change_items", "Lay other variants before the customer.", order=_ORDER, swaps=_SWAPS),
    _spec(
        "propose_change_address",
        "Lay a new address before the customer.",
        order=_ORDER,
        city=_TEXT,
        line=_TEXT,
        postcode=_TEXT,
    ),
    _spec("propose_withdraw", "Lay the taking back of a request before the customer.", order=_ORDER),
)
"""Every tool there is, in the order they are told."""

_JUDGING: Mapping[str, Deed] = {f"may_{deed}": deed for deed in get_args(Deed)}
_PROPOSING: Mapping[str, Deed] = {f"propose_{deed}": deed for deed in get_args(Deed)}


class OrderTools:
    """Runs the order tools for whoever the session proved to be."""

    def __init__(
        self,
        gateway: OrderGateway,
        rules: OrderRules,
        clock: Callable[[], datetime],
        proposals: Proposals,
    ) -> None:
        self._gateway = gateway
        self._rules = rules
        self._clock = clock
        self._proposals = proposals

    async def run(
        self, name: str, arguments: Mapping[str, Any], identity: Identity | None, language: Language
    ) -> ToolResult:
        """Run one tool. Only what its schema names is looked at, and only of the identity's own order.

        Raises `Unauthorized` without a valid identity, `InvalidInput` for an unknown tool or malformed
        arguments, `NotFound` for an unknown and for somebody else's order alike, `OrdersUnavailable`.
        """
        if identity is None or identity.until <= self._clock():
            raise Unauthorized
        if name == "order_list":
            orders = await self._gateway.orders_of(identity.account)
            return ToolResult(name=name, text="\n".join(list_sentences(orders, language)))
        order = await self._own_order(arguments, identity)
        if name in _PROPOSING:
            return await self._propose(name, order, arguments, identity, language)
        items = _items(arguments, order)
        text = " ".join(self._sentences(name, order, items, language))
        return ToolResult(
            name=name,
            text=text,
            brief=self._brief(name, order, items, language) or text,
            cards=(order_card(order, language),),
        )

    async def variants_of(self, order: Order, item: Item) -> tuple[Variant, ...]:
        """What an item of the customer's own order could be instead, itself included."""
        return await self._gateway.variants_of(order.account, order_key(order.id), item.id)

    async def _propose(
        self,
        name: str,
        order: Order,
        arguments: Mapping[str, Any],
        identity: Identity,
        language: Language,
    ) -> ToolResult:
        deed = _PROPOSING[name]
        change = await read_change(deed, order, arguments, self.variants_of)
        laid = self._proposals.lay(change, order, identity, language)
        if isinstance(laid, ChangeCard):
            return ToolResult(name=name, text=laid.title, change=laid)
        return ToolResult(name=name, text="", refusal=laid)

    async def _own_order(self, arguments: Mapping[str, Any], identity: Identity) -> Order:
        written = arguments.get("order")
        if not isinstance(written, str) or not 0 < len(written) <= MAX_ORDER_CHARS:
            raise InvalidInput("order must be a short string", field="order")
        order = await self._gateway.find_order(identity.account, order_key(written))
        if order is None or order.account != identity.account:
            raise NotFound
        return order

    def _brief(self, name: str, order: Order, items: Sequence[Item], language: Language) -> str:
        deed = _JUDGING.get(name)
        if deed is None:
            return ""
        return " ".join(brief_sentences(deed, order, items, self._clock(), self._rules, language))

    def _sentences(self, name: str, order: Order, items: Sequence[Item], language: Language) -> list[str]:
        now, rules = self._clock(), self._rules
        match name:
            case "order_overview":
                return overview_sentences(order, rules.day(now), rules, language)
            case "order_status":
                return status_sentences(order, rules.day(now), rules, language)
            case "order_arrival":
                return arrival_sentences(order, rules.day(now), rules, language)
            case "order_tracking":
                return tracking_sentences(order, language)
            case "order_items":
                return items_sentences(order, language)
            case "order_total":
                return total_sentences(order, rules, language)
            case "order_payment":
                return payment_sentences(order, language)
            case "order_refund":
                return refund_sentences(order, rules, language)
            case "order_address":
                return address_sentences(order, language)
            case _:
                deed = _JUDGING.get(name)
                if deed is None:
                    raise InvalidInput(f"no tool {name!r}", field="name")
                return verdict_sentences(deed, order, items, now, rules, language)


def _items(arguments: Mapping[str, Any], order: Order) -> tuple[Item, ...]:
    """The order's items with the ids asked for; ids it does not have are passed over."""
    asked = arguments.get("items")
    if not isinstance(asked, list | tuple):
        return ()
    return tuple(item for item in order.items if item.id in asked)[:MAX_ITEMS]
