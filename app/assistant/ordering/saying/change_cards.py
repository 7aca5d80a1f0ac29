"""The card of a proposed change: exactly what will happen, in the customer's language; no decision here."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.assistant.ordering.saying.sentences import mask_address
from app.assistant.ordering.saying.wording import REFUNDED_TO, item_title
from app.domain.ids import Language
from app.domain.money import Money, format_money
from app.domain.order_changes import OrderChange, Proposal, Swap, Variant, price_difference, refunded
from app.domain.order_rules import Deed, OrderRules
from app.domain.orders import Address, Item, Order, Payment, Words
from app.domain.replies import CardLine, ChangeCard, Fact

_TITLES: Mapping[Deed, Words] = {
    "cancel": Words(ru="Отмена заказа {order}", en="Cancel order {order}"),
    "return": Words(ru="Возврат по заказу {order}", en="Return from order {order}"),
    "exchange": Words(ru="Обмен по заказу {order}", en="Exchange in order {order}"),
    "change_items": Words(ru="Замена в заказе {order}", en="Change of items in order {order}"),
    "change_address": Words(ru="Новый адрес заказа {order}", en="New address of order {order}"),
    "withdraw": Words(ru="Отзыв заявки по заказу {order}", en="Take back the request for order {order}"),
}
_BUTTONS: Mapping[Deed, Words] = {
    "cancel": Words(ru="Отменить заказ", en="Cancel the order"),
    "return": Words(ru="Оформить возврат", en="Start the return"),
    "exchange": Words(ru="Оформить обмен", en="Start the exchange"),
    "change_items": Words(ru="Заменить", en="Change the items"),
    "change_address": Words(ru="Изменить адрес", en="Change the address"),
    "withdraw": Words(ru="Отозвать заявку", en="Take the request back"),
}
_MONEY_BACK = Words(ru="Вернётся", en="Money back")
_TO_PAY = Words(ru="Доплата", en="To pay")
_REASON = Words(ru="Причина", en="Reason")
_CONDITION = Words(ru="Условие", en="Condition")
_TO = Words(ru="Куда", en="To")
_NOW = Words(ru="Сейчас", en="Now")
_NOT_CHARGED = Words(
    ru="Оплаты ещё не было: возвращать нечего", en="Nothing was paid yet: nothing comes back"
)


def change_card(proposal: Proposal, order: Order, rules: OrderRules, language: Language) -> ChangeCard:
    """The card of that change of that order."""
    change = proposal.change
    return ChangeCard(
        proposal=proposal,
        deed=change.deed,
        title=_TITLES[change.deed].of(language).format(order=order.id),
        button=_BUTTONS[change.deed].of(language),
        lines=_lines(change, order, language),
        facts=(*_facts(change, order, rules, language), *_reason(change, rules, language)),
    )


def variant_title(variant: Variant, language: Language) -> str:
    """A variant as it is named in a choice: its options, or its name when it has none."""
    return ", ".join(value for _, value in variant.options) or variant.name.of(language)


def variant_lines(variants: Sequence[Variant], language: Language) -> list[str]:
    """A line for each variant: its name, its price, and whether it is in stock."""
    out = " (нет в наличии)" if language == "ru" else " (out of stock)"
    priced = [
        (one, f"{variant_title(one, language)}: {format_money(one.price, language)}") for one in variants
    ]
    return [f"- {words}{'' if one.is_available else out}" for one, words in priced]


def _lines(change: OrderChange, order: Order, language: Language) -> tuple[CardLine, ...]:
    match change.deed:
        case "cancel" | "withdraw":
            return tuple(_line(item, language) for item in order.items)
        case "return":
            return tuple(_line(item, language) for item in order.items if item.id in change.items)
        case "exchange" | "change_items":
            return tuple(_swap_line(swap, order, language) for swap in change.swaps)
        case "change_address":
            return ()


def _line(item: Item, language: Language) -> CardLine:
    title = item_title(item, language, with_options=True)
    return CardLine(name=title, quantity=item.quantity, amount=format_money(item.amount, language))


def _swap_line(swap: Swap, order: Order, language: Language) -> CardLine:
    item = next(item for item in order.items if item.id == swap.item)
    before = item_title(item, language, with_options=True)
    return CardLine(name=f"{before} → {variant_title(swap.variant, language)}", quantity=item.quantity)


def _facts(change: OrderChange, order: Order, rules: OrderRules, language: Language) -> Sequence[Fact]:
    match change.deed:
        case "cancel":
            return _money_back(_paid(order), change, order, rules, language)
        case "return":
            back = _money_back(refunded(order, change.items), change, order, rules, language)
            return (*back, *_conditions(change, order, rules, language))
        case "exchange" | "change_items":
            return _difference(change, order, language)
        case "change_address":
            return _addresses(change.address, order.address, language)
        case "withdraw":
            return ()


def _paid(order: Order) -> Money | None:
    """All that was paid and not given back; None when nothing was."""
    done = [paid for paid in order.payments if not paid.is_pending]
    amount = sum((_signed(paid) for paid in done), start=Decimal(0))
    return Money(amount=amount, currency=order.total.currency) if amount > 0 else None


def _signed(paid: Payment) -> Decimal:
    return paid.amount.amount if paid.kind == "payment" else -paid.amount.amount


def _money_back(
    amount: Money | None, change: OrderChange, order: Order, rules: OrderRules, language: Language
) -> tuple[Fact, ...]:
    paid = [paid for paid in order.payments if paid.kind == "payment" and not paid.is_pending]
    if amount is None or not paid:
        return (Fact(label=_MONEY_BACK.of(language), value=_NOT_CHARGED.of(language)),)
    method = change.refund_to or paid[0].method
    hint = f" •• {paid[0].hint}" if paid[0].hint and method == paid[0].method == "card" else ""
    terms = rules.refund_terms.get(method)
    way = f", {terms.of(language)}" if terms else f" {REFUNDED_TO[method].of(language)}"
    return (Fact(label=_MONEY_BACK.of(language), value=f"{format_money(amount, language)}{way}{hint}"),)


def _conditions(change: OrderChange, order: Order, rules: OrderRules, language: Language) -> tuple[Fact, ...]:
    said = dict.fromkeys(
        rules.window_of(item).condition.of(language) for item in order.items if item.id in change.items
    )
    return tuple(Fact(label=_CONDITION.of(language), value=words) for words in said if words)


def _difference(change: OrderChange, order: Order, language: Language) -> tuple[Fact, ...]:
    difference = price_difference(order, change.swaps)
    if not difference.amount:
        return ()
    label = _TO_PAY if difference.amount > 0 else _MONEY_BACK
    amount = Money(amount=abs(difference.amount), currency=difference.currency)
    return (Fact(label=label.of(language), value=format_money(amount, language)),)


def _addresses(new: Address | None, old: Address | None, language: Language) -> tuple[Fact, ...]:
    written = ", ".join(part for part in (new.city, new.line, new.postcode) if part) if new else ""
    now = (Fact(label=_NOW.of(language), value=mask_address(old)),) if old else ()
    return (Fact(label=_TO.of(language), value=written), *now)


def _reason(change: OrderChange, rules: OrderRules, language: Language) -> tuple[Fact, ...]:
    known = [reason for reason in rules.reasons.get(change.deed, ()) if reason.code == change.reason]
    return tuple(Fact(label=_REASON.of(language), value=reason.words.of(language)) for reason in known)
