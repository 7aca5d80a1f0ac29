"""Customers as visitors of a site: a secret that is hashed at rest, one conversation, single-use tickets."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from app.domain.errors import Unauthorized
from app.domain.ids import ConversationId, CustomerId, Language
from app.storage import customers as sql
from app.storage.database import Database

TICKET_LIFE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A customer as the site knows them; `secret` is set only at the moment it is made."""

    customer_id: CustomerId
    conversation_id: ConversationId
    secret: str = ""


def hashed(secret: str) -> str:
    """What is stored of a secret."""
    return sha256(secret.encode()).hexdigest()


class Visitors:
    """Makes and recognises visitors; ids grant nothing, only the secret and tickets do."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def welcome(self, language: Language) -> Visitor:
        """A new visitor with a secret of 256 bits and a conversation that has not started."""
        secret = secrets.token_urlsafe(32)
        stored = sql.StoredCustomer(
            customer_id=CustomerId(secrets.token_urlsafe(12)),
            conversation_id=ConversationId(secrets.token_urlsafe(12)),
        )
        now = self._clock()
        await self._database.write(
            lambda connection: sql.insert_customer(connection, stored, hashed(secret), language, now)
        )
        return _visitor(stored, secret)

    async def recognise(self, secret: str) -> Visitor:
        """The visitor of a secret; raises Unauthorized when nobody has it."""
        found = await self._database.read(lambda connection: sql.find_by_secret(connection, hashed(secret)))
        if found is None:
            raise Unauthorized
        return _visitor(found)

    async def renew_secret(self, customer_id: CustomerId) -> str:
        """A new secret; the old one and the tickets that it bought open nothing any more."""
        secret = secrets.token_urlsafe(32)
        await self._database.write(
            lambda connection: sql.replace_secret(connection, customer_id, hashed(secret))
        )
        return secret

    async def conversation_of(self, customer_id: CustomerId) -> ConversationId:
        """The one conversation of a customer; raises Unauthorized for an unknown one."""
        found = await self._database.read(lambda connection: sql.find_conversation(connection, customer_id))
        if found is None:
            raise Unauthorized
        return found

    async def issue_ticket(self, customer_id: CustomerId) -> str:
        """A ticket that opens one connection within 60 s."""
        ticket = secrets.token_urlsafe(32)
        now = self._clock()
        stored = sql.StoredTicket(customer_id=customer_id, expires_at=now + TICKET_LIFE)
        await self._database.write(
            lambda connection: sql.insert_ticket(connection, hashed(ticket), stored, now)
        )
        return ticket

    async def redeem_ticket(self, ticket: str) -> CustomerId:
        """The customer of a ticket, which is used up by this; raises Unauthorized otherwise."""
        taken = await self._database.write(lambda connection: sql.take_ticket(connection, hashed(ticket)))
        if taken is None or taken.expires_at < self._clock():
            raise Unauthorized
        return taken.customer_id


def _visitor(stored: sql.StoredCustomer, secret: str = "") -> Visitor:
    return Visitor(customer_id=stored.customer_id, conversation_id=stored.conversation_id, secret=secret)
