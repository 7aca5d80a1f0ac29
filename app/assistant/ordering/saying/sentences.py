"""What is said about an order: status, arrival, tracking, items, money, address, in either language."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from app.assistant.ordering.saying.wording import (
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
    said = [f"{_is_in_state(order, rules.day, language)}."]
    if order.state in _ON_THE_WAY:
        said += _arrival("Он" if language == "ru" else "It", order, today, language)
    said += _kept(order, language)
    if order.state in {"shipped", "processed"} and order.shipments:
        said.append(f"{'Трек-номер' if language == 'ru' else 'Tracking number'}: {_numbers(order)}.")
    if order.state in {"cancelled", "return_requested", "returned"}:
        said += refund_sentences(order, rules, language)
    return said


def overview_sentences(order: Order, today: date, rules: OrderRules, language: Language) -> list[str]:
    """Status, contents and sum in short, for a question that was not understood any closer."""
    names = ", ".join(item_name(item, language) for item in order.items)
    total = format_money(order.total, language)
    inside = (
        f"В заказе: {names}. Сумма: {total}."
        if language == "ru"
        else f"It contains: {names}. Total: {total}."
    )
    is_tracked = order.state in {"shipped", "processed"} or not order.shipments
    tracking = [] if is_tracked else tracking_sentences(order, language)
    paid = payment_sentences(order, language)
    return [*status_sentences(order, today, rules, language), inside, *paid, *tracking]


def arrival_sentences(order: Order, today: date, rules: OrderRules, language: Language) -> list[str]:
    """When it is expected, whether it is late, or that it has come."""
    if order.state not in _ON_THE_WAY:
        return [f"{_is_in_state(order, rules.day, language)}.", *_kept(order, language)]
    if order.expected_to is None and order.expected_from is None:
        return [f"{_is_in_state(order, rules.day, language)}.", *_arrival("", order, today, language)]
    subject = f"Заказ {order.id}" if language == "ru" else f"Order {order.id}"
    return _arrival(subject, order, today, language)


def tracking_sentences(order: Order, language: Language) -> list[str]:
    """The tracking number, or that there is none and why."""
    is_ru = language == "ru"
    if order.shipments:
        head = f"Трек-номер заказа {order.id}:" if is_ru else f"The tracking number of order {order.id} is"
        return [f"{head} {_numbers(order)}."]
    if order.state in _NOT_SENT:
        state = STATES[order.state].of(language).format(since="")
        if is_ru:
            later = "Номер появится, когда посылку передадут перевозчику."
            return [f"У заказа {order.id} пока нет трек-номера: он {state}. {later}"]
        later = "The number appears when the parcel is given to the carrier."
        return [f"Order {order.id} has no tracking number yet: it is {state}. {later}"]
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
        f"- {item_name(item, language, with_options=True)}: {format_money(item.amount, language)}"
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
        return [
            f"Оплата заказа {order.id} ещё не поступила."
            if is_ru
            else f"No payment for order {order.id} has been received yet."
        ]
    done = [_paid(payment, language) for payment in paid if not payment.is_pending]
    due = [_paid(payment, language) for payment in paid if payment.is_pending]
    of = f"по заказу {order.id}" if is_ru else f"for order {order.id}"
    said = [(f"Оплачено {of}: " if is_ru else f"Paid {of}: ") + "; ".join(done) + "."] if done else []
    return said + (
        [(f"К оплате {of}: " if is_ru else f"To be paid {of}: ") + "; ".join(due) + "."] if due else []
    )


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


def _is_in_state(order: Order, day_of: Callable[[datetime], date], language: Language) -> str:
    """ "Заказ N доставлен 5 ноября", "Order N is delivered on 5 November" without the full stop."""
    moments = {
        "paid": order.paid_at,
        "shipped": order.shipped_at,
        "delivered": order.delivered_at,
        "cancelled": order.cancelled_at,
    }
    moment = moments.get(order.state)
    day = format_day(day_of(moment), language) if moment else ""
    if language == "ru":
        return f"Заказ {order.id} " + STATES[order.state].ru.format(since=f" {day}" if day else "")
    verb = "was" if day and order.state != "paid" else "is"
    return f"Order {order.id} {verb} " + STATES[order.state].en.format(since=f" on {day}" if day else "")


def _kept(order: Order, language: Language) -> list[str]:
    if order.state != "ready_for_pickup" or order.kept_until is None:
        return []
    day = format_day(order.kept_until, language)
    return [f"Заберите его до {day} включительно." if language == "ru" else f"Please collect it by {day}."]


def _arrival(subject: str, order: Order, today: date, language: Language) -> list[str]:
    is_ru = language == "ru"
    days = format_days(order.expected_from, order.expected_to, language)
    last = order.expected_to or order.expected_from
    if last is None:
        if is_ru:
            return ["Точной даты доставки пока нет."]
        return ["There is no exact delivery date yet."]
    if last < today:
        if is_ru:
            late = "опаздывает: простите. Оператор может узнать причину у службы доставки."
            return [f"{subject} должен был приехать {days} и {late}"]
        return [
            f"{subject} was expected {days} and is late: we are sorry. An operator can ask the carrier why."
        ]
    way = WAYS[order.delivery].of(language)
    by = f", {way}" if way else ""
    return [f"{subject} ожидается {days}{by}." if is_ru else f"{subject} is expected {days}{by}."]


def _numbers(order: Order) -> str:
    return ", ".join(
        f"{parcel.tracking} ({parcel.carrier})" if parcel.carrier else parcel.tracking
        for parcel in order.shipments
    )


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
                f"Возврат {amount} по заказу {order.id} в пути{term}."
                if is_ru
                else f"A refund of {amount} for order {order.id} is on its way{term}."
            )
        else:
            said.append(
                f"По заказу {order.id} возвращено {amount} {to}."
                if is_ru
                else f"{amount} was refunded for order {order.id} {to}."
            )
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
