"""A circuit breaker around a language model: what keeps failing is left alone for a while."""

from collections import deque
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from app.domain.errors import ModelUnavailable
from app.llm.base import Delta, LanguageModel, ModelRequest


class Breaker:
    """Open after three failures in a row, or half of at least ten calls in 30 s; then refuses for 15 s.

    After that one probe goes through: its success closes the circuit, its failure opens it again. A
    `Retry-After` of the endpoint is honoured, up to ten times as long. `clock` gives monotonic seconds.
    """

    def __init__(
        self,
        model: LanguageModel,
        clock: Callable[[], float],
        *,
        window_s: float = 30.0,
        open_s: float = 15.0,
        in_a_row: int = 3,
        at_least: int = 10,
    ) -> None:
        self.name = model.name
        self._model = model
        self._clock = clock
        self._window_s = window_s
        self._open_s = open_s
        self._in_a_row = in_a_row
        self._at_least = at_least
        self._outcomes: deque[tuple[float, bool]] = deque()
        self._failed_in_a_row = 0
        self._open_until: float | None = None
        self._is_probing = False

    @property
    def is_open(self) -> bool:
        """Whether a call would be refused now."""
        return self._open_until is not None and (self._is_probing or self._clock() < self._open_until)

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """As the model streams; raises ModelUnavailable at once while the circuit is open."""
        if self.is_open:
            wait_s = max(0.0, (self._open_until or 0.0) - self._clock())
            raise ModelUnavailable("the circuit is open", retry_after_ms=int(wait_s * 1000))
        is_probe = self._is_probing = self._open_until is not None
        try:
            async with aclosing(self._model.stream(request)) as deltas:
                async for delta in deltas:
                    yield delta
        except ModelUnavailable as error:
            self._record_failure(error, is_probe=is_probe)
            raise
        else:
            self._record_success()
        finally:
            if is_probe:
                self._is_probing = False

    def give_up(self) -> None:
        """A call that its consumer closed for lateness is a failure like any other."""
        late = ModelUnavailable("nothing to show in time")
        self._record_failure(late, is_probe=self._open_until is not None)

    async def aclose(self) -> None:
        """Close the model."""
        await self._model.aclose()

    def _record_success(self) -> None:
        self._failed_in_a_row = 0
        self._open_until = None
        self._remember(is_failure=False)

    def _record_failure(self, error: ModelUnavailable, *, is_probe: bool) -> None:
        self._failed_in_a_row += 1
        self._remember(is_failure=True)
        failures = sum(is_failure for _, is_failure in self._outcomes)
        is_half = len(self._outcomes) >= self._at_least and 2 * failures >= len(self._outcomes)
        wait_s = min((error.retry_after_ms or 0) / 1000, 10 * self._open_s)
        if is_probe or is_half or self._failed_in_a_row >= self._in_a_row:
            wait_s = max(wait_s, self._open_s)
            self._outcomes.clear()
        if wait_s:
            self._open_until = self._clock() + wait_s

    def _remember(self, *, is_failure: bool) -> None:
        now = self._clock()
        self._outcomes.append((now, is_failure))
        while self._outcomes[0][0] < now - self._window_s:
            self._outcomes.popleft()
