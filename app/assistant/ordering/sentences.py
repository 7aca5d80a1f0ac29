"""What is said about an order: status, arrival, tracking, items, money, address, in either language."""

from collections.abc import Sequence
from datetime import date

from app.assistant.ordering.wording import (
    METHODS,
    REFUNDED_TO,
    SHORT_STATES,
    STATES,
    WAYS,
    format_day,
    format_days,
    item_name,
)
from app.domain.ids import Language
from app.domain.money import format_money
from app.domain.order_rules import OrderRules
from app.domain.orders import Address, Order, OrderState, Payment, PaymentMethod, Words

_ON_THE_WAY: frozenset[OrderState] = frozenset(
    {"pending", "paid", "in_production", "packing", "processed", "shipped"}
)
_NOT_SENT: frozenset[OrderState] = frozenset({"pending", "paid", "in_production", "packing", "processed"})

_SAME_WAY = Words(ru="Деньги вернутся тем же способом.", en="The money comes back the way it was paid.")


def status_sentences(order: Order, today: date, rules: OrderRules, language: Language) -> list[str]:
    """The state in plain words, since when, what comes next and when; a delay is told as a delay."""
    verb = "" if language == "ru" else " is"
    head = "Заказ" if language == "ru" else "Order"
    said = [f"{head} {order.id}{verb} {STATES[order.state].of(language)}{_since(order, rules, language)}."]
    said += arrival_sentences(order, today, language) if order.state in _ON_THE_WAY else []
    said += _kept(order, language)
    if order.state in {"shipped", "processed"}:
        said += _tracking(order, language)
    if order.state in {"cancelled", "return_requested", "returned"}:
        said += refund_sentences(order, rules, language)
    return said


def arrival_sentences(order: Order, today: date, language: Language) -> list[str]:
    """When it is expected, or why it is not."""
    is_ru = language == "ru"
    days = format_days(order.expected_from, order.expected_to, language)
    if order.state not in _ON_THE_WAY:
        return _no_longer_expected(order, language)
    if not days:
        return ["Точной даты пока нет." if is_ru else "There is no exact date yet."]
    last = order.expected_to or order.expected_from
    if last is not None and last < today:
        return [
            f"Ожидали {days}, значит, заказ опаздывает: простите. Оператор узнает причину у службы доставки."
            if is_ru
            else f"It was expected {days}, so it is late: we are sorry. An operator can ask the carrier why."
        ]
    way = WAYS[order.delivery].of(language)
    by = f", {way}" if way else ""
    return [f"Ожидается {days}{by}." if is_ru else f"It is expected {days}{by}."]


def tracking_sentences(order: Order, language: Language) -> list[str]:
    """The tracking number, or that there is none and why."""
    is_ru = language == "ru"
    if order.shipments:
        return _tracking(order, language)
    if order.state in _NOT_SENT:
        return [
            f"У заказа {order.id} пока нет трек-номера: он {STATES[order.state].ru}. "
            "Номер появится, когда посылку передадут перевозчику."
            if is_ru
            else f"Order {order.id} has no tracking number yet: it is {STATES[order.state].en}. "
            "The number appears when the parcel is given to the carrier."
        ]
    state = SHORT_STATES[order.state].of(language).lower()
    return [
        f"У заказа {order.id} нет трек-номера (статус: {state})."
        if is_ru
        else f"Order {order.id} has no tracking number (status: {state})."
    ]


def items_sentences(order: Order, language: Language) -> list[str]:
    """Every item with its options and price, as a list."""
    head = f"В заказе {order.id}:" if language == "ru" else f"Order {order.id} contains:"
    lines = [
        f"- {item_name(item, language, with_options=True)}: {format_money(item.price, language)}"
        for item in order.items
    ]
    return ["\n".join([head, *lines])]


def total_sentences(order: Order, rules: OrderRules, language: Language) -> list[str]:
    """The order's total, what was paid and how, what came back."""
    is_ru = language == "ru"
    total = format_money(order.total, language)
    said = [f"Сумма заказа {order.id}: {total}." if is_ru else f"The total of order {order.id} is {total}."]
    return said + payment_sentences(order, language) + _refunds(order, rules, language)


def payment_sentences(order: Order, language: Language) -> list[str]:
    """What was paid and by which method; never more than a card's last four digits."""
    is_ru = language == "ru"
    paid = [payment for payment in order.payments if payment.kind == "payment"]
    if not paid:
        return ["Оплата ещё не поступила." if is_ru else "No payment has been received yet."]
    done = [_paid(payment, language) for payment in paid if not payment.is_pending]
    due = [_paid(payment, language) for payment in paid if payment.is_pending]
    said = [("Оплачено: " if is_ru else "Paid: ") + "; ".join(done) + "."] if done else []
    return said + ([("К оплате: " if is_ru else "To be paid: ") + "; ".join(due) + "."] if due else [])


