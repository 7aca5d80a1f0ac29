"""Personal details found in a text and taken out of it; order numbers, prices and dates stay."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Literal

PiiKind = Literal[
    "EMAIL_ADDRESS",
    "PHONE_NUMBER",
    "CREDIT_CARD",
    "IBAN_CODE",
    "RU_PASSPORT",
    "RU_SNILS",
    "RU_INN",
    "US_SSN",
    "IP_ADDRESS",
    "STREET_ADDRESS",
    "PERSON",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A detail's place in the text: `start` included, `end` not."""

    start: int
    end: int
    kind: PiiKind


def find_pii(text: str) -> list[Span]:
    """Every detail found, in order, none overlapping; the surer kind wins where two would."""
    taken: list[Span] = []
    for kind, pattern, is_valid in _RULES:
        for match in pattern.finditer(text):
            start, end = match.span("it")
            is_free = all(end <= span.start or start >= span.end for span in taken)
            if is_free and is_valid(match.group("it")):
                taken.append(Span(start=start, end=end, kind=kind))
    return sorted(taken, key=lambda span: span.start)


def redact(text: str, *, keep: Collection[PiiKind] = ()) -> str:
    """The text with each detail not to `keep` replaced by its kind in brackets, as in `[CREDIT_CARD]`."""
    return "".join(_pieces(text, keep))


def _pieces(text: str, keep: Collection[PiiKind]) -> Iterator[str]:
    done = 0
    for span in find_pii(text):
        if span.kind in keep:
            continue
        yield text[done : span.start]
        yield f"[{span.kind}]"
        done = span.end
    yield text[done:]


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_card(text: str) -> bool:
    """Luhn's check over 12 to 19 digits."""
    digits = [int(digit) for digit in _digits(text)]
    if not 12 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = [digit * 2 - 9 * (digit > 4) if i % 2 else digit for i, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _is_iban(text: str) -> bool:
    """ISO 13616: the rearranged number leaves 1 when divided by 97."""
    plain = re.sub(r"\s", "", text).upper()
    if not 15 <= len(plain) <= 34:
        return False
    return int("".join(str(int(char, 36)) for char in plain[4:] + plain[:4])) % 97 == 1


def _is_snils(text: str) -> bool:
    """Order of the Pension Fund: weights 9 to 1, the sum by 101, 100 and 101 give 00."""
    digits = _digits(text)
    if len(digits) != 11:
        return False
    total = sum(int(digit) * (9 - i) for i, digit in enumerate(digits[:9]))
    return total % 101 % 100 == int(digits[9:])


def _is_inn(text: str) -> bool:
    """The last digit of ten, the last two of twelve, are weighted sums by 11 and 10."""
    digits = [int(digit) for digit in _digits(text)]
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)

    def check(upto: int) -> bool:
        used = weights[len(weights) - upto :]
        return sum(w * d for w, d in zip(used, digits, strict=False)) % 11 % 10 == digits[upto]

    return check(9) if len(digits) == 10 else len(digits) == 12 and check(10) and check(11)


def _is_phone(text: str) -> bool:
    digits = _digits(text)
    return 7 <= len(digits) <= 15 and len(set(digits)) > 1


def _is_ip(text: str) -> bool:
    return all(part.isdigit() and int(part) <= 255 for part in text.split(".")) if "." in text else True


def _always(_: str) -> bool:
    return True


def _pattern(detail: str, before: str = "", after: str = r"(?!\d)", flags: int = 0) -> re.Pattern[str]:
    """A pattern whose group `it` is the detail; spaces in it are written `[ ]` or `\\s`."""
    return re.compile(rf"{before}(?P<it>{detail}){after}", flags | re.VERBOSE)


_I = re.IGNORECASE
_ALONE = r"(?<![\w№\#+.-])"
_NAME = r"[A-ZА-ЯЁ][a-zа-яё]+(?:[-'’][A-ZА-ЯЁ][a-zа-яё]+)?"
_STREET_EN = r"""(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Way
    |Terrace|Place|Pl|Parkway|Highway)\b\.?"""
