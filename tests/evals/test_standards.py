"""Thresholds and baselines: what is missed is named, what moved is shown."""

from pathlib import Path

from evals.metrics import Metrics
from evals.report import Run, table
from evals.running import SuiteResult
from evals.standards import Thresholds, deltas, read_baseline, read_thresholds, write_baseline


def a_run(metrics: Metrics, by_lang: dict[str, Metrics] | None = None) -> Run:
    result = SuiteResult(metrics=metrics, by={"lang": by_lang or {}}, rows=[])
    return Run(suite="handoff", llm="offline", result=result, seconds=1.5)


def test_bounds_are_held_by_the_whole_and_by_each_language(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.toml"
    path.write_text(
        "[handoff.at_least]\nf1 = 0.9\n[handoff.at_most]\nleaks = 0\n[handoff.each_lang]\nf1 = 0.8\n"
    )
    bounds = read_thresholds(path)["handoff"]
    kept = a_run({"f1": 0.9, "leaks": 0}, {"en": {"f1": 0.95}, "ru": {"f1": 0.85}})
    assert bounds.missed(kept) == []
    missed = a_run({"f1": 0.85, "leaks": 1}, {"en": {"f1": 0.95}, "ru": {"f1": 0.75}})
    assert bounds.missed(missed) == [
        "handoff: f1 is 0.850, at least 0.900 wanted",
        "handoff (ru): f1 is 0.750, at least 0.800 wanted",
        "handoff: leaks is 1, at most 0 allowed",
    ]


def test_a_figure_that_is_not_measured_keeps_no_bound() -> None:
    missed = Thresholds(at_least={"recall": 0.5}, at_most={"leaks": 0}).missed(a_run({"f1": 1.0}))
    assert len(missed) == 2


def test_a_baseline_keeps_figures_but_no_milliseconds(tmp_path: Path) -> None:
    write_baseline(tmp_path, a_run({"f1": 0.91234, "p95_ms": 12.0}))
    assert read_baseline(tmp_path, "handoff") == {"f1": 0.9123}
    assert read_baseline(tmp_path, "orders") == {}


def test_what_moved_since_the_baseline_is_shown() -> None:
    run = a_run({"f1": 0.95, "recall": 0.5, "p95_ms": 3.0})
    assert deltas(run, {"f1": 0.9, "recall": 0.5, "p95_ms": 90.0}) == [
        "  since the baseline:",
        "    f1: 0.900 -> 0.950 (+0.050)",
    ]
    assert deltas(run, {"f1": 0.95}) == ["  as the baseline"]


def test_the_table_shows_languages_side_by_side() -> None:
    shown = table(a_run({"f1": 0.9, "leaks": 0}, {"en": {"f1": 1.0}, "ru": {"f1": 0.8}}))
    assert shown.splitlines()[0] == "handoff: 0 rows, offline, 1.5 s"
    assert shown.splitlines()[2].split() == ["f1", "0.900", "1.000", "0.800"]
    assert shown.splitlines()[3].split() == ["leaks", "0"]
