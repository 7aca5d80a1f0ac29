"""Figures and links out of text, by rules of their own: the claim guard is not used to judge itself."""

import re
from collections.abc import Iterable

from evals.judging.matching import normalise

_ENUMERATION = re.compile(r"(?m)^\s*(?:>\s*)?\d{1,2}[.)](?=\s)")
_FIGURE = re.compile(r"\d+(?:[.:/]\d+)*")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]«»\"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+\.(?:com|ru|org|net|io)\b"
)
_WORDS = (
    (1, r"один|одн[аоиу]\w*|one|once|first|перв\w+"), (2, r"дв[аеу]\w*|втор\w+|two|twice|second|both|об[ае]"),
    (3, r"тр[иеё]\w*|three|third"), (4, r"четыр[её]\w*|четв[её]р\w+|four|fourth"), (5, r"пят\w+|five|fifth"),
    (6, r"шест\w+|six|sixth"), (7, r"седьм\w+|сем[иь]\w*|seven|seventh"), (8, r"вос[еь]м\w+|eight|eighth"),
    (9, r"девят\w+|nine|ninth"), (10, r"десят\w+|ten|tenth"), (12, r"двенадцат\w+|twelve|twelfth"),
    (14, r"четырнадцат\w+|fourteen"), (15, r"пятнадцат\w+|fifteen"), (20, r"двадцат\w+|twenty"),
    (30, r"тридцат\w+|thirty"), (60, r"шестьдесят\w*|sixty"), (100, r"сто|hundred"),
    (1000, r"тысяч\w*|thousand"),
)  # fmt: skip
_NUMERALS = tuple((str(value), re.compile(rf"\b(?:{words})\b")) for value, words in _WORDS)


def figures(text: str) -> list[str]:
    """Every figure of a text, normalised ("1 990,00 ₽" is "1990"); numbers of list items are not counted."""
    read = normalise(_ENUMERATION.sub(" ", text))
    return [_plain(found) for found in _FIGURE.findall(read)]


def links(text: str) -> list[str]:
    """Every link, e-mail address and bare domain of a text, lower case, without closing punctuation."""
    return [found.rstrip(".,;:!?)") for found in _LINK.findall(text.lower())]


def carried(sources: Iterable[str]) -> set[str]:
    """The figures that sources carry: as digits, as parts of a time or date, or as a numeral word."""
    known: set[str] = set()
    for source in sources:
        read = normalise(source)
        for found in _FIGURE.findall(read):
            known.add(_plain(found))
            known.update(part.lstrip("0") or "0" for part in re.split(r"[.:/]", found))
            known.update(re.split(r"[.:/]", found))
        known.update(value for value, words in _NUMERALS if words.search(read))
    return known


def unsupported(text: str, sources: Iterable[str]) -> list[str]:
    """The figures of `text` that no source carries, in reading order."""
    known = carried(sources)
    return [figure for figure in figures(text) if figure not in known]


def unknown_links(text: str, sources: Iterable[str]) -> list[str]:
    """The links of `text` that stand in no source."""
    known = "\n".join(sources).lower()
    return [link for link in links(text) if link not in known]


def _plain(figure: str) -> str:
    return re.sub(r"\.0+$", "", figure) if figure.count(".") == 1 and ":" not in figure else figure
