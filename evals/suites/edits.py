"""Whether a decision stays the same when the same thing is written another way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.domain.escalation import EscalationPolicy, Signals
from evals.edits import edited
from evals.judging.noticing import read_first
from evals.metrics import Metrics, RowOut, share
from evals.rows import Decided, EditRow
from evals.running import Options, SuiteResult, measured


def _is_handed_over(signals: Signals, policy: EscalationPolicy) -> bool:
    return signals.asked_for_human >= policy.asked_for_human_at


def _is_grave(signals: Signals, policy: EscalationPolicy) -> bool:
    return policy.decide(replace(signals, asked_for_human=0.0)).reason == "sensitive_topic"


def _is_told(signals: Signals, _: EscalationPolicy) -> bool:
    return signals.asks_if_bot


def _is_frustrated(signals: Signals, policy: EscalationPolicy) -> bool:
    return signals.frustration >= policy.frustration_at


DECISIONS: Mapping[Decided, Callable[[Signals, EscalationPolicy], bool]] = {
    "handoff": _is_handed_over,
    "sensitive": _is_grave,
    "disclosure": _is_told,
    "escalation": _is_frustrated,
}


async def run(rows: Sequence[EditRow], options: Options) -> SuiteResult:
    """Decide on every text as it is and after each edit that changes it; one outcome a text and edit."""
    services = (await options.houses.any()).services
    outcomes: list[RowOut] = []
    for row in options.each(rows, "edits"):
        decide = DECISIONS[row.decision]
        expected = decide(read_first(services, row.text), services.policy)
        for name, text in edited(row.text, row.id).items():
            decided = decide(read_first(services, text), services.policy)
            outcomes.append(
                {
                    "id": f"{row.id}/{name}",
                    "lang": row.lang,
                    "edit": name,
                    "decision": row.decision,
                    "text": text,
                    "expected": expected,
                    "predicted": decided,
                    "flipped": decided != expected,
                }
            )
    groups = {"lang": "lang", "edit": "edit", "decision": "decision"}
    result = measured(outcomes, _measure, groups)
    worst = max((group["flips"] for group in result.by.get("edit", {}).values()), default=0.0)
    return replace(result, metrics={**result.metrics, "worst_edit": worst})


def _measure(rows: Sequence[RowOut]) -> Metrics:
    flips = share(row["flipped"] for row in rows)
    return {"kept": 1 - flips, "flips": flips, "n": len(rows)}
