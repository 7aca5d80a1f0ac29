"""Whether and when a dialogue is handed over: its turns are replayed, the policy decides at each of them."""

import time
from collections.abc import Sequence
from dataclasses import replace

from app.assistant.signals import SignalReader
from app.domain.escalation import Signals, Turn
from app.knowledge.embedders import QueryVectors
from app.main import Services
from evals.judging.keywords import sounds_annoyed
from evals.metrics import Metrics, RowOut, auroc, binary, percentile, share
from evals.rows import DialogueRow
from evals.running import Options, SuiteResult, measured


async def run(rows: Sequence[DialogueRow], options: Options) -> SuiteResult:
    """Replay every dialogue; the first offer or handoff is when a person came in."""
    services = (await options.houses.any()).services
    watch = _Watch(services)
    outcomes = [_outcome(row, services, watch) for row in options.each(rows, "escalation")]
    times = {
        "p50_ms": percentile(watch.beyond_embedding, 0.5),
        "p99_ms": percentile(watch.beyond_embedding, 0.99),
        "p50_embedding_ms": percentile(watch.embedding, 0.5),
    }
    groups = {"lang": "lang", "tag": "tags", "kind": "kind", "reason": "gold_reason"}
    return measured(outcomes, _measure, groups, of_all=times)


class _Watch:
    """Milliseconds of each turn: with its embedding, and without it, by a reader that meets the message anew
    when its vectors are remembered."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._again = SignalReader(QueryVectors(services.catalogue.vectors.embedders))
        self.embedding: list[float] = []
        self.beyond_embedding: list[float] = []

    def read(self, said: Sequence[Turn]) -> Signals:
        """The signals at the last turn, timed."""
        begun = time.perf_counter()
        signals = self._services.signals.read(said)
        read = time.perf_counter()
        self._services.policy.decide(self._again.read(said))
        beyond = (time.perf_counter() - read) * 1_000
        self.beyond_embedding.append(beyond)
        self.embedding.append(max(0.0, (read - begun) * 1_000 - beyond))
        return signals


def _outcome(row: DialogueRow, services: Services, watch: _Watch) -> RowOut:
    said: list[Turn] = []
    seen: list[RowOut] = []
    offered_ago: int | None = None
    escalated_at, reason = None, None
    for turn in row.turns:
        said.append(Turn(role=turn.role, text=turn.text))
        if turn.role != "customer":
            continue
        offered_ago = None if offered_ago is None else offered_ago + 1
        signals = replace(watch.read(said), offered_turns_ago=offered_ago)
        decision = services.policy.decide(signals)
        is_offered = decision.action in ("offer", "escalate")
        if is_offered and escalated_at is None:
            escalated_at, reason = len(seen), decision.reason
        offered_ago = 0 if is_offered else offered_ago
        seen.append(
            {
                "text": turn.text,
                "score": signals.frustration,
                "frustrated": signals.frustration >= services.policy.frustration_at,
                "by_keywords": sounds_annoyed(turn.text),
                "offered": is_offered,
                "signals": decision.explanation or "; ".join(signals.evidence),
                "expected": turn.frustrated,
            }
        )
    return {
        "id": row.id,
        "lang": row.lang,
        "tags": row.tags,
        "kind": row.kind,
        "gold_reason": row.gold.reason or "",
        "expected": row.gold.model_dump(),
        "escalated_at": escalated_at,
        "reason": reason,
        "turns": seen,
    }


def _measure(rows: Sequence[RowOut]) -> Metrics:
    judged = [row for row in rows if row["expected"]["escalate"] is not None]
    turns = [turn for row in rows for turn in row["turns"] if turn["expected"] is not None]
    moods = [bool(turn["expected"]) for turn in turns]
    turn_f1 = binary(moods, [turn["frustrated"] for turn in turns])["f1"]
    keyword_f1 = binary(moods, [turn["by_keywords"] for turn in turns])["f1"]
    return {
        **(_measure_dialogues(judged) if judged else {}),
        "turn_f1": turn_f1,
        "turn_auroc": auroc(moods, [turn["score"] for turn in turns]),
        "keyword_turn_f1": keyword_f1,
        "above_keywords": turn_f1 - keyword_f1,
        "n": len(rows),
        "n_turns": len(turns),
    }


def _measure_dialogues(rows: Sequence[RowOut]) -> Metrics:
    gold = [row["expected"]["escalate"] for row in rows]
    predicted = [row["escalated_at"] is not None for row in rows]
    return {
        **binary(gold, predicted),
        "within_one_turn": share(_is_in_time(row) for row in rows if row["expected"]["escalate"]),
        "false_escalation": share(p for g, p in zip(gold, predicted, strict=True) if not g),
    }


def _is_in_time(row: RowOut) -> bool:
    """Escalated at the due turn, one before or one after; never is not in time."""
    at = row["escalated_at"]
    return at is not None and abs(at - row["expected"]["at_customer_turn"]) <= 1
