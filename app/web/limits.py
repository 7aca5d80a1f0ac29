"""How much one sender may do: sliding windows on a monotonic clock."""

from collections import deque
from collections.abc import Callable

from app.domain.errors import RateLimited

Monotonic = Callable[[], float]


class Window:
    """At most `limit` acts in `seconds`; `spend` raises RateLimited with the time to wait."""

    __slots__ = ("_acts", "_clock", "_limit", "_seconds")

    def __init__(self, limit: int, seconds: float, clock: Monotonic) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._acts: deque[float] = deque()

    def spend(self) -> None:
        """Count one act."""
        now = self._clock()
        while self._acts and self._acts[0] <= now - self._seconds:
            self._acts.popleft()
        if len(self._acts) >= self._limit:
            wait = self._acts[0] + self._seconds - now
            raise RateLimited(retry_after_ms=int(wait * 1_000) + 1)
        self._acts.append(now)

    @property
    def is_idle(self) -> bool:
        """True when nothing counts any more."""
        return not self._acts or self._acts[-1] <= self._clock() - self._seconds


class Windows:
    """A window per key (an address, a customer), forgotten when idle."""

    def __init__(self, limit: int, seconds: float, clock: Monotonic) -> None:
        self.limit = limit
        self._seconds = seconds
        self._clock = clock
        self._windows: dict[str, Window] = {}

    def spend(self, key: str) -> None:
        """Count one act of `key`."""
        window = self._windows.get(key)
        if window is None:
            if len(self._windows) > 10_000:
                self._windows = {name: kept for name, kept in self._windows.items() if not kept.is_idle}
            window = self._windows[key] = Window(self.limit, self._seconds, self._clock)
        window.spend()
