"""Claims with a form of their own: links, contacts, order numbers, dates, clock times, weekdays."""

import re
from collections.abc import Iterator

from app.domain.claims.figures import Figure, Key
from app.domain.grounding import FindingKind

_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'«»]+|(?<=\]\()[^)\s]+"
    r"|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:ru|com|org|net|shop|store|info|example|test|io|su|me|by|kz|uk|de|eu"
    r"|рф)\b(?:/[^\s<>\"'«»)]*)?"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\w+-])(?:\+\d[\d ()-]{7,16}\d|8[ (-]{1,2}\d{3}[\d ()-]{6,12}\d|8\d{10}"
    r"|0\d{2,4} \d{3,4} \d{3,4}|\(?\d{3}\)?[ -]\d{3}-\d{4})(?!\w)"
)
_HANDLE = re.compile(r"(?<![\w.@-])@[a-z][\w.]{3,}\b")
_ORDER = re.compile(
    r"(?<![\w-])(?P<code>[a-zа-я]{1,5}-?\d{3,}(?:-\d+)*)(?!\w)"
    r"|(?:№|#|номер\w*:? |\bno\.? |\bnumber:? |\bзаказ\w* |\border )\s?[№#]?(?P<digits>\d{4,})\b(?! ?(?:₽"
    r"|руб|р\.|%))"
)
_SOFT = "(?:ь|я|е|ю|ем)"
_HARD = "(?:а|е|у|ом)?"
_MONTHS = (
    rf"январ{_SOFT}|jan(?:uary)?",
    rf"феврал{_SOFT}|feb(?:ruary)?",
    rf"март{_HARD}|mar(?:ch)?",
    rf"апрел{_SOFT}|apr(?:il)?",
    r"ма(?:й|я|е|ю|ем)|may",
    rf"июн{_SOFT}|june?",
    rf"июл{_SOFT}|july?",
    rf"август{_HARD}|aug(?:ust)?",
    rf"сентябр{_SOFT}|sept?(?:ember)?",
    rf"октябр{_SOFT}|oct(?:ober)?",
    rf"ноябр{_SOFT}|nov(?:ember)?",
    rf"декабр{_SOFT}|dec(?:ember)?",
)
_MONTH = "|".join(_MONTHS)
_MONTH_NUMBER = tuple(re.compile(f"(?:{pattern})") for pattern in _MONTHS)
_DATES = (
    re.compile(r"(?<![\d-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(
        r"(?<![\d.,$€£])(?P<d>\d{1,2})[./](?P<m>0?[1-9]|1[0-2])(?:[./](?P<y>\d{4}|\d{2}))?(?!\d)(?![.,]\d)"
        r"(?! ?(?:%|₽|руб|кг|км|м\b|л\b|г\b|см|час|дн|дней|мин|лет|год|мес|недел|am\b|pm\b|процент|years?"
        r"|months?|weeks?|days?|hours?|percent))"
    ),
    re.compile(
        rf"(?<![\d.,])(?P<d>\d{{1,2}})(?:-?(?:го|е|ого|му)|st|nd|rd"
        rf"|th)?(?: of)? (?P<m>{_MONTH})\b\.?(?:,? (?P<y>\d{{4}})\b)?"
    ),
    re.compile(
        rf"\b(?P<m>{_MONTH})\.? (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<y>\d{{4}})\b)?"
    ),
)
_ORDINALS = str.split("""
    перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат
    пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат
""")
_ORDINAL_DATE = re.compile(
    rf"\b(?P<tens>двадцать |тридцать )?(?P<o>{'|'.join(reversed(_ORDINALS))}|тридцат)(?:ого|ое|ьего|ье"
    rf"|ому) (?P<m>{_MONTH})\b(?: (?P<y>\d{{4}})\b)?"
)
_MONTH_ALONE = re.compile(
    rf"\b(?:в|во|с|со|до|по|к|на|конца|начала|in|until|till|since|from|by"
    rf"|during) (?P<m>{_MONTH})\b(?: (?P<y>\d{{4}})\b)?"
)
_CLOCK = re.compile(
    r"(?<![\d:.,])(?P<h>[01]?\d|2[0-4])(?::(?P<m>[0-5]\d)|\.(?P<dots>[0-5]\d)(?= ?(?:-|до|to|[ap]\.?m|ч\b"
    r"|мск|час)))"
    r"(?!\d)(?: ?(?P<half>[ap])\.?m\b)?"
)
_CLOCK_DOTS = re.compile(
    r"(?:(?<=до )|(?<=по )|(?<=to )|(?<=-)|(?<=- ))(?P<h>[01]?\d|2[0-4])\.(?P<m>[0-5]\d)(?!\d)"
)
_HOUR = re.compile(
    r"(?<![\d:.,])(?P<h>[01]?\d|2[0-4])(?: час\w*)?(?: (?P<am>утра|ночи)| (?P<pm>вечера)"
    r"| ?(?P<half>[ap])\.?m\b)"
    r"(?! *(?:после|с момента))"
)
_HOUR_OF_DAY = re.compile(r"\b(?:в|с|до|к|около|после) (?P<h>1[0-2]|[1-6])(?: час\w*)? (?P<pm>дня)\b")
_NAMED_HOUR = re.compile(
    r"\b(?:(?P<noon>noon|midday|полдень|полудня)|(?P<night>midnight|полночь"
    r"|полуночи))\b"
)
_DAYS = (
    r"понедельник\w*|пн|mon(?:days?)?", r"вторник\w*|вт|tue(?:s|sdays?)?", r"сред[аыу]|средам|ср"
        r"|wed(?:nesdays?)?",
    r"четверг\w*|чт|thu(?:rs|rsdays?)?", r"пятниц\w*|пт|fri(?:days?)?", r"суббот\w*|сб|sat(?:urdays?)?",
    r"воскресень\w*|вс|sun(?:days?)?",
)  # fmt: skip
_DAY = re.compile(
    r"\b(?:" + "|".join(f"(?P<d{number}>{pattern})" for number, pattern in enumerate(_DAYS)) + r")\b"
)
_DAY_SETS = re.compile(
    r"\b(?:(?P<work>будн\w+|weekdays?|рабочие дни)|(?P<off>выходны[еммих]+|weekends?)"
    r"|(?P<all>ежедневно|каждый день|без выходных|daily|every day|seven days a week|7 days a week"
    r"|семь дней в неделю)"
    r"|(?P<always>круглосуточно|24/7|(?:a)?round[ -]the[ -]clock|24 часа в сутки|24 hours a day))(?!\w)"
)
_RELATIVE = re.compile(
    r"\b(?:(?P<d2>послезавтра|day after tomorrow)|(?P<d1>завтра(?:шн\w+)?|tomorrow)"
    r"|(?P<n1>на следующий(?: рабочий)? день|next(?: working| business)?[- ]day)"
    r"|(?P<d0>в тот же день|день в день|в день (?:заказа|оплаты|покупки|обращения|отправки)|same[- ]day"
    r"|that (?:same )?day))\b"
)


_ARRIVES = re.compile(
    r"привез|приед|достав|прид[её]т|заберет|вернут|arriv|deliver|\bcome|ship|pick|refund|be with you"
    r"|on your card"
)
"""A day on which something is to happen is not carried by a week of opening hours."""


def find_marks(text: str) -> Iterator[Figure]:
    """The marks of a `plain` text; those found first hide their letters from the later ones."""
    for finder in (_contacts, _links, _orders, _day_sets, _dates, _hours):
        found = list(finder(text))
        yield from found
        text = blanked(text, found)
    yield from _weekdays(text)
    yield from _relative_days(text)


def blanked(text: str, found: list[Figure]) -> str:
    """`text` with the found spans made unreadable, so that their digits are not counted again."""
    for figure in found:
        text = text[: figure.start] + "\0" * (figure.end - figure.start) + text[figure.end :]
    return text


def _mark(
    kind: FindingKind, match: re.Match[str], wanted: set[Key], given: set[Key] | None = None, trim: str = ""
) -> Figure:
    end = match.start() + len(match.group().rstrip(trim)) if trim else match.end()
    return Figure(
        kind=kind,
        start=match.start(),
        end=end,
        wanted=frozenset(wanted),
        given=frozenset(wanted if given is None else given),
    )


def _contacts(text: str) -> Iterator[Figure]:
    for match in _EMAIL.finditer(text):
        address = match.group().rstrip(".-")
        domain: Key = ("link", address.partition("@")[2])
        yield _mark("contact", match, {("contact", address)}, {("contact", address), domain}, ".-")
    for match in _HANDLE.finditer(text):
        yield _mark("contact", match, {("contact", match.group())})
    for match in _PHONE.finditer(text):
        yield _mark("contact", match, {("contact", re.sub(r"\D", "", match.group())[-9:])})


def _links(text: str) -> Iterator[Figure]:
    for match in _URL.finditer(text):
        address = re.sub(r"^(?:https?://)?(?:www\.)?", "", match.group().rstrip(".,;:!?)*_")).rstrip("/")
        domain = re.split(r"[/?#]", address, maxsplit=1)[0]
        yield _mark("link", match, {("link", address)}, {("link", address), ("link", domain)}, ".,;:!?)*_")


def _orders(text: str) -> Iterator[Figure]:
    for match in _ORDER.finditer(text):
        written = match["code"] or match["digits"]
        digits = re.sub(r"\D", "", written)
        keys: set[Key] = {("order", re.sub(r"\W", "", written))}
        if len(digits) >= 4:
            loose: set[Key] = {("order", digits), ("any", float(digits))}
            yield _mark("order_number", match, keys if match["code"] else keys | loose, keys | loose)
        else:
            yield _mark("order_number", match, keys)


def _dates(text: str) -> Iterator[Figure]:
    taken: list[Figure] = []
    for pattern in _DATES:
        for match in pattern.finditer(blanked(text, taken)):
            if (figure := _date(match, int(match["d"]), _month(match["m"]), match["y"])) is not None:
                taken.append(figure)
    for match in _ORDINAL_DATE.finditer(blanked(text, taken)):
        stem = match["o"]
        tens = {"двадцать ": 20, "тридцать ": 30}.get(match["tens"] or "", 0)
        day = 30 if stem == "тридцат" else _ORDINALS.index(stem) + 1
        if (figure := _date(match, tens + day, _month(match["m"]), match["y"])) is not None:
            taken.append(figure)
    for match in _MONTH_ALONE.finditer(blanked(text, taken)):
        key: Key = ("month", _month(match["m"]))
        taken.append(_mark("date", match, {key}))
    yield from taken


def _date(match: re.Match[str], day: int, month: int, year: str | None) -> Figure | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    short: Key = ("date", (month, day))
    if year is None:
        return _mark("date", match, {short}, {short, ("month", month)})
    full: Key = ("date", (month, day, int(year) % 100))
    return _mark("date", match, {full}, {full, short, ("month", month), ("any", float(year))})


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    return next(number for number, pattern in enumerate(_MONTH_NUMBER, start=1) if pattern.fullmatch(written))


def _hours(text: str) -> Iterator[Figure]:
    clocks = [_clock(match, match["m"] or match["dots"]) for match in _CLOCK.finditer(text)]
    clocks += [_clock(match, match["m"]) for match in _CLOCK_DOTS.finditer(blanked(text, clocks))]
    yield from clocks
    rest = blanked(text, clocks)
    for match in (*_HOUR.finditer(rest), *_HOUR_OF_DAY.finditer(rest)):
        yield _clock(match, "0")
    for match in _NAMED_HOUR.finditer(text):
        yield _mark("time", match, {("clock", 720 if match["noon"] else 0)})


def _clock(match: re.Match[str], minutes: str) -> Figure:
    hour = int(match["h"])
    said = match.groupdict()
    if (said.get("half") == "p" or said.get("pm")) and hour < 12:
        hour += 12
    elif (said.get("half") == "a" or said.get("am")) and hour == 12:
        hour = 0
    keys: set[Key] = {("clock", hour % 24 * 60 + int(minutes))}
    if int(minutes):
        return _mark("time", match, keys)
    return _mark(
        "time",
        match,
        keys | {("bare", float(hour))},
        keys | {("any", float(hour)), ("any", float(match["h"]))},
    )


def _weekdays(text: str) -> Iterator[Figure]:
    last: tuple[int, int] | None = None
    for match in _DAY.finditer(text):
        day = int((match.lastgroup or "d0")[1:])
        given: set[Key] = {("weekday", day)}
        if last is not None and re.fullmatch(
            r"\.? ?(?:-|по|до|to|through|till|until) ?", text[last[1] : match.start()]
        ):
            given |= _days_between(last[0], day)
        last = (day, match.end())
        wanted: set[Key] = {("weekday", day)}
        if not _ARRIVES.search(text[max(0, match.start() - 40) : match.end() + 20]):
            wanted.add(("open on", day))
        yield _mark("weekday", match, wanted, given)


def _days_between(first: int, last: int) -> set[Key]:
    days = range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
    named = {"work": range(5), "off": range(5, 7), "all": range(7)}
    held: list[object] = [*days, *(name for name, needed in named.items() if set(needed) <= set(days))]
    return {("open on" if isinstance(day, int) else "weekday", day) for day in held}


def _day_sets(text: str) -> Iterator[Figure]:
    spans: dict[str, set[Key]] = {
        "work": _days_between(0, 4),
        "off": _days_between(5, 6),
        "all": _days_between(0, 6),
    }
    spans["always"] = {("clock", "always"), ("any", 24.0), *spans["all"]}
    for match in _DAY_SETS.finditer(text):
        name = match.lastgroup or "all"
        wanted: set[Key] = {("clock", "always")} if name == "always" else {("weekday", name)}
        yield _mark("time" if name == "always" else "weekday", match, wanted, spans[name])


def _relative_days(text: str) -> Iterator[Figure]:
    for match in _RELATIVE.finditer(text):
        named = match.lastgroup or "d0"
        key: Key = ("relative day", int(named[1:]))
        yield _mark("date", match, {key, ("minute", 1440.0)} if named == "n1" else {key}, {key})
