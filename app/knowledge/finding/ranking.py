"""Ordering the passages of one holding for one query: words and vectors fused, messages not known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.domain.ids import ArticleId, PassageId
from app.knowledge.finding.answerability import Evidence
from app.knowledge.finding.lexical import Scores
from app.knowledge.finding.nearness import Vectors, best_of
from app.knowledge.finding.snapshot import Holding
from app.knowledge.reading.questions import Query
from app.knowledge.reading.vocabulary import Vocabulary

CANDIDATES = 40
"""How many passages each way of searching may propose."""

_LEXICAL_WEIGHT = 1.5
_COVERAGE_WEIGHT = 1.5
_LATER_EMBEDDER_WEIGHT = 0.7
_ARTICLE_WEIGHT = 0.8
_SYNONYM_WEIGHT = 0.4
_MENDED_WEIGHT = 0.7
_NEAR_WEIGHT = 0.5
_SYNONYM_COVERS = 0.8
_SCORE_SCALE = 8.0
_FAR, _CLOSE = 0.45, 0.85
"""Cosines of two words below the first say nothing, above the second say that both mean the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """What one embedder found: passages with cosines, best first, and the spread of its cosines."""

    embedder: str
    found: Sequence[tuple[PassageId, float]]
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Positions in the holding, best first, with scores in 0..1, and the evidence for the best article."""

    order: tuple[int, ...]
    scores: Mapping[int, float]
    article_ids: tuple[ArticleId, ...]
    evidence: Evidence


def rank(
    query: Query,
    holding: Holding,
    vocabulary: Vocabulary,
    nearest: Sequence[Nearest],
    words: Vectors,
    cosine: float | None = None,
) -> Ranking:
    """Order a holding's passages; `words` are the vectors of `query.words` or empty.

    `cosine` is the best passage's, comparable between questions: evidence, nothing is ordered by it.

    Scores are normalised, not ranks: a cosine by its embedder's spread, the lexical score by the best one;
    a search that found nothing has no vote.
    """
    closeness = holding.space.closeness(words)
    lexical = holding.lexical.score(_weigh(query, holding, vocabulary, closeness))
    fused = _fuse(holding, lexical, nearest)
    for position, covered in _coverage(query, holding, vocabulary, fused).items():
        fused[position] += _COVERAGE_WEIGHT * covered
    fused = _lift_articles(holding, fused)
    order = tuple(sorted(fused, key=lambda position: (-fused[position], position)))
    article_ids = tuple(dict.fromkeys(holding.passages[position].article_id for position in order))
    return Ranking(
        order=order,
        scores={position: min(1.0, fused[position] / _SCORE_SCALE) for position in order},
        article_ids=article_ids,
        evidence=_evidence(query, holding, vocabulary, cosine, closeness, article_ids[:1]),
    )


def _weigh(query: Query, holding: Holding, vocabulary: Vocabulary, closeness: Vectors) -> dict[str, float]:
    """The stems to search for: those asked, what customers call the same, mended slips, near words."""
    stems = dict(query.stems)

    def add(stem: str, weight: float) -> None:
        stems[stem] = max(stems.get(stem, 0.0), weight)

    for stem, weight in query.stems.items():
        for neighbour in vocabulary.glossary.neighbours(stem):
            add(neighbour, weight * _SYNONYM_WEIGHT)
    for row, word in enumerate(query.words):
        mended = vocabulary.mend(word)
        if mended is not None:
            add(vocabulary.stemmer.stem(mended), _MENDED_WEIGHT)
        if row < len(closeness) and len(word) > 2 and not word.isdigit():
            weight = query.stems.get(vocabulary.stemmer.stem(word), _NEAR_WEIGHT)
            for stem, cosine in holding.space.near(closeness[row]):
                add(stem, weight * _NEAR_WEIGHT * cosine)
    return stems


def _fuse(holding: Holding, lexical: Scores, nearest: Sequence[Nearest]) -> dict[int, float]:
    fused: dict[int, float] = {}
    top = float(lexical.max()) if lexical.size else 0.0
    if top > 0:
        for position in np.argsort(-lexical, kind="stable")[:CANDIDATES]:
            if lexical[position] > 0:
                fused[int(position)] = 0.0
    weight = 1.0
    for each in nearest:
        known = [(found, cosine) for found, cosine in each.found if found in holding.positions]
        seen = [(holding.positions[found], cosine) for found, cosine in known]
        for position, cosine in seen:
            above = (cosine - seen[-1][1]) / each.spread
            fused[position] = fused.get(position, 0.0) + weight * above
        weight = _LATER_EMBEDDER_WEIGHT
    for position in fused:
        if top > 0:
            fused[position] += _LEXICAL_WEIGHT * float(lexical[position]) / top
    return fused


def _coverage(
    query: Query, holding: Holding, vocabulary: Vocabulary, positions: Iterable[int]
) -> dict[int, float]:
    """How much of what was asked, by its words' rarity, each passage says in the same words or synonyms."""
    covered = dict.fromkeys(positions, 0.0)
    total = 0.0
    for word in query.words:
        stem = _stem(word, vocabulary)
        same = vocabulary.glossary.neighbours(stem)
        weight = holding.lexical.rarity(stem)
        total += weight
        for position in covered:
            stems = holding.stems[position]
            meant = 1.0 if stem in stems else _SYNONYM_COVERS if same & stems else 0.0
            covered[position] += weight * meant
    return {position: weight / total for position, weight in covered.items()} if total else {}


