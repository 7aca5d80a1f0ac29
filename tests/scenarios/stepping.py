"""Running a coroutine with something else happening at its n-th wait, at exactly that wait and no other."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any, TypeVar

T = TypeVar("T")


class Stepped:
    """`work`, with `meanwhile` carried out to its end at wait number `at` (from 0) before the wait goes on.

    `waits` counts the waits there were. A cancellation reaches the work where it waits, as without us.
    """

    def __init__(
        self, work: Coroutine[Any, Any, T], at: int, meanwhile: Callable[[], Awaitable[None]]
    ) -> None:
        self._work, self._at, self._meanwhile = work, at, meanwhile
        self.waits = 0
        self.has_happened = False

    async def run(self) -> Any:
        """What the work returns or raises."""
        return await _Driven(self)

    def drive(self) -> Generator[Any, None, Any]:
        """One step after the other, as a task does it."""
        resume: Callable[[], Any] = lambda: self._work.send(None)  # noqa: E731 - it changes with each wait
        while True:
            try:
                waited_for = resume()
            except StopIteration as stop:
                return stop.value
            cancelled = None
            if self.waits == self._at:
                cancelled = yield from self._let_it_happen()
            self.waits += 1
            try:
                if cancelled is not None:
                    if isinstance(waited_for, asyncio.Future):
                        waited_for.cancel()
                    raise cancelled
                yield waited_for
            except BaseException as error:  # noqa: BLE001 - everything goes to the work
                resume = _throwing(self._work, error)
            else:
                resume = lambda: self._work.send(None)  # noqa: E731

    def _let_it_happen(self) -> Generator[Any, None, asyncio.CancelledError | None]:
        self.has_happened = True
        happening = asyncio.ensure_future(self._meanwhile())
        cancelled: asyncio.CancelledError | None = None
        while not happening.done():
            try:
                yield from asyncio.wait_for(asyncio.shield(happening), None).__await__()
            except asyncio.CancelledError as error:
                cancelled = error
        happening.result()
        return cancelled


class _Driven:
    def __init__(self, stepped: Stepped) -> None:
        self._stepped = stepped

    def __await__(self) -> Generator[Any, None, Any]:
        return self._stepped.drive()


def _throwing(work: Coroutine[Any, Any, Any], error: BaseException) -> Callable[[], Any]:
    return lambda: work.throw(error)