_STREET_RU = r"""(?:улица|ул|проспект|пр-т|пр-кт|пр|переулок|пер|бульвар|б-р|шоссе|ш|набережная|наб|площадь|пл
    |проезд|мкр|микрорайон)\.?"""
_HOUSE_RU = r"""(?:,?\s*(?:д(?:ом)?\.?|к(?:орп(?:ус)?)?\.?|стр(?:оение)?\.?|кв(?:артира)?\.?|оф(?:ис)?\.?)?
    \s*\d{1,4}[а-яА-Я]?(?:/\d{1,3})?){1,4}"""
_PHONE_WORD = r"""(?:тел(?:ефон\w*)?|номер[ ]телефона|моб\w*|звоните|phone|call[ ]me[ ]at|mobile|cell|tel
    |number[ ]is|registered)[ :.№]{1,4}(?:is[ ]|мой[ ])?"""
_FLAT_EN = r"(?:,?[ ](?:Apt|Apartment|Suite|Ste|Unit|Flat|\#)\.?[ ]?\w{1,5})?"
_TOWN_EN = rf"(?:,?[ ]{_NAME}(?:[ ]{_NAME})?)?(?:,?[ ][A-Z]{{2}})?(?:,?[ ]\d{{5}}(?:-\d{{4}})?)?"
_PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:ович|евич|ьич|овна|евна|ична|инична)"
_I_AM_RU = r"(?:[Мм]еня[ ]зовут|[Мм]о[её][ ]имя|[Фф]ио|ФИО|[Пп]олучатель|[Зз]аказчик)[: ]{1,3}"
_I_AM_EN = r"(?:[Mm]y[ ]name(?:[ ]is|'s)|I[ ]am|I'm|[Tt]his[ ]is|[Nn]ame:|[Rr]ecipient:)[ ]"
_TITLE_EN = r"(?:Mr|Mrs|Ms|Dr)\.?[ ]"

