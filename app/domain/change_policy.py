"""May this very change be made? One code a refusal; asked before it is proposed and before it is made."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, assert_never

from app.domain.order_changes import OrderChange, Swap
from app.domain.order_rules import (
    OrderRules,
    Verdict,
    may_cancel,
    may_change_address,
    may_change_items,
    may_exchange,
    may_return,
    may_withdraw,
)
from app.domain.orders import Item, Order

RefusalCode = Literal[
    "not_in_chat",
    "not_allowed_now",
    "needs_person",
    "nothing_chosen",
    "unknown_item",
    "same_variant",
    "variant_unavailable",
    "bad_address",
    "unknown_reason",
    "refund_way_not_allowed",
]
MAX_ADDRESS_CHARS = 200


def forbids(change: OrderChange, order: Order, now: datetime, rules: OrderRules) -> RefusalCode | None:
    """Why the rules forbid the change of that order now; None when they allow it.

    Variants are taken as given: whoever names them has read them from the shop.
    """
    if change.deed not in rules.in_chat:
        return "not_in_chat"
    return (
        _forbids_manner(change, rules)
        or _forbids_what(change, order)
        or _forbids_now(change, order, now, rules)
    )


def _forbids_manner(change: OrderChange, rules: OrderRules) -> RefusalCode | None:
    if change.reason:
        known = {reason.code: reason for reason in rules.reasons.get(change.deed, ())}
        if change.reason not in known:
            return "unknown_reason"
        if known[change.reason].needs_person:
            return "needs_person"
    if change.refund_to is not None and change.refund_to not in rules.refund_ways:
        return "refund_way_not_allowed"
    return None


def _forbids_what(change: OrderChange, order: Order) -> RefusalCode | None:
    lines = {item.id: item for item in order.items}
    match change.deed:
        case "cancel" | "withdraw":
            return None
        case "return":
            return _forbids_lines(change.items, lines)
        case "exchange" | "change_items":
            chosen = tuple(swap.item for swap in change.swaps)
            return _forbids_lines(chosen, lines) or _forbids_variants(change.swaps)
        case "change_address":
            address = change.address
            if address is None or not (address.city.strip() and address.line.strip()):
                return "bad_address"
            is_long = max(len(address.city), len(address.line), len(address.postcode)) > MAX_ADDRESS_CHARS
            return "bad_address" if is_long else None
    assert_never(change.deed)


def _forbids_lines(chosen: Sequence[str], lines: dict[str, Item]) -> RefusalCode | None:
    if not chosen:
        return "nothing_chosen"
    if len(set(chosen)) != len(chosen) or any(item not in lines for item in chosen):
        return "unknown_item"
    return None


def _forbids_variants(swaps: Sequence[Swap]) -> RefusalCode | None:
    if any(swap.variant.id == swap.item for swap in swaps):
        return "same_variant"
    return "variant_unavailable" if any(not swap.variant.is_available for swap in swaps) else None


def _forbids_now(change: OrderChange, order: Order, now: datetime, rules: OrderRules) -> RefusalCode | None:
    verdicts = _verdicts(change, order, now, rules)
    if any(not verdict.is_allowed for verdict in verdicts):
        return "not_allowed_now"
    return "needs_person" if any(verdict.needs_person for verdict in verdicts) else None


def _verdicts(change: OrderChange, order: Order, now: datetime, rules: OrderRules) -> list[Verdict]:
    lines = {item.id: item for item in order.items}
    match change.deed:
        case "cancel":
            return [may_cancel(order, now, rules)]
        case "withdraw":
            return [may_withdraw(order, rules)]
        case "change_address":
            return [may_change_address(order, rules)]
        case "change_items":
            return [may_change_items(order, rules)]
        case "return":
            return [may_return(order, lines[item], now, rules) for item in change.items]
        case "exchange":
            return [may_exchange(order, lines[swap.item], now, rules) for swap in change.swaps]
    assert_never(change.deed)
