"""What is found for a question, in both languages, and whether it is enough to answer."""

import asyncio
from pathlib import Path

import pytest

from app.domain.ids import Language
from app.knowledge.embedders import Embedder
from app.storage.database import Database
from tests.knowledge.base import COURIER, POINTS, RETURNS_EN, SHOP, article, open_base

Quick = tuple[Embedder, ...]


@pytest.mark.parametrize(
    ("question", "language", "found"),
    [
        ("во сколько приезжает курьер", "ru", "courier"),
        ("хочу вернуть товар", "ru", "returns"),
        ("когда сгорят мои баллы", "ru", "points"),
        ("djpdhfn njdfhf", "ru", "returns"),
        ("vozvrat tovara", "ru", "returns"),
        ("возрват товара", "ru", "returns"),
        ("what does courier delivery cost", "en", "courier"),
        ("can I send an item back", "en", "returns"),
        ("retrun an item", "en", "returns"),
    ],
)
async def test_a_question_finds_its_article(
    sqlite_database: Database, tmp_path: Path, quick: Quick, question: str, language: Language, found: str
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", quick, SHOP) as base:
        assert (await base.ids(question, language))[0] == found


async def test_words_alone_find_articles_too(sqlite_database: Database, tmp_path: Path) -> None:
    async with open_base(sqlite_database, tmp_path / "index", (), SHOP) as base:
        assert (await base.ids("вернуть товар"))[0] == "returns"
        assert (await base.ids("courier price", "en"))[0] == "courier"


@pytest.mark.parametrize(
    ("question", "language", "only"),
    [
        ("when do bonus points expire", "en", "points"),
        ("можно вернуть вещь?", "ru", "returns"),
    ],
)
async def test_the_other_language_answers_when_the_own_one_does_not(
    sqlite_database: Database, tmp_path: Path, quick: Quick, question: str, language: Language, only: str
) -> None:
    articles = {"points": (COURIER, POINTS, RETURNS_EN), "returns": (COURIER, RETURNS_EN)}[only]
    async with open_base(sqlite_database, tmp_path / "index", quick, articles) as base:
        found = await base.search.find(question, language)
        assert found.article_ids[0] == only
        assert found.language != language


async def test_what_only_the_other_language_finds_is_given_in_the_customers_own_where_it_exists(
    sqlite_database: Database, tmp_path: Path, quick: Quick
) -> None:
    twin = article("points", "Please ask in the showroom.", lang="en", title="Notes")
    async with open_base(
        sqlite_database, tmp_path / "index", quick, (COURIER, POINTS, RETURNS_EN, twin)
    ) as base:
        found = await base.search.find("when do bonus points expire", "en")
        assert found.is_answerable
        assert (found.language, found.article_ids[0], found.passages[0].lang) == ("en", "points", "en")


async def test_two_questions_bring_passages_of_both(
    sqlite_database: Database, tmp_path: Path, quick: Quick
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", quick, SHOP) as base:
        found = await base.search.find("Сколько стоит доставка курьером и когда сгорают баллы?", "ru")
        assert set(found.article_ids[:2]) == {"courier", "points"}
        assert [part.article_ids[0] for part in found.parts] == ["courier", "points"]
        assert {passage.article_id for passage in found.passages[:2]} == {"courier", "points"}


async def test_a_follow_up_is_answered_from_the_earlier_subject(
    sqlite_database: Database, tmp_path: Path, quick: Quick
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", quick, SHOP) as base:
        found = await base.search.find("а когда придут деньги?", "ru", earlier=["Хочу вернуть товар"])
        assert found.is_follow_up
        assert found.article_ids[0] == "returns"


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_an_empty_base_answers_nothing(
    sqlite_database: Database, tmp_path: Path, quick: Quick, language: Language
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", quick) as base:
        found = await base.search.find("Где мой заказ?", language)
        assert found.passages == ()
        assert found.article_ids == ()
        assert not found.is_answerable
        assert found.confidence == 0


@pytest.mark.parametrize(
    ("known", "unknown", "language"),
    [
        ("Сколько стоит доставка курьером?", "Можно оплатить криптовалютой?", "ru"),
        ("Сколько стоит доставка курьером?", "Кто победил на выборах президента?", "ru"),
        ("How much is courier delivery?", "Do you take bitcoin?", "en"),
        ("How much is courier delivery?", "Who won the presidential election?", "en"),
    ],
)
async def test_it_knows_what_it_does_not_know(
    sqlite_database: Database, tmp_path: Path, quick: Quick, known: str, unknown: str, language: Language
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", quick, SHOP) as base:
        sure = await base.search.find(known, language)
        unsure = await base.search.find(unknown, language)
        assert sure.is_answerable
        assert not unsure.is_answerable
        assert unsure.confidence < sure.confidence


async def test_scores_fall_and_stay_between_zero_and_one(
    sqlite_database: Database, tmp_path: Path, quick: Quick
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", quick, SHOP) as base:
        found = await base.search.find("вернуть товар", "ru", limit=3)
        scores = [passage.score for passage in found.passages]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)
        assert len(found.passages) <= 3


async def test_two_articles_that_fit_alike_are_offered_as_two_readings(
    sqlite_database: Database, tmp_path: Path, quick: Quick
) -> None:
    twins = (
        article("post", "Отмена доставки почтой бесплатна.", title="Отмена доставки почтой"),
        article("van", "Отмена доставки курьером бесплатна.", title="Отмена доставки курьером"),
        COURIER,
    )
    async with open_base(sqlite_database, tmp_path / "index", quick, twins) as base:
        found = await base.search.find("отмена доставки", "ru")
        assert {found.article_ids[0], *(each.article_id for each in found.alternatives)} >= {"post", "van"}
        assert not (await base.search.find("вернуть товар", "ru")).alternatives or found.alternatives


async def test_many_searches_at_once_find_the_same(
    sqlite_database: Database, tmp_path: Path, quick: Quick
) -> None:
    async with open_base(sqlite_database, tmp_path / "index", quick, SHOP) as base:
        alone = await base.search.find("вернуть товар", "ru")
        crowd = await asyncio.gather(*(base.search.find("вернуть товар", "ru") for _ in range(20)))
        assert all(each == alone for each in crowd)


async def test_a_passage_that_says_all_that_was_asked_goes_before_one_that_repeats_a_part(
    sqlite_database: Database, tmp_path: Path
) -> None:
    repeats = article("repeats", "Гарантия. Гарантия продлевается.", title="Гарантия и ещё раз гарантия")
    says_all = article(
        "says-all",
        "Мы проверяем каждый прибор перед отправкой, прикладываем инструкцию, паспорт "
        "и список сервисных центров по городам страны. На чайник действует гарантия один год "
        "со дня получения.",
        title="Приборы для кухни",
    )
    others = [
        article(f"other-{n}", f"Статья {n} о чём-то другом: {word}.", title=f"Прочее {n}")
        for n, word in enumerate(("баллы", "оплата", "возврат", "курьер", "чайник", "гарантия"))
    ]
    async with open_base(sqlite_database, tmp_path / "index", (), (repeats, says_all, *others)) as base:
        found = await base.search.find("гарантия на чайник", "ru")
    assert found.article_ids[0] == "says-all"
