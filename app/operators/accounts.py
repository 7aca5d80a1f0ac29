"""Who may sign in: one-time setup links, e-mail and password, roles; sessions and cookies are not here."""

import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.errors import Conflict, InvalidInput, NotFound, Unauthorized
from app.domain.ids import Language, OperatorId
from app.operators.passwords import Passwords, require_allowed
from app.operators.throttle import Throttle
from app.operators.tokens import hash_of, new_token
from app.storage import operators as rows
from app.storage.database import Connection, Database, WriteConflict
from app.storage.operators import Operator, Role

TRIES = 10
TRIES_OF_ADDRESS = 50
WINDOW = timedelta(minutes=15)
NAME_LIMIT = 80
EMAIL_LIMIT = 254
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


class Accounts:
    """Operators of the shop. There is no default account: the first one comes from a setup link."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._passwords = Passwords()
        self._by_account = Throttle(TRIES, WINDOW)
        self._by_address = Throttle(TRIES_OF_ADDRESS, WINDOW)

    async def create_setup_link(self, role: Role = "admin", minutes: int = 60) -> str:
        """A token that lets one person choose their name and password once, within `minutes`."""
        token, now = new_token(), self._clock()
        expires_at = now + timedelta(minutes=minutes)
        await self._database.write(
            lambda connection: rows.insert_setup_link(connection, hash_of(token), role, expires_at, now)
        )
        return token

    async def require_setup_link(self, token: str) -> None:
        """Raise NotFound when the link is unknown, used or too old; it is not used up."""
        await self._role_of(hash_of(token), self._clock())

    async def _role_of(self, token_hash: str, now: datetime) -> Role:
        role: Role | None = await self._database.read(lambda c: rows.find_setup_link(c, token_hash, now))
        if role is None:
            raise NotFound("the link is unknown, used or too old")
        return role

    async def use_setup_link(
        self, token: str, *, name: str, email: str, password: str, language: Language
    ) -> Operator:
        """Use the link up and create the account.

        Raises NotFound when the link is unknown, used or too old, InvalidInput with the field's name when a
        value does not do; the link stays good then.
        """
        name, email = _name(name), _email(email)
        require_allowed(password, email)
        now, token_hash = self._clock(), hash_of(token)
        role = await self._role_of(token_hash, now)
        password_hash = await self._passwords.hash(password)
        operator = Operator(
            id=OperatorId(f"op_{secrets.token_hex(8)}"), email=email, name=name, role=role, language=language
        )

        def create(connection: Connection) -> Operator:
            if not rows.take_setup_link(connection, token_hash, now):
                raise NotFound("the link is unknown, used or too old")
            rows.insert_operator(connection, operator, password_hash, now)
            return operator

        try:
            return await self._database.write(create)
        except WriteConflict as error:
            raise InvalidInput("somebody has this e-mail already", field="email") from error

    async def sign_in(self, email: str, password: str, ip: str) -> Operator:
        """The operator with this e-mail and password.

        Raises Unauthorized, the same and as slowly whatever is wrong, and RateLimited after 10 tries of an
        account from one address, or 50 of any account from it, within 15 minutes.
        """
        email = email.strip().lower()
        account, address = f"{email}\n{ip}", ip
        self._count_try(account, address)
        found = await self._database.read(lambda connection: rows.find_by_email(connection, email))
        fits = await self._passwords.verify(found[1] if found else None, password)
        if found is None or not fits or not found[0].is_active:
            raise Unauthorized("wrong e-mail or password")
        self._by_account.forget(account)
        self._by_address.take_back(address)
        await self._renew_hash(*found, password)
        return found[0]

    def _count_try(self, account: str, address: str) -> None:
        now = self._clock()
        self._by_address.require_room(address, now)
        self._by_account.require_room(account, now)
        self._by_address.count(address, now)
        self._by_account.count(account, now)

    async def _renew_hash(self, operator: Operator, password_hash: str, password: str) -> None:
        if self._passwords.is_outdated(password_hash):
            renewed = await self._passwords.hash(password)
            await self._database.write(lambda c: rows.replace_password_hash(c, operator.id, renewed))

    async def list(self) -> list[Operator]:
        """Everybody, deactivated people included, by name."""
        return await self._database.read(rows.list_operators)

    async def count(self) -> int:
        """How many accounts there are; 0 on a fresh installation."""
        return await self._database.read(rows.count_operators)

    async def get(self, operator_id: OperatorId) -> Operator:
        """One person. Raises NotFound."""
        operator = await self._database.read(lambda connection: rows.find_operator(connection, operator_id))
        if operator is None:
            raise NotFound("no such operator")
        return operator

    async def deactivate(self, operator_id: OperatorId) -> None:
        """Close an account and all its sessions. Raises NotFound, and Conflict for the last admin."""

        def close(connection: Connection) -> None:
            admins = rows.lock_active_admins(connection)
            if rows.find_operator(connection, operator_id) is None:
                raise NotFound("no such operator")
            if list(admins) == [operator_id]:
                raise Conflict("the last admin stays")
            rows.deactivate_operator(connection, operator_id)

        await self._database.write(close)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= NAME_LIMIT or not name.isprintable():
        raise InvalidInput(f"1 to {NAME_LIMIT} characters", field="name")
    return name


def _email(email: str) -> str:
    email = email.strip().lower()
    if len(email) > EMAIL_LIMIT or not _EMAIL.fullmatch(email):
        raise InvalidInput("not an e-mail", field="email")
    return email
