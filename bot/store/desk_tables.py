"""The desk's tables, as SQLAlchemy Core sees them; the index for searching is made by its migration alone."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.store.tables import UtcDateTime, metadata


def _of(table: str, index: bool = False) -> Column[int]:
    """A column that names a row of another table and goes with it."""
    key = ForeignKey(f"{table}.id", ondelete="CASCADE")
    name = {"staff": "staff_id"}.get(table, table.removesuffix("s") + "_id")
    return Column(name, key, nullable=False, index=index)


staff = Table(
    "staff",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(200), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("password", String(200), nullable=False),
    Column("totp_secret", String(64)),
    Column("totp_last", Integer, nullable=False, default=0),
    Column("language", String(5), nullable=False, default="de"),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime),
    sqlite_autoincrement=True,
)
"""Accounts; `password` is an argon2 hash, empty where only the directory signs in; `totp_last` the last code's step."""

grants = Table(
    "grants",
    metadata,
    Column("id", Integer, primary_key=True),
    _of("staff", index=True),
    Column("role", String(20), nullable=False),
    Column("organisation", String(80), nullable=False),
    Column("office", String(80), nullable=False),
    UniqueConstraint("staff_id", "role", "organisation", "office"),
)

recovery_codes = Table(
    "recovery_codes", metadata, Column("id", Integer, primary_key=True), _of("staff", index=True),
    Column("code", String(64), nullable=False),
)  # fmt: skip
"""Hashes; a code is deleted when it is used."""

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    _of("staff", index=True),
    Column("csrf", String(64), nullable=False),
    Column("stage", String(10), nullable=False),
    Column("pending_secret", String(64)),
    Column("expires_at", UtcDateTime, nullable=False),
)
"""`token` is a hash; `stage` is `password` until the second factor is shown, then `full`."""

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(64), nullable=False),
    Column("address", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "login", "at"),
    Index(None, "address", "at"),
)
"""Attempts that did not succeed; login and network address are hashes."""

claims = Table(
    "claims",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    _of("staff", index=True),
    Column("since", UtcDateTime, nullable=False),
)

pauses = Table(
    "pauses",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    _of("staff"),
    Column("since", UtcDateTime, nullable=False),
)
"""Conversations in which the bot is silent until a person closes them."""

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    _of("conversations", index=True),
    _of("staff"),
    Column("at", UtcDateTime, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,
)

staff_replies = Table(
    "staff_replies",
    metadata,
    Column("outbox_id", ForeignKey("outbox.id", ondelete="CASCADE"), primary_key=True),
    _of("staff"),
)
"""Who wrote a reply that did not come from the bot."""

closings = Table(
    "closings",
    metadata,
    Column("escalation_id", ForeignKey("escalations.id", ondelete="CASCADE"), primary_key=True),
    _of("staff"),
    Column("reason", String(40), nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    _of("conversations", index=True),
    _of("turns"),
    _of("staff"),
    Column("at", UtcDateTime, nullable=False),
    Column("intent", String(80), nullable=False),
    Column("settled_at", UtcDateTime),
    Column("taken", Boolean),
    sqlite_autoincrement=True,
)
"""What a message should have been understood as, for the editors; the words stand in the turn alone."""

learning_settled = Table(
    "learning_settled",
    metadata,
    Column("turn_id", ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True),
    _of("staff"),
    Column("at", UtcDateTime, nullable=False),
    Column("taken", Boolean, nullable=False),
)
"""Messages of which an editor took sentences, or which were dismissed; the words stand in the turn alone."""

notices = Table(
    "notices",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organisation", String(80), nullable=False),
    Column("text_de", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("link", String(300), nullable=False),
    Column("pauses_pr", Boolean, nullable=False),
    Column("proposed_by", ForeignKey("staff.id"), nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("released_by", ForeignKey("staff.id")),
    Column("released_at", UtcDateTime),
    Column("ended_by", ForeignKey("staff.id")),
    Column("ended_at", UtcDateTime),
    Index(None, "organisation", "released_at"),
    sqlite_autoincrement=True,
)
"""Every version of every crisis notice; the texts of a row never change."""

content_proposals = Table(
    "content_proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organisation", String(80), nullable=False),
    Column("scope", String(80), nullable=False),
    Column("section", String(20), nullable=False),
    Column("intent", String(200), nullable=False),
    Column("topic", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("mark", String(64), nullable=False),
    Column("more", JSON),
    Column("proposed_by", ForeignKey("staff.id"), nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("settled_by", ForeignKey("staff.id")),
    Column("settled_at", UtcDateTime),
    Column("released", Boolean),
    sqlite_autoincrement=True,
)
"""Changes of content files where the organisation wants two people for each; `more` belong to the first one."""

content_versions = Table(
    "content_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("scope", String(80), nullable=False),
    Column("section", String(20), nullable=False),
    Column("intent", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("who", String(200), nullable=False),
    Column("what", String(200), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_content_versions_entry", "intent", "section", "scope"),
    sqlite_autoincrement=True,
)
"""Entries as they stood in the files, where these are in no git repository."""

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("login", String(200), nullable=False),
    Column("action", String(40), nullable=False),
    Column("organisation", String(80), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("details", JSON, nullable=False),
    sqlite_autoincrement=True,
)
"""Who did what, never with words of a citizen; triggers refuse to change or delete a row."""
