"""How a run is shown and kept: the table, the JSON object, the rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.metrics import Metrics
from evals.running import SuiteResult

MOST_COLUMNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A finished run of a suite: with which model, over what, how long it took in seconds."""

    suite: str
    llm: str
    result: SuiteResult
    seconds: float

    @property
    def metrics(self) -> Metrics:
        """The figures over all rows."""
        return {name: value for name, value in self.result.metrics.items() if name != "n"}

    def as_json(self) -> dict[str, Any]:
        """The object that `--json` writes."""
        return {
            "suite": self.suite,
            "n": len(self.result.rows),
            "metrics": {name: _rounded(value) for name, value in self.metrics.items()},
            "by": {
                group: {
                    name: {metric: _rounded(value) for metric, value in metrics.items()}
                    for name, metrics in members.items()
                }
                for group, members in self.result.by.items()
            },
            "seconds": round(self.seconds, 2),
            "llm": self.llm,
        }


def table(run: Run) -> str:
    """The figures as a table: all rows and each language side by side, then the other groups line by line."""
    languages = dict(run.result.by.get("lang", {}))
    columns: dict[str, Metrics] = {"all": run.metrics, **languages}
    lines = [f"{run.suite}: {len(run.result.rows)} rows, {run.llm}, {run.seconds:.1f} s"]
    lines += _grid(
        [(name, [values.get(name) for values in columns.values()]) for name in run.metrics], columns
    )
    for group, members in run.result.by.items():
        if group != "lang" and members:
            present = {metric for values in members.values() for metric in values} - {"n"}
            known = [metric for metric in run.metrics if metric in present]
            metrics = [*[*known, *sorted(present - set(known))][:MOST_COLUMNS], "n"]
            lines.append(f"  by {group}")
            lines += _grid(
                [(name, [values.get(metric) for metric in metrics]) for name, values in members.items()],
                metrics,
            )
    return "\n".join(lines)


def write(run: Run, json_path: Path | None, rows_path: Path | None) -> None:
    """Keep the figures and the rows where they were asked for."""
    if json_path is not None:
        text = json.dumps(run.as_json(), ensure_ascii=False, indent=2) + "\n"
        json_path.write_text(text, encoding="utf-8")
    if rows_path is not None:
        lines = [json.dumps(row, ensure_ascii=False, default=str) for row in run.result.rows]
        rows_path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def shown(value: float | None) -> str:
    """A figure as people read it: counts whole, shares with three places, milliseconds with one."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    return f"{value:.3f}" if abs(value) < 2 else f"{value:.1f}"


def _grid(rows: list[tuple[str, list[float | None]]], columns: Mapping[str, object] | list[str]) -> list[str]:
    first = max([len(name) for name, _ in rows] + [12])
    widths = [max(10, len(column) + 1) for column in columns]
    head = " " * (first + 4) + "".join(f"{c:>{w}}" for c, w in zip(columns, widths, strict=True))
    body = [
        f"    {name:<{first}}" + "".join(f"{shown(v):>{w}}" for v, w in zip(values, widths, strict=True))
        for name, values in rows
    ]
    return [head, *body]


def _rounded(value: float) -> float:
    return value if isinstance(value, int) else round(value, 4)
