"""Signed-in browsers: opened, found by their cookie, revoked; the cookie itself belongs to the web edge."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.ids import OperatorId
from app.operators.tokens import hash_of, new_token
from app.storage import operators as rows
from app.storage.database import Connection, Database
from app.storage.operators import Operator

ABSOLUTE = timedelta(hours=12)
IDLE = timedelta(hours=2)
TOUCH_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who is signed in, the value unsafe requests must repeat, and when the session ends at the latest."""

    operator: Operator
    csrf: str
    ends_at: datetime

    def carries(self, csrf: str) -> bool:
        """Whether `csrf` is this session's, compared in constant time."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


class Sessions:
    """Sessions end after `absolute`, and after `idle` without being used."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        absolute: timedelta = ABSOLUTE,
        idle: timedelta = IDLE,
    ) -> None:
        self._database = database
        self._clock = clock
        self._absolute = absolute
        self._idle = idle

    async def open(self, operator: Operator) -> tuple[str, Session]:
        """A new session: the token for the cookie, told this once, and what it stands for."""
        token, csrf, now = new_token(), new_token(), self._clock()

        def insert(connection: Connection) -> None:
            rows.delete_old_sessions(connection, now - self._absolute, now - self._idle)
            rows.insert_session(connection, hash_of(token), operator.id, csrf, now)

        await self._database.write(insert)
        return token, Session(operator=operator, csrf=csrf, ends_at=now + self._absolute)

    async def find(self, token: str, *, is_use: bool = True) -> Session | None:
        """The session of a cookie, or None when it is unknown, over, or its account is closed.

        With `is_use` the idle clock starts anew (written at most once a minute); a socket that merely checks
        that it may stay open asks without.
        """
        token_hash, now = hash_of(token), self._clock()
        row = await self._database.read(lambda connection: rows.find_session(connection, token_hash))
        if row is None or now >= row.created_at + self._absolute or now >= row.seen_at + self._idle:
            return None
        if is_use and now >= row.seen_at + TOUCH_EVERY:
            await self._database.write(lambda connection: rows.touch_session(connection, token_hash, now))
        return Session(operator=row.operator, csrf=row.csrf, ends_at=row.created_at + self._absolute)

    async def revoke(self, token: str) -> None:
        """End one session; an unknown token is no error."""
        await self._database.write(lambda connection: rows.delete_session(connection, hash_of(token)))

    async def revoke_all(self, operator_id: OperatorId) -> int:
        """End every session of a person; says how many there were."""
        return await self._database.write(lambda connection: rows.delete_sessions_of(connection, operator_id))
