"""Articles from draft to published and back, as searches see them."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import InvalidInput, NotFound, TooLarge
from app.domain.ids import Language
from app.knowledge.embedders import Embedder
from app.knowledge.library import ArticleDraft
from app.storage.database import Database
from app.storage.migrations import migrate
from tests.knowledge.base import COURIER, SHOP, article, open_base

Quick = tuple[Embedder, ...]


def draft(body: str, **changes: str) -> ArticleDraft:
    return ArticleDraft(
        id=changes.get("id", "courier"),
        lang="ru",
        title=changes.get("title", "Доставка курьером"),
        section="help",
        body=body,
    )


async def test_a_published_change_is_found_and_the_old_text_never_again(
    database: Database, tmp_path: Path, quick: Quick
) -> None:
    async with open_base(database, tmp_path / "index", quick, SHOP) as base:
        assert "390" in await base.texts("сколько стоит курьер")
        await base.library.save(draft("Доставка до двери стоит 450 рублей."))
        assert "390" in await base.texts("сколько стоит курьер"), "a draft is not for readers"
        await base.library.publish("courier", "ru")
        found = await base.texts("сколько стоит курьер")
        assert "450" in found
        assert "390" not in found
    async with open_base(database, tmp_path / "index", quick) as base:
        found = await base.texts("сколько стоит курьер")
        assert "450" in found
        assert "390" not in found


async def test_readers_see_the_published_text_while_an_editor_works(
    sqlite_database: Database, tmp_path: Path
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", (), SHOP) as base:
        await base.library.save(draft("Новый текст."))
        assert (await base.library.get("courier", "ru")).body == "Новый текст.\n"
        assert "390" in (await base.library.read("courier", "ru")).body


async def test_an_unpublished_article_is_gone_at_once_and_kept_for_editors(
    sqlite_database: Database, tmp_path: Path, quick: Quick
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", quick, SHOP) as base:
        await base.library.unpublish("courier", "ru")
        assert "390 рублей" not in await base.texts("сколько стоит курьер")
        assert (await base.library.get("courier", "ru")).status == "unpublished"
        with pytest.raises(NotFound):
            await base.library.read("courier", "ru")


async def test_a_new_article_is_a_draft_until_it_is_published(
    sqlite_database: Database, tmp_path: Path
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", (), SHOP) as base:
        saved = await base.library.save(draft("Подъём на этаж стоит 200 рублей.", id="floor"))
        assert saved.status == "draft"
        assert "floor" not in await base.ids("подъём на этаж")
        await base.library.publish("floor", "ru")
        assert (await base.ids("подъём на этаж"))[0] == "floor"


async def test_operators_articles_never_reach_customers(
    sqlite_database: Database, tmp_path: Path, quick: Quick
) -> None:
    secret = article("apology", "Оператор вправе начислить 500 баллов.", audience="operators")
    async with open_base(sqlite_database, tmp_path / "index", quick, (*SHOP, secret)) as base:
        question = "сколько баллов оператор вправе начислить"
        found = await base.search.find(question, "ru", limit=50)
        assert "apology" not in found.article_ids
        assert "apology" not in (await base.search.find(question, "en", limit=50)).article_ids
        assert (await base.ids(question, audience="operators"))[0] == "apology"
        with pytest.raises(NotFound):
            await base.library.read("apology", "ru")
        assert (await base.library.read("apology", "ru", audience="operators")).id == "apology"


async def test_an_article_given_to_operators_alone_leaves_the_public_when_published(
    sqlite_database: Database, tmp_path: Path, quick: Quick
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", quick, SHOP) as base:
        await base.library.save(replace(draft("Курьер: 390 рублей."), audience="operators"))
        assert "courier" in await base.ids("курьер")
        await base.library.publish("courier", "ru")
        with pytest.raises(NotFound):
            await base.library.read("courier", "ru")
        found = await base.search.find("курьер", "ru")
        assert all(passage.lang == "en" for passage in found.passages if passage.article_id == "courier")


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"id": "Курьер"}, InvalidInput, "id"),
        ({"title": " "}, InvalidInput, "title"),
        ({"title": "я" * 201}, TooLarge, "title"),
        ({"body": "я" * 60_000}, TooLarge, "body"),
    ],
)
async def test_what_does_not_fit_is_refused_by_its_field(
    sqlite_database: Database, tmp_path: Path, changes: dict[str, str], error: type[InvalidInput], field: str
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", ()) as base:
        body = changes.pop("body", "Текст.")
        with pytest.raises(error) as caught:
            await base.library.save(draft(body, **changes))
        assert caught.value.field == field


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_an_unknown_article_is_not_found(
    sqlite_database: Database, tmp_path: Path, language: Language
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", ()) as base:
        for work in (base.library.get, base.library.publish, base.library.unpublish, base.library.read):
            with pytest.raises(NotFound):
                await work("nothing", language)


async def test_only_an_empty_base_is_seeded_and_an_export_seeds_the_same(
    sqlite_database: Database, tmp_path: Path
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", (), SHOP) as base:
        assert await base.library.export(tmp_path / "out") == len(SHOP)
        assert await base.library.seed(tmp_path / "out") == 0
    assert (tmp_path / "out" / "ru" / "courier.md").exists()
    other = Database(f"sqlite:///{tmp_path}/other.db")
    migrate(other.migration_engine())
    async with open_base(other, tmp_path / "other", ()) as base:
        assert await base.library.seed(tmp_path / "out") == len(SHOP)
        assert (await base.library.get("courier", "ru")).body.strip() == COURIER.body.strip()
        assert "390" in await base.texts("курьер")
    other.close()


async def test_articles_are_listed_by_language_status_and_words(
    sqlite_database: Database, tmp_path: Path
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", (), SHOP) as base:
        await base.library.unpublish("points", "ru")
        assert {each.id for each in await base.library.list(lang="en")} == {"courier", "returns"}
        assert [each.id for each in await base.library.list(status="unpublished")] == ["points"]
        assert [each.id for each in await base.library.list(words="СГОРАЮТ")] == ["points"]
