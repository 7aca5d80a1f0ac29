"""Says what the rules allow: may I, until when, why not; the decision itself is taken by the domain."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from app.assistant.ordering.saying.sentences import refund_terms_sentence
from app.assistant.ordering.saying.wording import SHORT_STATES, days_left, format_day, item_title
from app.domain.ids import Language
from app.domain.order_rules import (
    Deed,
    OrderRules,
    Verdict,
    may_cancel,
    may_change_address,
    may_change_items,
    may_exchange,
    may_return,
    may_withdraw,
)
from app.domain.orders import Item, Order, Words

_Judged = tuple[Item, Verdict]

_YES: dict[Deed, Words] = {
    "cancel": Words(ru="отменить заказ {order}", en="order {order} can still be cancelled"),
    "change_items": Words(
        ru="изменить состав заказа {order}", en="the items of order {order} can still be changed"
    ),
    "change_address": Words(
        ru="изменить адрес заказа {order}", en="the address of order {order} can still be changed"
    ),
    "withdraw": Words(
        ru="отозвать заявку по заказу {order}", en="the request for order {order} can still be taken back"
    ),
}
_NO: dict[Deed, Words] = {
    "cancel": Words(ru="отменить заказ {order}", en="order {order} can no longer be cancelled"),
    "change_items": Words(
        ru="изменить состав заказа {order}", en="the items of order {order} can no longer be changed"
    ),
    "change_address": Words(
        ru="изменить адрес заказа {order}", en="the address of order {order} can no longer be changed"
    ),
    "withdraw": Words(
        ru="отозвать заявку по заказу {order}", en="the request for order {order} can no longer be taken back"
    ),
}
_SENT_BACK: dict[Deed, Words] = {
    "return": Words(ru="вернуть", en="returned"),
    "exchange": Words(ru="обменять", en="exchanged"),
}


def verdict_sentences(
    deed: Deed, order: Order, items: Sequence[Item], now: datetime, rules: OrderRules, language: Language
) -> list[str]:
    """The verdict on a deed; `items` are those to return or exchange, all of the order's when empty."""
    match deed:
        case "cancel":
            return _cancel(order, now, rules, language)
        case "change_address":
            return _address(order, rules, language)
        case "change_items":
            return _whole(deed, order, may_change_items(order, rules), rules, language)
        case "withdraw":
            return _whole(deed, order, may_withdraw(order, rules), rules, language)
        case "return" | "exchange":
            return _send_back(deed, order, _judged(deed, order, items, now, rules), rules, language)


def brief_sentences(
    deed: Deed, order: Order, items: Sequence[Item], now: datetime, rules: OrderRules, language: Language
) -> list[str]:
    """The verdict's yes or no alone, for where a card says the rest."""
    if deed not in ("return", "exchange"):
        return verdict_sentences(deed, order, items, now, rules, language)[:1]
    allowed, refused = _split(_judged(deed, order, items, now, rules))
    return [
        *_all_allowed(deed, order, allowed, refused, language),
        *_all_refused(deed, order, refused, language),
    ]


def _judged(
    deed: Literal["return", "exchange"], order: Order, items: Sequence[Item], now: datetime, rules: OrderRules
) -> list[_Judged]:
    judge = may_return if deed == "return" else may_exchange
    return [(item, judge(order, item, now, rules)) for item in items or order.items]


def _split(judged: Sequence[_Judged]) -> tuple[list[_Judged], list[_Judged]]:
    allowed = [(item, verdict) for item, verdict in judged if verdict.is_allowed]
    return allowed, [(item, verdict) for item, verdict in judged if not verdict.is_allowed]


def _cancel(order: Order, now: datetime, rules: OrderRules, language: Language) -> list[str]:
    verdict = may_cancel(order, now, rules)
    said = _whole("cancel", order, verdict, rules, language)
    if verdict.is_allowed:
        is_paid = any(p.kind == "payment" and not p.is_pending for p in order.payments)
        return said + refund_terms_sentence(order, rules, language) if is_paid else said
    if verdict.reason == "too_late_in_state" and order.state in {"shipped", "ready_for_pickup"}:
        said.append(rules.cancel_after_shipping.of(language))
    if any(may_return(order, item, now, rules).is_allowed for item in order.items):
        said.append(
            "Вместо отмены подойдёт возврат." if language == "ru" else "A return may suit you instead."
        )
    return [sentence for sentence in said if sentence]


def _address(order: Order, rules: OrderRules, language: Language) -> list[str]:
    verdict = may_change_address(order, rules)
    if not verdict.needs_person:
        return _whole("change_address", order, verdict, rules, language)
    by_person = "Это делает оператор." if language == "ru" else "An operator does this."
    state = _state(order, language)
    head = f"Заказ {order.id}: {state}." if language == "ru" else f"Order {order.id}: {state}."
    return [head, rules.address_after_shipping.of(language) or by_person]


