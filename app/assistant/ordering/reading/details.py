"""Reads out of a message what may prove an identity: order number, e-mail, phone, name, postcode."""

import re
from dataclasses import dataclass

from app.assistant.ordering.reading.questions import clip
from app.domain.order_numbers import OrderMention, find_mentions
from app.domain.orders import name_words, phone_key

MAX_NAME_WORDS = 10
MAX_POSTCODES = 2
_CODE_TAKEN = " ;; "
"""Stands where a postcode was, so that what is beside it may be read as a name."""

_EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_PHONE_WORD = re.compile(
    r"(?:\b(?:tel|telephone|phone|mobile|cell)|\bтел\w*|\bмоб\w*)\W{0,3}(?:number|no|is|номер)?\W*$", re.I
)
_PHONE = re.compile(r"(?<![\w@#№-])\+?\d(?:[\s().-]*\d){9,14}(?!\w)")
_POSTCODE_WORD = re.compile(
    r"(?:\bzip(?:[\s-]?code)?|\bpost(?:al)?[\s-]?code|\bпочтов\w*\s+индекс\w*|\bиндекс\w*)"
    r"\s*(?:is|:|=|-|–|—|№|#|мой|у меня)?\s*(\d{5}(?:-\d{4})?\d?|[a-z]{1,2}\d[a-z\d]?\s?\d[a-z]{2})\b",
    re.IGNORECASE,
)
_BARE_CODE = re.compile(r"(?<![\w#№@+-])\d{5,6}(?![\w@]|-\d)")
_NAME_LEAD = re.compile(
    r"(?:\bmy (?:full )?name(?:'s| is)|\bname\s*[:=-]|\bname is|\bi am|\bi'm|\bthis is|\bunder (?:the )?name"
    r"|\bменя зовут|\bзовут|\bимя\s*[:=-]|\bфио\s*[:=-]?|\bфамилия\s*[:=-]?|\bна имя|\bполучатель"
    r"|\bя\s*[-–—])\s*",
    re.IGNORECASE,
)
_CAPITAL_RUN = re.compile(r"[A-ZА-ЯЁÀ-Þ][\w'’-]+(?:[ ]+[A-ZА-ЯЁÀ-Þ][\w'’-]+){1,2}")
_ONLY_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ ,]+[^\W\d_]{2,}){1,2}\W?")
_NOT_A_NAME = re.compile(
    r"my|name|email|mail|phone|zip|code|postcode|postal|order|number|the|is|are|and|it's|its"
    r"|i'm|please|hi|hello|here|for|where|what|when|status|track|tracking|can|could|you|me|want"
    r"|need|return|cancel|yes|no|not|sure|of|to|with|at|in|on|this|that|thanks|thank|ok|okay"
    r"|sorry|from|by|or|a|i|am|was|placed|bought|under|меня|зовут|мой|моя|мое|мои|почта|имейл"
    r"|емейл|мейл|телефон|номер|заказ|заказа|заказу|индекс|почтовый|имя|фамилия|фио"
    r"|здравствуйте|привет|добрый|день|вечер|утро|это|вот|и|на|для|по|с|у|а|но|где|что|когда"
    r"|как|статус|трек|можно|нужно|хочу|вернуть|отменить|спасибо|пожалуйста|да|нет|подскажите"
    r"|скажите|адрес|город|улица|я|не|так|ну|его|ее|получатель|оформлен|оформляла|оформлял"
)
"""Words beside a name that are none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What one message gave. `codes` are marked postcodes, `numbers` bare digits of any meaning."""

    orders: tuple[OrderMention, ...] = ()
    numbers: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    name: str = ""
    codes: tuple[str, ...] = ()

    @property
    def has_factor(self) -> bool:
        """True when something besides an order number was given."""
        return bool(self.email or self.phone or self.name or self.codes)

    @property
    def is_empty(self) -> bool:
        """True when nothing was given."""
        return not (self.orders or self.numbers or self.has_factor)


def read_details(text: str) -> Details:
    """What the message gives. Of several e-mails or phones the last one counts: one guess a message."""
    rest = clip(text)
    rest, emails = _take(_EMAIL, rest)
    rest, codes = _take(_POSTCODE_WORD, rest, group=1, mark=_CODE_TAKEN)
    rest, phones = _take_phones(rest)
    mentions = find_mentions(rest)
    certain = tuple(mention for mention in mentions if mention.is_certain)
    for mention in certain:
        rest = rest[: mention.start] + " " * (mention.end - mention.start) + rest[mention.end :]
    bare = tuple(mention.key for mention in mentions if not mention.is_certain)
    return Details(
        orders=certain,
        numbers=bare,
        email=re.sub(r"\s", "", emails[-1]) if emails else "",
        phone=phone_key(phones[-1]) if phones else "",
        name=_name(rest, has_order=bool(certain)),
        codes=tuple(codes[:MAX_POSTCODES]),
    )


def _take(pattern: re.Pattern[str], text: str, *, group: int = 0, mark: str = " ; ") -> tuple[str, list[str]]:
    found: list[str] = [match.group(group) for match in pattern.finditer(text)]
    return pattern.sub(mark, text), found


def _take_phones(text: str) -> tuple[str, list[str]]:
    found: list[str] = []

    def keep(match: re.Match[str]) -> str:
        is_marked = bool(_PHONE_WORD.search(text[: match.start()][-30:]))
        if not (is_marked or _is_phone(match.group(0))):
            return match.group(0)
        found.append(match.group(0))
        return " ; "

    return _PHONE.sub(keep, text), found


def _is_phone(found: str) -> bool:
    """A plus, eleven digits from 1, 7 or 8, or ten that are grouped or begin with 9; else another number."""
    digits = re.sub(r"\D", "", found)
    if found.startswith("+"):
        return True
    is_grouped = bool(re.search(r"\d[\s().-]+\d", found))
    return (len(digits) == 11 and digits[0] in "178") or (
        len(digits) == 10 and (is_grouped or digits[0] == "9")
    )


def _name(rest: str, *, has_order: bool) -> str:
    """Words that may be a name: after "my name is", capitalised together, beside a postcode or an order."""
    lead = _NAME_LEAD.search(rest)
    spoken = _not_common(re.split(r"[,;!?.\n]", rest[lead.end() :])[0]) if lead else []
    words = spoken if len(spoken) in (2, 3) else []
    for run in _CAPITAL_RUN.findall(rest):
        named = _not_common(run)
        words += named if len(named) >= 2 else []
    others = _not_common(rest)
    if _ONLY_WORDS.fullmatch(rest.strip()) and len(others) == len(name_words(rest)):
        words += others
    if _BARE_CODE.search(rest) or _CODE_TAKEN in rest or (has_order and len(others) in (2, 3)):
        words += others
    unique = list(dict.fromkeys(words))
    return " ".join(unique[:MAX_NAME_WORDS]) if len(unique) >= 2 else ""


def _not_common(text: str) -> list[str]:
    return [word for word in name_words(text) if not _NOT_A_NAME.fullmatch(word) and len(word) > 1]