def refund_sentences(order: Order, rules: OrderRules, language: Language) -> list[str]:
    """What came back or is coming, or that nothing was to come."""
    is_ru = language == "ru"
    said = _refunds(order, rules, language)
    if said:
        return said
    is_paid = any(payment.kind == "payment" and not payment.is_pending for payment in order.payments)
    if is_paid and order.state in {"return_requested", "returned", "cancelled"}:
        return refund_terms_sentence(order, rules, language) or [_SAME_WAY.of(language)]
    if order.state == "cancelled":
        return ["Деньги за него не списаны." if is_ru else "No money was taken for it."]
    return [
        f"По заказу {order.id} возврата денег не было."
        if is_ru
        else f"There has been no refund for order {order.id}."
    ]


def address_sentences(order: Order, language: Language) -> list[str]:
    """Where it goes: the city, and the rest masked."""
    is_ru = language == "ru"
    if order.address is None:
        return ["Адрес в заказе не указан." if is_ru else "The order has no address."]
    way = WAYS[order.delivery].of(language)
    by = f" ({way})" if way else ""
    where = mask_address(order.address)
    return [
        f"Заказ {order.id} доставляется{by}: {where}. Полный адрес виден в личном кабинете."
        if is_ru
        else f"Order {order.id} goes{by} to: {where}. The full address is shown in your account."
    ]


def list_sentences(orders: Sequence[Order], language: Language) -> list[str]:
    """One line an order: number, state, date, sum."""
    is_ru = language == "ru"
    if not orders:
        return ["Заказов пока нет." if is_ru else "There are no orders yet."]
    lines = [f"- {order_line(order, language)}" for order in orders[:10]]
    return ["\n".join(["Ваши заказы:" if is_ru else "Your orders:", *lines])]


def order_line(order: Order, language: Language) -> str:
    """An order in one line, for lists."""
    placed = format_day(order.placed_at.date(), language) if order.placed_at else ""
    names = ", ".join(item_name(item, language) for item in order.items[:3])
    state = SHORT_STATES[order.state].of(language).lower()
    from_day = f" ({'от ' if language == 'ru' else ''}{placed})" if placed else ""
    return f"{order.id}{from_day}: {state}, {format_money(order.total, language)}, {names}"


def mask_address(address: Address) -> str:
    """The city and a hint of the street's beginning; never the house, the flat or the postcode."""
    hint = f"{address.line[:2]}•••" if len(address.line) > 2 else "•••"
    return f"{address.city}, {hint}" if address.city else hint


def _since(order: Order, rules: OrderRules, language: Language) -> str:
    moments = {
        "shipped": order.shipped_at,
        "delivered": order.delivered_at,
        "cancelled": order.cancelled_at,
        "paid": order.paid_at,
    }
    moment = moments.get(order.state)
    if moment is None:
        return ""
    day = format_day(rules.day(moment), language)
    return f" ({day})"


def _kept(order: Order, language: Language) -> list[str]:
    if order.state != "ready_for_pickup" or order.kept_until is None:
        return []
    day = format_day(order.kept_until, language)
    return [f"Заберите его до {day} включительно." if language == "ru" else f"Please collect it by {day}."]


def _no_longer_expected(order: Order, language: Language) -> list[str]:
    state = STATES[order.state].of(language)
    if language == "ru":
        return [f"Заказ {order.id} {state}."]
    return [f"Order {order.id} is {state}."]


def _tracking(order: Order, language: Language) -> list[str]:
    numbers = ", ".join(
        f"{parcel.tracking} ({parcel.carrier})" if parcel.carrier else parcel.tracking
        for parcel in order.shipments
    )
    if not numbers:
        return []
    return [
        f"Трек-номер заказа {order.id}: {numbers}."
        if language == "ru"
        else f"The tracking number of order {order.id} is {numbers}."
    ]


def _paid(payment: Payment, language: Language) -> str:
    hint = f" •• {payment.hint}" if payment.hint and payment.method == "card" else ""
    return f"{format_money(payment.amount, language)} {METHODS[payment.method].of(language)}{hint}"


def _refunds(order: Order, rules: OrderRules, language: Language) -> list[str]:
    is_ru = language == "ru"
    said: list[str] = []
    for refund in order.payments:
        if refund.kind != "refund":
            continue
        amount = format_money(refund.amount, language)
        to = REFUNDED_TO[refund.method].of(language)
        if refund.is_pending:
            terms = _term(refund.method, rules, language)
            term = f" ({terms})" if terms else ""
            said.append(
                f"Возврат {amount} в пути{term}." if is_ru else f"A refund of {amount} is on its way{term}."
            )
        else:
            said.append(f"Возвращено {amount} {to}." if is_ru else f"{amount} was refunded {to}.")
    return said


def _terms(order: Order, rules: OrderRules, language: Language) -> str:
    terms = [
        _term(payment.method, rules, language) for payment in order.payments if payment.kind == "payment"
    ]
    return ", ".join(dict.fromkeys(term for term in terms if term))


def _term(method: PaymentMethod, rules: OrderRules, language: Language) -> str:
    words = rules.refund_terms.get(method)
    return words.of(language) if words else ""


def refund_terms_sentence(order: Order, rules: OrderRules, language: Language) -> list[str]:
    """When the money of this order would come back, by the methods it was paid with; nothing when unknown."""
    terms = _terms(order, rules, language)
    if not terms:
        return []
    return [f"Деньги вернутся: {terms}." if language == "ru" else f"The money comes back: {terms}."]
