"""Background tasks of one build: all belong to one TaskGroup and are cancelled when it ends."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog


class Tasks:
    """Gives tasks to their owner; one that fails unexpectedly is logged and ends alone."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self._group = group
        self._tasks: set[asyncio.Task[None]] = set()
        self._log = structlog.get_logger("tasks")

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` until it ends or the build does."""
        task = self._group.create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception:  # noqa: BLE001 - one broken task must not end the house
            self._log.exception("task_failed")

    def cancel(self) -> None:
        """Stop everything that still runs."""
        for task in tuple(self._tasks):
            task.cancel()


@asynccontextmanager
async def background_tasks() -> AsyncGenerator[Tasks, None]:
    """A group of tasks for the length of the context; what fails alone comes out as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = Tasks(group)
            try:
                yield tasks
            finally:
                tasks.cancel()
    except BaseExceptionGroup as failed:
        if len(failed.exceptions) == 1:
            raise failed.exceptions[0] from None
        raise
