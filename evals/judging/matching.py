"""How a reply is compared with what it must say: both normalised, stems for words, boundaries for digits."""

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

_HIDDEN = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_SPACES = re.compile(r"\s+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": ""})
_EMPHASIS = re.compile(r"\*+|__+|~~|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")
_RANGE = re.compile(r"(?<=\d) ?- ?(?=\d)")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ ',]\d{3})+(?!\d)")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_PERCENT = re.compile(r"(?<=\d) ?(?:%|процент\w*|percent\b|per cent\b)")
_THOUSAND_WORD = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) ?(?:тыс\.|тыс\b|тысяч\w*|thousand\b|k\b)")
_LEFT_OVER = re.compile(r"\s*;(?:\s*;)*(?=\s*[.;])")
_MARKER = re.compile(r"[ \u00a0]?\[\d{1,2}\](?!\()")


def normalise(text: str) -> str:
    """Lower case, ё as е, one kind of space and dash, no emphasis, figures written one way."""
    text = unicodedata.normalize("NFC", _HIDDEN.sub("", text)).lower().replace("ё", "е").translate(_QUOTES)
    text = _DASHES.sub("-", _SPACES.sub(" ", _EMPHASIS.sub("", text)))
    text = _RANGE.sub("-", text)
    text = _THOUSANDS.sub(lambda found: re.sub(r"\D", "", found[0]), text)
    text = _DECIMAL_COMMA.sub(".", text)
    text = _PERCENT.sub("%", text)
    return _THOUSAND_WORD.sub(lambda found: _thousands(found[1]), text).strip()


def without_citations(text: str, snippets: Sequence[str] = ()) -> str:
    """The answer text alone: no `[1]` markers and none of `snippets`, what stands beside it as its source."""
    for snippet in sorted(filter(None, snippets), key=len, reverse=True):
        text = _LEFT_OVER.sub("", text.replace(snippet, ";"))
    return _MARKER.sub("", text).strip()


def says(answer: str, variant: str) -> bool:
    """Whether the answer says `variant`: from a word's beginning, digits never inside a longer number."""
    wanted = normalise(variant)
    if not wanted:
        return False
    before = r"(?<!\d)(?<!\d\.)" if wanted[0].isdigit() else r"(?<!\w)" if wanted[0].isalpha() else ""
    after = r"(?!\d)(?!\.0*[1-9])" if wanted[-1].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, normalise(answer)) is not None


def says_any(answer: str, variants: Sequence[str]) -> bool:
    """Whether the answer says one of the variants."""
    return any(says(answer, variant) for variant in variants)


def said(answer: str, forbidden: Sequence[str]) -> list[str]:
    """Those of the forbidden strings that the answer says."""
    return [variant for variant in forbidden if says(answer, variant)]


def _thousands(number: str) -> str:
    return f"{Decimal(number) * 1_000:f}".rstrip("0").rstrip(".") if "." in number else f"{number}000"
