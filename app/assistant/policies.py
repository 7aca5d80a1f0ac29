"""The numbers of the escalation policy in force on every node; what others would have done is reports'."""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import zip_longest
from typing import Any

import structlog

from app.domain.errors import ReplayNeeded, SupportError
from app.domain.escalation import EscalationPolicy
from app.domain.ids import OperatorId
from app.storage import policies as sql
from app.storage.database import Connection, Database, WriteConflict

REPLAY_GOOD_FOR = timedelta(hours=1)
CHANGES_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyVersion:
    """Numbers and which version they are: 0 are those that the product comes with."""

    version: int = 0
    policy: EscalationPolicy = field(default_factory=EscalationPolicy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who changes the numbers."""

    operator_id: OperatorId
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedNumber:
    """A number that became another."""

    name: str
    was: float
    now: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyChange:
    """One change: who, when, and every number that became another."""

    version: int
    by: str
    at: datetime
    numbers: tuple[ChangedNumber, ...]


class Policies:
    """Holds the numbers in force, `current`; one version serves a whole turn.

    A change holds at once on the node where it is made, and on the others as soon as they look: every two
    seconds, as they do for articles.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self.current = PolicyVersion()
        self._log = structlog.get_logger("policy")

    async def refresh(self) -> None:
        """Take over what another node changed; nothing happens when nothing did."""
        if await self._database.read(sql.newest_version) != self.current.version:
            stored = await self._database.read(sql.find_newest)
            self._take_over(stored)

    async def keep(self, *, interval_s: float = 2.0) -> None:
        """Run for as long as the node does; what cannot be read now is looked at again."""
        while True:
            await asyncio.sleep(interval_s)
            try:
                await self.refresh()
            except SupportError as error:
                self._log.warning("policy_not_read", code=error.code)

    async def changes(self) -> list[PolicyChange]:
        """The last changes, the newest first."""
        stored = await self._database.read(
            lambda connection: sql.list_policies(connection, CHANGES_SHOWN + 1)
        )
        told: list[PolicyChange] = []
        for each, before in zip_longest(stored[:CHANGES_SHOWN], stored[1:]):
            was, now = _in_force(before), _in_force(each)
            numbers = tuple(
                ChangedNumber(name=name, was=was[name], now=now[name])
                for name in now
                if was[name] != now[name]
            )
            told.append(
                PolicyChange(version=each.version, by=each.operator_name, at=each.at, numbers=numbers)
            )
        return told

    async def note_replay(self, numbers: EscalationPolicy, by: Author, against: int) -> tuple[str, datetime]:
        """Remember that `by` saw `numbers` tried beside version `against`: an id, and how long it is good."""
        now = self._clock()
        tried = sql.StoredReplay(
            id=secrets.token_urlsafe(16),
            digest=_digest(numbers),
            version=against,
            operator_id=by.operator_id,
            at=now,
        )
        await self._database.write(
            lambda connection: sql.insert_replay(connection, tried, now - REPLAY_GOOD_FOR)
        )
        return tried.id, now + REPLAY_GOOD_FOR

    async def change(self, numbers: EscalationPolicy, by: Author, replay_id: str) -> PolicyVersion:
        """Put `numbers` in force; when they are already, nothing is written.

        Raises ReplayNeeded unless `by` tried these very numbers within the hour, beside those in force.
        """
        now = self._clock()

        def put(connection: Connection) -> sql.StoredPolicy | None:
            newest = sql.find_newest(connection)
            if _in_force(newest) == asdict(numbers):
                return newest
            version = newest.version if newest is not None else 0
            tried = sql.find_replay(connection, replay_id)
            if (
                tried is None
                or (tried.digest, tried.version, tried.operator_id)
                != (_digest(numbers), version, by.operator_id)
                or now - tried.at >= REPLAY_GOOD_FOR
            ):
                raise ReplayNeeded
            stored = sql.StoredPolicy(
                version=version + 1,
                numbers=asdict(numbers),
                operator_id=by.operator_id,
                operator_name=by.name,
                at=now,
            )
            sql.insert_policy(connection, stored)
            return stored

        try:
            self._take_over(await self._database.write(put))
        except WriteConflict as conflict:
            raise ReplayNeeded from conflict
        self._log.info("policy_changed", version=self.current.version, by=by.operator_id)
        return self.current

    def _take_over(self, stored: sql.StoredPolicy | None) -> None:
        """Numbers that this version of the product refuses leave those in force that were before."""
        if stored is None:
            self.current = PolicyVersion()
            return
        policy = self.current.policy
        try:
            policy = EscalationPolicy(**_in_force(stored))
        except (TypeError, ValueError) as error:
            self._log.error("policy_refused", version=stored.version, why=str(error))
        self.current = PolicyVersion(version=stored.version, policy=policy)


def _digest(policy: EscalationPolicy) -> str:
    return sha256(json.dumps(asdict(policy), sort_keys=True).encode()).hexdigest()


def _in_force(stored: sql.StoredPolicy | None) -> dict[str, Any]:
    """Every number of a version by name; one that it does not know is the product's own."""
    ours = asdict(EscalationPolicy())
    if stored is None:
        return ours
    return {name: stored.numbers.get(name, own) for name, own in ours.items()}
