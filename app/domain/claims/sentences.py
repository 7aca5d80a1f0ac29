"""Russian and English text cut into sentences by offsets; knows Markdown lists, not what sentences mean."""

import re

_BREAK = re.compile(
    r"(?P<mark>[.!?…]+[\"»”’)\]*_]*)(?=\s)|\n[ \t]*\n|\n(?=[ \t]*(?:[-*+•|>#]|\d{1,2}[.)]\s))"
)
_NEXT = re.compile(r"\s*(?P<first>\S)")
_OPENING = "«“\"'([*_—–-•`"
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*|\d+)$")
_LIST_NUMBER = re.compile(r"(?:^|\n)[ \t]*\d{1,2}$")
_NEVER_LAST = frozenset(
    str.split("""
    ул пр просп пер пл наб бул им см напр рис табл стр корп кв обл р-н тел доб е гл п пп ст оф эт ред
    т.е т.н проф акад mr mrs ms dr prof st vs e.g i.e no fig approx incl excl tel ext al cf jr sr ca
""")
)
_MAY_BE_LAST = frozenset(
    str.split("""
    руб р коп тыс млн млрд г гг в вв д т.д т.п т.к др пр шт мин сек ч час дн нед мес кг гр л мл см мм км
    м т дн н э etc inc ltd co corp a.m p.m am pm min max hr hrs sec jan feb mar apr jun jul aug sep sept
    oct nov dec
""")
)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences, list items and table rows of `text`, without the white space around them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for end in sentence_ends(text):
        _append(spans, text, start, end)
        start = end
    _append(spans, text, start, len(text))
    return spans


def sentence_ends(text: str) -> list[int]:
    """Where sentences of a text that may still grow end: only where the next one is seen to begin."""
    return [match.end() for match in _BREAK.finditer(text) if _is_end(text, match)]


def _is_end(text: str, match: re.Match[str]) -> bool:
    following = _NEXT.match(text, match.end())
    if following is None:
        return False
    mark = match["mark"]
    if mark is None:
        return True
    first = following["first"]
    if "\n" in text[match.end() : following.start("first")]:
        return not _LIST_NUMBER.search(text[: match.start()])
    if not (first.isupper() or first.isdigit() or first in _OPENING or not first.isalnum()):
        return False
    return (
        not mark.startswith(".")
        or len(mark.rstrip('"»”’)]*_')) > 1
        or not _is_abbreviation(text, match.start())
    )


def _is_abbreviation(text: str, dot: int) -> bool:
    """Whether the dot at `dot`, with a capital or a figure after it, shortens a word instead of ending."""
    before = text[max(0, dot - 24) : dot]
    if _LIST_NUMBER.search(before if dot > 24 else "\n" + before):
        return True
    joined = re.sub(r"\.\s+", ".", before)
    match = _LAST_WORD.search(joined)
    if match is None:
        return False
    word = match.group().lower()
    after = text[dot + 1 :].lstrip()[:1]
    if word in _NEVER_LAST or word.rpartition(".")[2] in _NEVER_LAST:
        return True
    if word in _MAY_BE_LAST:
        return after.isdigit() if word in {"руб", "р", "коп"} else _is_place(word, joined[: match.start()])
    return len(match.group()) == 1 and match.group().isupper()


def _is_place(word: str, before: str) -> bool:
    """`г. Москва`, `д. 5`: the letter names a place unless a number stands before it (`2026 г.`)."""
    return word in {"г", "д", "п", "с"} and not before.rstrip()[-1:].isdigit()


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    if stripped := piece.strip():
        offset = start + piece.index(stripped[0])
        spans.append((offset, offset + len(stripped)))
