"""A Markdown passage taken apart into what can be quoted: sentences, list items, table rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.domain.claims.sentences import sentence_spans

_TABLE_LINE = re.compile(r"^\s*\|.*\|\s*$")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+•–]|(?P<number>\d{1,2})[.)])\s+(?P<text>.*)$")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^>]*>", re.DOTALL)
_RUN_IN = re.compile(r"^\*\*[^*]{1,60}\*\*:?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Something that can be quoted by itself.

    `text` is clean Markdown; `lead` is the line that introduces a list or table, `cells` are a row's
    (header, value) pairs, `block` numbers the paragraph, list or table that it stands in.
    """

    kind: Literal["sentence", "item", "row"]
    text: str
    block: int
    lead: str = ""
    is_step: bool = False
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def is_question(self) -> bool:
        """Whether it asks instead of answering."""
        return self.text.endswith("?")


def units_of(markdown: str) -> list[Unit]:
    """The units of a passage in reading order."""
    found: list[Unit] = []
    lead = ""
    for number, lines in enumerate(_blocks(clean(markdown))):
        if _TABLE_LINE.match(lines[0]):
            found += _rows(lines, number, lead)
        elif _ITEM.match(lines[0]):
            found += _items(lines, number, lead)
        else:
            sentences = _sentences(lines)
            lead = sentences.pop() if sentences and _introduces(sentences[-1]) else ""
            found += [Unit(kind="sentence", text=text, block=number) for text in sentences]
            continue
        lead = ""
    return found


def clean(markdown: str) -> str:
    """Markdown without pictures, tags and links into the base; links to the web stay."""
    text = _TAG.sub("", _IMAGE.sub("", markdown))
    return _LINK.sub(lambda match: match[0] if match[2].startswith("http") else match[1], text)


def _introduces(sentence: str) -> bool:
    return sentence.endswith(":") or bool(_RUN_IN.match(sentence))


def _blocks(text: str) -> Iterator[list[str]]:
    """Paragraphs, lists and tables as their lines; headings are left out, they are no answer."""
    block: list[str] = []
    kind = ""
    for raw in [*text.splitlines(), ""]:
        line = re.sub(r"^\s*>\s?", "", raw)
        new = _line_kind(line, kind)
        if block and new != kind:
            yield block
            block = []
        kind = new
        if kind and kind != "heading":
            block.append(line)


def _line_kind(line: str, before: str) -> str:
    if not line.strip():
        return ""
    if _HEADING.match(line):
        return "heading"
    if _TABLE_LINE.match(line):
        return "table"
    if _ITEM.match(line) or (before == "list" and line.startswith((" ", "\t"))):
        return "list"
    return "prose"


def _sentences(lines: Sequence[str]) -> list[str]:
    text = re.sub(r"\s+", " ", " ".join(lines)).strip()
    return [text[start:end] for start, end in sentence_spans(text)]


def _items(lines: Sequence[str], block: int, lead: str) -> Iterator[Unit]:
    items: list[tuple[str, bool]] = []
    for line in lines:
        match = _ITEM.match(line)
        if match:
            items.append((match["text"].strip(), match["number"] is not None))
        else:
            items[-1] = (f"{items[-1][0]} {line.strip()}", items[-1][1])
    for text, is_step in items:
        yield Unit(kind="item", text=text, block=block, lead=lead, is_step=is_step)


def _rows(lines: Sequence[str], block: int, lead: str) -> Iterator[Unit]:
    rows = [_cells(line) for line in lines if not _TABLE_RULE.match(line)]
    has_header = len(lines) > 1 and bool(_TABLE_RULE.match(lines[1]))
    header = rows.pop(0) if has_header and rows else []
    for row in rows:
        named = tuple(
            (header[column] if column < len(header) else "", cell) for column, cell in enumerate(row) if cell
        )
        if named:
            yield Unit(kind="row", text=_row_text(named), block=block, lead=lead, cells=named)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _row_text(cells: Sequence[tuple[str, str]]) -> str:
    """One row as a sentence: "Казань: цена — 520 ₽, срок — 3–4 дня"."""
    head, rest = cells[0][1], cells[1:]
    if not rest:
        return head
    if len(rest) == 1 and not rest[0][0]:
        return f"{head} — {rest[0][1]}"
    joint = "; " if any("," in cell for _, cell in rest) else ", "
    return f"{head}: " + joint.join(f"{_lowered(name)} — {cell}" if name else cell for name, cell in rest)


def _lowered(header: str) -> str:
    return header[:1].lower() + header[1:] if header[1:2].islower() else header
