"""A circuit breaker around a language model: what keeps failing is left alone for a while."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing

from app.domain.circuit import Circuit
from app.domain.errors import ModelUnavailable
from app.llm.base import Delta, LanguageModel, ModelRequest


class Breaker:
    """Open after three failures in a row, or half of at least ten calls in 30 s; then refuses for 15 s.

    A `Retry-After` of the endpoint is honoured. `clock` gives monotonic seconds. The counting is `Circuit`'s.
    """

    def __init__(self, model: LanguageModel, clock: Callable[[], float]) -> None:
        self.name = model.name
        self._model = model
        self._clock = clock
        self._circuit = Circuit()

    @property
    def is_open(self) -> bool:
        """Whether a call would be refused now."""
        return self._circuit.is_open(self._clock())

    async def stream(self, request: ModelRequest) -> AsyncGenerator[Delta, None]:
        """As the model streams; raises ModelUnavailable at once while the circuit is open."""
        if self.is_open:
            wait_ms = self._circuit.wait_ms(self._clock())
            raise ModelUnavailable("the circuit is open", retry_after_ms=wait_ms)
        is_probe = self._circuit.enter()
        try:
            async with aclosing(self._model.stream(request)) as deltas:
                async for delta in deltas:
                    yield delta
        except ModelUnavailable as error:
            self._circuit.fail(self._clock(), is_probe=is_probe, wait_s=(error.retry_after_ms or 0) / 1000)
            raise
        else:
            self._circuit.succeed(self._clock())
        finally:
            if is_probe:
                self._circuit.leave()

    def give_up(self) -> None:
        """A call that its consumer closed for lateness is a failure like any other."""
        self._circuit.fail(self._clock())

    async def aclose(self) -> None:
        """Close the model."""
        await self._model.aclose()
