"""How well the tone of a text is read: negative against the rest."""

from collections.abc import Sequence

from evals.metrics import Metrics, RowOut, auroc, binary
from evals.rows import SentimentRow
from evals.running import Options, SuiteResult, measured


async def run(rows: Sequence[SentimentRow], options: Options) -> SuiteResult:
    """Read every text by itself; negative from the policy's threshold of frustration on."""
    services = (await options.houses.any()).services
    outcomes: list[RowOut] = []
    for row in options.each(rows, "sentiment"):
        reading = services.signals.read_text(row.text)
        outcomes.append(
            {
                "id": row.id,
                "lang": row.lang,
                "kind": row.label,
                "text": row.text,
                "expected": row.label,
                "predicted": int(reading.negativity >= services.policy.frustration_at),
                "score": reading.negativity,
                "frustration": reading.frustration,
                "signals": {"anger": reading.anger, "evidence": list(reading.evidence)},
            }
        )
    return measured(outcomes, _measure, {"lang": "lang"})


def _measure(rows: Sequence[RowOut]) -> Metrics:
    gold = [row["expected"] == "negative" for row in rows]
    found = binary(gold, [bool(row["predicted"]) for row in rows])
    return {
        "negative_f1": found["f1"],
        "negative_precision": found["precision"],
        "negative_recall": found["recall"],
        "auroc": auroc(gold, [row["score"] for row in rows]),
        "n": len(rows),
    }
