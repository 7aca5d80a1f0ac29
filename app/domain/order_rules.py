"""Who may cancel, return, exchange or redirect what, until when, why not: rules and verdicts as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from app.domain.orders import Item, Order, OrderState, PaymentMethod, Words

Deed = Literal["cancel", "return", "exchange", "change_address", "change_items", "withdraw"]
"""`withdraw` takes a requested return or exchange back."""
Reason = Literal[
    "allowed",
    "already_cancelled",
    "already_under_way",
    "too_late_in_state",
    "not_delivered_yet",
    "window_over",
    "excluded_goods",
    "production_begun",
]

MADE_TO_ORDER = "made_to_order"
"""The group of goods made to measure; cancelling it has a window of its own."""

_UNDER_WAY: frozenset[OrderState] = frozenset({"return_requested", "returned", "exchange_requested"})
_NO_WORDS = Words(ru="", en="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnWindow:
    """How long one group of goods may come back, counted in days from delivery.

    `return_days` or `exchange_days` None means never (unless defective). `condition` says in what shape,
    `why_not` explains an exclusion; both are shown to the customer as they stand.
    """

    return_days: int | None = 14
    exchange_days: int | None = 14
    condition: Words = _NO_WORDS
    why_not: Words = _NO_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReason:
    """Why somebody changes an order: `said` are beginnings of words that tell it; some are for a person."""

    code: str
    words: Words
    said: tuple[str, ...] = ()
    needs_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRules:
    """Everything a shop edits about changing an order; group "" of `windows` covers all other goods.

    `in_chat` is what a customer may do by pressing a button in the chat, `refund_ways` the ways the money may
    come back beside the one it was paid by.
    """

    cancel_states: frozenset[OrderState] = frozenset({"pending", "paid", "packing"})
    change_items_states: frozenset[OrderState] = frozenset({"pending", "paid"})
    address_states: frozenset[OrderState] = frozenset({"pending", "paid", "in_production", "packing"})
    address_by_person_states: frozenset[OrderState] = frozenset({"shipped"})
    return_states: frozenset[OrderState] = frozenset({"delivered"})
    made_to_order_cancel_hours: int = 2
    windows: Mapping[str, ReturnWindow] = field(default_factory=lambda: {"": ReturnWindow()})
    refund_terms: Mapping[PaymentMethod, Words] = field(default_factory=dict[PaymentMethod, Words])
    cancel_after_shipping: Words = _NO_WORDS
    address_after_shipping: Words = _NO_WORDS
    how_to: Mapping[Deed, Words] = field(default_factory=dict[Deed, Words])
    in_chat: frozenset[Deed] = frozenset(get_args(Deed))
    withdraw_states: frozenset[OrderState] = frozenset({"return_requested", "exchange_requested"})
    refund_ways: frozenset[PaymentMethod] = frozenset()
    reasons: Mapping[Deed, tuple[ChangeReason, ...]] = field(
        default_factory=dict[Deed, tuple[ChangeReason, ...]]
    )
    utc_offset_hours: int = 3

    def window_of(self, item: Item) -> ReturnWindow:
        """The window of the item's group, or the general one."""
        return self.windows.get(item.goods) or self.windows[""]

    def day(self, moment: datetime) -> date:
        """The shop's calendar day at that moment."""
        return (moment + timedelta(hours=self.utc_offset_hours)).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """May it be done? `until` is the last day (inclusive) or None when unknown or without a limit.

    `days` is the length of the window, for an order whose delivery date is unknown; `needs_person` says
    that only an operator can do it.
    """

    deed: Deed
    is_allowed: bool
    reason: Reason
    until: date | None = None
    days: int | None = None
    window: ReturnWindow | None = None
    needs_person: bool = False


def may_cancel(order: Order, now: datetime, rules: OrderRules) -> Verdict:
    """Before it leaves for the carrier; made-to-order only within its hours and before the work begins."""
    if order.state == "cancelled":
        return _no("cancel", "already_cancelled")
    is_in_hand = order.state == "in_production" or order.state in rules.cancel_states
    if any(item.goods == MADE_TO_ORDER for item in order.items) and order.state != "pending" and is_in_hand:
        deadline = (order.paid_at or order.placed_at or now) + timedelta(
            hours=rules.made_to_order_cancel_hours
        )
        if order.state == "in_production" or now > deadline:
            return _no("cancel", "production_begun")
    if order.state in rules.cancel_states:
        return Verdict(deed="cancel", is_allowed=True, reason="allowed")
    return _no("cancel", "already_under_way" if order.state in _UNDER_WAY else "too_late_in_state")


def may_withdraw(order: Order, rules: OrderRules) -> Verdict:
    """Take a requested return or exchange back, while the shop still allows it."""
    if order.state in rules.withdraw_states:
        return Verdict(deed="withdraw", is_allowed=True, reason="allowed")
    return _no("withdraw", "already_cancelled" if order.state == "cancelled" else "too_late_in_state")


def may_change_address(order: Order, rules: OrderRules) -> Verdict:
    """Free before shipping; afterwards, where the shop allows it at all, through a person."""
    if order.state in rules.address_states:
        return Verdict(deed="change_address", is_allowed=True, reason="allowed")
    if order.state in rules.address_by_person_states and order.delivery != "post":
        return Verdict(deed="change_address", is_allowed=True, reason="allowed", needs_person=True)
    reason = "already_cancelled" if order.state == "cancelled" else "too_late_in_state"
    return _no("change_address", reason)


def may_change_items(order: Order, rules: OrderRules) -> Verdict:
    """While nobody has begun to pack it."""
    if order.state in rules.change_items_states:
        return Verdict(deed="change_items", is_allowed=True, reason="allowed")
    reason = "already_cancelled" if order.state == "cancelled" else "too_late_in_state"
    return _no("change_items", reason)


def may_return(order: Order, item: Item, now: datetime, rules: OrderRules) -> Verdict:
    """Delivered, of a group that may come back, within its days."""
    return _may_send_back("return", order, item, now, rules)


def may_exchange(order: Order, item: Item, now: datetime, rules: OrderRules) -> Verdict:
    """As a return, for another variant of the same thing, with the group's days for exchange."""
    return _may_send_back("exchange", order, item, now, rules)


def _may_send_back(
    deed: Literal["return", "exchange"], order: Order, item: Item, now: datetime, rules: OrderRules
) -> Verdict:
    if order.state == "cancelled":
        return _no(deed, "already_cancelled")
    if order.state in _UNDER_WAY:
        return _no(deed, "already_under_way")
    window = rules.window_of(item)
    days = window.return_days if deed == "return" else window.exchange_days
    if days is None:
        return Verdict(deed=deed, is_allowed=False, reason="excluded_goods", window=window)
    if order.state not in rules.return_states:
        return Verdict(deed=deed, is_allowed=False, reason="not_delivered_yet", days=days, window=window)
    until = rules.day(order.delivered_at) + timedelta(days=days) if order.delivered_at else None
    is_over = until is not None and rules.day(now) > until
    return Verdict(
        deed=deed,
        is_allowed=not is_over,
        reason="window_over" if is_over else "allowed",
        until=until,
        days=days,
        window=window,
    )


def _no(deed: Deed, reason: Reason) -> Verdict:
    return Verdict(deed=deed, is_allowed=False, reason=reason)
