"""How often something may be tried: a sliding window per key, in this process's memory."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from app.domain.errors import RateLimited

KEYS_KEPT = 20_000


class Throttle:
    """At most `limit` tries per key within `window`; the keys unused longest are forgotten first."""

    def __init__(self, limit: int, window: timedelta) -> None:
        self._limit = limit
        self._window = window
        self._tries: OrderedDict[str, deque[datetime]] = OrderedDict()

    def require_room(self, key: str, now: datetime) -> None:
        """Raise RateLimited, with the time to come back, when the key has no try left."""
        tries = self._tries.get(key)
        while tries and tries[0] <= now - self._window:
            tries.popleft()
        if tries and len(tries) >= self._limit:
            wait = tries[0] + self._window - now
            raise RateLimited("too many tries", retry_after_ms=int(wait.total_seconds() * 1_000) + 1)

    def count(self, key: str, now: datetime) -> None:
        """One more try of the key."""
        self._tries.setdefault(key, deque()).append(now)
        self._tries.move_to_end(key)
        while len(self._tries) > KEYS_KEPT:
            self._tries.popitem(last=False)

    def take_back(self, key: str) -> None:
        """The newest try of the key was a good one and does not count."""
        tries = self._tries.get(key)
        if tries:
            tries.pop()
        if not tries:
            self._tries.pop(key, None)

    def forget(self, key: str) -> None:
        """The key starts anew."""
        self._tries.pop(key, None)
