"""Whether the article that answers is found, and how fast; the wording of replies is another suite's."""

import time
from collections.abc import Sequence

from app.domain.language import detect_language
from evals.metrics import Metrics, RowOut, percentile, share
from evals.rows import QuestionRow
from evals.running import Options, SuiteResult, measured

MOST = 10


async def run(rows: Sequence[QuestionRow], options: Options) -> SuiteResult:
    """Search for every question as a turn would, in the language that the product reads in it."""
    search = (await options.house()).services.search
    await search.find("готов ready", "ru")
    outcomes: list[RowOut] = []
    for row in options.each(rows, "retrieval"):
        started = time.perf_counter()
        found = await search.find(row.question, detect_language(row.question, row.lang), earlier=row.turns)
        spent = (time.perf_counter() - started) * 1_000
        outcomes.append(
            {
                "id": row.id,
                "lang": row.lang,
                "tags": row.tags,
                "question": row.question,
                "expected": row.relevant,
                "retrieved": [str(article) for article in found.article_ids],
                "confidence": found.confidence,
                "ms": spent,
            }
        )
    spent_all = [outcome["ms"] for outcome in outcomes]
    times = {"p50_ms": percentile(spent_all, 0.5), "p95_ms": percentile(spent_all, 0.95)}
    return measured(outcomes, _measure, {"lang": "lang", "tag": "tags"}, of_all=times)


def rank(retrieved: Sequence[str], relevant: Sequence[str]) -> int | None:
    """The place of the first relevant article, from 1; None when none is among the first ten."""
    places = [place for place, article in enumerate(retrieved[:MOST], start=1) if article in relevant]
    return places[0] if places else None


def _measure(rows: Sequence[RowOut]) -> Metrics:
    ranks = [rank(row["retrieved"], row["expected"]) for row in rows if row["expected"]]
    hits = {f"recall@{k}": share(place is not None and place <= k for place in ranks) for k in (1, 3, 5)}
    mean = sum(1 / place for place in ranks if place) / len(ranks) if ranks else 0.0
    return {**hits, "mrr@10": mean, "n": len(ranks)}
