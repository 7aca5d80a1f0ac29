"""Who is at the desk now: each operator's last word, good for a minute; never part of a timeline."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from app.domain.ids import OperatorId
from app.storage import operators as rows
from app.storage.database import Database
from app.storage.operators import PresenceStatus

GOOD_FOR = timedelta(seconds=60)


class Presence:
    """Presence as told by heartbeats: eventual, at most `good_for` behind the truth."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], *, good_for: timedelta = GOOD_FOR
    ) -> None:
        self._database = database
        self._clock = clock
        self._good_for = good_for

    async def set(self, operator_id: OperatorId, status: PresenceStatus) -> None:
        """The operator says that they are online, away or offline."""
        now = self._clock()
        await self._database.write(lambda c: rows.put_presence(c, operator_id, now, status))

    async def seen(self, operator_id: OperatorId) -> None:
        """The operator's console was heard; what they said last holds on. The first time means online."""
        now = self._clock()
        await self._database.write(lambda c: rows.put_presence(c, operator_id, now))

    async def statuses(self) -> Mapping[OperatorId, PresenceStatus]:
        """What each operator heard of lately said; everybody else is offline."""
        since = self._clock() - self._good_for
        recent = await self._database.read(lambda connection: rows.list_presence(connection, since))
        return {row.operator_id: row.status for row in recent}

    async def online(self) -> frozenset[OperatorId]:
        """Who takes conversations now."""
        return frozenset(who for who, status in (await self.statuses()).items() if status == "online")

    async def is_attended(self) -> bool:
        """Whether anybody takes conversations now."""
        return bool(await self.online())

    async def absent(self, operators: frozenset[OperatorId]) -> frozenset[OperatorId]:
        """Of these operators, the ones not heard of within `good_for`."""
        return operators - frozenset(await self.statuses())
