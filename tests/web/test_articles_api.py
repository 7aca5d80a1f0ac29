"""Articles over HTTP, on a real library: who may read, who may write, what readers see meanwhile."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.domain.grounding import Citation, Passage
from app.domain.ids import ArticleId, ConversationId, Language, PassageId
from app.knowledge.catalogue import Catalogue
from app.knowledge.index import PassageIndex
from app.knowledge.library import Library
from app.knowledge.unanswered import Unanswered
from app.knowledge.vectors import VectorStore
from app.storage.database import Database
from app.storage.operators import ROLES, Role
from app.web.api import articles
from app.web.api.articles import AnswerPreview
from tests.manual_clock import ManualClock
from tests.web.desk import Desk, code_of, declared_routes

WRITERS: tuple[Role, ...] = ("admin", "operator", "editor")
ALLOWED: dict[tuple[str, str], tuple[Role, ...]] = {
    ("GET", "/api/v1/articles"): ROLES,
    ("GET", "/api/v1/articles/{article_id}/{lang}"): ROLES,
    ("PUT", "/api/v1/articles/{article_id}/{lang}"): WRITERS,
    ("POST", "/api/v1/articles/{article_id}/{lang}/publish"): WRITERS,
    ("POST", "/api/v1/articles/{article_id}/{lang}/unpublish"): WRITERS,
    ("POST", "/api/v1/articles/ask"): WRITERS,
    ("GET", "/api/v1/unanswered"): WRITERS,
    ("POST", "/api/v1/unanswered/settle"): WRITERS,
}
COURIER = {
    "title": "Доставка курьером",
    "section": "Доставка",
    "body": "## Сколько стоит\n\nКурьер по городу стоит 290 ₽.",
    "audience": "public",
}


class Newsroom(Desk):
    """A desk with a library behind it."""

    def __init__(self, database: Database, clock: ManualClock, folder: Path) -> None:
        catalogue = Catalogue(database, VectorStore(database, PassageIndex(folder / "index"), ()))
        self.library = Library(database, catalogue, clock=clock)
        self.unanswered = Unanswered(database, clock)
        super().__init__(
            database,
            clock,
            lambda gate: articles.router(self.library, self.unanswered, gate, self.preview),
        )

    async def preview(self, question: str, language: Language) -> AnswerPreview:
        """Answers questions about the courier, in the words of the passage."""
        passage = Passage(
            id=PassageId("courier-ru-0"),
            article_id=ArticleId("courier"),
            lang=language,
            title="Доставка курьером",
            heading="Сколько стоит",
            text="Курьер по городу стоит 290 ₽.",
            score=0.9,
        )
        if "курьер" not in question:
            return AnswerPreview(text=None, citations=(), passages=(passage,), confidence=0.1)
        cited = Citation(
            passage_id=passage.id, article_id=passage.article_id, lang=language, title=passage.title
        )
        return AnswerPreview(text=passage.text, citations=(cited,), passages=(passage,), confidence=0.9)


@pytest.fixture
async def newsroom(sqlite_database: Database, clock: ManualClock, tmp_path: Path) -> AsyncIterator[Newsroom]:
    yield Newsroom(sqlite_database, clock, tmp_path)


@pytest.fixture
async def editor(newsroom: Newsroom) -> httpx.AsyncClient:
    return await newsroom.arrive("editor")


async def test_an_article_goes_from_draft_to_published_and_back(
    newsroom: Newsroom, editor: httpx.AsyncClient
):
    where = "/api/v1/articles/courier/ru"
    saved = (await editor.put(where, json=COURIER)).json()
    assert (saved["status"], saved["version"], saved["has_draft"]) == ("draft", 1, False)
    published = (await editor.post(f"{where}/publish")).json()
    assert (published["status"], published["has_draft"]) == ("published", False)
    edited = (await editor.put(where, json={**COURIER, "body": "Курьер стоит 350 ₽."})).json()
    assert (edited["status"], edited["version"], edited["has_draft"]) == ("published", 2, True)
    assert "290" in (await newsroom.library.read("courier", "ru")).body
    await editor.post(f"{where}/publish")
    assert "350" in (await newsroom.library.read("courier", "ru")).body
    assert (await editor.post(f"{where}/unpublish")).json()["status"] == "unpublished"
    assert (await editor.get(where)).json()["body"].startswith("Курьер стоит 350 ₽.")


async def test_the_list_is_narrowed_by_words_language_status_and_section(editor: httpx.AsyncClient):
    for key, lang, section in (
        ("courier", "ru", "Доставка"),
        ("courier", "en", "Delivery"),
        ("post", "ru", "Почта"),
    ):
        body = {**COURIER, "title": f"{key} {lang}", "section": section}
        assert (await editor.put(f"/api/v1/articles/{key}/{lang}", json=body)).status_code == 200
    await editor.post("/api/v1/articles/post/ru/publish")

    async def found(query: str) -> set[tuple[str, str]]:
        listed = (await editor.get(f"/api/v1/articles?{query}")).json()["articles"]
        return {(line["id"], line["lang"]) for line in listed}

    assert len(await found("")) == 3
    assert await found("lang=en") == {("courier", "en")}
    assert await found("status=published") == {("post", "ru")}
    assert await found("section=Почта") == {("post", "ru")}
    assert await found("q=COURIER&lang=ru") == {("courier", "ru")}


@pytest.mark.parametrize(
    ("where", "change", "field"),
    [
        ("Courier/ru", {}, "article_id"),
        ("cou..rier/ru", {}, "article_id"),
        ("courier/de", {}, "lang"),
        ("courier/ru", {"title": ""}, "title"),
        ("courier/ru", {"title": "   "}, "title"),
        ("courier/ru", {"title": "я" * 201}, "title"),
        ("courier/ru", {"section": "я" * 81}, "section"),
        ("courier/ru", {"audience": "everybody"}, "audience"),
        ("courier/ru", {"status": "published"}, "status"),
    ],
)
async def test_what_does_not_fit_is_refused_by_its_name(
    editor: httpx.AsyncClient, where: str, change: dict[str, str], field: str
):
    answer = await editor.put(f"/api/v1/articles/{where}", json={**COURIER, **change})
    assert code_of(answer) == (422, "bad_schema")
    assert answer.json()["error"]["field"] == field


async def test_an_article_that_is_too_long_is_refused(editor: httpx.AsyncClient):
    answer = await editor.put("/api/v1/articles/long/ru", json={**COURIER, "body": "я" * 60_000})
    assert code_of(answer) == (413, "too_large")


async def test_an_unknown_article_is_not_found(editor: httpx.AsyncClient):
    for method, where in (
        ("GET", "nothing/ru"),
        ("POST", "nothing/ru/publish"),
        ("POST", "nothing/ru/unpublish"),
    ):
        assert code_of(await editor.request(method, f"/api/v1/articles/{where}")) == (404, "not_found")


async def test_a_question_is_tried_without_a_conversation(editor: httpx.AsyncClient):
    tried = (
        await editor.post("/api/v1/articles/ask", json={"question": "Сколько стоит курьер?", "lang": "ru"})
    ).json()
    assert tried["answer"]["text"] == "Курьер по городу стоит 290 ₽."
    assert [cited["article"] for cited in tried["answer"]["cites"]] == ["courier"]
    assert tried["passages"][0]["heading"] == "Сколько стоит"
    silent = (
        await editor.post("/api/v1/articles/ask", json={"question": "Is the sea warm?", "lang": "en"})
    ).json()
    assert silent["answer"] is None
    assert silent["confidence"] == 0.1


async def test_unanswered_questions_are_listed_and_settled(newsroom: Newsroom, editor: httpx.AsyncClient):
    for question in ("Можно ли оплатить криптовалютой?", "оплатить криптовалютой можно?"):
        await newsroom.unanswered.note(ConversationId("c1"), question, "ru", 0.1)
    await newsroom.unanswered.note(ConversationId("c2"), "Do you ship to the Moon?", "en", 0.2)
    listed = (await editor.get("/api/v1/unanswered")).json()["questions"]
    assert [(line["lang"], line["count"]) for line in listed] == [("ru", 2), ("en", 1)]
    assert listed[0]["last_at"].endswith("Z")
    settled = await editor.post(
        "/api/v1/unanswered/settle", json={"key": listed[0]["key"], "lang": listed[0]["lang"]}
    )
    assert settled.status_code == 204
    listed = (await editor.get("/api/v1/unanswered")).json()["questions"]
    assert [line["lang"] for line in listed] == ["en"]


async def test_every_route_is_for_the_roles_it_names_and_for_nobody_else(newsroom: Newsroom):
    browsers = {role: await newsroom.arrive(role) for role in ROLES}
    bodies: dict[str, dict[str, str]] = {
        "/api/v1/articles/{article_id}/{lang}": COURIER,
        "/api/v1/articles/ask": {"question": "курьер?", "lang": "ru"},
        "/api/v1/unanswered/settle": {"key": "x", "lang": "ru"},
    }
    for (method, path), roles in ALLOWED.items():
        where = path.replace("{article_id}", "courier").replace("{lang}", "ru")
        stranger = await newsroom.browser().request(method, where, json=bodies.get(path))
        assert code_of(stranger) == (401, "unauthorized")
        for role, browser in browsers.items():
            answer = await browser.request(method, where, json=bodies.get(path))
            assert (answer.status_code != 403) == (role in roles), (method, path, role)


def test_every_route_stands_in_the_table_of_roles(newsroom: Newsroom):
    own = {
        (method, path)
        for method, path in declared_routes(newsroom)
        if path.startswith(("/api/v1/articles", "/api/v1/unanswered"))
    }
    assert own == set(ALLOWED)
