"""When to leave alone what keeps failing, and when to ask it again: counting only, the moment is told."""

from collections import deque


class Circuit:
    """Open after `in_a_row` failures, or half of at least `at_least` calls within `window_s`; for `open_s`.

    After that one probe goes through: its success closes the circuit, its failure opens it again. `now` is in
    seconds of a clock that never goes back.
    """

    def __init__(
        self, *, window_s: float = 30.0, open_s: float = 15.0, in_a_row: int = 3, at_least: int = 10
    ) -> None:
        self._window_s = window_s
        self._open_s = open_s
        self._in_a_row = in_a_row
        self._at_least = at_least
        self._outcomes: deque[tuple[float, bool]] = deque()
        self._failed_in_a_row = 0
        self._open_until: float | None = None
        self._is_probing = False

    def is_open(self, now: float) -> bool:
        """Whether a call would be refused now."""
        return self._open_until is not None and (self._is_probing or now < self._open_until)

    def wait_ms(self, now: float) -> int:
        """How long until the next probe may go, in milliseconds; 0 while one is under way."""
        return int(max(0.0, (self._open_until or 0.0) - now) * 1000)

    def enter(self) -> bool:
        """A call begins, which `is_open` does not forbid; True when it is the probe: then `leave` follows."""
        self._is_probing = self._open_until is not None
        return self._is_probing

    def leave(self) -> None:
        """The probe has ended, even without an outcome: the next call may be one."""
        self._is_probing = False

    def succeed(self, now: float) -> None:
        """A call did well."""
        self._failed_in_a_row = 0
        self._open_until = None
        self._remember(now, is_failure=False)

    def fail(self, now: float, *, is_probe: bool | None = None, wait_s: float = 0.0) -> None:
        """A call failed; `wait_s` is how long it asked to be left alone, honoured up to ten times `open_s`.

        Without `is_probe` every failure of an open circuit counts as its probe's.
        """
        is_probe = self._open_until is not None if is_probe is None else is_probe
        self._failed_in_a_row += 1
        self._remember(now, is_failure=True)
        failures = sum(is_failure for _, is_failure in self._outcomes)
        is_half = len(self._outcomes) >= self._at_least and 2 * failures >= len(self._outcomes)
        wait_s = min(wait_s, 10 * self._open_s)
        if is_probe or is_half or self._failed_in_a_row >= self._in_a_row:
            wait_s = max(wait_s, self._open_s)
            self._outcomes.clear()
        if wait_s:
            self._open_until = now + wait_s

    def _remember(self, now: float, *, is_failure: bool) -> None:
        self._outcomes.append((now, is_failure))
        while self._outcomes[0][0] < now - self._window_s:
            self._outcomes.popleft()
