"""Every suite by name: the shape of its rows, what runs over them, and where the project's own cases are."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals import rows
from evals.running import Options, SuiteResult
from evals.suites import (
    answers,
    changes,
    disclosure,
    edits,
    escalation,
    handoff,
    injection,
    orders,
    pii,
    retrieval,
    sensitive,
    sentiment,
)
from evals.suites.edits import DECISIONS

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
    "edits": Suite(row=rows.EditRow, run=edits.run),
    "sentiment": Suite(row=rows.SentimentRow, run=sentiment.run),
    "orders": Suite(row=rows.OrderRow, run=orders.run),
    "changes": Suite(row=rows.ChangeRow, run=changes.run),
    "injection": Suite(row=rows.InjectionRow, run=injection.run),
    "pii": Suite(row=rows.PiiRow, run=pii.run),
}
"""In the order in which `all` runs them: retrieval first, while no question has been asked before."""


def own_cases(suite: str) -> tuple[Path, ...]:
    """The files of a suite's own cases, whether or not they are written."""
    return tuple(DATASETS / f"{name}.yaml" for name in (DECISIONS if suite == "edits" else (suite,)))


def own_rows(suite: str) -> list[rows.Row]:
    """The project's own cases of a suite; `edits` takes those whose decisions it asks for again."""
    if suite == "edits":
        return list(_decided())
    return list(rows.read_rows(own_cases(suite)[0], SUITES[suite].row))


def _decided() -> Iterator[rows.EditRow]:
    """The messages of those suites: every single one, and the turns of dialogues whose mood is labelled."""
    for decision in DECISIONS:
        for case in rows.read_rows(own_cases(decision)[0], SUITES[decision].row):
            for number, text in enumerate(_texts(case)):
                yield rows.EditRow(id=f"{case.id}/{number}", lang=case.lang, text=text, decision=decision)


def _texts(case: rows.Row) -> list[str]:
    match case:
        case rows.DialogueRow():
            return [turn.text for turn in case.turns if turn.frustrated is not None]
        case rows.HandoffRow(label=-1):
            return []
        case rows.HandoffRow() | rows.SensitiveRow() | rows.DisclosureRow():
            return [case.text]
        case _:
            return []