_RULES: tuple[tuple[PiiKind, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("EMAIL_ADDRESS", _pattern(r"[\w.+%-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}", after=""), _always),
    (
        "IBAN_CODE",
        _pattern(r"[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{2,4}){3,8}", r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"),
        _is_iban,
    ),
    ("IBAN_CODE", _pattern(r"[a-z]{2}\d{2}[a-z0-9]{11,30}", r"(?<![a-z0-9])", r"(?![a-z0-9])", _I), _is_iban),
    ("IP_ADDRESS", _pattern(r"\d{1,3}(?:\.\d{1,3}){3}", r"(?<![\d.])", r"(?![\d.]*\d)"), _is_ip),
    (
        "IP_ADDRESS",
        _pattern(r"(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}", r"(?<![\w:])", r"(?![\w:])", flags=_I),
        _always,
    ),
    ("CREDIT_CARD", _pattern(r"\d(?:[ -]?\d){11,18}", r"(?<![\d-])", r"(?![\d-]*\d)"), _is_card),
    ("RU_SNILS", _pattern(r"\d{3}-\d{3}-\d{3}[ -]\d{2}", r"(?<!\d)"), _is_snils),
    ("RU_SNILS", _pattern(r"\d{3}[ -]?\d{3}[ -]?\d{3}[ -]?\d{2}", r"снилс\D{0,12}", flags=_I), _always),
    ("RU_INN", _pattern(r"\d{10}(?:\d{2})?", r"инн\D{0,12}", flags=_I), _is_inn),
    (
        "RU_PASSPORT",
        _pattern(
            r"\d{2}[ ]?\d{2}[ №N,-]{0,4}(?:номер[ ])?\d{6}",
            r"(?:паспорт\w*[^\d]{0,25}|сери[яию]\w*\D{0,4})",
            flags=_I,
        ),
        _always,
    ),
    ("RU_PASSPORT", _pattern(r"\d{2}[ ]\d{2}[ ]?№?[ ]?\d{6}", r"(?<![\d+-])"), _always),
    (
        "US_SSN",
        _pattern(r"(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}", r"(?<![\d-])", r"(?![\d-])"),
        _always,
    ),
    (
        "US_SSN",
        _pattern(r"\d{3}[ -]?\d{2}[ -]?\d{4}", r"(?:ssn|social[ ]security)\D{0,20}", flags=_I),
        _always,
    ),
    ("PHONE_NUMBER", _pattern(r"\+\d{1,3}(?:[ .()/-]{0,2}\d){6,13}", r"(?<![\w+])"), _is_phone),
    (
        "PHONE_NUMBER",
        _pattern(r"8[ -]?\(?\d{3}\)?[ -]?\d{3}[ -]?\d{2}[ -]?\d{2}", r"(?<![\w№\#-])"),
        _is_phone,
    ),
    (
        "PHONE_NUMBER",
        _pattern(r"\(\d{2,5}\)[ .-]?\d{2,4}(?:[ .-]?\d{2,4}){1,3}", r"(?<![\w№\#+-])"),
        _is_phone,
    ),
    ("PHONE_NUMBER", _pattern(r"(?:1[ .-])?\d{3}[.-]\d{3}[.-]\d{4}", _ALONE, r"(?![\d-])"), _is_phone),
    ("PHONE_NUMBER", _pattern(r"9\d{2}[ -]?\d{3}[ -]\d{2}[ -]?\d{2}", _ALONE, r"(?![\d-])"), _is_phone),
    ("PHONE_NUMBER", _pattern(r"\d(?:[ .()/-]{0,2}\d){6,13}", _PHONE_WORD, flags=_I), _is_phone),
    (
        "STREET_ADDRESS",
        _pattern(
            rf"(?:(?:г|город)\.?[ ]?{_NAME},?[ ])?{_STREET_RU}[ ]?(?:{_NAME}|\d{{1,3}}-?[а-я]{{0,3}})"
            rf"(?:[ ]{_NAME}){{0,2}}{_HOUSE_RU}",
            r"(?<!\w)",
        ),
        _always,
    ),
    ("STREET_ADDRESS", _pattern(rf"{_NAME}(?:[ ]{_NAME})?[ ]{_STREET_RU}{_HOUSE_RU}", r"(?<!\w)"), _always),
    (
        "STREET_ADDRESS",
        _pattern(
            rf"\d{{1,5}}[A-Za-z]?[ ](?:[NSEW]\.?[ ])?(?:{_NAME}[ ]){{1,3}}{_STREET_EN}{_FLAT_EN}{_TOWN_EN}",
            r"(?<![\w-])",
        ),
        _always,
    ),
    ("PERSON", _pattern(rf"{_NAME}(?:[ ]{_NAME}){{0,2}}", _I_AM_RU, after=""), _always),
    (
        "PERSON",
        _pattern(rf"{_NAME}(?:[ ](?:[A-Z]\.[ ])?{_NAME}){{1,2}}", rf"{_I_AM_EN}(?:{_TITLE_EN})?", ""),
        _always,
    ),
    ("PERSON", _pattern(rf"{_NAME}(?:[ ]{_NAME})?", rf"(?<!\w){_TITLE_EN}", after=""), _always),
    ("PERSON", _pattern(_NAME, r"[Mm]y[ ]name(?:[ ]is|'s)[ ]", after=""), _always),
    (
        "PERSON",
        _pattern(rf"{_NAME}(?:[ ]{_NAME})?[ ]{_PATRONYMIC}(?:[ ]{_NAME})?", r"(?<!\w)", r"(?!\w)"),
        _always,
    ),
)
"""Surest first. A number without a word beside it must pass its check digit or have its kind's own shape."""
