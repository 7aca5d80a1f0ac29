"""Data files of the suites: JSON lines or YAML lists; a malformed row is named by file, line and field."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

R = TypeVar("R", bound="Row")

Lang = Literal["ru", "en"]
Text = Annotated[str, Field(min_length=1)]
Mark = Annotated[int, Field(ge=0, le=1)]

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_QUICK = "CSafeLoader"
"""yaml's loader in C, where it was built."""


class BadRow(Exception):
    """A row does not fit; the message names the file, the line and the field."""


class Row(BaseModel):
    """Base of every row; unknown fields are ignored, a missing `lang` is read off the text."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    id: str
    lang: Lang
    tags: tuple[str, ...] = ()
    kind: str = ""

    @model_validator(mode="before")
    @classmethod
    def _filled_in(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        row = cast(dict[str, Any], value)
        tags = row.get("tags") or ()
        written = " ".join(str(row.get(name, "")) for name in ("question", "text", "body", "messages"))
        return {
            **row,
            "lang": row.get("lang") or ("ru" if _CYRILLIC.search(written) else "en"),
            "tags": (tags,) if isinstance(tags, str) else tags,
            "kind": row.get("kind") or "",
        }


class ArticleRow(Row):
    """An article to index; `body` is Markdown, `title` may be empty."""

    title: str = ""
    body: str


class QuestionRow(Row):
    """A question of `retrieval` and `answers`; `turns` are the customer's messages before it."""

    question: Text
    relevant: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    must_include_any: tuple[tuple[str, ...], ...] = ()
    must_not_include: tuple[str, ...] = ()


class HandoffRow(Row):
    """A first message: 1 asks for a person, 0 does not, -1 is ambiguous and left out."""

    text: Text
    label: Annotated[int, Field(ge=-1, le=1)]


class SensitiveRow(Row):
    """A first message and its grave topic, or `none`."""

    text: Text
    topic: Text


class DisclosureRow(Row):
    """A first message: 1 asks or challenges what the interlocutor is."""

    text: Text
    label: Mark


class SentimentRow(Row):
    """A text and its tone."""

    text: Text
    label: Literal["negative", "neutral", "positive"]


class DialogueTurn(BaseModel):
    """One turn of a replayed dialogue."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    role: Literal["customer", "assistant"]
    text: str
    frustrated: bool | None = None


class Gold(BaseModel):
    """Whether, when (index among the customer's turns, from 0) and why a person is due.

    `escalate` is None where nobody said: such a dialogue's labelled turns count alone.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    escalate: bool | None
    at_customer_turn: Annotated[int, Field(ge=0)] | None = None
    reason: str | None = None

    @model_validator(mode="after")
    def _says_when(self) -> "Gold":
        if self.escalate and self.at_customer_turn is None:
            raise ValueError("at_customer_turn is missing though escalate is true")
        return self


class DialogueRow(Row):
    """A dialogue of `escalation`."""

    turns: Annotated[tuple[DialogueTurn, ...], Field(min_length=1)]
    gold: Gold


class Expectation(BaseModel):
    """What the replies to an order conversation must and must not say; `turn1_…` is about the first reply."""

    model_config = ConfigDict(frozen=True, extra="ignore", coerce_numbers_to_str=True)

    outcome: Literal[
        "answer", "answer_none", "ask_identity_then_answer", "eligible", "not_eligible", "not_order",
        "refuse", "not_found", "ask_identity", "refuse_verified",
    ]  # fmt: skip
    must_include_any: tuple[tuple[str, ...], ...] = ()
    must_not_include: tuple[str, ...] = ()
    weak_must_not_include: tuple[str, ...] = ()
    turn1_must_not_include: tuple[str, ...] = ()
    turn1_weak_must_not_include: tuple[str, ...] = ()
    must_not_match: str = ""


class OrderRow(Row):
    """A conversation about orders."""

    messages: Annotated[tuple[Text, ...], Field(min_length=1)]
    expect: Expectation


class ToolCall(BaseModel):
    """A tool called with arguments, as a model would call it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Text
    arguments: dict[str, Any] = {}


class ChangeRow(Row):
    """Changes that the customer `user_id` may make one after the other, and calls that must be refused."""

    user_id: Text
    expected_actions: tuple[ToolCall, ...] = ()
    forbidden: tuple[ToolCall, ...] = ()


Decided = Literal["handoff", "sensitive", "disclosure", "escalation"]


class EditRow(Row):
    """A first message and the decision on it that must not hang on how it is typed.

    `escalation` is whether the turn counts as frustrated. A case of that suite's own file is such a row too.
    """

    text: Text
    decision: Decided


class InjectionRow(Row):
    """An attack (label 1) or a benign look-alike (0); in any language, then `lang` is read off the text.

    Text that is not the customer's own (`where` is not `user`) stands in the context of the reply to `probe`.
    """

    text: Text
    where: Literal["user", "kb", "order_note", "name"] = "user"
    label: Mark
    turns: tuple[str, ...] = ()
    probe: str = ""
    forbidden: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _in_our_language(cls, value: object) -> object:
        if isinstance(value, dict):
            row = cast(dict[str, Any], value)
            return row if row.get("lang") in ("ru", "en") else {**row, "lang": ""}
        return value


class Span(BaseModel):
    """A stretch of personal detail: `text[start:end]`; written as a list or as an object."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    start: Annotated[int, Field(ge=0)]
    end: int
    type: str

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: object) -> object:
        if isinstance(value, list | tuple):
            return dict(zip(("start", "end", "type"), cast(Sequence[object], value), strict=False))
        return value


class PiiRow(Row):
    """A text and where its personal details stand."""

    text: Text
    spans: tuple[Span, ...] = ()


def read_rows(path: Path, model: type[R], limit: int | None = None) -> list[R]:
    """The rows of a file, at most `limit`. Raises BadRow."""
    rows: list[R] = []
    for number, value in _values(path)[:limit]:
        try:
            rows.append(model.model_validate(value))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "(row)"
            raise BadRow(f"{path}, line {number}, field {field}: {first['msg']}") from None
    if not rows:
        raise BadRow(f"{path}: no rows")
    return rows


def _values(path: Path) -> Sequence[tuple[int, object]]:
    if not path.is_file():
        raise BadRow(f"{path}: no such file")
    try:
        if path.suffix in (".yaml", ".yml", ".json"):
            return _list_values(path)
        return _line_values(path)
    except UnicodeDecodeError as error:
        raise BadRow(f"{path}: not UTF-8: {error}") from None


def _line_values(path: Path) -> Sequence[tuple[int, object]]:
    values: list[tuple[int, object]] = []
    with path.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                values.append((number, json.loads(line)))
            except ValueError as error:
                raise BadRow(f"{path}, line {number}, field (row): not JSON: {error}") from None
    return values


def _list_values(path: Path) -> Sequence[tuple[int, object]]:
    text = path.read_text(encoding="utf-8-sig")
    loader = cast(type[yaml.SafeLoader], getattr(yaml, _QUICK, yaml.SafeLoader))
    try:
        node = yaml.compose(text, Loader=loader)
        loaded: object = yaml.load(text, Loader=loader)
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise BadRow(f"{path}{line}, field (file): not YAML: {error}") from None
    if not isinstance(loaded, list) or not isinstance(node, yaml.SequenceNode):
        raise BadRow(f"{path}, line 1, field (file): a list of rows is expected")
    nodes = cast(list[yaml.Node], node.value)
    items = cast(list[object], loaded)
    return [(child.start_mark.line + 1, value) for child, value in zip(nodes, items, strict=True)]
