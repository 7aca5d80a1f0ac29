"""Every suite by name: the shape of its rows, what runs over them, and where the project's own cases are."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals import rows
from evals.running import Options, SuiteResult
from evals.suites import (
    answers,
    changes,
    disclosure,
    escalation,
    handoff,
    injection,
    orders,
    pii,
    retrieval,
    sensitive,
    sentiment,
)

DATASETS = Path(__file__).parent / "datasets"
STORE = DATASETS / "orders_store.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The model of a suite's rows, and what turns rows of that model into a result."""

    row: type[rows.Row]
    run: Callable[[Sequence[Any], Options], Awaitable[SuiteResult]]


SUITES: Mapping[str, Suite] = {
    "retrieval": Suite(row=rows.QuestionRow, run=retrieval.run),
    "answers": Suite(row=rows.QuestionRow, run=answers.run),
    "handoff": Suite(row=rows.HandoffRow, run=handoff.run),
    "sensitive": Suite(row=rows.SensitiveRow, run=sensitive.run),
    "disclosure": Suite(row=rows.DisclosureRow, run=disclosure.run),
    "escalation": Suite(row=rows.DialogueRow, run=escalation.run),
    "sentiment": Suite(row=rows.SentimentRow, run=sentiment.run),
    "orders": Suite(row=rows.OrderRow, run=orders.run),
    "changes": Suite(row=rows.ChangeRow, run=changes.run),
    "injection": Suite(row=rows.InjectionRow, run=injection.run),
    "pii": Suite(row=rows.PiiRow, run=pii.run),
}
"""In the order in which `all` runs them: retrieval first, while no question has been asked before."""


def own_cases(suite: str) -> Path:
    """The project's own cases of a suite, whether or not they are written."""
    return DATASETS / f"{suite}.yaml"
