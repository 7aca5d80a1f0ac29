"""Every table, as SQLAlchemy Core metadata; no queries live here."""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Moment(TypeDecorator[datetime]):
    """A point in time, read as aware UTC: SQLite returns it without a zone, PostgreSQL in the session's."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("stream", String(80), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("sender", String(80), nullable=False),
    Column("cid", String(80), nullable=True),
    Column("digest", String(32), nullable=True),
    Column("body", Text, nullable=False),
    Column("at", Moment(), nullable=False),
    PrimaryKeyConstraint("stream", "seq"),
    UniqueConstraint("stream", "sender", "cid"),
    Index(None, "kind", "at"),
)

desk = Table(
    "desk",
    metadata,
    Column("conversation_id", String(64), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("head", Integer, nullable=False),
    Column("queued_at", Moment(), nullable=True),
    Column("operator_id", String(64), nullable=True),
    Column("awaits_reply", Boolean, nullable=False),
    Column("awaits_callback", Boolean, nullable=False),
    Column("entry", Text, nullable=False),
    Column("updated_at", Moment(), nullable=False),
    Index(None, "status", "queued_at"),
    Index(None, "operator_id", "status"),
)

customers = Table(
    "customers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", String(64), nullable=False, unique=True),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("language", String(2), nullable=False),
    Column("created_at", Moment(), nullable=False),
)

tickets = Table(
    "tickets",
    metadata,
    Column("ticket_hash", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("expires_at", Moment(), nullable=False),
)

operators = Table(
    "operators",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("language", String(2), nullable=False),
    Column("is_active", Boolean, nullable=False),
    Column("created_at", Moment(), nullable=False),
)

operator_sessions = Table(
    "operator_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("operator_id", String(64), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created_at", Moment(), nullable=False),
    Column("seen_at", Moment(), nullable=False),
    Index(None, "operator_id"),
)

setup_links = Table(
    "setup_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("expires_at", Moment(), nullable=False),
)

presence = Table(
    "presence",
    metadata,
    Column("operator_id", String(64), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("seen_at", Moment(), nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String(80), nullable=False),
    Column("lang", String(2), nullable=False),
    Column("title", String(200), nullable=False),
    Column("section", String(80), nullable=False),
    Column("status", String(16), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("body", Text, nullable=False),
    Column("updated_at", Moment(), nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("id", "lang"),
)

published_articles = Table(
    "published_articles",
    metadata,
    Column("id", String(80), nullable=False),
    Column("lang", String(2), nullable=False),
    Column("title", String(200), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("body", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("published_at", Moment(), nullable=False),
    PrimaryKeyConstraint("id", "lang"),
)

passages = Table(
    "passages",
    metadata,
    Column("id", String(160), primary_key=True),
    Column("article_id", String(80), nullable=False),
    Column("lang", String(2), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("article_version", Integer, nullable=False),
    Index(None, "article_id", "lang"),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("model", String(80), nullable=False),
    Column("text_hash", String(64), nullable=False),
    Column("vector", LargeBinary, nullable=False),
    PrimaryKeyConstraint("model", "text_hash"),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("lang", String(2), nullable=False),
    Column("question", Text, nullable=False),
    Column("normalised", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("conversation_id", String(64), nullable=False),
    Column("asked_at", Moment(), nullable=False),
    Column("is_settled", Boolean, nullable=False),
    Index(None, "lang", "normalised"),
)

escalation_policies = Table(
    "escalation_policies",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("numbers", Text, nullable=False),
    Column("operator_id", String(64), nullable=False),
    Column("operator_name", String(80), nullable=False),
    Column("at", Moment(), nullable=False),
)

policy_replays = Table(
    "policy_replays",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("operator_id", String(64), nullable=False),
    Column("at", Moment(), nullable=False),
)

demo_changes = Table(
    "demo_changes",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("account", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Moment(), nullable=False),
)
