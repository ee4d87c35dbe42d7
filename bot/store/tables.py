"""The tables, as SQLAlchemy Core sees them; migrations create them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Times go in with any zone and come out in UTC; SQLite keeps none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From UTC."""
        return value.replace(tzinfo=UTC) if value else None


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Ids are never used again: a browser asks for what came after the last id it has seen.
inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organisation", String(80), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("external_id", String(120), nullable=False),
    Column("address", String(120), nullable=False),
    Column("text", Text, nullable=False),
    Column("attachment", String(20)),
    Column("received_at", UtcDateTime, nullable=False),
    Column("handled_at", UtcDateTime),
    UniqueConstraint("organisation", "channel", "external_id"),
    Index(None, "handled_at", "id"),
    sqlite_autoincrement=True,
)
"""Messages as they arrived; text and address are emptied once a message is handled."""

conversations = Table(
    "conversations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organisation", String(80), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("address", String(120), nullable=False),
    Column("memory", JSON, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("last_message_at", UtcDateTime, nullable=False),
    UniqueConstraint("organisation", "channel", "address"),
    Index(None, "organisation", "last_message_at"),
    sqlite_autoincrement=True,
)

turns = Table(
    "turns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("kind", String(30), nullable=False),
    Column("understood", JSON, nullable=False),
    sqlite_autoincrement=True,
)
"""Handled messages; `text` is redacted and emptied when the retention of raw messages ends."""

escalations = Table(
    "escalations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("turn_id", ForeignKey("turns.id", ondelete="CASCADE"), nullable=False),
    Column("reference", String(12), nullable=False, index=True),
    Column("reason", String(40), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("office", String(80), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("warned", Integer, nullable=False, default=0),
    Column("warn_at", UtcDateTime, index=True),
    Column("organisation", String(80), nullable=False, server_default=""),
    sqlite_autoincrement=True,
)
"""Promises; `warned` is the share of the time, in per cent, at the last warning, `warn_at` when the next one is due.

`organisation` repeats the conversation's, so that the queue is read from one index; a trigger fills it in.
"""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), index=True),
    Column("turn_id", ForeignKey("turns.id", ondelete="CASCADE")),
    Column("organisation", String(80), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("address", String(120), nullable=False),
    Column("text", Text, nullable=False),
    Column("buttons", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", String(10), nullable=False, default="pending"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_attempt_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("last_words", Boolean, nullable=False, default=False),
    Index(None, "state", "next_attempt_at"),
    Index(None, "organisation", "channel", "address"),
    sqlite_autoincrement=True,
)
"""Replies: pending, sent or failed. `last_words` go out after an erasure and are deleted once delivered."""

forwards = Table(
    "forwards",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("reference", String(12), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("office", String(80), nullable=False),
    Column("state", String(10), nullable=False),
    Column("details", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "reference", "number"),
    sqlite_autoincrement=True,
)
"""Messages for offices: offered, underway, accepted or failed. The words stand here only while one is offered."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), index=True),
    Column("forward_id", ForeignKey("forwards.id", ondelete="CASCADE"), index=True),
    Column("organisation", String(80), nullable=False),
    Column("purpose", String(10), nullable=False),
    Column("reference", String(12), nullable=False),
    Column("office", String(80), nullable=False),
    Column("language", String(12), nullable=False),
    Column("way", String(10), nullable=False),
    Column("address", String(320), nullable=False),
    Column("token", String(40), nullable=False, unique=True),
    Column("payload", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", String(10), nullable=False, default="pending"),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_attempt_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("code", String(80), nullable=False, default=""),
    Column("case_id", String(120), nullable=False, default=""),
    Column("case_open", Boolean, nullable=False, default=False),
    Column("case_note", String(64), nullable=False, default=""),
    Index(None, "state", "next_attempt_at"),
    Index(None, "case_open", "next_attempt_at"),
    sqlite_autoincrement=True,
)
"""One mail, or one case in an office's system: pending, accepted, refused or bounced.

`payload` is emptied once settled. A plea to erase belongs to no conversation any more.
`case_note` is a digest of the last note that was passed on to the citizen.
"""

arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("delivery_id", ForeignKey("deliveries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("message_id", String(400), nullable=False),
    Column("sort", String(10), nullable=False),
    Column("sender", String(320), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("delivery_id", "message_id"),
    sqlite_autoincrement=True,
)
"""Mails that came back to one of ours; the text is emptied when the retention of raw messages ends."""

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("arrival_id", ForeignKey("arrivals.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("content", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
"""Files that came with an office's mail, for the desk alone."""

codes_sent = Table(
    "codes_sent",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organisation", String(80), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "organisation", "at"),
    sqlite_autoincrement=True,
)
"""When codes were mailed, by a digest of the address: limits that an erasure does not lift. Deleted after a day."""

answer_addresses = Table(
    "answer_addresses",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("address", String(320), nullable=False),
    Column("code", String(10), nullable=False),
    Column("tries", Integer, nullable=False, default=0),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("confirmed_at", UtcDateTime),
)
"""Where a citizen wants the answer instead of the chat; deleted once nothing is left to answer."""
