"""Customers as visitors of a site: a secret that is hashed at rest, one conversation, single-use tickets."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, insert, select

from app.domain.errors import Unauthorized
from app.domain.ids import ConversationId, CustomerId, Language
from app.storage.database import Database
from app.storage.tables import customers, tickets

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
        visitor = Visitor(
            customer_id=CustomerId(secrets.token_urlsafe(12)),
            conversation_id=ConversationId(secrets.token_urlsafe(12)),
            secret=secret,
        )
        values = {
            "id": visitor.customer_id,
            "conversation_id": visitor.conversation_id,
            "secret_hash": hashed(secret),
            "language": language,
            "created_at": self._clock(),
        }

        def insert_visitor(connection: Connection) -> None:
            connection.execute(insert(customers).values(values))

        await self._database.write(insert_visitor)
        return visitor

    async def recognise(self, secret: str) -> Visitor:
        """The visitor of a secret; raises Unauthorized when nobody has it."""
        query = select(customers.c.id, customers.c.conversation_id).where(
            customers.c.secret_hash == hashed(secret)
        )
        row = await self._database.read(lambda connection: connection.execute(query).first())
        if row is None:
            raise Unauthorized
        return Visitor(customer_id=row.id, conversation_id=row.conversation_id)

    async def conversation_of(self, customer_id: CustomerId) -> ConversationId:
        """The one conversation of a customer; raises Unauthorized for an unknown one."""
        query = select(customers.c.conversation_id).where(customers.c.id == customer_id)
        found = await self._database.read(lambda connection: connection.scalar(query))
        if found is None:
            raise Unauthorized
        return ConversationId(found)

    async def issue_ticket(self, customer_id: CustomerId) -> str:
        """A ticket that opens one connection within 60 s."""
        ticket = secrets.token_urlsafe(32)
        now = self._clock()
        values = {
            "ticket_hash": hashed(ticket),
            "kind": "customer",
            "subject": customer_id,
            "expires_at": now + TICKET_LIFE,
        }

        def insert_ticket(connection: Connection) -> None:
            connection.execute(delete(tickets).where(tickets.c.expires_at < now))
            connection.execute(insert(tickets).values(values))

        await self._database.write(insert_ticket)
        return ticket

    async def redeem_ticket(self, ticket: str) -> CustomerId:
        """The customer of a ticket, which is used up by this; raises Unauthorized otherwise."""
        query = (
            delete(tickets)
            .where(tickets.c.ticket_hash == hashed(ticket))
            .returning(tickets.c.subject, tickets.c.expires_at)
        )
        row = await self._database.write(lambda connection: connection.execute(query).first())
        if row is None or row.expires_at.replace(tzinfo=row.expires_at.tzinfo or UTC) < self._clock():
            raise Unauthorized
        return CustomerId(row.subject)
