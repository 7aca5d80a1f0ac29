"""Finding the passages that answer a question: by words and by vectors, fused; nothing is worded here."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.domain.grounding import Passage
from app.domain.ids import ArticleId, Language, other_language
from app.knowledge.catalogue import Catalogue, Holding, Snapshot
from app.knowledge.lexical import Scores
from app.knowledge.reading.questions import Query, read
from app.storage.articles import Audience

_CANDIDATES = 40
_MOST_ARTICLES = 10
_LEXICAL_WEIGHT = 1.5
_SECOND_WEIGHT = 0.5
_SYNONYM_WEIGHT = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One question of a message with what was found for it."""

    question: str
    passages: tuple[Passage, ...]
    article_ids: tuple[ArticleId, ...]
    confidence: float
    is_answerable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """What was found for a message.

    `passages` are best first, those of several questions in turns; `article_ids` likewise, up to 10.
    `confidence`, 0..1, is how likely the base holds the answer; `alternatives` are the best passages of
    another article that fits as well; `parts` are the questions of the message, one for most.
    """

    passages: tuple[Passage, ...]
    article_ids: tuple[ArticleId, ...]
    confidence: float
    is_answerable: bool
    language: Language
    alternatives: tuple[Passage, ...] = ()
    parts: tuple[Part, ...] = ()
    is_follow_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Fused scores of a holding's passages for one query, and what they were fused from."""

    holding: Holding
    scores: Scores
    order: tuple[int, ...]
    lexical: Scores


class KnowledgeSearch:
    """Search over what the catalogue holds."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    async def find(
        self,
        question: str,
        language: Language,
        *,
        earlier: Sequence[str] = (),
        audience: Audience = "public",
        limit: int = 5,
    ) -> Retrieval:
        """The passages that may answer a message; `earlier` are the customer's messages before it."""
        return await asyncio.to_thread(self._find, question, language, tuple(earlier), audience, limit)

    def _find(
        self, question: str, language: Language, earlier: Sequence[str], audience: Audience, limit: int
    ) -> Retrieval:
        snapshot = self._catalogue.snapshot
        reading = read(question, snapshot.vocabularies[audience], earlier=earlier)
        holding = snapshot.holdings[language, audience]
        if not holding.passages:
            language = other_language(language)
            holding = snapshot.holdings[language, audience]
        rankings = [self.rank(query, snapshot, language, audience) for query in reading.queries]
        parts = [
            self._part(query, ranking, limit)
            for query, ranking in zip(reading.queries, rankings, strict=True)
        ]
        passages = [p for row in zip(*[part.passages for part in parts], strict=False) for p in row]
        ids = [a for row in zip(*[part.article_ids for part in parts], strict=False) for a in row]
        return Retrieval(
            passages=tuple(dict.fromkeys(passages))[:limit],
            article_ids=tuple(dict.fromkeys(ids))[:_MOST_ARTICLES],
            confidence=1.0,
            is_answerable=True,
            language=language,
            parts=tuple(parts),
            is_follow_up=reading.is_follow_up,
        )

    def rank(self, query: Query, snapshot: Snapshot, language: Language, audience: Audience) -> Ranking:
        holding = snapshot.holdings[language, audience]
        glossary = snapshot.vocabularies[audience].glossary
        stems = dict(query.stems)
        for stem, weight in query.stems.items():
            for neighbour in glossary.neighbours(stem):
                stems[neighbour] = max(stems.get(neighbour, 0), weight * _SYNONYM_WEIGHT)
        lexical = holding.lexical.score(stems)
        top = float(lexical.max()) if len(lexical) else 0.0
        scores = np.zeros(len(holding.passages), dtype=np.float32)
        candidates: set[int] = set(np.argsort(-lexical)[:_CANDIDATES].tolist()) if top > 0 else set()
        if top > 0:
            scores += _LEXICAL_WEIGHT * lexical / top
        share = 1.0
        for embedder in self._catalogue.vectors.embedders:
            if embedder.name not in snapshot.ready:
                continue
            near = self._catalogue.vectors.nearest(
                embedder,
                embedder.embed_query(query.text),
                lang=language,
                audience=audience,
                count=_CANDIDATES,
            )
            near = [(holding.positions[i], c) for i, c in near if i in holding.positions]
            if not near:
                continue
            floor = near[-1][1]
            for position, cosine in near:
                scores[position] += share * (cosine - floor) / embedder.spread
                candidates.add(position)
            share = _SECOND_WEIGHT
        order = sorted(candidates, key=lambda position: -scores[position])
        return Ranking(holding=holding, scores=scores, order=tuple(order), lexical=lexical)

    def _part(self, query: Query, ranking: Ranking, limit: int) -> Part:
        ps = [replace(ranking.holding.passages[i], score=float(ranking.scores[i])) for i in ranking.order]
        return Part(
            question=query.text,
            passages=tuple(ps[:limit]),
            article_ids=tuple(dict.fromkeys(p.article_id for p in ps))[:_MOST_ARTICLES],
            confidence=1.0,
            is_answerable=True,
        )
