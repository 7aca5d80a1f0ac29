"""Which of the customer's own orders and items is meant: by number, by place, by what was bought."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.assistant.ordering.reading.questions import plain_words
from app.domain.order_numbers import find_mentions, is_same_order
from app.domain.orders import Item, Order, OrderState

_SHORTEST = 3
_MOST = 0.6
_LINKS = frozenset(
    str.split("the by for with and of in on made order orders заказ из для под без над при на с по и в к")
)
"""Words of an item's name ("fabric by the metre") that name nothing."""
_ORDER = r"(?: one| order| parcel| package| purchase)"
_RU_ORDER = r"(?! (?:день|раз|недел|адрес|цвет|размер|месяц|год))"
_LAST = re.compile(
    rf"\b(?:last|latest|newest|most recent|recent){_ORDER}|\b(?:последн|недавн|свеж)\w+{_RU_ORDER}\b"
)
_OTHER = re.compile(
    rf"\b(?:other|another|second){_ORDER}|\b(?:друг(?:ой|ого|ому|ом)|втор\w+|остальн\w+)\b{_RU_ORDER}"
)
_FIRST = re.compile(rf"\b(?:first|oldest){_ORDER}|\bперв\w+\b{_RU_ORDER}")
_THIRD = re.compile(rf"\bthird{_ORDER}|\bтрет\w+\b{_RU_ORDER}")
_COLOURS = (
    ("blue", "син", "голуб"), ("red", "красн"), ("green", "зелен"), ("white", "бел"), ("black", "черн"),
    ("grey", "gray", "сер"), ("yellow", "желт"), ("beige", "бежев"), ("pink", "розов"), ("brown", "коричн"),
)  # fmt: skip
_ACTIVE: frozenset[OrderState] = frozenset(
    {"pending", "paid", "in_production", "packing", "processed", "shipped", "ready_for_pickup"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The order meant and, when told, its items; `order` None means that it is unclear which."""

    order: Order | None = None
    items: tuple[Item, ...] = ()


def choose(orders: Sequence[Order], text: str, earlier: Sequence[str]) -> Choice:
    """The order that `text` means among the customer's own (newest first); `earlier` was said before."""
    plain = plain_words(text)
    spoken = _last_spoken(orders, earlier)
    order = _by_number(orders, text) or _by_place(orders, plain, spoken)
    if order:
        return Choice(order=order, items=items_meant(order, plain))
    if spoken and _OTHER.search(plain) and len(orders) > 1:
        return Choice()
    bought = [order for order in orders if items_meant(order, plain)]
    if spoken and (not bought or spoken in bought):
        return Choice(order=spoken, items=items_meant(spoken, plain))
    if len(bought) == 1:
        return Choice(order=bought[0], items=items_meant(bought[0], plain))
    if bought:
        return Choice()
    active = [order for order in orders if order.state in _ACTIVE]
    single = orders if len(orders) == 1 else active if len(active) == 1 else ()
    return Choice(order=single[0]) if single else Choice()


def items_meant(order: Order, plain: str) -> tuple[Item, ...]:
    """The items of the order that the words name, the best fitting only; none when nothing is named."""
    said = re.findall(r"[^\W\d_]+", plain)
    scored = [(_fit(item, said, plain), item) for item in order.items]
    best = max((score for score, _ in scored), default=0)
    return tuple(item for score, item in scored if score == best) if best else ()


def _fit(item: Item, said: Sequence[str], plain: str) -> int:
    """How many words of the item's name are said, and then whether its colour is."""
    known = plain_words(" ".join([item.name.ru, item.name.en, *(value for _, value in item.options)]))
    words = re.findall(r"[^\W\d_]+", plain_words(f"{item.name.ru} {item.name.en}"))
    named = sum(any(_is_same_word(word, other) for other in said) for word in words if word not in _LINKS)
    coloured = any(
        any(re.search(rf"\b{stem}", plain) for stem in colour)
        and any(re.search(rf"\b{stem}", known) for stem in colour)
        for colour in _COLOURS
    )
    return 2 * named + coloured


def _is_same_word(one: str, other: str) -> bool:
    """The same beginning over most of the longer word, so that endings do not matter."""
    pairs = enumerate(zip(one, other, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
    return same >= _SHORTEST and same >= _MOST * max(len(one), len(other))


def _by_number(orders: Sequence[Order], text: str) -> Order | None:
    for mention in find_mentions(text):
        for order in orders:
            if is_same_order(mention.key, order.id):
                return order
    return None


def _by_place(orders: Sequence[Order], plain: str, spoken: Order | None) -> Order | None:
    if not orders:
        return None
    if _LAST.search(plain):
        return orders[0]
    if _OTHER.search(plain) and len(orders) > 1:
        others = [order for order in orders if order is not spoken]
        return others[0] if len(others) == 1 else None if spoken else orders[1]
    if _FIRST.search(plain):
        return orders[-1] if "oldest" in plain else orders[0]
    return orders[2] if _THIRD.search(plain) and len(orders) > 2 else None


def _last_spoken(orders: Sequence[Order], earlier: Sequence[str]) -> Order | None:
    """The order mentioned last before; a message that names several of them names none."""
    for text in reversed(earlier):
        named = [
            order
            for order in orders
            if any(is_same_order(mention.key, order.id) for mention in find_mentions(text))
        ]
        if len(named) == 1:
            return named[0]
        if len(named) > 1:
            return None
    return None
