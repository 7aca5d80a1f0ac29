"""What a message says of a change: how much of the order, which variant, where to, why; no decision."""

import re
from collections.abc import Sequence

from app.assistant.ordering.reading.questions import plain_words
from app.domain.order_changes import Variant
from app.domain.order_rules import ChangeReason
from app.domain.orders import Address, Item, PaymentMethod

MAX_ADDRESS_CHARS = 300
_SHORTEST = 3
_ALL = re.compile(
    r"\b(?:вс[её]|весь|целиком|полностью|обе|оба)\b|\b(?:all|everything|whole|entire|both)\b", re.IGNORECASE
)
_TO_GIFT_CARD = re.compile(r"\b(?:на|в виде) подарочн\w+ карт|\b(?:to|onto|as) (?:a |my |the )?gift card")
_WITHDRAWS = re.compile(
    r"\b(?:отмен|отзов|отозв|аннулир|передума)\w*|\b(?:cancel|withdraw|revoke|undo|keep)\w*|changed my mind"
)
_ADDRESS_LEAD = re.compile(
    r"(?:\bнов\w+ адрес\w*(?: доставки)?(?: для заказа \S+)?|\bадрес\w*(?: доставки)? на"
    r"|\bна(?: другой| новый)? адрес"
    r"|\bпо адресу|\bnew (?:delivery |shipping )?address(?: for order \S+)?(?: is)?"
    r"|\baddress (?:to|is)|\bdeliver \w+ to|\bsend \w+ to)\s*[:\-–—]?\s*",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b\d{6}\b|\b\d{5}(?:-\d{4})?\b(?=\s*$|\s*,|\s*\n)")
_CITY_WORD = re.compile(r"^(?:г\.|г\s|город\s|city of\s)\s*", re.IGNORECASE)
_STREET_WORD = re.compile(
    r"\b(?:ул|улица|пр|просп|проспект|пер|переулок|бульвар|б-р|шоссе|наб|набережная|площадь|пл|д|дом|кв|квартира|корп"
    r"|street|st|avenue|ave|road|rd|lane|drive|apt|flat|suite)\b",
    re.IGNORECASE,
)


def wants_all(text: str) -> bool:
    """True when the whole order is meant."""
    return bool(_ALL.search(plain_words(text)))


def withdraws(text: str) -> bool:
    """True when something that was asked for is taken back."""
    return bool(_WITHDRAWS.search(plain_words(text)))


def refund_way(text: str) -> PaymentMethod | None:
    """The way the money is to come back when it is not the way it was paid."""
    return "gift_card" if _TO_GIFT_CARD.search(plain_words(text)) else None


def read_reason(text: str, reasons: Sequence[ChangeReason]) -> ChangeReason | None:
    """The first reason of the shop's whose words are said."""
    plain = plain_words(text)
    for reason in reasons:
        if any(re.search(rf"(?<!\w){re.escape(plain_words(word))}", plain) for word in reason.said):
            return reason
    return None


def named_variants(variants: Sequence[Variant], item: Item, text: str) -> tuple[Variant, ...]:
    """The variants that the words name best, the item itself left out; none when none is named."""
    others = [variant for variant in variants if variant.id != item.id]
    said = re.findall(r"\w+", plain_words(text))
    telling = _telling_words(variants)
    scored = [(sum(_is_said(word, said) for word in telling[variant.id]), variant) for variant in others]
    best = max((score for score, _ in scored), default=0)
    return tuple(variant for score, variant in scored if score == best) if best else ()


def _telling_words(variants: Sequence[Variant]) -> dict[str, frozenset[str]]:
    """Of each variant the words that not all of them share: its colour, its size."""
    words = {
        variant.id: frozenset(
            re.findall(
                r"\w+",
                plain_words(" ".join([variant.name.ru, variant.name.en, *(v for _, v in variant.options)])),
            )
        )
        for variant in variants
    }
    shared = frozenset[str].intersection(*words.values()) if words else frozenset[str]()
    return {key: found - shared for key, found in words.items()}


def _is_said(word: str, said: Sequence[str]) -> bool:
    """The word itself or, when it is long enough, another ending of it."""
    stem = word if len(word) <= _SHORTEST else word[: max(_SHORTEST, len(word) - 2)]
    return any(other == word or (len(word) > _SHORTEST and other.startswith(stem)) for other in said)


def read_address(text: str, *, is_asked: bool) -> Address | None:
    """An address in the message: after words that announce one, or all of it where one was asked for.

    None when there is none, or no city or street can be told apart. The card shows what was understood.
    """
    lead = _ADDRESS_LEAD.search(text)
    if not (lead or is_asked):
        return None
    written = (text[lead.end() :] if lead else text)[:MAX_ADDRESS_CHARS]
    codes = _POSTCODE.findall(written)
    rest = _POSTCODE.sub(" ", written)
    parts = [part.strip(" .;") for part in re.split(r"[,;\n]+", rest)]
    parts = [_CITY_WORD.sub("", part) for part in parts if re.search(r"\w", part)]
    if len(parts) < 2:
        return None
    city = next((part for part in _city_first(parts) if _may_be_city(part)), "")
    line = ", ".join(part for part in parts if part != city)
    if not city or not re.search(r"\d", line):
        return None
    return Address(city=city, line=line, postcode=codes[-1] if codes else "")


def _city_first(parts: Sequence[str]) -> Sequence[str]:
    """Where a house's number comes first the city comes last: "12 Main Street, Boston"."""
    return list(reversed(parts)) if re.match(r"\d", parts[0]) else parts


def _may_be_city(part: str) -> bool:
    """No number and no word of a street in it; "St." before a name is a saint."""
    return not re.search(r"\d", part) and not _STREET_WORD.search(re.sub(r"^St\.? (?=[A-Z])", "", part))
