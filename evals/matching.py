"""How a reply is compared with what it must say: both normalised, stems for words, boundaries for digits."""

import re
import unicodedata

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)")
_THOUSANDS = re.compile(r"(?<=\d)[ ',](?=\d{3}(?!\d))")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_PERCENT = re.compile(r"(?<=\d)\s*(?:%|процент\w*|percent|per cent)")
_THOUSAND_WORD = re.compile(r"(\d+(?:\.\d+)?)\s*(?:тыс\.?(?:яч\w*)?|тысяч\w*|thousand|k\b)")


def normalise(text: str) -> str:
    """Lower case, ё as е, one kind of space and dash, no emphasis, figures written one way."""
    text = unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
    text = _DASHES.sub("-", _SPACES.sub(" ", text))
    text = _EMPHASIS.sub("", text)
    previous = ""
    while previous != text:
        previous, text = text, _THOUSANDS.sub("", text)
    text = _DECIMAL_COMMA.sub(".", text)
    text = _PERCENT.sub("%", text)
    return _THOUSAND_WORD.sub(lambda found: f"{float(found[1]) * 1_000:g}", text).strip()


def says(answer: str, variant: str) -> bool:
    """Whether the answer says `variant`: from a word's beginning, digits never inside a longer number."""
    wanted = normalise(variant)
    if not wanted:
        return False
    before = r"(?<!\d)(?<!\d\.)" if wanted[0].isdigit() else r"(?<!\w)" if wanted[0].isalpha() else ""
    after = r"(?!\d)(?!\.\d)" if wanted[-1].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, normalise(answer)) is not None


def says_any(answer: str, variants: tuple[str, ...]) -> bool:
    """Whether the answer says one of the variants."""
    return any(says(answer, variant) for variant in variants)
