"""What the desk's stores share: rights as SQL, lines of the audit log, names."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, insert, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.desk import ABSENT_MINUTES, By
from bot.core.staff import Reach
from bot.store.desk_tables import audit, staff
from bot.store.tables import conversations


def within(reach: Reach, organisation: Any, office: Any = None) -> ColumnElement[bool]:
    """Whether a row is within reach; without an office only organisations seen whole count."""
    if reach.everything:
        return true()
    parts: list[ColumnElement[bool]] = []
    if reach.organisations:
        parts.append(organisation.in_(sorted(reach.organisations)))
    if reach.offices and office is not None:
        parts.append(tuple_(organisation, office).in_(sorted(reach.offices)))
    return or_(*parts) if parts else false()


def present_since(now: datetime) -> datetime:
    """Who was seen since then is present."""
    return now - timedelta(minutes=ABSENT_MINUTES)


def holder_present(now: datetime) -> ColumnElement[bool]:
    """Whether the joined staff member is there and may hold a claim."""
    return and_(staff.c.seen_at >= present_since(now), staff.c.disabled.is_(False))


async def log(
    connection: AsyncConnection, by: By, action: str, organisation: str = "", subject: str = "", **details: object
) -> None:
    """Writes a line of the audit log in the same transaction as what it tells of."""
    row = {"at": by.now, "login": by.staff.login, "action": action, "organisation": organisation, "subject": subject}
    await connection.execute(insert(audit).values(**row, details=details))


def subject_of(conversation_id: int) -> str:
    """How the audit log names a conversation."""
    return f"conversation {conversation_id}"


async def organisation_of(connection: AsyncConnection, conversation_id: int) -> str:
    """Whose conversation it is; "" if it is gone."""
    query = select(conversations.c.organisation).where(conversations.c.id == conversation_id)
    return str((await connection.execute(query)).scalar() or "")
