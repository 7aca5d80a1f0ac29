"""What an endpoint streams, handed to a consumer who may be slow: what waits becomes one frame."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable

from app.domain.errors import ModelUnavailable


class FrameBuffer:
    """Between the task that reads an endpoint and the consumer, who may be slow without holding it up."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._arrived = asyncio.Event()
        self._is_ended = False

    def put(self, text: str) -> None:
        """Add a piece."""
        self._pieces.append(text)
        self._arrived.set()

    def end(self) -> None:
        """No piece will follow."""
        self._is_ended = True
        self._arrived.set()

    async def frames(self) -> AsyncGenerator[str, None]:
        """All the text that came since the last frame, as soon as there is any."""
        while self._pieces or not self._is_ended:
            await self._arrived.wait()
            self._arrived.clear()
            text = "".join(self._pieces)
            self._pieces.clear()
            if text:
                yield text


async def gathered(read: Callable[[FrameBuffer], Awaitable[None]]) -> AsyncGenerator[str, None]:
    """Run `read` beside the consumer and give its pieces in frames; its failure is raised after them.

    Closing the generator cancels `read` and waits until it has hung up.
    """
    buffer = FrameBuffer()

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
