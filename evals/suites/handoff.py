"""Whether a request for a person is heard in a first message, and nothing else is taken for one."""

from collections.abc import Sequence

from evals.judging.keywords import mentions_person
from evals.judging.noticing import ALWAYS, measure_binary, read_first, told
from evals.metrics import Metrics, RowOut, binary
from evals.rows import HandoffRow
from evals.running import Options, SuiteResult, measured


async def run(rows: Sequence[HandoffRow], options: Options) -> SuiteResult:
    """Read every message that is not labelled -1; predicted is what the policy hands over for."""
    services = (await options.houses.any()).services
    outcomes: list[RowOut] = []
    for row in options.each([row for row in rows if row.label >= 0], "handoff"):
        signals = read_first(services, row.text)
        outcomes.append(
            {
                "id": row.id,
                "lang": row.lang,
                "kind": row.kind,
                "text": row.text,
                "expected": row.label,
                "predicted": int(signals.asked_for_human >= services.policy.asked_for_human_at),
                "by_keywords": mentions_person(row.text),
                "score": signals.asked_for_human,
                "signals": told(signals),
            }
        )
    return measured(outcomes, _measure, {"lang": "lang", "kind": "kind"}, always=ALWAYS)


def _measure(rows: Sequence[RowOut]) -> Metrics:
    """The figures, and those of a keyword list on the same rows."""
    measured = measure_binary(rows)
    if "f1" not in measured:
        return measured
    by_keywords = binary([bool(row["expected"]) for row in rows], [row["by_keywords"] for row in rows])
    return {**measured, **{f"keyword_{name}": value for name, value in by_keywords.items()}}
