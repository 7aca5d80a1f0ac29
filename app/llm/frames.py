"""Streamed pieces gathered into frames of tens of milliseconds, the first at once; nothing is judged here."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

from app.domain.errors import ModelUnavailable


class FrameBuffer:
    """Between the task that reads an endpoint and the consumer, who may be slow without holding it up."""

    def __init__(self, *, every_s: float) -> None:
        self._every_s = every_s
        self._pieces: list[str] = []
        self._arrived = asyncio.Event()
        self._ended = asyncio.Event()

    def put(self, text: str) -> None:
        """Add a piece."""
        self._pieces.append(text)
        self._arrived.set()

    def end(self) -> None:
        """No piece will follow."""
        self._ended.set()
        self._arrived.set()

    async def frames(self) -> AsyncGenerator[str, None]:
        """The gathered text; at most one frame each `every_s`."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            if self._pieces:
                text = "".join(self._pieces)
                self._pieces.clear()
                yield text
                await self._pause()
            if self._ended.is_set() and not self._pieces:
                return
            if self._ended.is_set():
                self._arrived.set()

    async def _pause(self) -> None:
        """The time of one frame, cut short when the stream ends."""
        try:
            async with asyncio.timeout(self._every_s):
                await self._ended.wait()
        except TimeoutError:
            return


async def gathered(
    read: Callable[[FrameBuffer], Awaitable[None]], *, every_s: float
) -> AsyncGenerator[str, None]:
    """Run `read` beside the consumer and give its pieces in frames; its failure is raised after them.

    Closing the generator cancels `read` and waits until it has hung up.
    """
    buffer = FrameBuffer(every_s=every_s)

    async def reading() -> None:
        try:
            await read(buffer)
        finally:
            buffer.end()

    task = asyncio.create_task(reading())
    try:
        async for frame in buffer.frames():
            yield frame
        await task
    finally:
        if not task.done():
            task.cancel()
        outcome = (await asyncio.gather(task, return_exceptions=True))[0]
        if isinstance(outcome, Exception) and not isinstance(outcome, ModelUnavailable):
            raise ModelUnavailable(f"unexpected failure: {type(outcome).__name__}") from outcome
