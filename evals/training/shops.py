"""The written shops: help centres with what their customers ask; nothing is learned here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.domain.ids import ArticleId
from app.storage.articles import Article
from evals.rows import ArticleRow, QuestionRow, Text, read_rows

SHOPS = Path(__file__).parent / "shops"
UNLIKE_OTHERS = frozenset({"layout", "translit", "two_questions"})
"""Tags of questions that say nothing by themselves, or several things: no example for others."""


class AskedRow(QuestionRow):
    """A question with the very words of the article that answer it, in the question's language."""

    answer: tuple[Text, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether it is one question, readable without what was said before."""
        return not self.turns and not UNLIKE_OTHERS & set(self.tags)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One help centre and its questions; those without `relevant` are not answered by it."""

    name: str
    articles: Sequence[Article]
    questions: Sequence[AskedRow]


def read_shops(folder: Path = SHOPS) -> list[Shop]:
    """Every shop of the folder, by name; BadRow names what is malformed."""
    return [_read_shop(path) for path in sorted(folder.iterdir()) if path.is_dir()]


def _read_shop(path: Path) -> Shop:
    return Shop(
        name=path.name,
        articles=[_article(row) for row in read_rows(path / "articles.jsonl", ArticleRow)],
        questions=read_rows(path / "questions.jsonl", AskedRow),
    )


def _article(row: ArticleRow) -> Article:
    return Article(
        id=ArticleId(row.id),
        lang=row.lang,
        title=row.title,
        section="help",
        body=row.body,
        updated_at=datetime(2026, 1, 1, tzinfo=UTC),
        status="published",
    )