def _lift_articles(holding: Holding, fused: Mapping[int, float]) -> dict[int, float]:
    """Add to each passage a share of its article's two best: a second hit in one article is evidence."""
    best: dict[ArticleId, list[float]] = {}
    for position, score in fused.items():
        best.setdefault(holding.passages[position].article_id, []).append(score)
    lifts: dict[ArticleId, float] = {}
    for article_id, scores in best.items():
        pair = sorted(scores, reverse=True)[:2]
        is_single = len(holding.articles[article_id]) == 1
        lifts[article_id] = _ARTICLE_WEIGHT * sum(pair) / (1 if is_single else 2)
    return {
        position: score + lifts[holding.passages[position].article_id] for position, score in fused.items()
    }


def _evidence(
    query: Query,
    holding: Holding,
    vocabulary: Vocabulary,
    cosine: float | None,
    closeness: Vectors,
    best: Sequence[ArticleId],
) -> Evidence:
    rows = [row for article in best for row in holding.articles[article]]
    stems = frozenset[str]().union(*(holding.stems[row] for row in rows))
    near = best_of(closeness, [holding.space.rows[stem] for stem in stems if stem in holding.space.rows])
    total = covered = missing = 0.0
    is_absent = False
    for row, word in enumerate(query.words):
        stem = _stem(word, vocabulary)
        same = vocabulary.glossary.neighbours(stem)
        weight = holding.lexical.rarity(stem)
        total += weight
        meant = 1.0 if stem in stems else _SYNONYM_COVERS if same & stems else 0.0
        meant = max(meant, float(near[row]) if row < len(near) else 0.0)
        covered += weight * min(1.0, max(0.0, (meant - _FAR) / (_CLOSE - _FAR)))
        if vocabulary.glossary.is_concept(stem) and stem not in stems and not same & stems:
            missing += weight
            is_absent = is_absent or not (vocabulary.has(stem) or any(map(vocabulary.has, same)))
    return Evidence(
        coverage=covered / total if total else 0.0,
        cosine=cosine,
        is_concept_absent=is_absent,
        missing_share=missing / total if total else 0.0,
    )


def _stem(word: str, vocabulary: Vocabulary) -> str:
    """The stem of what was meant by a word: of the word it is a slip of, if it is one."""
    return vocabulary.stemmer.stem(vocabulary.mend(word) or word)
