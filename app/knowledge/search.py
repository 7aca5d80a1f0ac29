"""Finding what answers a message: read, ranked, judged; nothing is worded and nothing is stored here."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TypeVar

import numpy as np

from app.domain.errors import IndexUnavailable
from app.domain.grounding import Passage
from app.domain.ids import ArticleId, Language, other_language
from app.domain.language import readable_text
from app.domain.units import units_of
from app.knowledge.catalogue import Catalogue
from app.knowledge.embedders import Embedder, QueryVectors, Vectors
from app.knowledge.finding.answerability import ANSWERABLE_FROM, Evidence, calibration_of
from app.knowledge.finding.precedents import Leaned, Precedents, load_precedents
from app.knowledge.finding.ranking import CANDIDATES, Nearest, Ranking, rank
from app.knowledge.finding.snapshot import Holding, Snapshot
from app.knowledge.reading.questions import Query, read
from app.knowledge.sentences import SentenceNearness
from app.storage.articles import Audience

T = TypeVar("T")

_MOST_ARTICLES = 10
_CLOSEST = 5
"""Passages asked for to learn how near the best one stands: some may be of versions no longer published."""
_REMEMBERED_WORDS = 5_000
_CLOSE_SECOND = 0.85
_ALTERNATIVES = 2
_NO_VECTORS = np.zeros((0, 0), dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One question of a message and what was found for it, as in Retrieval."""

    question: str
    passages: tuple[Passage, ...]
    article_ids: tuple[ArticleId, ...]
    confidence: float
    is_answerable: bool
    language: Language
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """What was found for a message.

    `passages` are best first, those of several questions in turns; `article_ids` likewise, up to ten.
    `confidence`, 0..1, is how likely the base holds the answer (of several questions, the best answered);
    `alternatives` are the best passages of other articles when they fit nearly as well: a second reading.
    `parts` are the message's questions, one for most. `language` is that of the passages.
    """

    passages: tuple[Passage, ...]
    article_ids: tuple[ArticleId, ...]
    confidence: float
    is_answerable: bool
    language: Language
    alternatives: tuple[Passage, ...]
    parts: tuple[Part, ...]
    is_follow_up: bool


