"""Whether grave matters are noticed in a first message: they go to people whatever else is said."""

from collections.abc import Sequence
from dataclasses import replace

from evals.judging.noticing import ALWAYS, measure_binary, read_first, told
from evals.metrics import Metrics, RowOut, share
from evals.rows import SensitiveRow
from evals.running import Options, SuiteResult, measured

NONE = "none"


async def run(rows: Sequence[SensitiveRow], options: Options) -> SuiteResult:
    """Read every message; `predicted` is the topic for which the policy calls or offers a person, or null."""
    services = (await options.houses.any()).services
    outcomes: list[RowOut] = []
    for row in options.each(rows, "sensitive"):
        signals = read_first(services, row.text)
        decision = services.policy.decide(replace(signals, asked_for_human=0.0))
        is_noticed = decision.reason == "sensitive_topic"
        outcomes.append(
            {
                "id": row.id,
                "lang": row.lang,
                "topic": row.topic,
                "text": row.text,
                "expected": row.topic,
                "predicted": signals.sensitive if is_noticed else None,
                "score": signals.sensitive_score,
                "action": decision.action,
                "signals": told(signals),
            }
        )
    result = measured(outcomes, measure_binary, {"lang": "lang"}, always=ALWAYS)
    topics = sorted({row.topic for row in rows})
    return SuiteResult(
        metrics=result.metrics,
        by={**result.by, "topic": {topic: _of_topic(outcomes, topic) for topic in topics}},
        rows=outcomes,
    )


def _of_topic(rows: Sequence[RowOut], topic: str) -> Metrics:
    """Of a topic: noticed as grave at all, and as this topic; of `none`: how often it is left alone."""
    members = [row for row in rows if row["topic"] == topic]
    if topic == NONE:
        return {"left_alone": share(row["predicted"] is None for row in members), "n": len(members)}
    claimed = [row for row in rows if row["predicted"] == topic]
    return {
        "recall": share(row["predicted"] is not None for row in members),
        "recall_as_topic": share(row["predicted"] == topic for row in members),
        "precision": share(row["topic"] == topic for row in claimed),
        "n": len(members),
    }
