"""SQL of the people who work here: operators, setup links, sessions, presence; no rules live here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.domain.ids import Language, OperatorId
from app.storage.tables import operator_sessions, operators, presence, setup_links

Role = Literal["admin", "operator", "editor", "viewer"]
ROLES: tuple[Role, ...] = ("admin", "operator", "editor", "viewer")
PresenceStatus = Literal["online", "away", "offline"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A person who may sign in; `email` is lower case and unique."""

    id: OperatorId
    email: str
    name: str
    role: Role
    language: Language
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A browser where `operator` is signed in; `token_hash` is all that is kept of the cookie."""

    token_hash: str
    csrf: str
    operator: Operator
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceRow:
    """What an operator said last about being there, and when their console was last heard."""

    operator_id: OperatorId
    status: PresenceStatus
    seen_at: datetime


# --- operators ----------------------------------------------------------------------------------------------


def insert_operator(connection: Connection, operator: Operator, password_hash: str, now: datetime) -> None:
    """Add a person. Raises IntegrityError when the e-mail is taken."""
    connection.execute(
        insert(operators).values(
            id=operator.id,
            email=operator.email,
            name=operator.name,
            password_hash=password_hash,
            role=operator.role,
            language=operator.language,
            is_active=operator.is_active,
            created_at=now,
        )
    )


def list_operators(connection: Connection) -> list[Operator]:
    """Everybody, deactivated people included, by name."""
    query = select(operators).order_by(operators.c.name, operators.c.id)
    return [_operator(row) for row in connection.execute(query).mappings()]


def count_operators(connection: Connection) -> int:
    """How many people there are, deactivated ones included."""
    return connection.execute(select(func.count()).select_from(operators)).scalar_one()


def find_operator(connection: Connection, operator_id: OperatorId) -> Operator | None:
    """One person, or None."""
    query = select(operators).where(operators.c.id == operator_id)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else _operator(row)


def find_by_email(connection: Connection, email: str) -> tuple[Operator, str] | None:
    """The person with this e-mail and the hash of their password, or None."""
    query = select(operators).where(operators.c.email == email)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else (_operator(row), str(row["password_hash"]))


def replace_password_hash(connection: Connection, operator_id: OperatorId, password_hash: str) -> None:
    """Keep another hash of the person's password."""
    connection.execute(
        update(operators).where(operators.c.id == operator_id).values(password_hash=password_hash)
    )


def lock_active_admins(connection: Connection) -> Sequence[OperatorId]:
    """The admins who can sign in; their rows stay locked until the transaction ends."""
    query = (
        select(operators.c.id)
        .where(operators.c.role == "admin", operators.c.is_active)
        .order_by(operators.c.id)
        .with_for_update()
    )
    return connection.execute(query).scalars().all()


def deactivate_operator(connection: Connection, operator_id: OperatorId) -> None:
    """Close the account, every session of it, and take the person off the desk."""
    connection.execute(update(operators).where(operators.c.id == operator_id).values(is_active=False))
    connection.execute(delete(operator_sessions).where(operator_sessions.c.operator_id == operator_id))
    connection.execute(delete(presence).where(presence.c.operator_id == operator_id))


# --- setup links --------------------------------------------------------------------------------------------


def insert_setup_link(
    connection: Connection, token_hash: str, role: Role, expires_at: datetime, now: datetime
) -> None:
    """Keep the hash of a one-time link; links that ran out are swept away."""
    connection.execute(delete(setup_links).where(setup_links.c.expires_at <= now))
    connection.execute(insert(setup_links).values(token_hash=token_hash, role=role, expires_at=expires_at))


def find_setup_link(connection: Connection, token_hash: str, now: datetime) -> Role | None:
    """The role that a link gives while it is good."""
    query = select(setup_links.c.role).where(
        setup_links.c.token_hash == token_hash, setup_links.c.expires_at > now
    )
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else row["role"]


def take_setup_link(connection: Connection, token_hash: str, now: datetime) -> bool:
    """Use a link up; False when it is unknown, used or too old."""
    taken = connection.execute(
        delete(setup_links).where(setup_links.c.token_hash == token_hash, setup_links.c.expires_at > now)
    )
    return taken.rowcount == 1


# --- sessions -----------------------------------------------------------------------------------------------


def insert_session(
    connection: Connection, token_hash: str, operator_id: OperatorId, csrf: str, now: datetime
) -> None:
    """Remember a signed-in browser by the hash of its cookie."""
    connection.execute(
        insert(operator_sessions).values(
            token_hash=token_hash, operator_id=operator_id, csrf=csrf, created_at=now, seen_at=now
        )
    )


def find_session(connection: Connection, token_hash: str) -> SessionRow | None:
    """The session of an active operator, however old, or None."""
    query = (
        select(
            operator_sessions.c.csrf,
            operator_sessions.c.created_at.label("opened_at"),
            operator_sessions.c.seen_at,
            operators,
        )
        .join(operators, operators.c.id == operator_sessions.c.operator_id)
        .where(operator_sessions.c.token_hash == token_hash, operators.c.is_active)
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    return SessionRow(
        token_hash=token_hash,
        csrf=row["csrf"],
        operator=_operator(row),
        created_at=row["opened_at"],
        seen_at=row["seen_at"],
    )


def touch_session(connection: Connection, token_hash: str, now: datetime) -> None:
    """The session was used just now."""
    connection.execute(
        update(operator_sessions).where(operator_sessions.c.token_hash == token_hash).values(seen_at=now)
    )


def delete_session(connection: Connection, token_hash: str) -> None:
    """Forget one session."""
    connection.execute(delete(operator_sessions).where(operator_sessions.c.token_hash == token_hash))


def delete_sessions_of(connection: Connection, operator_id: OperatorId) -> int:
    """Forget every session of a person; says how many there were."""
    gone = connection.execute(delete(operator_sessions).where(operator_sessions.c.operator_id == operator_id))
    return gone.rowcount


def delete_old_sessions(connection: Connection, opened_before: datetime, seen_before: datetime) -> int:
    """Forget sessions opened or last used before these moments; says how many there were."""
    gone = connection.execute(
        delete(operator_sessions).where(
            (operator_sessions.c.created_at <= opened_before) | (operator_sessions.c.seen_at <= seen_before)
        )
    )
    return gone.rowcount


# --- presence -----------------------------------------------------------------------------------------------


def put_presence(
    connection: Connection, operator_id: OperatorId, now: datetime, status: PresenceStatus | None = None
) -> None:
    """The operator was heard now; with `status` that is what they said, without it the old word holds."""
    said: dict[str, Any] = {"seen_at": now} if status is None else {"seen_at": now, "status": status}
    change = update(presence).where(presence.c.operator_id == operator_id).values(said)
    if connection.execute(change).rowcount:
        return
    try:
        with connection.begin_nested():
            connection.execute(
                insert(presence).values(operator_id=operator_id, status=status or "online", seen_at=now)
            )
    except IntegrityError:
        connection.execute(change)


def list_presence(connection: Connection, seen_after: datetime) -> list[PresenceRow]:
    """Whoever was heard after this moment and still has an account."""
    query = (
        select(presence)
        .join(operators, operators.c.id == presence.c.operator_id)
        .where(presence.c.seen_at > seen_after, operators.c.is_active)
        .order_by(presence.c.operator_id)
    )
    return [
        PresenceRow(operator_id=row["operator_id"], status=row["status"], seen_at=row["seen_at"])
        for row in connection.execute(query).mappings()
    ]


def _operator(row: RowMapping) -> Operator:
    return Operator(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        role=row["role"],
        language=row["language"],
        is_active=row["is_active"],
    )
