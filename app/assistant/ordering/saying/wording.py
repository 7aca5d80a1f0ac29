"""Dates, states and money methods in plain Russian and English; no decision is taken here."""

from collections.abc import Mapping
from datetime import date

from app.domain.ids import Language
from app.domain.orders import DeliveryWay, Item, OrderState, PaymentMethod, Words

_MONTHS_RU = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

STATES: Mapping[OrderState, Words] = {
    "pending": Words(ru="в обработке: принят и ждёт сборки", en="pending: accepted and waiting to be packed"),
    "paid": Words(ru="оплачен{since} и скоро уйдёт в сборку", en="paid{since} and will be packed soon"),
    "in_production": Words(
        ru="в пошиве: изделие делают для вас", en="in production: it is being made for you"
    ),
    "packing": Words(ru="собирается на складе", en="being packed at the warehouse"),
    "processed": Words(
        ru="обработан: собран и оформлен для перевозчика", en="processed: packed and labelled for the carrier"
    ),
    "shipped": Words(
        ru="передан в доставку{since} и едет к вам", en="shipped{since} and is on its way to you"
    ),
    "ready_for_pickup": Words(ru="готов к выдаче", en="ready for pickup"),
    "delivered": Words(ru="доставлен{since}", en="delivered{since}"),
    "cancelled": Words(ru="отменён{since}", en="cancelled{since}"),
    "return_requested": Words(ru="в возврате: заявка принята", en="in return: your request is accepted"),
    "returned": Words(ru="возвращён", en="returned"),
    "exchange_requested": Words(ru="в обмене: заявка принята", en="in exchange: your request is accepted"),
}
"""What stands after "Заказ N" and after "Order N is"; `{since}` is the day it came to that."""

SHORT_STATES: Mapping[OrderState, Words] = {
    "pending": Words(ru="В обработке", en="Pending"),
    "paid": Words(ru="Оплачен", en="Paid"),
    "in_production": Words(ru="В пошиве", en="In production"),
    "packing": Words(ru="Собирается", en="Packing"),
    "processed": Words(ru="Обработан", en="Processed"),
    "shipped": Words(ru="Передан в доставку", en="Shipped"),
    "ready_for_pickup": Words(ru="Готов к выдаче", en="Ready for pickup"),
    "delivered": Words(ru="Доставлен", en="Delivered"),
    "cancelled": Words(ru="Отменён", en="Cancelled"),
    "return_requested": Words(ru="Возврат оформлен", en="Return requested"),
    "returned": Words(ru="Возвращён", en="Returned"),
    "exchange_requested": Words(ru="Обмен оформлен", en="Exchange requested"),
}

METHODS: Mapping[PaymentMethod, Words] = {
    "card": Words(ru="банковской картой", en="by bank card"),
    "sbp": Words(ru="через СБП", en="by SBP"),
    "cash": Words(ru="при получении", en="on receipt"),
    "gift_card": Words(ru="подарочной картой", en="with a gift card"),
    "points": Words(ru="бонусными баллами", en="with bonus points"),
    "paypal": Words(ru="через PayPal", en="with PayPal"),
    "invoice": Words(ru="по счёту", en="by invoice"),
    "other": Words(ru="другим способом", en="by another method"),
}
REFUNDED_TO: Mapping[PaymentMethod, Words] = {
    "card": Words(ru="на карту", en="to the card"),
    "sbp": Words(ru="через СБП", en="by SBP"),
    "cash": Words(ru="на реквизиты счёта", en="to your account details"),
    "gift_card": Words(ru="на подарочную карту", en="to the gift card"),
    "points": Words(ru="баллами", en="in points"),
    "paypal": Words(ru="на PayPal", en="to PayPal"),
    "invoice": Words(ru="на расчётный счёт", en="to the business account"),
    "other": Words(ru="тем же способом", en="the same way"),
}

WAYS: Mapping[DeliveryWay, Words] = {
    "courier": Words(ru="курьером", en="by courier"),
    "pickup_point": Words(ru="в пункт выдачи", en="to a pickup point"),
    "post": Words(ru="почтой", en="by post"),
    "showroom": Words(ru="самовывоз из шоурума", en="pickup from the showroom"),
    "unknown": Words(ru="", en=""),
}


def format_day(day: date, language: Language) -> str:
    """A day without its year: "21 ноября", "21 November"."""
    months = _MONTHS_RU if language == "ru" else _MONTHS_EN
    return f"{day.day} {months[day.month - 1]}"


def format_days(first: date | None, last: date | None, language: Language) -> str:
    """A range of days as short as it can be: "21–23 ноября", "30 November – 2 December", one day, or ""."""
    start, end = first or last, last or first
    if start is None or end is None:
        return ""
    if start == end:
        return format_day(end, language)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{format_day(end, language)}"
    return f"{format_day(start, language)} – {format_day(end, language)}"


def item_title(item: Item, language: Language, *, with_options: bool = False) -> str:
    """The item's name, perhaps with its options in brackets."""
    name = item.name.of(language)
    if with_options and item.options:
        return f"{name} ({', '.join(value for _, value in item.options)})"
    return name


def item_name(item: Item, language: Language, *, with_options: bool = False) -> str:
    """The item's title with "× n" for several pieces."""
    title = item_title(item, language, with_options=with_options)
    return f"{title} × {item.quantity}" if item.quantity > 1 else title


def days_left(count: int, language: Language) -> str:
    """A number of days in words: "1 день", "3 дня", "14 дней"; "1 day", "14 days"."""
    if language == "en":
        return f"{count} day" if count == 1 else f"{count} days"
    tail, tens = count % 10, count % 100
    if tail == 1 and tens != 11:
        return f"{count} день"
    return f"{count} дня" if tail in (2, 3, 4) and tens not in (12, 13, 14) else f"{count} дней"
