"""Mends slips of the pen in the few words that matter for orders; other words are left as they are."""

import re

_WORDS = (
    "order parcel package status tracking address cancel return refund exchange delivery shipped "
    "delivered arrived payment items total where change number заказ посылка посылку статус доставка "
    "доставки доставку доставили трек адрес отменить вернуть возврат обменять оплата оплатила номер "
    "отправили отслеживания приедет привезут сколько "
)
_SHORTEST = 4
_KNOWN = frozenset(re.findall(r"\w+", _WORDS))


def mend(plain: str) -> str:
    """The text (made by `plain_words`) with swapped, missing and doubled letters put right in known words."""
    return re.sub(rf"[^\W\d_]{{{_SHORTEST},}}", lambda match: _mended(match.group(0)), plain)


def _mended(word: str) -> str:
    known = [other for other in _KNOWN if other[0] == word[0] and abs(len(other) - len(word)) <= 1]
    if any(word.startswith(other) for other in _KNOWN):
        return word
    return next((other for other in known if _is_slip(word, other)), word)


def _is_slip(word: str, right: str) -> bool:
    """Two neighbours swapped, one letter missing or one too many; another letter makes another word."""
    if len(word) == len(right):
        places = [place for place, (a, b) in enumerate(zip(word, right, strict=True)) if a != b]
        return len(places) == 2 and places[1] == places[0] + 1 and sorted(word) == sorted(right)
    longer, shorter = (word, right) if len(word) > len(right) else (right, word)
    if len(longer) - len(shorter) != 1:
        return False
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(1, len(longer)))
