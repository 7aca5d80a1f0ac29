"""Changes of an order as values: what is to be done, from which version, and the order afterwards."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import assert_never

from app.domain.ids import OrderId, ProposalId
from app.domain.money import Money
from app.domain.order_rules import Deed
from app.domain.orders import Address, Item, Order, Payment, PaymentMethod, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Another form of the same thing: another colour or size; `price` per piece."""

    id: str
    name: Words
    price: Money
    options: tuple[tuple[str, str], ...] = ()
    goods: str = ""
    is_available: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """One line of an order, by its item's id, and the variant that takes its place."""

    item: str
    variant: Variant


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange:
    """One deed on one order, with everything that it depends on.

    `items` are the ids of the lines to return, `swaps` those to exchange (or, before packing, to change),
    `address` is where the order is to go instead, `refund_to` the way the money comes back when it is not the
    way it was paid, `reason` a code of the shop's rules.
    """

    deed: Deed
    order: OrderId
    items: tuple[str, ...] = ()
    swaps: tuple[Swap, ...] = ()
    address: Address | None = None
    refund_to: PaymentMethod | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change laid before the customer: `account` may press its button until `until` (aware UTC).

    `version` is the order's at that moment; `token` is bound to all the rest, so that nothing else can be
    confirmed by it.
    """

    id: ProposalId
    account: str
    change: OrderChange
    version: str
    until: datetime

    @property
    def token(self) -> str:
        """What the button carries: a digest of the proposal, 32 hex digits."""
        bound = (self.id, self.account, self.change, self.version, self.until.isoformat())
        return sha256(repr(bound).encode()).hexdigest()[:32]


def order_version(order: Order) -> str:
    """The order system's own version, else a digest with "~" before it of all that a change depends on."""
    if order.version:
        return order.version
    parts = (order.id, order.account, order.state, order.items, order.total, order.address, order.delivery)
    return "~" + sha256(repr((*parts, order.payments)).encode()).hexdigest()[:16]


def after_change(order: Order, change: OrderChange, at: datetime) -> Order:
    """The order once the change was made at that moment; asks no rule."""
    match change.deed:
        case "cancel":
            refunds = tuple(
                replace(paid, kind="refund", is_pending=True, method=change.refund_to or paid.method)
                for paid in order.payments
                if paid.kind == "payment" and not paid.is_pending
            )
            kept = tuple(paid for paid in order.payments if not paid.is_pending)
            return replace(order, state="cancelled", cancelled_at=at, payments=(*kept, *refunds))
        case "return":
            return replace(order, state="return_requested")
        case "exchange":
            return replace(order, state="exchange_requested")
        case "withdraw":
            return replace(order, state="delivered")
        case "change_address":
            return replace(order, address=change.address)
        case "change_items":
            return _with_swaps(order, change.swaps)
    assert_never(change.deed)


def price_difference(order: Order, swaps: tuple[Swap, ...]) -> Money:
    """What the customer pays on top (above zero) or gets back (below) for these swaps."""
    lines = {item.id: item for item in order.items}
    amount = sum(
        (
            (swap.variant.price.amount - lines[swap.item].price.amount) * lines[swap.item].quantity
            for swap in swaps
        ),
        Decimal(0),
    )
    return Money(amount=amount, currency=order.total.currency)


def refunded(order: Order, items: tuple[str, ...]) -> Money:
    """The price of these lines."""
    amount = sum((item.amount.amount for item in order.items if item.id in items), Decimal(0))
    return Money(amount=amount, currency=order.total.currency)


def _with_swaps(order: Order, swaps: tuple[Swap, ...]) -> Order:
    chosen = {swap.item: swap.variant for swap in swaps}
    difference = price_difference(order, swaps)
    total = Money(amount=order.total.amount + difference.amount, currency=order.total.currency)
    items = tuple(_as_variant(item, chosen.get(item.id)) for item in order.items)
    return replace(order, items=items, total=total, payments=_settled(order, difference))


def _as_variant(item: Item, variant: Variant | None) -> Item:
    if variant is None:
        return item
    return Item(
        id=variant.id,
        name=variant.name,
        price=variant.price,
        quantity=item.quantity,
        options=variant.options,
        goods=variant.goods,
    )


def _settled(order: Order, difference: Money) -> tuple[Payment, ...]:
    """The payments with the difference: still to be paid, or on its way back."""
    if not difference.amount or not order.payments:
        return order.payments
    first = order.payments[0]
    if first.is_pending:
        amount = Money(amount=first.amount.amount + difference.amount, currency=difference.currency)
        return (replace(first, amount=amount), *order.payments[1:])
    amount = Money(amount=abs(difference.amount), currency=difference.currency)
    kind = "payment" if difference.amount > 0 else "refund"
    return (*order.payments, replace(first, kind=kind, amount=amount, is_pending=True))
