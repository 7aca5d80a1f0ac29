"""Which failures of an endpoint are worth one more try, and the budget that all tries share."""

from dataclasses import dataclass

from app.domain.errors import ModelUnavailable

SHARE = 0.1
MOST_SAVED = 2.0
_RETRYABLE_STATUS = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A failed try: the error to raise, whether another may help, and how long the endpoint asks to wait."""

    error: ModelUnavailable
    is_retryable: bool
    wait_s: float = 0.0


class RetryBudget:
    """One more try for every ten calls that did well, two saved at most: an outage earns none."""

    def __init__(self, *, saved: float = 1.0) -> None:
        self._saved = saved

    def earn(self) -> None:
        """A call did well."""
        self._saved = min(MOST_SAVED, self._saved + SHARE)

    def spend(self) -> bool:
        """Whether a retry may be made now; takes it."""
        if self._saved < 1.0 - 1e-9:
            return False
        self._saved -= 1.0
        return True


def status_failure(status: int, body: str, retry_after: str) -> Failure:
    """A failure with an HTTP status; a 429 about money is not worth another try, nor any other 4xx.

    The error says nothing of the body: an endpoint may repeat the key and the customer's words in it.
    """
    wait_s = _seconds(retry_after)
    is_about_money = any(
        word in body.lower() for word in ("quota", "billing", "credit", "balance", "insufficient")
    )
    error = ModelUnavailable(f"status {status}", retry_after_ms=int(wait_s * 1000) if wait_s else None)
    return Failure(
        error=error,
        is_retryable=status in _RETRYABLE_STATUS and not (status == 429 and is_about_money),
        wait_s=wait_s,
    )


def _seconds(header: str) -> float:
    """`Retry-After` in seconds; a date or nonsense counts as none."""
    try:
        return max(0.0, float(header))
    except ValueError:
        return 0.0
