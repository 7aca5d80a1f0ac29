"""Numbers in a text, in figures or in words, Russian or English; what they count is found elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PLAIN = str.maketrans(
    {
        **dict.fromkeys(
            "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t",
            " ",
        ),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("’‘ʼ`", "'"),
        "ё": "е",
        "Ё": "Е",
        "İ": "I",
    }
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")

_DIGITS = (
    r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d{1,2})?(?![\d])|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
)
_NUMBER = re.compile(rf"(?:(?<!\w)|(?<=\d[xх×]))(?:{_DIGITS})|[½¼¾]|[^\W\d_]+")
_MULTIPLIER = re.compile(
    r"\s?(?:(тыс(?:яч[аиу]?|ячами|ячам|ячах)?\b\.?|thousand\b|[kк]\b)|(млн\b\.?|миллион\w*|million\b))"
)
_GLUE = re.compile(r"(?: |-| and | и )\Z|\Z")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}


_FORMS = {
    1: "один одна одно одного одной одному одним одном одну одни one",
    2: "два две двух двум двумя двое двоих двоим two",
    3: "три трех трем тремя трое троих three",
    4: "четыре четырех четырем четырьмя четверо four",
    7: "семь семи seven",
    8: "восемь восьми восемью восьмью eight",
    1.5: "полтора полторы полутора",
    12: "dozen",
    40: "сорок сорока forty",
    90: "девяносто девяноста ninety",
    100: "сто ста hundred",
    200: "двести двухсот двумстам двумястами двухстах",
    300: "триста трехсот тремстам тремястами трехстах",
    400: "четыреста четырехсот четыремстам четырьмястами четырехстах",
    1000: "тысяча тысячи тысяч тысячу тысячей тысячам тысячами тысячах тыс thousand",
    1_000_000: "миллион миллиона миллионов миллиону млн million",
}
_REGULAR = {5: "пят", 6: "шест", 9: "девят", 10: "десят", 20: "двадцат", 30: "тридцат"}
_TEENS = ("один", "две", "три", "четыр", "пят", "шест", "сем", "восем", "девят")
_TENS = {5: ("пять", "пяти"), 6: ("шесть", "шести"), 7: ("семь", "семи"), 8: ("восемь", "восьми")}
_HUNDREDS = {**_TENS, 9: ("девять", "девяти")}
_ENGLISH = (
    (5, 1, str.split("five six")),
    (9, 1, str.split("nine ten eleven")),
    (12, 1, str.split("twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")),
    (20, 10, str.split("twenty thirty forty fifty sixty seventy eighty ninety")),
)


def _word_values() -> dict[str, float]:
    """Every written number of one word; "семью" is left out, it is a family too."""
    words = {form: float(value) for value, forms in _FORMS.items() for form in forms.split()}
    stems = {**_REGULAR, **{value: f"{stem}надцат" for value, stem in enumerate(_TEENS, start=11)}}
    words |= {f"{stem}{ending}": float(value) for value, stem in stems.items() for ending in ("ь", "и", "ью")}
    for value, (base, oblique) in _HUNDREDS.items():
        words |= dict.fromkeys((f"{base}сот", f"{oblique}сот", f"{oblique}стам"), value * 100.0)
    for value, (base, oblique) in _TENS.items():
        words |= dict.fromkeys((f"{base}десят", f"{oblique}десяти", f"{base}юдесятью"), value * 10.0)
    for first, step, names in _ENGLISH:
        words |= {name: float(first + step * place) for place, name in enumerate(names)}
    return words


WORD_VALUES = _word_values()


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number at `text[start:end]`; `readings` holds every value it may mean ("1,500" is 1500 or 1.5)."""

    readings: tuple[float, ...]
    start: int
    end: int
    is_word: bool = False
    factor: float = 1


def plain(text: str) -> str:
    """`text` in lower case with one kind of space, dash and apostrophe; every offset stays."""
    return _INVISIBLE.sub(" ", text).translate(_PLAIN).lower()


def find_numbers(text: str) -> Iterator[Number]:
    """The numbers of a `plain` text from left to right; "двадцать пять тысяч" is one."""
    words: list[tuple[float, re.Match[str]]] = []
    read_until = 0
    for match in _NUMBER.finditer(text):
        token = match.group()
        if match.start() < read_until or (words and token in {"and", "и"}):
            continue
        value = WORD_VALUES.get(token)
        if words and (
            value is None
            or not _GLUE.match(text[words[-1][1].end() : match.start()])
            or not _continues(words, value)
        ):
            yield _composed(words)
            words = []
        if value is not None:
            words.append((value, match))
        elif token[0].isdecimal() or token in _FRACTIONS:
            yield (number := _written(text, match))
            read_until = number.end
    if words:
        yield _composed(words)


def _continues(words: list[tuple[float, re.Match[str]]], value: float) -> bool:
    last = words[-1][0]
    if value >= 100 and value in {100, 1000, 1_000_000}:
        return last < value
    if 100 <= last < 1000:
        return value < 100
    return last >= 1000 or (20 <= last < 100 and last % 10 == 0 and value < 10)


def _composed(words: list[tuple[float, re.Match[str]]]) -> Number:
    total = current = 0.0
    for value, _ in words:
        if value >= 1000:
            total, current = total + (current or 1) * value, 0
        elif value == 100 and 0 < current < 10:
            current *= 100
        else:
            current += value
    return Number(
        readings=(total + current,), start=words[0][1].start(), end=words[-1][1].end(), is_word=True
    )


def _written(text: str, match: re.Match[str]) -> Number:
    multiplier = _MULTIPLIER.match(text, match.end())
    factor = 1 if multiplier is None else 1000 if multiplier[1] else 1_000_000
    end = match.end() if multiplier is None else multiplier.end()
    readings = tuple(dict.fromkeys(value * factor for value in _readings(match.group())))
    return Number(readings=readings, start=match.start(), end=end, factor=factor)


def _readings(token: str) -> Iterator[float]:
    if token in _FRACTIONS:
        yield _FRACTIONS[token]
        return
    digits = re.sub(r"[ ']", "", token)
    yield float(re.sub(r",(?=\d{3}(?:\D|$))", "", digits).replace(",", "."))
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", digits):
        yield float(digits.replace(",", "."))
        yield float(re.sub(r"[.,]", "", digits))
