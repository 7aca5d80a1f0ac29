"""SQL of the escalation policy: versions of its numbers, and which numbers were tried on the past by whom."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from app.domain.ids import OperatorId
from app.storage.tables import escalation_policies as policies
from app.storage.tables import policy_replays as replays


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPolicy:
    """A version of the numbers, by name, and who set them; versions count from 1 without gaps."""

    version: int
    numbers: Mapping[str, float]
    operator_id: OperatorId
    operator_name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReplay:
    """That numbers of `digest` were tried by an operator while `version` was in force."""

    id: str
    digest: str
    version: int
    operator_id: OperatorId
    at: datetime


def newest_version(connection: Connection) -> int:
    """The version in force, 0 when nobody has changed anything."""
    return connection.scalar(select(func.max(policies.c.version))) or 0


def find_newest(connection: Connection) -> StoredPolicy | None:
    """The numbers in force, None when nobody has changed anything."""
    found = list_policies(connection, 1)
    return found[0] if found else None


def list_policies(connection: Connection, limit: int) -> list[StoredPolicy]:
    """Versions, the newest first, at most `limit`."""
    query = select(policies).order_by(policies.c.version.desc()).limit(limit)
    return [_policy(row) for row in connection.execute(query).mappings()]


def insert_policy(connection: Connection, stored: StoredPolicy) -> None:
    """Add a version. Raises IntegrityError when somebody else was faster."""
    connection.execute(
        insert(policies).values(
            version=stored.version,
            numbers=json.dumps(dict(stored.numbers), sort_keys=True),
            operator_id=stored.operator_id,
            operator_name=stored.operator_name,
            at=stored.at,
        )
    )


def insert_replay(connection: Connection, stored: StoredReplay, forget_before: datetime) -> None:
    """Note that numbers were tried; what was noted before a moment serves nobody any more."""
    connection.execute(delete(replays).where(replays.c.at < forget_before))
    connection.execute(
        insert(replays).values(
            id=stored.id,
            digest=stored.digest,
            version=stored.version,
            operator_id=stored.operator_id,
            at=stored.at,
        )
    )


def find_replay(connection: Connection, replay_id: str) -> StoredReplay | None:
    """One trial of numbers, or None."""
    row = connection.execute(select(replays).where(replays.c.id == replay_id)).mappings().one_or_none()
    return None if row is None else StoredReplay(**row)


def _policy(row: RowMapping) -> StoredPolicy:
    return StoredPolicy(**{**row, "numbers": json.loads(row["numbers"])})
