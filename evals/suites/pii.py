"""Whether personal details are found in a text before it is kept or shown."""

from collections.abc import Sequence

from app.domain.redaction import find_pii
from evals.metrics import Metrics, RowOut, share
from evals.rows import PiiRow, Span
from evals.running import Options, SuiteResult, measured


async def run(rows: Sequence[PiiRow], options: Options) -> SuiteResult:
    """Look for details in every text; a wanted span counts as found when a found one overlaps it."""
    outcomes: list[RowOut] = []
    for row in options.each(rows, "pii"):
        found = [Span(start=one.start, end=one.end, type=one.kind) for one in find_pii(row.text)]
        outcomes.append(
            {
                "id": row.id,
                "lang": row.lang,
                "text": row.text,
                "expected": [_written(span) for span in row.spans],
                "types": sorted({span.type for span in row.spans}),
                "spans": [_written(span) for span in found],
                "missed": [_written(span) for span in row.spans if not _overlaps_any(span, found)],
                "wrong": [_written(span) for span in found if not _overlaps_any(span, row.spans)],
            }
        )
    result = measured(outcomes, _measure, {"lang": "lang"})
    types = sorted({span.type for row in rows for span in row.spans})
    by_type = {kind: _of_type(outcomes, kind) for kind in types}
    recalls = {f"recall_{kind}": metrics["recall"] for kind, metrics in by_type.items()}
    return SuiteResult(
        metrics={**result.metrics, **recalls}, by={**result.by, "type": by_type}, rows=outcomes
    )


def _overlaps_any(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def _written(span: Span) -> list[int | str]:
    return [span.start, span.end, span.type]


def _of_type(rows: Sequence[RowOut], kind: str) -> Metrics:
    wanted = [span for row in rows for span in row["expected"] if span[2] == kind]
    missed = [span for row in rows for span in row["missed"] if span[2] == kind]
    return {"recall": 1 - len(missed) / len(wanted) if wanted else 0.0, "n": len(wanted)}


def _measure(rows: Sequence[RowOut]) -> Metrics:
    wanted = [span for row in rows for span in row["expected"]]
    missed = sum(len(row["missed"]) for row in rows)
    found = [is_right for row in rows for is_right in _rightness(row)]
    return {
        "recall": 1 - missed / len(wanted) if wanted else 0.0,
        "precision": share(found),
        "n_spans": len(wanted),
        "n": len(rows),
    }


def _rightness(row: RowOut) -> list[bool]:
    return [span not in row["wrong"] for span in row["spans"]]
