"""The command line: one suite over any data file, or every suite over the project's own cases."""

import argparse
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from evals.catalogue import STORE, SUITES, own_cases, own_rows
from evals.house import Houses, NoModel
from evals.pictures import DRAWN, PICTURES, draw
from evals.report import Run, table, write
from evals.rows import BadRow, read_rows
from evals.running import Options
from evals.standards import Thresholds, deltas, read_baseline, read_thresholds, write_baseline

HERE = Path(__file__).parent
BASELINES = HERE / "baselines"
THRESHOLDS = HERE / "thresholds.toml"

BELOW, REFUSED = 1, 2


async def command(argv: Sequence[str]) -> int:
    """Run what is asked for. 0 when it ran, 1 when a bound is not kept, 2 when the input is refused."""
    asked = _arguments(argv)
    try:
        async with AsyncExitStack() as stack:
            houses = Houses(llm=asked.llm, stack=stack, articles=asked.articles)
            if asked.suite == "all":
                return await _all(asked, houses)
            if asked.suite == "curves":
                return await _curves(asked, houses)
            run = await _run(asked.suite, asked, houses)
            print(table(run))
            write(run, asked.json, asked.rows)
            return _report(_missed(run, asked))
    except (BadRow, NoModel) as error:
        print(error, file=sys.stderr)
        return REFUSED


async def _all(asked: argparse.Namespace, houses: Houses) -> int:
    """Every suite on the project's own cases, against thresholds and baseline."""
    bounds = read_thresholds(THRESHOLDS)
    missed: list[str] = []
    started = time.monotonic()
    for name in SUITES:
        missing = [path.name for path in own_cases(name) if not path.is_file()]
        if missing:
            missed.append(f"{name}: there is no {', '.join(missing)} to run it on")
            continue
        run = await _run(name, asked, houses)
        baseline = read_baseline(BASELINES, name)
        print("\n".join([table(run), *deltas(run, baseline), ""]), flush=True)
        missed += bounds.get(name, Thresholds()).missed(run)
        for folder, kind in ((asked.json, "json"), (asked.rows, "jsonl")):
            if folder is not None:
                folder.mkdir(parents=True, exist_ok=True)
                path = folder / f"{name}.{kind}"
                write(run, path if kind == "json" else None, path if kind == "jsonl" else None)
        if asked.update_baselines:
            write_baseline(BASELINES, run)
    print(f"{time.monotonic() - started:.0f} s in all")
    return _report(missed)


async def _curves(asked: argparse.Namespace, houses: Houses) -> int:
    """Precision against recall, a picture for each suite that decides by a score."""
    for name in DRAWN:
        run = await _run(name, asked, houses)
        print(draw(name, run.result.rows, asked.pictures))
    return 0


async def _run(name: str, asked: argparse.Namespace, houses: Houses) -> Run:
    suite = SUITES[name]
    rows = read_rows(asked.data, suite.row) if asked.data else own_rows(name)
    rows = rows[:: asked.every][: asked.limit]
    orders = asked.orders or (None if asked.data else STORE)
    options = Options(houses=houses, orders=orders)
    started = time.monotonic()
    result = await suite.run(rows, options)
    return Run(suite=name, llm=asked.llm, result=result, seconds=time.monotonic() - started)


def _missed(run: Run, asked: argparse.Namespace) -> list[str]:
    at_least, at_most = dict(asked.at_least), dict(asked.at_most)
    unknown = [name for name in (*at_least, *at_most) if name not in run.metrics]
    if unknown:
        raise BadRow(f"no such metric: {', '.join(unknown)}; {run.suite} has {', '.join(run.metrics)}")
    return Thresholds(at_least=at_least, at_most=at_most).missed(run)


def _report(missed: Sequence[str]) -> int:
    for line in missed:
        print(f"BELOW: {line}", file=sys.stderr)
    return BELOW if missed else 0


def _bound(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name, float(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not metric=value") from None


def _count(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return int(text)


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("suite", choices=[*SUITES, "all", "curves"])
    parser.add_argument(
        "--data", type=Path, help="rows, .jsonl or .yaml; the project's own cases when absent"
    )
    parser.add_argument("--articles", type=Path, help="articles to index; the demo shop's when absent")
    parser.add_argument("--orders", type=Path, help="rows of an order store")
    parser.add_argument("--llm", choices=["offline", "openai"], default="offline")
    parser.add_argument("--json", type=Path, help="write the figures there (with all: a folder)")
    parser.add_argument("--rows", type=Path, help="write one line per case there (with all: a folder)")
    parser.add_argument("--pictures", type=Path, default=PICTURES, help="with curves: the folder to draw to")
    parser.add_argument("--limit", type=_count, help="take the first rows only")
    parser.add_argument("--every", type=_count, default=1, help="take every so-manieth row only")
    parser.add_argument("--at-least", type=_bound, action="append", default=[], metavar="METRIC=VALUE")
    parser.add_argument("--at-most", type=_bound, action="append", default=[], metavar="METRIC=VALUE")
    parser.add_argument("--update-baselines", action="store_true", help="with all: keep these figures")
    asked = parser.parse_args(argv)
    if asked.suite in ("all", "curves") and (asked.data or asked.articles or asked.orders):
        parser.error(f"{asked.suite} runs on the project's own cases: no --data, --articles or --orders")
    return asked
