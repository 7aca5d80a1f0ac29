"""Order numbers as people write them: finding them in a message and telling that two mean one order."""

import re
from dataclasses import dataclass

from app.domain.ids import OrderId

MAX_MENTIONS = 5

_DASH = r"[-‐‑‒–—_]"
_ORDER_WORD = (
    r"(?:orders?|purchase|parcel|package|заказ\w{0,3}|посылк\w{0,2}|покупк\w{0,2})"
    r"(?:\s+(?:is|was|number|num|nr|no|id|номер\w{0,2}|под|с|за|with|the|ном))*"
)
_NUMBER_WORD = r"(?:number|num|nr|no|id|номер\w{0,2}|ном|n)\b"
_NOT_A_SUM = (
    r"(?!\d|[.,]\d|\s*(?:₽|руб|р\b|р\.|%|\$|€|days?\b|дн|час|шт|pcs|pieces|years?\b|год|мин|weeks?\b|недел))"
)

_MARKED = re.compile(
    rf"(?:[#№]|\b{_ORDER_WORD}\b|\b{_NUMBER_WORD})\s*[:.,#№]?\s*"
    rf"(?P<prefix>[a-zа-я]{{1,4}})?(?P<gap>{_DASH}|\s)?(?P<digits>\d{{2,16}}){_NOT_A_SUM}",
    re.IGNORECASE,
)
_LETTERED = re.compile(
    rf"(?<![\w@.+-])(?P<prefix>[a-zа-я]{{1,4}})(?P<gap>{_DASH})?(?P<digits>\d{{3,16}})(?![\w@])(?!{_DASH}\d)",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?<![\w@.+-])(?P<prefix>[A-ZА-Я]{1,4})(?P<gap>\s)(?P<digits>\d{4,12})(?![\w@])")
_BARE = re.compile(rf"(?<![\w@.+#№-])(?P<digits>\d{{4,10}})(?![\w@])(?!{_DASH}\d){_NOT_A_SUM}")
_MIN_WORD_DIGITS = 3
_MIN_TELLING_DIGITS = 5
_MAY_BE_PREFIX = re.compile(
    r"(?!(?:of|in|at|on|to|by|for|or|and|was|out|от|на|до|из|по|за|с|в|и|или|но)$)[a-zа-я]{1,3}",
    re.IGNORECASE,
)
"""Small letters before a number that may be an order's prefix rather than a word."""
_OTHER_NUMBER = re.compile(
    r"(?:\b(?:invoice|bill|receipt|ticket|account|card|promo\w*|coupon|flat|apartment|phone|article|item)"
    r"|\b(?:сч[её]т\w*|чек\w*|квитанц\w*|карт\w*|промокод\w*|купон\w*|дом\w*|кварти\w*|кв|артикул\w*|телефон\w*))"
    r"\W{0,3}(?:number|no|номер\w*|is|:)?\W{0,3}$",
    re.IGNORECASE,
)
"""Words before a number of something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMention:
    """A number found at `start`..`end` of a text; `key` is its comparable form.

    `is_telling`: a sign or a word marks it as an order's number, or its length does; a few letters and digits
    ("HX200") may as well name a thing. `is_certain` is False for bare digits, which may be an order number
    only where one was asked for.
    """

    key: str
    start: int
    end: int
    is_telling: bool = True
    is_certain: bool = True


def order_key(written: str) -> str:
    """The comparable form: Latin letters and digits in capitals, "KL-10427" → "KL10427".

    Cyrillic letters are somebody's spelling of the prefix and are dropped: "кл 10427" → "10427".
    """
    return re.sub(r"[^A-Z0-9]", "", written.upper())


def is_same_order(key: str, order_id: OrderId | str) -> bool:
    """True when `key` names that order: the whole number, or its digits alone."""
    whole = order_key(order_id)
    return bool(key) and key in (whole, re.sub(r"\D", "", whole))


def find_mentions(text: str) -> tuple[OrderMention, ...]:
    """Order numbers in a text from left to right, each once, at most five; bare digits are uncertain."""
    found: list[OrderMention] = []
    for pattern in (_MARKED, _LETTERED, _CAPITALS, _BARE):
        for match in pattern.finditer(text):
            if _OTHER_NUMBER.search(text[: match.start()][-40:]):
                continue
            mention = _mention(match, is_marked=pattern is _MARKED, is_certain=pattern is not _BARE)
            if mention and not any(_overlaps(mention, other) for other in found):
                found.append(mention)
    unique: dict[str, OrderMention] = {}
    for mention in sorted(found, key=lambda one: one.start):
        unique.setdefault(mention.key, mention)
    return tuple(unique.values())[:MAX_MENTIONS]


def _mention(match: re.Match[str], *, is_marked: bool, is_certain: bool) -> OrderMention | None:
    parts = match.groupdict()
    prefix, digits = parts.get("prefix") or "", match["digits"]
    is_sign = match.group(0)[0] in "#№"
    if len(digits) < _MIN_WORD_DIGITS and not is_sign:
        return None
    if parts.get("gap") == " " and not prefix.isupper():
        if prefix and not _MAY_BE_PREFIX.fullmatch(prefix):
            return None
        prefix = ""
    return OrderMention(
        key=order_key(prefix + digits),
        start=match.start(),
        end=match.end(),
        is_telling=is_marked or len(digits) >= _MIN_TELLING_DIGITS,
        is_certain=is_certain,
    )


def _overlaps(one: OrderMention, other: OrderMention) -> bool:
    return one.start < other.end and other.start < one.end
