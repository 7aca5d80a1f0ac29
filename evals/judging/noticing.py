"""What one message shows by itself, as `--rows` tells it; shared by the suites of single messages."""

from collections.abc import Sequence
from typing import Any

from app.domain.escalation import Signals, Turn
from app.main import Services
from evals.metrics import Metrics, RowOut, binary, share

ALWAYS = ("precision", "recall", "f1")


def read_first(services: Services, text: str) -> Signals:
    """The signals at a first message."""
    return services.signals.read([Turn(role="customer", text=text)])


def told(signals: Signals) -> dict[str, Any]:
    """The signals that a reader of a miss wants to see."""
    return {
        "asked_for_human": signals.asked_for_human,
        "sensitive": signals.sensitive,
        "asks_if_bot": signals.asks_if_bot,
        "frustration": signals.frustration,
        "evidence": list(signals.evidence),
    }


def measure_binary(rows: Sequence[RowOut]) -> Metrics:
    """Precision, recall and F1 of `predicted` against `expected`, and the share of rows that are right.

    Anything but 0, None and "none" is true; where nothing true is expected, only the share makes sense.
    """
    gold = [row["expected"] not in (0, None, "none") for row in rows]
    predicted = [bool(row["predicted"]) for row in rows]
    right = share(g == p for g, p in zip(gold, predicted, strict=True))
    return {**(binary(gold, predicted) if any(gold) else {}), "right": right, "n": len(rows)}
