"""Background tasks of one build: all belong to one TaskGroup and are cancelled when it ends."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from typing import Any


class Tasks:
    """Gives tasks to their owner; a task that fails ends the whole build, so each handles its own errors."""

    def __init__(self, group: asyncio.TaskGroup) -> None:
        self._group = group
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` until it ends or the build does."""
        task = self._group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def cancel(self) -> None:
        """Stop everything that still runs."""
        for task in tuple(self._tasks):
            task.cancel()


@asynccontextmanager
async def background_tasks() -> AsyncGenerator[Tasks, None]:
    """A group of tasks for the length of the context."""
    async with asyncio.TaskGroup() as group:
        tasks = Tasks(group)
        try:
            yield tasks
        finally:
            tasks.cancel()
