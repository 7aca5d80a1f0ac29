"""A small knowledge base for tests: real SQLite or PostgreSQL, real Chroma, real embedders."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.ids import ArticleId, Language
from app.knowledge.catalogue import Catalogue
from app.knowledge.embedders import Embedder, QueryVectors
from app.knowledge.index import PassageIndex
from app.knowledge.library import Library
from app.knowledge.search import KnowledgeSearch
from app.knowledge.sentences import SentenceNearness
from app.knowledge.vectors import VectorStore
from app.storage.articles import Article, Audience
from app.storage.database import Database

NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """An open knowledge base."""

    library: Library
    catalogue: Catalogue
    search: KnowledgeSearch
    queries: QueryVectors

    async def ids(
        self, question: str, language: Language = "ru", *, audience: Audience = "public"
    ) -> list[str]:
        """The articles found for a question, best first."""
        found = await self.search.find(question, language, audience=audience)
        return [str(article_id) for article_id in found.article_ids]

    async def texts(self, question: str, language: Language = "ru") -> str:
        """All that was found for a question, as one text."""
        found = await self.search.find(question, language)
        return "\n".join(passage.text for passage in found.passages)


@asynccontextmanager
async def open_base(
    database: Database, folder: Path, embedders: Sequence[Embedder], articles: Sequence[Article] = ()
) -> AsyncGenerator[Base]:
    """A knowledge base with these articles, index in `folder`."""
    catalogue = Catalogue(database, VectorStore(database, PassageIndex(folder), embedders))
    await catalogue.open()
    library = Library(database, catalogue, clock=lambda: NOON)
    if articles:
        await library.add(articles)
        await catalogue.mend()
    queries = QueryVectors(embedders)
    search = KnowledgeSearch(catalogue, queries, nearness=SentenceNearness(queries))
    try:
        yield Base(library=library, catalogue=catalogue, search=search, queries=queries)
    finally:
        await catalogue.close()


def article(article_id: str, body: str, *, lang: Language = "ru", **changes: str) -> Article:
    """A published article for everybody; `title` and `audience` may be given."""
    audience: Audience = "operators" if changes.get("audience") == "operators" else "public"
    return Article(
        id=ArticleId(article_id),
        lang=lang,
        title=changes.get("title", article_id),
        section="help",
        body=body,
        status="published",
        audience=audience,
        updated_at=NOON,
    )


COURIER = article(
    "courier",
    "Курьер привозит заказ с 10 до 22 часов. Доставка до двери стоит 390 рублей.",
    title="Доставка курьером",
)
RETURNS = article(
    "returns",
    "Вернуть нераспакованный товар можно за 14 дней.\n\n"
    "## Деньги\n\nДеньги придут за 5 рабочих дней на карту.",
    title="Возврат товара",
)
POINTS = article(
    "points", "За каждые 100 рублей начисляем 3 балла. Баллы сгорают через год.", title="Бонусные баллы"
)
COURIER_EN = article(
    "courier", "The courier comes between 10 and 22. Door delivery costs 390 rubles.",
    lang="en", title="Courier delivery",
)  # fmt: skip
RETURNS_EN = article(
    "returns", "You may return an unopened item within 14 days.", lang="en", title="Returning an item"
)
SHOP = (COURIER, RETURNS, POINTS, COURIER_EN, RETURNS_EN)
