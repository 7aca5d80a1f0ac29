"""Sentences that answer are told by how other shops answered such questions."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from app.domain.ids import Language
from app.knowledge.embedders import Embedder, QueryVectors, Vectors
from app.knowledge.finding.precedents import Precedents, bank_of
from app.knowledge.sentences import SentenceNearness
from app.storage.database import Database
from tests.knowledge.base import article, open_base


class Counting:
    """The packaged embedder, with a count of the sentences it was given; it fails on request."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimensions = embedder.name, embedder.dimensions
        self.spread, self.pace = embedder.spread, embedder.pace
        self.given: list[str] = []
        self.fails = False
        self._embedder = embedder

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if self.fails:
            raise RuntimeError("out of memory")
        self.given += texts
        return self._embedder.embed_passages(texts)

    def embed_query(self, text: str) -> Vectors:
        return self._embedder.embed_query(text)


@pytest.fixture
def counting(quick: tuple[Embedder, ...]) -> Counting:
    return Counting(quick[0])


@pytest.mark.parametrize(
    ("question", "answers", "beside"),
    [
        (
            "my mug came in pieces",
            "Photograph the damaged item and the packaging and write to us within 48 hours.",
            "Mugs can be washed in the dishwasher.",
        ),
        (
            "кружка приехала вдребезги",
            "Сфотографируйте повреждённый товар и упаковку и напишите нам в течение 48 часов.",
            "Кружки можно мыть в посудомоечной машине.",
        ),
    ],
)
def test_what_answers_is_nearer_than_what_shares_a_word(
    quick: tuple[Embedder, ...], question: str, answers: str, beside: str
) -> None:
    right, wrong = SentenceNearness(QueryVectors(quick)).nearness(question, [answers, beside])
    assert right > wrong + 1


def test_a_sentence_is_embedded_once(counting: Counting) -> None:
    nearness = SentenceNearness(QueryVectors([counting]))
    first = nearness.nearness("где заказ", ["Заказ виден в кабинете.", "Чек не нужен."])
    again = nearness.nearness("где заказ", ["Чек не нужен.", "Заказ виден в кабинете."])
    assert counting.given == ["Заказ виден в кабинете.", "Чек не нужен."]
    assert again == [first[1], first[0]]


def test_without_an_embedder_or_with_a_failing_one_all_sentences_are_alike(counting: Counting) -> None:
    sentences = ["Заказ виден в кабинете.", "Чек не нужен."]
    assert SentenceNearness(QueryVectors()).nearness("где заказ", sentences) == [0.0, 0.0]
    nearness = SentenceNearness(QueryVectors([counting]))
    counting.fails = True
    assert nearness.nearness("где заказ", sentences) == [0.0, 0.0]
    counting.fails = False
    assert nearness.nearness("где заказ", sentences) != [0.0, 0.0]


def test_an_embedder_that_knows_no_sentences_is_not_asked(counting: Counting) -> None:
    axes = np.eye(20, counting.dimensions, dtype=np.float32)
    without = Precedents({counting.name: bank_of(axes, axes, np.arange(20, dtype=np.int32))})
    nearness = SentenceNearness(QueryVectors([counting]), without)
    assert nearness.nearness("где заказ", ["Чек не нужен."]) == [0.0]
    assert counting.given == []


@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_what_is_published_is_embedded_before_it_is_quoted(
    sqlite_database: Database, tmp_path: Path, counting: Counting, lang: Language
) -> None:
    nearness = SentenceNearness(QueryVectors([counting]))
    parcel = article("parcel", "One sentence. Another one.", lang=lang)
    letter = article("letter", "A third sentence.", lang=lang)
    async with open_base(sqlite_database, tmp_path / "index", [counting], [parcel]) as base:
        keeping = asyncio.create_task(nearness.keep(base.catalogue, interval_s=0.01))
        async with asyncio.timeout(10):
            await _until_given(counting, "Another one.")
            counting.fails = True
            await base.library.add([article("lost", "Never embedded.", lang=lang)])
            await asyncio.sleep(0.1)
            counting.fails = False
            await base.library.add([letter])
            await _until_given(counting, "A third sentence.")
        keeping.cancel()
    assert counting.given.count("Another one.") == 1, "what was embedded is not embedded again"


async def _until_given(counting: Counting, sentence: str) -> None:
    while sentence not in counting.given:
        await asyncio.sleep(0.01)
