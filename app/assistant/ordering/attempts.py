"""Counts failed proofs of identity in memory, so that nobody can guess; it knows nothing of orders."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta


class AttemptLimiter:
    """At most `limit` tries in `window` for one key (a visitor); safe to ask from one event loop.

    Remembers at most `keys` keys and forgets the one that tried longest ago.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        limit: int = 5,
        window: timedelta = timedelta(hours=1),
        keys: int = 100_000,
    ) -> None:
        self._clock = clock
        self._limit = limit
        self._window = window
        self._keys = keys
        self._tries: OrderedDict[str, list[datetime]] = OrderedDict()

    def take(self, key: str) -> bool:
        """Count a try; False, and nothing counted, when there have been too many."""
        recent = self._recent(key)
        if len(recent) >= self._limit:
            return False
        self._tries[key] = [*recent, self._clock()]
        self._tries.move_to_end(key)
        if len(self._tries) > self._keys:
            self._tries.popitem(last=False)
        return True

    def give_back(self, key: str) -> None:
        """A try that succeeded does not count."""
        recent = self._recent(key)
        if recent:
            self._tries[key] = recent[:-1]

    def wait(self, key: str) -> timedelta:
        """How long until the next try is allowed; zero when it is allowed now."""
        recent = self._recent(key)
        if len(recent) < self._limit:
            return timedelta(0)
        return recent[0] + self._window - self._clock()

    def _recent(self, key: str) -> list[datetime]:
        since = self._clock() - self._window
        return [moment for moment in self._tries.get(key, []) if moment > since]
