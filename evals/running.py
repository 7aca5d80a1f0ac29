"""What a suite is: rows in, outcomes and figures out; how far it has come is told while it runs."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from evals.house import House, Houses, tell
from evals.metrics import Metrics, RowOut, by_group

T = TypeVar("T")

Measure = Callable[[Sequence[RowOut]], Metrics]
EVERY_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteResult:
    """The figures of a run: over all rows, by group, and row by row as `--rows` writes them."""

    metrics: Metrics
    by: Mapping[str, Mapping[str, Metrics]]
    rows: Sequence[RowOut]


def measured(
    rows: Sequence[RowOut],
    measure: Measure,
    groups: Mapping[str, str],
    *,
    of_all: Mapping[str, float] | None = None,
    always: Sequence[str] = (),
) -> SuiteResult:
    """The result of rows: `groups` maps the name of a grouping to the field it goes by.

    `of_all` are figures that make sense over the whole run alone, `always` those that the run has even when
    no row counts for them (0 then; a group goes without).
    """
    by = {name: by_group(rows, key, measure) for name, key in groups.items()}
    return SuiteResult(
        metrics={**dict.fromkeys(always, 0.0), **measure(rows), **(of_all or {})},
        by={n: g for n, g in by.items() if g},
        rows=rows,
    )


@dataclass(slots=True, kw_only=True)
class Options:
    """What a run is given: the product's houses, and the order rows of `orders`."""

    houses: Houses
    orders: Path | None = None

    async def house(self) -> House:
        """The product with the run's articles."""
        return await self.houses.furnished()

    def each(self, rows: Sequence[T], what: str) -> Iterator[T]:
        """The rows one by one; every few seconds says how many are done."""
        started = told = time.monotonic()
        for number, row in enumerate(rows):
            now = time.monotonic()
            if now - told >= EVERY_S:
                told = now
                tell(f"{what}: {number} of {len(rows)}, {now - started:.0f} s")
            yield row
