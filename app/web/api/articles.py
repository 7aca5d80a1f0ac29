"""REST of the knowledge base for editors: list, edit, publish, try; the rules are the library's."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, StringConstraints

from app.domain.grounding import Citation, Passage
from app.domain.ids import Language
from app.knowledge.library import ArticleDraft, Library
from app.knowledge.unanswered import Unanswered
from app.storage.articles import Article, ArticleStatus, Audience
from app.storage.unanswered import UnansweredGroup
from app.web.api.body import Body
from app.web.auth import OperatorGate

ArticleKey = Annotated[str, Path(min_length=1, max_length=80, pattern=r"^[a-z0-9-]+$")]
Words = Annotated[str, Query(max_length=200)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPreview:
    """What the assistant would say to a question: `text` is None when it would not answer from the base."""

    text: str | None
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    confidence: float


PreviewAnswer = Callable[[str, Language], Awaitable[AnswerPreview]]
"""Asks the assistant without a conversation; nothing is stored."""


class ArticleBody(Body):
    """An article as it shall be saved; `body` is Markdown."""

    title: Line
    section: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    body: Annotated[str, StringConstraints(max_length=100_000)]
    audience: Audience = "public"


class QuestionBody(Body):
    """A question to try."""

    question: Annotated[str, StringConstraints(min_length=1, max_length=1_000)]
    lang: Literal["ru", "en"]


class SettleBody(Body):
    """A question that an editor dealt with, by the `key` it was listed under."""

    key: Annotated[str, StringConstraints(max_length=500)]
    lang: Literal["ru", "en"]


class ArticleLine(BaseModel):
    """An article in the list; `has_draft` means that readers see an older text than the editor."""

    id: str
    lang: Language
    title: str
    section: str
    status: ArticleStatus
    audience: Audience
    updated: datetime
    version: int
    has_draft: bool


class ArticleAnswer(ArticleLine):
    """An article with its text as it is being edited."""

    body: str


class ArticlesAnswer(BaseModel):
    """Articles by section and title."""

    articles: list[ArticleLine]


class UnansweredLine(BaseModel):
    """A question that the base had no answer for, how often, and when last; `key` settles it."""

    key: str
    question: str
    lang: Language
    count: int
    last_at: datetime


class UnansweredAnswer(BaseModel):
    """Questions without an answer, the most frequent first."""

    questions: list[UnansweredLine]


class CitedArticle(BaseModel):
    """A pointer from the tried answer to an article."""

    article: str
    lang: Language
    title: str
    quote: str


class TriedAnswer(BaseModel):
    """What the assistant would say."""

    text: str
    cites: list[CitedArticle]


class FoundPassage(BaseModel):
    """A passage that was found, `score` in 0..1."""

    article: str
    title: str
    heading: str
    text: str
    score: float


class AskAnswer(BaseModel):
    """The tried answer, or none, and what it would rest on."""

    answer: TriedAnswer | None
    passages: list[FoundPassage]
    confidence: float


def router(
    library: Library, unanswered: Unanswered, gate: OperatorGate, preview_answer: PreviewAnswer
) -> APIRouter:
    """Routes under /api/v1 for articles: everybody signed in reads, all but viewers write."""
    routes = APIRouter(prefix="/api/v1", tags=["articles"])
    _add_reading(routes, library, gate)
    _add_writing(routes, library, gate)
    _add_questions(routes, unanswered, gate, preview_answer)
    return routes


def _add_reading(routes: APIRouter, library: Library, gate: OperatorGate) -> None:
    @routes.get("/articles", dependencies=[Depends(gate)])
    async def articles(
        q: Words = "", lang: Language | None = None, status: ArticleStatus | None = None, section: Words = ""
    ) -> ArticlesAnswer:
        published = await library.published_versions()
        return ArticlesAnswer(
            articles=[
                _line(article, published.get((article.id, article.lang)))
                for article in await library.list(lang=lang, status=status, words=q)
                if not section or article.section == section
            ]
        )

    @routes.get("/articles/{article_id}/{lang}", dependencies=[Depends(gate)])
    async def article(article_id: ArticleKey, lang: Language) -> ArticleAnswer:
        return await _answer(library, await library.get(article_id, lang))

    _ = articles, article


def _add_writing(routes: APIRouter, library: Library, gate: OperatorGate) -> None:
    for_writers = [Depends(gate.require("admin", "editor", "operator"))]

    @routes.put("/articles/{article_id}/{lang}", dependencies=for_writers)
    async def save(article_id: ArticleKey, lang: Language, body: ArticleBody) -> ArticleAnswer:
        draft = ArticleDraft(
            id=article_id,
            lang=lang,
            title=body.title,
            section=body.section,
            body=body.body,
            audience=body.audience,
        )
        return await _answer(library, await library.save(draft))

    @routes.post("/articles/{article_id}/{lang}/publish", dependencies=for_writers)
    async def publish(article_id: ArticleKey, lang: Language) -> ArticleAnswer:
        return await _answer(library, await library.publish(article_id, lang))

    @routes.post("/articles/{article_id}/{lang}/unpublish", dependencies=for_writers)
    async def unpublish(article_id: ArticleKey, lang: Language) -> ArticleAnswer:
        return await _answer(library, await library.unpublish(article_id, lang))

    _ = save, publish, unpublish


def _add_questions(
    routes: APIRouter, unanswered: Unanswered, gate: OperatorGate, preview_answer: PreviewAnswer
) -> None:
    for_writers = [Depends(gate.require("admin", "editor", "operator"))]

    @routes.post("/articles/ask", dependencies=for_writers)
    async def ask(body: QuestionBody) -> AskAnswer:
        return _tried(await preview_answer(body.question, body.lang))

    @routes.get("/unanswered", dependencies=for_writers)
    async def questions() -> UnansweredAnswer:
        return UnansweredAnswer(questions=[_unanswered(group) for group in await unanswered.groups()])

    @routes.post("/unanswered/settle", status_code=204, dependencies=for_writers)
    async def settle(body: SettleBody) -> None:
        await unanswered.settle(body.lang, body.key)

    _ = ask, questions, settle


def _unanswered(group: UnansweredGroup) -> UnansweredLine:
    return UnansweredLine(
        key=group.normalised,
        question=group.question,
        lang=group.language,
        count=group.count,
        last_at=group.last_at,
    )


def _line(article: Article, published_version: int | None) -> ArticleLine:
    return ArticleLine(
        id=article.id,
        lang=article.lang,
        title=article.title,
        section=article.section,
        status=article.status,
        audience=article.audience,
        updated=article.updated_at,
        version=article.version,
        has_draft=published_version is not None and published_version < article.version,
    )


async def _answer(library: Library, article: Article) -> ArticleAnswer:
    published = await library.published_versions()
    line = _line(article, published.get((article.id, article.lang)))
    return ArticleAnswer(**line.model_dump(), body=article.body)


def _tried(preview: AnswerPreview) -> AskAnswer:
    cites = [
        CitedArticle(article=cited.article_id, lang=cited.lang, title=cited.title, quote=cited.quote)
        for cited in preview.citations
    ]
    passages = [
        FoundPassage(
            article=passage.article_id,
            title=passage.title,
            heading=passage.heading,
            text=passage.text,
            score=passage.score,
        )
        for passage in preview.passages
    ]
    answer = None if preview.text is None else TriedAnswer(text=preview.text, cites=cites)
    return AskAnswer(answer=answer, passages=passages, confidence=preview.confidence)
