"""Reports for a shop's owner: reads the log off the event loop and hands the visits to be counted."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.errors import InvalidInput
from app.reports.summary import Summary, summarise
from app.reports.visits import Visit, cut
from app.storage.database import Connection, Database
from app.storage.history import read_conversations, read_marks

LONGEST = timedelta(days=366)


class Reports:
    """Every figure anew from the events: nothing is counted while it happens, so nothing can drift.

    One report is made at a time, about 12 µs of processor time an event: a week of 10,000 visits takes 2 s.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def last_days(self, days: int) -> Summary:
        """The figures of the last `days` times 24 hours."""
        now = self._clock()
        return await self.between(now - timedelta(days=days), now)

    async def between(self, since: datetime, until: datetime) -> Summary:
        """The figures of visits that began in `since` <= t < `until` (aware), with all that came of them.

        Raises InvalidInput for a window that is empty or longer than a year.
        """
        if not since < until <= since + LONGEST:
            raise InvalidInput("a window of more than nothing and at most a year", field="days")
        now = self._clock()

        def count(connection: Connection) -> Summary:
            return summarise(
                _visits(connection, since, until), since, until, now, read_marks(connection, since)
            )

        async with self._one_at_a_time:
            return await self._database.read(count)


def _visits(connection: Connection, since: datetime, until: datetime) -> list[Visit]:
    visits: list[Visit] = []
    for conversation_id, recorded in read_conversations(connection, since, until):
        visits += [each for each in cut(conversation_id, recorded) if since <= each.began_at < until]
        time.sleep(0)  # lets the event loop have the interpreter: its lag falls from 7 ms to 0.2 ms
    return visits
