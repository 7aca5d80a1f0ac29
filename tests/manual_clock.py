"""A clock for tests."""

from datetime import UTC, datetime, timedelta


class ManualClock:
    """A clock that stands still until it is told to move on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **units: float) -> None:
        """Let time pass: `pass_by(minutes=5)`."""
        self.now += timedelta(**units)
