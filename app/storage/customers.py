"""SQL of customers and of the tickets that open their connections; secrets come here already hashed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from app.domain.ids import ConversationId, CustomerId, Language
from app.storage.tables import customers, tickets


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCustomer:
    """A customer and the one conversation they have."""

    customer_id: CustomerId
    conversation_id: ConversationId


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTicket:
    """Whom a ticket lets in, and until when."""

    customer_id: CustomerId
    expires_at: datetime


def insert_customer(
    connection: Connection, customer: StoredCustomer, secret_hash: str, language: Language, now: datetime
) -> None:
    """Keep a new customer."""
    connection.execute(
        insert(customers).values(
            id=customer.customer_id,
            conversation_id=customer.conversation_id,
            secret_hash=secret_hash,
            language=language,
            created_at=now,
        )
    )


def find_by_secret(connection: Connection, secret_hash: str) -> StoredCustomer | None:
    """The customer whose secret hashes to this."""
    query = select(customers.c.id, customers.c.conversation_id).where(customers.c.secret_hash == secret_hash)
    row = connection.execute(query).first()
    return None if row is None else StoredCustomer(customer_id=row.id, conversation_id=row.conversation_id)


def find_conversation(connection: Connection, customer_id: CustomerId) -> ConversationId | None:
    """The conversation of a customer."""
    found = connection.scalar(select(customers.c.conversation_id).where(customers.c.id == customer_id))
    return None if found is None else ConversationId(found)


def replace_secret(connection: Connection, customer_id: CustomerId, secret_hash: str) -> None:
    """From now on only the new secret is the customer's; tickets bought with the old one are void."""
    connection.execute(update(customers).where(customers.c.id == customer_id).values(secret_hash=secret_hash))
    connection.execute(delete(tickets).where(tickets.c.subject == customer_id))


def insert_ticket(connection: Connection, ticket_hash: str, ticket: StoredTicket, now: datetime) -> None:
    """Keep a ticket, and forget those that are over."""
    connection.execute(delete(tickets).where(tickets.c.expires_at < now))
    connection.execute(
        insert(tickets).values(
            ticket_hash=ticket_hash,
            kind="customer",
            subject=ticket.customer_id,
            expires_at=ticket.expires_at,
        )
    )


def take_ticket(connection: Connection, ticket_hash: str) -> StoredTicket | None:
    """Use a ticket up: the second caller gets None."""
    query = (
        delete(tickets)
        .where(tickets.c.ticket_hash == ticket_hash)
        .returning(tickets.c.subject, tickets.c.expires_at)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    return StoredTicket(customer_id=row.subject, expires_at=row.expires_at)