class KnowledgeSearch:
    """Search over what the catalogue holds; safe to share, each call sees one published state."""

    def __init__(
        self,
        catalogue: Catalogue,
        queries: QueryVectors,
        precedents: Precedents | None = None,
        nearness: SentenceNearness | None = None,
    ) -> None:
        """`precedents` are those of the package unless others are given; without `nearness`, how near
        sentences stand to answers is no evidence."""
        self._catalogue = catalogue
        self._queries = queries
        self._precedents = precedents or load_precedents()
        self._nearness = nearness
        self._words: dict[str, Vectors] = {}

    async def find(
        self,
        question: str,
        language: Language,
        *,
        earlier: Sequence[str] = (),
        audience: Audience = "public",
        limit: int = 5,
    ) -> Retrieval:
        """Passages that may answer a message; `earlier` are the same customer's messages before it.

        The customer's language is searched first, the other one when the first does not answer; an article
        found there that also exists in the customer's language is given in the customer's language.
        """
        return await asyncio.to_thread(self._find, question, language, tuple(earlier), audience, limit)

    def _find(
        self, question: str, language: Language, earlier: Sequence[str], audience: Audience, limit: int
    ) -> Retrieval:
        snapshot = self._catalogue.snapshot
        reading = read(question, snapshot.vocabularies[audience], earlier=earlier)
        parts = tuple(self._answer(query, snapshot, language, audience, limit) for query in reading.queries)
        best = max(parts, key=lambda part: part.confidence)
        return Retrieval(
            passages=_in_turns([part.passages for part in parts])[:limit],
            article_ids=_in_turns([part.article_ids for part in parts])[:_MOST_ARTICLES],
            confidence=best.confidence,
            is_answerable=best.is_answerable,
            language=best.language,
            alternatives=_alternatives(best),
            parts=parts,
            is_follow_up=reading.is_follow_up,
        )

    def _answer(
        self, query: Query, snapshot: Snapshot, language: Language, audience: Audience, limit: int
    ) -> Part:
        asked = self._precedents.lean(self._embed(query, snapshot))
        own = self._search(query, asked, snapshot, language, audience, limit)
        if own.is_answerable:
            return own
        other = self._search(query, asked, snapshot, other_language(language), audience, limit)
        if own.passages and not (other.is_answerable and other.confidence > own.confidence):
            return own
        if not other.passages:
            return own
        return _twin(other, own, snapshot.holdings[language, audience], limit) or other

    def _search(
        self,
        query: Query,
        asked: Leaned,
        snapshot: Snapshot,
        language: Language,
        audience: Audience,
        limit: int,
    ) -> Part:
        holding = snapshot.holdings[language, audience]
        nearest = self._nearest(asked.vectors, language, audience, CANDIDATES) if holding.passages else []
        cosine = self._cosine(nearest[0].embedder, asked, holding, language, audience) if nearest else None
        words = self._embed_words(query) if holding.space.stems else _NO_VECTORS
        ranking = rank(query, holding, snapshot.vocabularies[audience], nearest, words, cosine)
        evidence = replace(ranking.evidence, worded=self._worded(query, ranking, holding))
        confidence = _confidence(evidence, nearest, has_near_words=len(words) > 0) if ranking.order else 0.0
        return Part(
            question=query.text,
            passages=tuple(
                replace(holding.passages[position], score=ranking.scores[position])
                for position in ranking.order[:limit]
            ),
            article_ids=ranking.article_ids[:_MOST_ARTICLES],
            confidence=confidence,
            is_answerable=confidence >= ANSWERABLE_FROM,
            language=language,
            evidence=evidence,
        )

    def _worded(self, query: Query, ranking: Ranking, holding: Holding) -> float | None:
        """How near the likest sentence of the best article stands to what answered such questions."""
        if self._nearness is None or not ranking.article_ids:
            return None
        passages = [holding.passages[position] for position in holding.articles[ranking.article_ids[0]]]
        sentences = [unit.text for passage in passages for unit in units_of(passage.text)]
        return self._nearness.best(query.text, sentences)

    def _embed(self, query: Query, snapshot: Snapshot) -> list[tuple[Embedder, Vectors]]:
        """The query's vectors, strongest embedder first; under load a slow one is left out.

        The text is written as for the signals, so that one reading of a message serves both.
        """
        return self._queries.of(readable_text(query.text), snapshot.ready)

    def _embed_words(self, query: Query) -> Vectors:
        embedder = self._catalogue.word_embedder
        if embedder is None or not query.words:
            return _NO_VECTORS
        known = self._words
        absent = [word for word in query.words if word not in known]
        if absent:
            fresh = dict(zip(absent, embedder.embed_passages(absent), strict=True))
            if len(known) > _REMEMBERED_WORDS:
                known = {}
            self._words = known = known | fresh  # never changed in place: other threads read it
        return np.stack([known[word] for word in query.words])

    def _cosine(
        self, embedder: str, asked: Leaned, holding: Holding, language: Language, audience: Audience
    ) -> float | None:
        """How near the best passage stands to the question moved as far as every other, by one embedder."""
        evenly = [(each, vector) for each, vector in asked.evenly if each.name == embedder]
        closest = self._nearest(evenly, language, audience, _CLOSEST)
        return next((c for each in closest for found, c in each.found if found in holding.positions), None)

    def _nearest(
        self, vectors: Sequence[tuple[Embedder, Vectors]], language: Language, audience: Audience, count: int
    ) -> list[Nearest]:
        nearest: list[Nearest] = []
        for embedder, vector in vectors:
            try:
                found = self._catalogue.vectors.nearest(
                    embedder, vector, lang=language, audience=audience, count=count
                )
            except IndexUnavailable as error:
                self._catalogue.doubt_from_thread(embedder, error)
            else:
                nearest.append(Nearest(embedder=embedder.name, found=found, spread=embedder.spread))
        return nearest


def _confidence(evidence: Evidence, nearest: Sequence[Nearest], *, has_near_words: bool) -> float:
    embedder = nearest[0].embedder if nearest else None
    return calibration_of(embedder, has_near_words=has_near_words).confidence(evidence)


def _twin(other: Part, own: Part, holding: Holding, limit: int) -> Part | None:
    """The articles found in another language, in the customer's own; None when the best one has no twin."""
    if other.article_ids[0] not in holding.articles:
        return None
    twins = [article_id for article_id in other.article_ids if article_id in holding.articles]
    ranked = {passage.id: passage for passage in own.passages}
    passages = [holding.passages[position] for article in twins for position in holding.articles[article]]
    return replace(
        other,
        language=own.language,
        passages=tuple(ranked.get(passage.id, passage) for passage in passages)[:limit],
        article_ids=tuple(dict.fromkeys([*twins, *own.article_ids]))[:_MOST_ARTICLES],
    )


def _alternatives(part: Part) -> tuple[Passage, ...]:
    """The best passages of other articles that are close to the best one."""
    if not part.passages:
        return ()
    best = part.passages[0]
    others: dict[ArticleId, Passage] = {}
    for passage in part.passages:
        if passage.article_id != best.article_id and passage.score >= _CLOSE_SECOND * best.score:
            others.setdefault(passage.article_id, passage)
    return tuple(others.values())[:_ALTERNATIVES]


def _in_turns(rows: Sequence[tuple[T, ...]]) -> tuple[T, ...]:
    merged = [item for turn in zip_longest(*rows) for item in turn if item is not None]
    return tuple(dict.fromkeys(merged))
