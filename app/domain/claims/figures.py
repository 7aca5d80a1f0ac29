"""Numbers of a text with what they measure: money, percent, periods, weights; `marks.py` has the rest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.claims.numerals import WORD_VALUES, Number, find_numbers
from app.domain.grounding import FindingKind

Key = tuple[str, object]
"""One way to say the same thing: a draft's figure is carried when a source holds one of its keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure at `[start:end]`: any of `wanted` would carry it; in a source it gives `given`."""

    kind: FindingKind
    start: int
    end: int
    wanted: frozenset[Key]
    given: frozenset[Key]


_UNITS: tuple[tuple[str, str, float, str], ...] = (
    ("rub", "RUB", 1, r"₽|руб(?:л\w+|\b\.?)|р\b\.?(?!\w)|rub(?:les?|\b)|roubles?"),
    ("kopeck", "RUB", 0.01, r"коп(?:е\w+|\b\.?)|kopecks?"),
    ("usd", "USD", 1, r"\$|usd\b|доллар\w*|dollars?|bucks?\b"),
    ("eur", "EUR", 1, r"€|eur\b|евро\b|euros?\b"),
    ("gbp", "GBP", 1, r"£|gbp\b|фунт\w* стерлинг\w*|pounds?\b"),
    ("kzt", "KZT", 1, r"₸|kzt\b|тенге\b"),
    ("byn", "BYN", 1, r"byn\b|бел\w*\.? руб\w*"),
    ("percent", "%", 1, r"%|процент\w*|per ?cent\b|pct\b"),
    ("point", "points", 1, r"балл\w*|бонус\w*|points?\b"),
    ("second", "minute", 1 / 60, r"сек(?:унд\w*|\b\.?)|seconds?\b|secs?\b"),
    ("minute", "minute", 1, r"мин(?:ут\w*|\b\.?)|min(?:ute)?s?\b"),
    ("hour", "minute", 60, r"час(?:а|ов|ам|ами|ах|у|ом|е|ов\w*)?\b|ч\b\.?|hours?\b|hrs?\b|h\b"),
    (
        "day",
        "minute",
        1440,
        r"день\b|дня\b|дней\b|дню\b|дн(?:ям|ями|ях|евн\w*)\b|дн\b\.?|сут(?:ки|ок|кам|ками|очн\w*)\b"
        r"|days?\b",
    ),
    ("week", "minute", 10080, r"недел(?:я|и|ю|е|ь|ям|ями|ях|ей|ьн\w*)\b|нед\b\.?|weeks?\b"),
    ("month", "month", 1, r"месяц\w*|месячн\w*|мес\b\.?|months?\b"),
    ("year", "month", 12, r"год(?:а|у|ом|ов|ам|ичн\w*)?\b|лет\b|летн\w+|years?\b|yrs?\b"),
    ("kilo", "gram", 1000, r"кг\b\.?|кило(?:грамм\w*|\b)|kgs?\b|kilo(?:gram)?s?\b"),
    ("gram", "gram", 1, r"гр?\b\.?(?! *моск)|грамм\w*|g\b|grams?\b"),
    ("ton", "gram", 1_000_000, r"тонн\w*|tonn?es?\b"),
    ("kilometre", "mm", 1_000_000, r"км\b\.?|километр\w*|km\b|kilomet\w+"),
    ("centimetre", "mm", 10, r"см\b\.?|сантиметр\w*|cms?\b|centimet\w+"),
    ("millimetre", "mm", 1, r"мм\b\.?|миллиметр\w*|mm\b|millimet\w+"),
    ("metre", "mm", 1000, r"м\b(?!\w)|метр\w*|m\b|met(?:re|er)s?\b"),
    ("litre", "ml", 1000, r"л\b\.?|литр\w*|lit(?:re|er)s?\b|l\b"),
    ("millilitre", "ml", 1, r"мл\b\.?|миллилитр\w*|ml\b"),
)
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, _, _, pattern in _UNITS)
_MEASURE = {name: (dimension, factor) for name, dimension, factor, _ in _UNITS}
_AFTER = re.compile(
    rf"(?:-?(?:го|ти|и|х|ми|ю|й|я|м))?[ -]{{0,2}}(?:(?P<work>рабоч\w+|business|working|work|банковск\w+"
    rf"|banking)[ -])?"
    rf"(?:(?:календарн\w+|calendar|полн\w+|full|consecutive|whole|цел\w+|ближайш\w+|next|бонусн\w+|bonus"
    rf"|российск\w+|russian|us)[ -])?"
    rf"(?:{_UNIT})"
)
_BEFORE = re.compile(
    r"(?:(?P<usd>\$|usd)|(?P<eur>€|eur)|(?P<gbp>£|gbp)|(?P<rub>₽|rub|руб\.?)|(?P<kzt>₸)) ?\Z"
)
_TIME_UNIT = "|".join(
    f"(?P<{name}>{pattern})" for name, dimension, _, pattern in _UNITS if dimension in {"minute", "month"}
)
_SINGLE = re.compile(
    rf"\b(?P<lead>в течение|за|через|на|около|до|раз в|не позднее|within|in|for|after|a|an|one|per|takes?"
    rf"|one full)"
    rf" (?:(?P<work>рабоч\w+|business|working) )?(?:{_TIME_UNIT})(?! (?:назад|ago|до отправ))"
)
_ANY_TIME_UNIT = re.compile(rf"\b(?:{_TIME_UNIT})")
_FUSED = re.compile(
    r"\b(?P<number>[а-я]{3,14}?)-?(?P<unit>дневн|недельн|месячн|летн|годичн|часов|минутн"
    r"|процентн)[а-я]{1,3}\b"
)
_HALF = re.compile(
    r"\b(?:(?P<m30>получаса|полчаса|half an hour|half[- ]hour)|(?P<h12>полдня|half a day)|(?P<mo6>полгода"
    r"|полугод\w+|half a year)"
    r"|(?P<m45>три четверти часа|three quarters of an hour)|(?P<m15>четверть часа"
    r"|(?:a )?quarter of an hour)|(?P<m90>час с половиной|an hour and a half"
    r"|one and a half hours)"
    r"|(?P<mo18>год с половиной|a year and a half)|(?P<fortnight>fortnight))\b"
)
_HALVES: dict[str, Key] = {
    "m30": ("minute", 30.0),
    "h12": ("minute", 720.0),
    "mo6": ("month", 6.0),
    "m15": ("minute", 15.0),
    "m45": ("minute", 45.0),
    "m90": ("minute", 90.0),
    "mo18": ("month", 18.0),
    "fortnight": ("minute", 20160.0),
}
_JOIN = re.compile(
    r" ?(?:-|до|по|или|и|либо|to|or|and|/|\.\.\.?|…|through) ?(?:даже |максимум |от |с |from )?\Z"
)
_FUSED_UNITS = {
    "дневн": "day", "недельн": "week", "месячн": "month", "летн": "year", "годичн": "year", "часов": "hour",
    "минутн": "minute", "процентн": "percent",
}  # fmt: skip
_PART_OF_DAY = re.compile(
    r" (?:(?:час\w* )?(?:(?P<am>утра|ночи)|вечера)|час\w* дня"
    r"|(?P<a>[ap])\.?m\b|in the (?:(?P<morning>morning)|afternoon|evening))"
)
_LIST_MARK = re.compile(r"(?:^|\n)[ >]*\Z")
_COUNTED = re.compile(
    r" (?:способ|вариант|пункт|шаг|случа|услови|вопрос|причин|option|way|step|case|condition|thing"
    r"|question|reason)"
)


