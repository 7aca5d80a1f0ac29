"""Whether a request for a person is heard in a first message, and nothing else is taken for one."""

from collections.abc import Sequence

from evals.judging.noticing import ALWAYS, measure_binary, read_first, told
from evals.metrics import RowOut
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
                "score": signals.asked_for_human,
                "signals": told(signals),
            }
        )
    return measured(outcomes, measure_binary, {"lang": "lang", "kind": "kind"}, always=ALWAYS)