def _whole(deed: Deed, order: Order, verdict: Verdict, rules: OrderRules, language: Language) -> list[str]:
    """A deed on the whole order: yes and how, or no and why."""
    is_ru = language == "ru"
    if not verdict.is_allowed:
        what = _NO[deed].of(language).format(order=order.id)
        why = _why_not(order, verdict, language)
        return [f"Нет, {what} уже нельзя: {why}." if is_ru else f"No, {what}: {why}."]
    what = _YES[deed].of(language).format(order=order.id)
    state = _state(order, language)
    said = (
        f"Да, {what} ещё можно: его статус «{state}»." if is_ru else f"Yes, {what}: its status is “{state}”."
    )
    how = rules.how_to.get(deed)
    return [said, how.of(language)] if how else [said]


def _send_back(
    deed: Deed, order: Order, judged: Sequence[_Judged], rules: OrderRules, language: Language
) -> list[str]:
    allowed, refused = _split(judged)
    said = _all_allowed(deed, order, allowed, refused, language)
    if allowed:
        said += list(dict.fromkeys(v.window.condition.of(language) for _, v in allowed if v.window))
        how = rules.how_to.get(deed)
        said += [how.of(language)] if how else []
        said += refund_terms_sentence(order, rules, language) if deed == "return" else []
    said += _all_refused(deed, order, refused, language)
    return [sentence for sentence in said if sentence]


def _all_allowed(
    deed: Deed, order: Order, allowed: Sequence[_Judged], refused: Sequence[_Judged], language: Language
) -> list[str]:
    if not allowed:
        return []
    is_all = not refused and len(allowed) == len(order.items)
    return _allowed_back(deed, order, allowed, is_all=is_all, language=language)


def _all_refused(deed: Deed, order: Order, refused: Sequence[_Judged], language: Language) -> list[str]:
    said: list[str] = []
    for reason in dict.fromkeys(verdict.reason for _, verdict in refused):
        group = [(item, verdict) for item, verdict in refused if verdict.reason == reason]
        said += _refused_back(deed, order, group, is_all=len(group) == len(order.items), language=language)
    return said


def _allowed_back(
    deed: Deed, order: Order, allowed: Sequence[_Judged], *, is_all: bool, language: Language
) -> list[str]:
    verdict = allowed[0][1]
    names = _names([item for item, _ in allowed], language)
    if language == "ru":
        what = (
            f"товары из заказа {order.id}" if is_all and len(allowed) > 1 else f"{names} из заказа {order.id}"
        )
        until = (
            f"до {format_day(verdict.until, 'ru')} включительно"
            if verdict.until
            else f"в течение {_days_ru(verdict.days)} после получения"
        )
        tail = "" if deed == "return" else " на другой цвет или размер той же модели"
        return [f"Да, {what} можно {_SENT_BACK[deed].ru}{tail} {until}."]
    what = (
        f"the items of order {order.id}" if is_all and len(allowed) > 1 else f"{names} from order {order.id}"
    )
    until = (
        f"until {format_day(verdict.until, 'en')} inclusive"
        if verdict.until
        else f"within {days_left(verdict.days or 0, 'en')} of receipt"
    )
    tail = "" if deed == "return" else " for another colour or size of the same model"
    return [f"Yes, {what} can be {_SENT_BACK[deed].en}{tail} {until}."]


def _refused_back(
    deed: Deed, order: Order, refused: Sequence[_Judged], *, is_all: bool, language: Language
) -> list[str]:
    verdict = refused[0][1]
    why = _why_not(order, verdict, language)
    names = _names([item for item, _ in refused], language)
    if language == "ru":
        what = f"заказ {order.id}" if is_all and len(refused) > 1 else f"{names} из заказа {order.id}"
        return [f"Нет, {what} {_SENT_BACK[deed].ru} нельзя: {why}."]
    what = f"order {order.id}" if is_all and len(refused) > 1 else f"{names} from order {order.id}"
    return [f"No, {what} cannot be {_SENT_BACK[deed].en}: {why}."]


def _why_not(order: Order, verdict: Verdict, language: Language) -> str:
    is_ru = language == "ru"
    state = _state(order, language)
    if verdict.reason == "excluded_goods" and verdict.window:
        return verdict.window.why_not.of(language) or (
            "такой товар не возвращается" if is_ru else "such goods stay sold"
        )
    if verdict.reason == "window_over" and verdict.until:
        day = format_day(verdict.until, language)
        return f"срок истёк {day}" if is_ru else f"the time for it ended on {day}"
    if verdict.reason == "production_begun":
        return (
            "изделие делается на заказ, бесплатная отмена возможна только в первые часы, до начала пошива"
            if is_ru
            else "it is made to order and can be cancelled only in the first hours, before the work begins"
        )
    if verdict.reason == "not_delivered_yet":
        return (
            f"заказ ещё не доставлен (статус «{state}»)"
            if is_ru
            else f"it has not been delivered yet (status “{state}”)"
        )
    return f"его статус «{state}»" if is_ru else f"its status is “{state}”"


def _state(order: Order, language: Language) -> str:
    return SHORT_STATES[order.state].of(language).lower()


def _quoted(name: str, language: Language) -> str:
    if "«" in name or "“" in name:
        return name
    return f"«{name}»" if language == "ru" else f"“{name}”"


def _names(items: Sequence[Item], language: Language) -> str:
    names = list(dict.fromkeys(item_title(item, language) for item in items))
    return ", ".join(_quoted(name, language) for name in names)


def _days_ru(days: int | None) -> str:
    return "1 дня" if days == 1 else f"{days or 0} дней"
