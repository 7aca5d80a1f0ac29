"""SQL of the knowledge base: articles, their published text, passages, embeddings, unanswered questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.ids import ArticleId, Language, PassageId
from app.storage.tables import articles, embeddings, meta, passages, published_articles

ArticleStatus = Literal["draft", "published", "unpublished"]
Audience = Literal["public", "operators"]

AUDIENCES: tuple[Audience, ...] = ("public", "operators")

_GENERATION = "knowledge_generation"
_BATCH = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A page of the knowledge base as an editor sees it; `body` is Markdown without front matter.

    `version` grows by one with every save; the published text is a copy and changes by publishing alone.
    """

    id: ArticleId
    lang: Language
    title: str
    section: str
    body: str
    updated_at: datetime
    status: ArticleStatus = "draft"
    audience: Audience = "public"
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedArticle:
    """What readers see of an article, whatever is being edited meanwhile."""

    id: ArticleId
    lang: Language
    title: str
    audience: Audience
    body: str
    version: int
    published_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPassage:
    """A chunk of a published article; `text_hash` names what was embedded for it."""

    id: PassageId
    article_id: ArticleId
    lang: Language
    audience: Audience
    ordinal: int
    title: str
    heading: str
    text: str
    text_hash: str
    article_version: int


def list_articles(connection: Connection) -> list[Article]:
    """Every article, by section, title and language."""
    query = select(articles).order_by(articles.c.section, articles.c.title, articles.c.lang)
    return [Article(**row) for row in connection.execute(query).mappings()]


def find_article(connection: Connection, article_id: ArticleId, lang: Language) -> Article | None:
    """One article as the editor has it, or None."""
    query = select(articles).where(articles.c.id == article_id, articles.c.lang == lang)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Article(**row)


def put_article(connection: Connection, article: Article) -> None:
    """Insert an article or replace the one of the same id and language."""
    where = (articles.c.id == article.id, articles.c.lang == article.lang)
    values = {
        "title": article.title,
        "section": article.section,
        "status": article.status,
        "audience": article.audience,
        "body": article.body,
        "updated_at": article.updated_at,
        "version": article.version,
    }
    if connection.execute(update(articles).where(*where).values(values)).rowcount == 0:
        connection.execute(insert(articles).values(id=article.id, lang=article.lang, **values))


def find_published(connection: Connection, article_id: ArticleId, lang: Language) -> PublishedArticle | None:
    """What readers see of an article, or None when it is not published."""
    table = published_articles
    query = select(table).where(table.c.id == article_id, table.c.lang == lang)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else PublishedArticle(**row)


def published_versions(connection: Connection) -> dict[tuple[ArticleId, Language], int]:
    """The version of every article that readers see; what is not published is left out."""
    table = published_articles
    rows = connection.execute(select(table.c.id, table.c.lang, table.c.version))
    return {(row.id, row.lang): row.version for row in rows}


def replace_published(
    connection: Connection, published: PublishedArticle, new_passages: Sequence[StoredPassage]
) -> None:
    """Make this the published text of the article and these its only passages."""
    remove_published(connection, published.id, published.lang)
    connection.execute(insert(published_articles).values(_columns(published_articles, published)))
    if new_passages:
        connection.execute(insert(passages), [_columns(passages, passage) for passage in new_passages])


def remove_published(connection: Connection, article_id: ArticleId, lang: Language) -> None:
    """Take the article's published text and passages away; the editor's text stays."""
    for table, key in ((published_articles, published_articles.c.id), (passages, passages.c.article_id)):
        connection.execute(delete(table).where(key == article_id, table.c.lang == lang))
    _bump_generation(connection)


def all_passages(connection: Connection) -> list[StoredPassage]:
    """Every published passage, in the order of articles and of their text."""
    query = select(passages).order_by(passages.c.lang, passages.c.article_id, passages.c.ordinal)
    return [StoredPassage(**row) for row in connection.execute(query).mappings()]


def knowledge_generation(connection: Connection) -> int:
    """A number that changes whenever anything published does."""
    value = connection.execute(select(meta.c.value).where(meta.c.key == _GENERATION)).scalar_one_or_none()
    return 0 if value is None else int(value)


def _bump_generation(connection: Connection) -> None:
    generation = str(knowledge_generation(connection) + 1)
    changed = connection.execute(update(meta).where(meta.c.key == _GENERATION).values(value=generation))
    if changed.rowcount == 0:
        connection.execute(insert(meta).values(key=_GENERATION, value=generation))


def find_embeddings(connection: Connection, model: str, hashes: Iterable[str]) -> dict[str, bytes]:
    """Kept vectors (float32, little endian) of the texts with these hashes; absent ones are left out."""
    wanted = list(dict.fromkeys(hashes))
    found: dict[str, bytes] = {}
    for start in range(0, len(wanted), _BATCH):
        query = select(embeddings.c.text_hash, embeddings.c.vector).where(
            embeddings.c.model == model, embeddings.c.text_hash.in_(wanted[start : start + _BATCH])
        )
        found.update((row.text_hash, row.vector) for row in connection.execute(query))
    return found


def keep_embeddings(connection: Connection, model: str, vectors: Mapping[str, bytes]) -> None:
    """Keep vectors by the hash of their text; what another node kept meanwhile stays."""
    rows = [
        {"model": model, "text_hash": text_hash, "vector": vector} for text_hash, vector in vectors.items()
    ]
    if rows:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(dialect.insert(embeddings).on_conflict_do_nothing(), rows)


def count_articles(connection: Connection) -> int:
    """How many articles there are, drafts included."""
    return connection.execute(select(func.count()).select_from(articles)).scalar_one()


def _columns(table: Table, record: PublishedArticle | StoredPassage) -> dict[str, Any]:
    return {column.name: getattr(record, column.name) for column in table.columns}