def find_figures(text: str) -> Iterator[Figure]:
    """Figures of a `plain` text that has its dates, clock times, links and order numbers blanked out."""
    yield from _halves(text)
    text = _HALF.sub(lambda match: "\0" * len(match.group()), text)
    numbers = [number for number in find_numbers(text) if not _is_list_mark(text, number)]
    found: list[Figure] = []
    following: tuple[Number, re.Match[str] | None] | None = None
    for number in reversed(numbers):
        unit = _BEFORE.search(text[max(0, number.start - 5) : number.start]) or _AFTER.match(text, number.end)
        borrowed = 1.0
        if unit is None and following and _JOIN.match(text[number.end : following[0].start]):
            unit, borrowed = following[1], following[0].factor
        following = (number, unit)
        if (figure := _figure(text, number, unit, borrowed)) is not None:
            found.append(figure)
    yield from reversed(found)
    yield from _periods(text)


def measured(name: str, value: float, *, is_working: bool = False) -> Key:
    """The key of `value` of the unit `name`: a week is 10,080 minutes, a year twelve months."""
    dimension, factor = _MEASURE[name]
    return (f"working {name}", value) if is_working else (dimension, round(value * factor, 4))


def _figure(text: str, number: Number, unit: re.Match[str] | None, borrowed: float) -> Figure | None:
    readings = number.readings + tuple(value * borrowed for value in number.readings if borrowed != 1)
    name = "" if unit is None else unit.lastgroup or ""
    if (part := _PART_OF_DAY.match(text, number.end)) is not None and number.is_word:
        return _hour(number, part, is_half_past=text[: number.start].endswith("half past "))
    anything: set[Key] = {("any", value) for value in readings}
    bare: set[Key] = {("bare", value) for value in readings}
    if unit is None:
        if number.is_word and (readings[0] == 1 or _COUNTED.match(text, number.end)):
            return None
        return Figure(
            kind="figure",
            start=number.start,
            end=number.end,
            wanted=frozenset(anything),
            given=frozenset(anything | bare),
        )
    is_working = bool(unit.re is _AFTER and unit["work"])
    exact = {measured(name, value, is_working=is_working) for value in readings}
    start = min(number.start, unit.start()) if unit.re is _AFTER else number.start
    end = max(number.end, unit.end()) if unit.re is _AFTER and unit.start() == number.end else number.end
    return Figure(
        kind=_kind(name), start=start if unit.start() == number.end else number.start, end=end,
        wanted=frozenset(exact | bare), given=frozenset(exact | anything),
    )  # fmt: skip


