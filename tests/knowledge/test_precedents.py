"""What other shops' customers asked helps to find what is asked here in other words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from app.domain.ids import Language
from app.knowledge.chunking import embedded_text, passages_of
from app.knowledge.embedders import Embedder, Vectors
from app.knowledge.finding.precedents import Leaned, Precedents, bank_of, load_precedents
from app.storage.database import Database
from evals.training.precedents import examples_of
from evals.training.shops import read_shops
from tests.knowledge.base import article, open_base

DAMAGED = article(
    "damaged",
    "Сфотографируйте повреждённый товар и упаковку и напишите нам в течение 48 часов.",
    title="Повреждения при перевозке",
)
CARE = article(
    "care", "Кружки и чашки можно мыть в посудомоечной машине при 60 градусах.", title="Уход за посудой"
)
POINTS = article("points", "Баллы начисляются через две недели и сгорают через год.", title="Баллы")


@pytest.fixture(scope="module")
def precedents() -> Precedents:
    return load_precedents()


def _cosine(first: Vectors, second: Vectors) -> float:
    return float(first @ second)


@pytest.mark.parametrize(
    ("question", "language", "meant", "neighbour"),
    [
        (
            "my mug came in pieces",
            "en",
            "Damaged on the way: photograph the goods and the packaging and write to us",
            "Mugs and cups are safe in the dishwasher",
        ),
        (
            "кружка приехала вдребезги",
            "ru",
            "Повреждения при перевозке: сфотографируйте товар и упаковку и напишите нам",
            "Кружки и чашки можно мыть в посудомоечной машине",
        ),
    ],
)
def test_a_question_moves_towards_what_answered_questions_like_it(
    quick: tuple[Embedder, ...],
    precedents: Precedents,
    question: str,
    language: Language,
    meant: str,
    neighbour: str,
) -> None:
    embedder = quick[0]
    asked = embedder.embed_query(question)
    [(_, leaned)] = precedents.lean([(embedder, asked)]).vectors
    right, wrong = embedder.embed_passages([meant, neighbour])
    assert _cosine(leaned, right) - _cosine(leaned, wrong) > _cosine(asked, right) - _cosine(asked, wrong)
    assert np.linalg.norm(leaned) == pytest.approx(1.0, abs=1e-5)


async def test_the_search_compares_passages_with_the_moved_question(
    sqlite_database: Database, tmp_path: Path, quick: tuple[Embedder, ...], precedents: Precedents
) -> None:
    embedder, question = quick[0], "ваза вся в трещинах, куда жаловаться"
    [(_, leaned)] = precedents.lean([(embedder, embedder.embed_query(question))]).evenly
    [passage] = passages_of(DAMAGED)
    [vector] = embedder.embed_passages([embedded_text(passage.title, passage.heading, passage.text)])
    async with open_base(sqlite_database, tmp_path / "index", quick, (DAMAGED, CARE, POINTS)) as base:
        found = await base.search.find(question, "ru")
    assert found.article_ids[0] == "damaged"
    assert found.parts[0].evidence.cosine == pytest.approx(_cosine(leaned, vector), abs=1e-3)


@dataclass(frozen=True, slots=True)
class _Named:
    """An embedder by its name and spread alone: its vectors are given by the test."""

    name: str
    spread: float
    dimensions: int = 12
    pace: float = 100.0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        raise NotImplementedError

    def embed_query(self, text: str) -> Vectors:
        raise NotImplementedError


def test_vectors_of_a_model_without_precedents_stay_as_they_are(precedents: Precedents) -> None:
    asked = np.array([0.6, 0.8], dtype=np.float32)
    [(_, leaned)] = precedents.lean([(_Named("never-trained-with", 0.1), asked)]).vectors
    assert leaned is asked
    assert precedents.lean([]) == Leaned(vectors=[], evenly=[])


def test_the_more_a_question_is_like_its_precedents_the_further_it_moves() -> None:
    axes = np.eye(12, dtype=np.float32)
    bank = bank_of(axes, np.roll(axes, 1, axis=1), np.arange(12, dtype=np.int32))
    pair = (_Named("first", 0.03), _Named("second", 1.0))
    two = Precedents({each.name: bank for each in pair})
    like = axes[0]
    unlike = (0.6 * axes[0] + 0.8 * axes[5]).astype(np.float32)
    moved: dict[str, float] = {}
    evenly: dict[str, float] = {}
    for name, asked in (("like", like), ("unlike", unlike)):
        leaned = two.lean([(each, asked) for each in pair])
        [(_, first), _], [(_, even), _] = leaned.vectors, leaned.evenly
        moved[name], evenly[name] = _cosine(first, asked), _cosine(even, asked)
    assert moved["like"] < 0.6 < evenly["like"]
    assert moved["unlike"] > evenly["unlike"]


def test_only_the_nearest_precedents_have_a_say(quick: tuple[Embedder, ...]) -> None:
    embedder = quick[0]
    axes = np.eye(12, embedder.dimensions, dtype=np.float32)
    questions = np.concatenate([axes[:1], -axes[1:]])
    bank = bank_of(questions, axes, np.arange(12, dtype=np.int32))
    [(_, leaned)] = Precedents({embedder.name: bank}).lean([(embedder, axes[0])]).vectors
    assert int(leaned.argmax()) == 0
    assert abs(float(leaned[0]) - 1.0) < 0.1


def test_what_is_stored_is_what_the_written_shops_say(precedents: Precedents) -> None:
    examples = examples_of(read_shops())
    for name, dimensions in (("multilingual-e5-small-q4", 384), ("use-multilingual-3", 512)):
        bank = precedents.bank(name)
        assert bank.questions.shape == bank.leanings.shape == (len(examples.questions), dimensions)
    sentences = precedents.bank("use-multilingual-3").sentences
    assert sentences is not None
    assert sentences.shape == (len(examples.worded_by), 512)
    assert max(examples.worded_by) == len(examples.sentences) - 1
