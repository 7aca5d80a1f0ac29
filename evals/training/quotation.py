"""Learns what speaks for the sentence that answers: `python -m evals.training.quotation`.

Every written shop is searched with the precedents of the others alone. Of what is found, the units that its
questions are marked with are to be rated above all others. Prints the weights of `app/llm/relevance.py`, and
how often the best rated unit is a marked one in shops that were not learned from. Takes half an hour of
one core, nearly all of it embedding.
"""

import asyncio
import re
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.assistant.answering import asked_and_context
from app.domain.language import detect_language
from app.domain.units import Unit
from app.knowledge.embedders import Embedder, QueryVectors, Vectors, load_embedders
from app.knowledge.finding.precedents import Bank, Precedents, load_precedents
from app.knowledge.reading.glossary import Glossary
from app.knowledge.reading.words import Stemmer
from app.knowledge.search import KnowledgeSearch
from app.knowledge.sentences import SentenceNearness
from app.llm.relevance import SIGNS, Rated, Relevance
from app.main import Given, build
from app.settings import Settings
from evals.training.fitting import Choice, fit_choices
from evals.training.precedents import examples_of
from evals.training.shops import AskedRow, Shop, read_shops

_FOLDS = 5
_RIDGE = 2e-4
_SAME = 0.85
"""The share of words, of the shorter of both, from which a unit is what was marked."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """One shop's search and rating, without its own precedents."""

    search: KnowledgeSearch
    relevance: Relevance

    async def choice(self, row: AskedRow) -> Choice | None:
        """What was found for a question of one part; None when no marked unit is among it."""
        language = detect_language(row.question, row.lang)
        retrieval = await self.search.find(row.question, language, earlier=row.turns)
        if len(retrieval.parts) > 1:
            return None
        asked, context = asked_and_context(row.question, retrieval)
        rated = await asyncio.to_thread(self.relevance.rate, asked, retrieval.passages, context)
        right = np.array([_is_marked(each, row) for each in rated], dtype=np.bool_)
        signs = [[float(getattr(each.signs, sign)) for sign in SIGNS] for each in rated]
        return Choice(rows=np.array(signs), right=right) if right.any() else None


def main() -> None:
    """Search, rate, fit, print."""
    by_shop = asyncio.run(_choices(read_shops()))
    names = sorted(by_shop)
    hits: list[bool] = []
    for fold in range(_FOLDS):
        held_out = names[fold::_FOLDS]
        weights = fit_choices([c for name in names if name not in held_out for c in by_shop[name]], _RIDGE)
        hits += [bool(c.right[int(np.argmax(c.rows @ weights))]) for name in held_out for c in by_shop[name]]
    print(f"{len(hits)} questions; the best unit is a marked one, held out: {np.mean(hits):.3f}")
    weights = fit_choices([c for choices in by_shop.values() for c in choices], _RIDGE)
    print("\n".join(f"    {sign}={weight:.2f}," for sign, weight in zip(SIGNS, weights, strict=True)))


async def _choices(shops: Sequence[Shop]) -> dict[str, list[Choice]]:
    embedders = load_embedders("both")
    ends = np.cumsum([len(examples_of([shop]).questions) for shop in shops])
    found: dict[str, list[Choice]] = {}
    for place, shop in enumerate(shops):
        own = slice(int(ends[place - 1]) if place else 0, int(ends[place]))
        async with _reader(shop, embedders, _without(own, embedders)) as reader:
            read = [await reader.choice(row) for row in shop.questions if row.relevant and row.answer]
        found[shop.name] = [each for each in read if each is not None]
        print(f"{shop.name}: {len(found[shop.name])}", flush=True)
    return found


def _without(rows: slice, embedders: Sequence[Embedder]) -> Precedents:
    """The package's precedents but for one shop's."""
    packaged = load_precedents()

    def kept(vectors: Vectors) -> Vectors:
        return np.delete(vectors, rows, axis=0)

    def reduced(bank: Bank) -> Bank:
        sentences = None if bank.sentences is None else kept(bank.sentences)
        return Bank(questions=kept(bank.questions), leanings=kept(bank.leanings), sentences=sentences)

    return Precedents({each.name: reduced(packaged.bank(each.name)) for each in embedders})


@asynccontextmanager
async def _reader(
    shop: Shop, embedders: Sequence[Embedder], precedents: Precedents
) -> AsyncGenerator[_Reader]:
    with tempfile.TemporaryDirectory(prefix="zabota-training-") as folder:
        settings = Settings(folder=Path(folder)).model_copy(
            update={"database_url": "", "bus_url": "", "chroma_url": "", "orders_url": ""}
        )
        async with build(settings, Given(embedders=embedders)) as services:
            await services.library.add(shop.articles)
            await services.catalogue.mend()
            queries = QueryVectors(embedders)
            nearness = SentenceNearness(queries, precedents)
            stemmer = Stemmer()
            yield _Reader(
                search=KnowledgeSearch(services.catalogue, queries, precedents, nearness),
                relevance=Relevance(stemmer, Glossary(stemmer), nearness),
            )


def _is_marked(rated: Rated, row: AskedRow) -> bool:
    if rated.home not in row.relevant:
        return False
    words = _words(_plain(rated.unit))
    for mark in map(_words, row.answer):
        shorter = min(len(words), len(mark))
        both = len(words & mark)
        if shorter and both >= min(2, len(words)) and both / shorter >= _SAME:
            return True
    return False


def _plain(unit: Unit) -> str:
    return " ".join(cell for _, cell in unit.cells) if unit.cells else unit.text


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower().replace("ё", "е").replace("\u202f", "").replace("\u00a0", "")))


if __name__ == "__main__":
    main()