def _hour(number: Number, part: re.Match[str], *, is_half_past: bool) -> Figure:
    """A time of day in words: "до трёх часов дня", "ten in the morning"."""
    is_morning = part["am"] or part["morning"] or part["a"] == "a"
    hour = number.readings[0] % 12 + (0 if is_morning else 12)
    if is_half_past:
        past: frozenset[Key] = frozenset({("clock", hour * 60 + 30)})
        return Figure(kind="time", start=number.start, end=part.end(), wanted=past, given=past)
    keys: frozenset[Key] = frozenset({("clock", hour * 60), ("bare", hour)})
    return Figure(kind="time", start=number.start, end=part.end(), wanted=keys, given=keys | {("any", hour)})


def _kind(name: str) -> FindingKind:
    dimension = _MEASURE[name][0]
    if dimension in {"minute", "month"}:
        return "duration"
    if dimension == "%":
        return "percentage"
    return "price" if dimension.isupper() else "figure"


def _is_list_mark(text: str, number: Number) -> bool:
    return text[number.end : number.end + 2] in {". ", ") "} and bool(_LIST_MARK.search(text[: number.start]))


def _halves(text: str) -> Iterator[Figure]:
    """Periods with a name of their own: "полчаса", "half a year", "fortnight"."""
    for match in _HALF.finditer(text):
        key = _HALVES[match.lastgroup or "m30"]
        yield _period(match, {key}, {key})


def _periods(text: str) -> Iterator[Figure]:
    """Periods without a number of their own: "в течение недели", "двухнедельный"."""
    for match in _FUSED.finditer(text):
        if (value := WORD_VALUES.get(match["number"])) is not None:
            key = measured(_FUSED_UNITS[match["unit"]], value)
            yield _period(match, {key}, {key, ("any", value)})
    for match in _SINGLE.finditer(text):
        name = match.lastgroup or "day"
        key = measured(name, 1, is_working=bool(match["work"]))
        yield _period(match, {key, ("single", name)}, {key})


def _period(match: re.Match[str], wanted: set[Key], given: set[Key]) -> Figure:
    return Figure(
        kind="duration",
        start=match.start(),
        end=match.end(),
        wanted=frozenset(wanted),
        given=frozenset(given),
    )


def single_units(text: str) -> set[Key]:
    """Units of time that a source names without counting them: "раз в неделю" gives the week."""
    return {("single", match.lastgroup or "") for match in _ANY_TIME_UNIT.finditer(text)}
