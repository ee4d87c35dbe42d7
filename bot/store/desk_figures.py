"""Figures of a day for the overview."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.desk import By, Figures
from bot.core.staff import Reach
from bot.store.database import reading
from bot.store.desk_common import within
from bot.store.desk_tables import closings, staff, staff_replies
from bot.store.tables import conversations, escalations, outbox, turns

TOP = 8


class SqlFigures:
    """Implements `desk_ports.FigureStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def figures(self, reach: Reach, by: By, start: datetime, hours: int, per_person: bool = False) -> Figures:
        """The figures since the start of a day, by its hours."""
        end = start + timedelta(hours=hours)
        today = (within(reach, conversations.c.organisation), turns.c.at >= start, turns.c.at < end)
        escalated = select(escalations.c.turn_id).where(escalations.c.created_at >= start)
        columns = turns.c.id, turns.c.at, turns.c.text, turns.c.kind, turns.c.understood
        query = select(*columns, turns.c.id.in_(escalated).label("escalated"))
        mine = within(reach, escalations.c.organisation), escalations.c.closed_at.is_(None)
        async with reading(self._engine) as connection:
            rows = (await connection.execute(query.join(conversations).where(*today))).all()
            waiting = await _count(connection, *mine)
            overdue = await _count(connection, *mine, escalations.c.due_at < by.now)
            first = await _first_response(connection, reach, start)
            people = await _by_person(connection, reach, start) if per_person else ()
        by_hour = Counter(int((row.at - start).total_seconds() // 3600) for row in rows)
        intents = Counter(str(d["intent"]) for row in rows for d in row.understood if d.get("intent"))
        unclear = [row.text for row in rows if row.kind == "unclear" and row.text]
        return Figures(
            by_hour=tuple(by_hour[hour] for hour in range(hours)),
            incoming=len(rows),
            settled_by_bot=sum(not row.escalated for row in rows),
            waiting=waiting,
            overdue=overdue,
            first_response=first,
            intents=tuple(intents.most_common(TOP)),
            not_understood=tuple(unclear[-TOP:]),
            by_person=people,
        )


async def _count(connection: AsyncConnection, *conditions: Any) -> int:
    query = select(func.count()).select_from(escalations).where(*conditions)
    return int((await connection.execute(query)).scalar_one())


async def _first_response(connection: AsyncConnection, reach: Reach, start: datetime) -> float | None:
    """Median minutes from an escalation to the first reply by a person, for replies since the start of the day."""
    first = (
        select(func.min(escalations.c.created_at).label("asked"), func.min(outbox.c.created_at).label("answered"))
        .join_from(outbox, staff_replies, staff_replies.c.outbox_id == outbox.c.id)
        .join(escalations, escalations.c.conversation_id == outbox.c.conversation_id)
        .where(
            within(reach, escalations.c.organisation),
            outbox.c.created_at >= start,
            escalations.c.created_at <= outbox.c.created_at,
        )
        .group_by(escalations.c.id)
    )
    rows = (await connection.execute(first)).all()
    minutes = sorted((row.answered - row.asked).total_seconds() / 60 for row in rows)
    return minutes[len(minutes) // 2] if minutes else None


async def _by_person(connection: AsyncConnection, reach: Reach, start: datetime) -> tuple[tuple[str, int], ...]:
    query = (
        select(staff.c.name, func.count())
        .join_from(closings, staff, staff.c.id == closings.c.staff_id)
        .join(escalations, escalations.c.id == closings.c.escalation_id)
        .where(within(reach, escalations.c.organisation), escalations.c.closed_at >= start)
        .group_by(staff.c.id)
        .order_by(staff.c.name)
    )
    return tuple((row[0], row[1]) for row in (await connection.execute(query)).all())
