"""Articles from draft to published and back, and their files; ranking and the chat are not known here."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from app.domain.errors import InvalidInput, NotFound, TooLarge
from app.domain.ids import ArticleId, Language
from app.knowledge.catalogue import Catalogue
from app.knowledge.chunking import passages_of
from app.knowledge.markdown import format_article, parse_article, parse_id
from app.storage import articles as sql
from app.storage.articles import Article, ArticleStatus, Audience, PublishedArticle, StoredPassage
from app.storage.database import Connection, Database

TITLE_LIMIT = 200
SECTION_LIMIT = 80
BODY_LIMIT_BYTES = 100_000

T = TypeVar("T")

ArticleKey = tuple[ArticleId, Language]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft:
    """What an editor sends to be saved."""

    id: str
    lang: Language
    title: str
    section: str
    body: str
    audience: Audience = "public"


class Library:
    """The knowledge base as editors work on it. `clock` gives the current time, aware UTC."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._catalogue = catalogue
        self._clock = clock
        self._publishing = asyncio.Lock()

    async def list(
        self, *, lang: Language | None = None, status: ArticleStatus | None = None, words: str = ""
    ) -> list[Article]:
        """Articles by section and title: of a language, of a status, with these letters in title or body."""
        wanted = words.strip().casefold()
        return [
            article
            for article in await self._database.read(sql.list_articles)
            if (lang is None or article.lang == lang)
            and (status is None or article.status == status)
            and (not wanted or wanted in f"{article.id}\n{article.title}\n{article.body}".casefold())
        ]

    async def get(self, article_id: str, lang: Language) -> Article:
        """An article as it is being edited; NotFound."""
        article = await self._database.read(
            lambda connection: sql.find_article(connection, ArticleId(article_id), lang)
        )
        return _found(article, article_id, lang)

    async def read(
        self, article_id: str, lang: Language, *, audience: Audience = "public"
    ) -> PublishedArticle:
        """An article as its readers see it; NotFound unless it is published for this audience."""
        published = await self._database.read(
            lambda connection: sql.find_published(connection, ArticleId(article_id), lang)
        )
        if published is not None and published.audience not in {"public", audience}:
            published = None
        return _found(published, article_id, lang)

    async def published_versions(self) -> dict[ArticleKey, int]:
        """Which version of each published article its readers see."""
        return await self._database.read(sql.published_versions)

    async def save(self, draft: ArticleDraft) -> Article:
        """Keep an edit; readers see no change until it is published. InvalidInput, TooLarge."""
        _check(draft)

        def write(connection: Connection) -> Article:
            before = sql.find_article(connection, ArticleId(draft.id), draft.lang)
            article = Article(
                id=parse_id(draft.id),
                lang=draft.lang,
                title=draft.title.strip(),
                section=draft.section.strip(),
                body=draft.body.strip() + "\n",
                audience=draft.audience,
                status="draft" if before is None else before.status,
                version=1 if before is None else before.version + 1,
                updated_at=self._clock(),
            )
            sql.put_article(connection, article)
            return article

        return await self._database.write(write)

    async def publish(self, article_id: str, lang: Language) -> Article:
        """Let readers and the assistant have the current text.

        The old text serves until the new passages are indexed, then never again. NotFound.
        """
        return (await self.publish_many([(ArticleId(article_id), lang)]))[0]

    async def publish_many(self, keys: Sequence[ArticleKey]) -> Sequence[Article]:
        """Publish several articles at one moment."""
        async with self._publishing:
            drafts = [await self.get(*key) for key in keys]
            passages = [await asyncio.to_thread(passages_of, draft) for draft in drafts]
            await self._catalogue.prepare([passage for each in passages for passage in each])

            def write(connection: Connection) -> list[Article]:
                pairs = zip(drafts, passages, strict=True)
                return [self._publish(connection, draft, pieces) for draft, pieces in pairs]

            published = await self._database.write(write)
            await self._catalogue.switch()
            return published

    async def unpublish(self, article_id: str, lang: Language) -> Article:
        """Take an article from readers and the assistant at once; editors keep its text. NotFound."""

        def write(connection: Connection) -> Article:
            article = _found(sql.find_article(connection, ArticleId(article_id), lang), article_id, lang)
            sql.remove_published(connection, article.id, lang)
            sql.put_article(connection, replace(article, status="unpublished"))
            return replace(article, status="unpublished")

        article = await self._database.write(write)
        await self._catalogue.switch()
        return article

    async def seed(self, folder: Path) -> int:
        """Fill an empty database from Markdown files; how many were taken. InvalidInput names a bad file."""
        if await self._database.read(sql.count_articles):
            return 0
        articles = await asyncio.to_thread(read_folder, folder)
        await self.add(articles)
        return len(articles)

    async def add(self, articles: Sequence[Article]) -> None:
        """Take articles in as they are, publishing those whose status says so."""

        def write(connection: Connection) -> None:
            for article in articles:
                sql.put_article(connection, article)

        await self._database.write(write)
        await self.publish_many([(each.id, each.lang) for each in articles if each.status == "published"])

    async def export(self, folder: Path) -> int:
        """Write every article as `folder/lang/id.md`; how many were written."""
        articles = await self._database.read(sql.list_articles)
        await asyncio.to_thread(_write_folder, folder, articles)
        return len(articles)

    def _publish(self, connection: Connection, draft: Article, passages: Sequence[StoredPassage]) -> Article:
        published = PublishedArticle(
            id=draft.id,
            lang=draft.lang,
            title=draft.title,
            audience=draft.audience,
            body=draft.body,
            version=draft.version,
            published_at=self._clock(),
        )
        sql.replace_published(connection, published, passages)
        current = sql.find_article(connection, draft.id, draft.lang) or draft
        sql.put_article(connection, replace(current, status="published"))
        return replace(current, status="published")


def read_folder(folder: Path) -> list[Article]:
    """Every article of a folder of Markdown files, sub-folders included."""
    articles: list[Article] = []
    for path in sorted(folder.rglob("*.md")):
        articles.append(parse_article(path.read_text(encoding="utf-8"), name=str(path.relative_to(folder))))
    return articles


def _write_folder(folder: Path, articles: Sequence[Article]) -> None:
    for article in articles:
        path = folder / article.lang / f"{article.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(format_article(article), encoding="utf-8")


def _check(draft: ArticleDraft) -> None:
    parse_id(draft.id)
    for field, text, limit in (
        ("title", draft.title, TITLE_LIMIT),
        ("section", draft.section, SECTION_LIMIT),
    ):
        if not text.strip():
            raise InvalidInput(f"{field} is empty", field=field)
        if len(text.strip()) > limit:
            raise TooLarge(f"{field} is longer than {limit} characters", field=field)
    if len(draft.body.encode()) > BODY_LIMIT_BYTES:
        raise TooLarge(f"body is larger than {BODY_LIMIT_BYTES} bytes", field="body")


def _found(article: T | None, article_id: str, lang: Language) -> T:
    if article is None:
        raise NotFound(f"no article {article_id} in {lang}")
    return article
