"""Articles as Markdown files with front matter: reading, writing, blocks and links; no database here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, cast

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from app.domain.errors import InvalidInput
from app.domain.ids import LANGUAGES, ArticleId, Language
from app.storage.articles import Article, ArticleStatus, Audience

_FRONT_MATTER = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}\Z")
_STATUSES = ("draft", "published", "unpublished")
_AUDIENCES = ("public", "operators")

BlockKind = Literal["heading", "paragraph", "list", "table", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One top-level piece of Markdown: its source text; a heading also has its level 1..6."""

    kind: BlockKind
    text: str
    level: int = 0


def parse_article(source: str, *, name: str = "article") -> Article:
    """Read a file's text; InvalidInput names the file and the field at fault."""
    match = _FRONT_MATTER.match(source.lstrip("\ufeff"))
    if match is None:
        raise InvalidInput(f"{name}: no front matter", field="front_matter")
    fields = _read_fields(match.group(1), name)
    lang = _choice(fields, "lang", LANGUAGES, name)
    return Article(
        id=parse_id(_text(fields, "id", name), name=name),
        lang=cast(Language, lang),
        title=_text(fields, "title", name),
        section=_text(fields, "section", name),
        status=cast(ArticleStatus, _choice(fields, "status", _STATUSES, name)),
        audience=cast(Audience, _choice({"audience": "public"} | fields, "audience", _AUDIENCES, name)),
        updated_at=_moment(fields, name),
        body=source.lstrip("\ufeff")[match.end() :].strip() + "\n",
    )


def parse_id(text: str, *, name: str = "article") -> ArticleId:
    """An article id: small Latin letters, digits and hyphens, at most 80."""
    if _ID.match(text) is None:
        raise InvalidInput(f"{name}: id must be small Latin letters, digits and hyphens", field="id")
    return ArticleId(text)


def format_article(article: Article) -> str:
    """The file's text of an article; `parse_article` gives the same article back."""
    fields = {
        "id": str(article.id),
        "lang": article.lang,
        "title": article.title,
        "section": article.section,
        "status": article.status,
        **({"audience": article.audience} if article.audience != "public" else {}),
        "updated": article.updated_at.date(),
    }
    front = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{front}---\n\n{article.body.strip()}\n"


def blocks(body: str) -> list[Block]:
    """The top-level blocks of a Markdown body, in order, as source text."""
    lines = body.splitlines()
    found: list[Block] = []
    for token in _parser().parse(body):
        if token.level != 0 or token.map is None or token.nesting < 0:
            continue
        text = "\n".join(lines[token.map[0] : token.map[1]]).strip()
        if token.type == "heading_open":
            found.append(Block(kind="heading", text=text.strip("#=- \n"), level=int(token.tag[1:])))
        else:
            found.append(Block(kind=_kind(token), text=text))
    return found


def links(body: str) -> list[str]:
    """Where the links of a Markdown body lead, in order."""
    return [str(token.attrs["href"]) for token in _walk(_parser().parse(body)) if token.type == "link_open"]


def plain_text(markdown: str) -> str:
    """Words as a reader sees them: no emphasis marks, link targets or table rules."""
    parts: list[str] = []
    for token in _walk(_parser().parse(markdown)):
        if token.type in {"text", "code_inline", "fence", "code_block"}:
            parts.append(token.content)
        elif token.type in {"softbreak", "hardbreak", "td_close", "th_close"}:
            parts.append(" ")
        elif token.type in {"paragraph_close", "list_item_close", "tr_close", "heading_close"}:
            parts.append("\n")
    return re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"[ \t]+", " ", "".join(parts))).strip()


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")


def _kind(token: Token) -> BlockKind:
    if token.type in {"bullet_list_open", "ordered_list_open"}:
        return "list"
    return {"paragraph_open": "paragraph", "table_open": "table"}.get(token.type, "other")  # pyright: ignore


def _walk(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or [])


def _read_fields(source: str, name: str) -> dict[str, object]:
    try:
        fields: object = yaml.safe_load(source)
    except yaml.YAMLError as error:
        raise InvalidInput(f"{name}: front matter is not YAML", field="front_matter") from error
    if not isinstance(fields, dict):
        raise InvalidInput(f"{name}: front matter has no fields", field="front_matter")
    return {str(key): value for key, value in cast(dict[object, object], fields).items()}


def _text(fields: dict[str, object], field: str, name: str) -> str:
    value = fields.get(field)
    if not isinstance(value, str) or not value.strip():
        raise InvalidInput(f"{name}: {field} must be text", field=field)
    return value.strip()


def _choice(fields: dict[str, object], field: str, allowed: tuple[str, ...], name: str) -> str:
    value = fields.get(field)
    if value not in allowed:
        raise InvalidInput(f"{name}: {field} must be one of {', '.join(allowed)}", field=field)
    return str(value)


def _moment(fields: dict[str, object], name: str) -> datetime:
    value = fields.get("updated")
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    raise InvalidInput(f"{name}: updated must be a date", field="updated")
