"""Data files of the suites: JSON lines or YAML lists, each row checked; a malformed one names file, line, field."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

R = TypeVar("R", bound="Row")

Lang = Literal["ru", "en"]


class BadRow(Exception):
    """A row does not fit; the message names the file, the line and the field."""


class Row(BaseModel):
    """Base of every row; fields that a suite does not know are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    lang: Lang = "en"
    tags: tuple[str, ...] | str = ()
    kind: str = ""


class QuestionRow(Row):
    """A question of `retrieval` and `answers`."""

    question: Annotated[str, Field(min_length=1)]
    relevant: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    must_include_any: tuple[tuple[str, ...], ...] = ()
    must_not_include: tuple[str, ...] = ()


class ArticleRow(Row):
    """An article to index; `body` is Markdown, `title` may be empty."""

    title: str = ""
    body: str


class LabelledText(Row):
    """A text with a label: `handoff`, `disclosure`, `sentiment`, `injection`, `sensitive`, `pii`."""

    text: str
    label: int | str | None = None
    topic: str = ""
    where: Literal["user", "kb", "order_note", "name"] = "user"
    turns: tuple[str, ...] = ()
    probe: str = ""
    forbidden: tuple[str, ...] = ()
    spans: tuple[Any, ...] = ()


class DialogueTurn(BaseModel):
    """One turn of a replayed dialogue."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    role: Literal["customer", "assistant"]
    text: str
    frustrated: bool | int | None = None


class Gold(BaseModel):
    """Whether, when (index of the customer's turn, from 0) and why a person is due."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    escalate: bool
    at_customer_turn: int | None = None
    reason: str | None = None


class DialogueRow(Row):
    """A dialogue of `escalation`."""

    turns: Annotated[tuple[DialogueTurn, ...], Field(min_length=1)]
    gold: Gold


class OrderRow(Row):
    """A conversation about orders; `expect` says what must and must not be said."""

    messages: Annotated[tuple[str, ...], Field(min_length=1)]
    expect: dict[str, Any]


def read_rows(path: Path, model: type[R], limit: int | None = None) -> list[R]:
    """All rows of a file. Raises BadRow."""
    rows: list[R] = []
    for number, value in _values(path):
        try:
            rows.append(model.model_validate(value))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "(row)"
            raise BadRow(f"{path}, line {number}, field {field}: {first['msg']}") from None
        if limit is not None and len(rows) >= limit:
            break
    if not rows:
        raise BadRow(f"{path}: no rows")
    return rows


def _values(path: Path) -> Sequence[tuple[int, object]]:
    if not path.exists():
        raise BadRow(f"{path}: no such file")
    if path.suffix in (".yaml", ".yml"):
        return _yaml_values(path)
    values: list[tuple[int, object]] = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                values.append((number, json.loads(line)))
            except ValueError as error:
                raise BadRow(f"{path}, line {number}, field (row): not JSON: {error}") from None
    return values


def _yaml_values(path: Path) -> Sequence[tuple[int, object]]:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise BadRow(f"{path}: not YAML: {error}") from None
    if not isinstance(loaded, list) or not isinstance(node, yaml.SequenceNode):
        raise BadRow(f"{path}, line 1, field (file): a list of rows is expected")
    items = cast(list[object], loaded)
    nodes = cast(list[yaml.Node], node.value)
    return [(child.start_mark.line + 1, value) for child, value in zip(nodes, items, strict=True)]
