"""What a run is held to: the thresholds of the project, and the figures of the stored baseline."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from evals.metrics import Metrics
from evals.report import Run, shown

NOISY = ("_ms",)
"""Endings of figures that depend on the machine: shown, never compared."""
CHANGE = 0.0005


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Bounds of a suite's figures; `each_lang` are lower bounds that every language must reach by itself."""

    at_least: Mapping[str, float] = field(default_factory=dict[str, float])
    at_most: Mapping[str, float] = field(default_factory=dict[str, float])
    each_lang: Mapping[str, float] = field(default_factory=dict[str, float])

    def missed(self, run: Run) -> list[str]:
        """One line for every bound that the run does not keep; a figure that is not there keeps none."""
        found = [_under(run.suite, "", run.metrics, name, bound) for name, bound in self.at_least.items()]
        for lang, metrics in run.result.by.get("lang", {}).items():
            found += [
                _under(run.suite, f" ({lang})", metrics, name, bound)
                for name, bound in self.each_lang.items()
            ]
        for name, bound in self.at_most.items():
            value = run.metrics.get(name)
            if value is None or value > bound:
                found.append(
                    f"{run.suite}: {name} is {shown(value) or 'missing'}, at most {shown(bound)} allowed"
                )
        return [line for line in found if line]


def read_thresholds(path: Path) -> dict[str, Thresholds]:
    """The bounds of each suite."""
    tables = cast(dict[str, dict[str, dict[str, float]]], tomllib.loads(path.read_text(encoding="utf-8")))
    return {suite: Thresholds(**bounds) for suite, bounds in tables.items()}


def read_baseline(folder: Path, suite: str) -> Metrics:
    """The figures of the stored run of a suite; empty when there is none."""
    path = folder / f"{suite}.json"
    if not path.is_file():
        return {}
    return cast(dict[str, Any], json.loads(path.read_text(encoding="utf-8")))["metrics"]


def write_baseline(folder: Path, run: Run) -> None:
    """Keep a run's figures, those of the machine left out, to compare later runs with."""
    kept = run.as_json()
    del kept["seconds"]
    kept["metrics"] = _steady(kept["metrics"])
    kept["by"] = {
        group: {name: _steady(metrics) for name, metrics in members.items()}
        for group, members in kept["by"].items()
        if group == "lang"
    }
    folder.mkdir(exist_ok=True)
    text = json.dumps(kept, ensure_ascii=False, indent=2) + "\n"
    (folder / f"{run.suite}.json").write_text(text, encoding="utf-8")


def deltas(run: Run, baseline: Metrics) -> list[str]:
    """One line for every figure that has moved since the baseline."""
    if not baseline:
        return ["  no baseline yet"]
    moved = [
        f"  {name}: {shown(baseline[name])} -> {shown(value)} ({value - baseline[name]:+.3f})"
        for name, value in _steady(run.metrics).items()
        if name in baseline and abs(value - baseline[name]) > CHANGE
    ]
    return ["  since the baseline:", *(f"  {line}" for line in moved)] if moved else ["  as the baseline"]


def _steady(metrics: Metrics) -> Metrics:
    return {name: value for name, value in metrics.items() if not name.endswith(NOISY)}


def _under(suite: str, where: str, metrics: Metrics, name: str, bound: float) -> str:
    value = metrics.get(name)
    if value is not None and value >= bound:
        return ""
    return f"{suite}{where}: {name} is {shown(value) or 'missing'}, at least {shown(bound)} wanted"
