"""Browsers that are signed in at the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.desk import Session, Stage
from bot.store.database import reading, transaction
from bot.store.desk_staff import read_staff
from bot.store.desk_tables import claims, desk_sessions, staff

LONGEST = timedelta(hours=12)
"""No session lasts longer, so that what ended so long before a new one is over and may be deleted."""


class SqlSessions:
    """Implements `desk_ports.SessionStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def open(self, token: str, staff_id: int, csrf: str, stage: Stage, expires_at: datetime) -> None:
        """A new session."""
        row = {"token": token, "staff_id": staff_id, "csrf": csrf, "stage": stage, "expires_at": expires_at}
        over = delete(desk_sessions).where(desk_sessions.c.expires_at < expires_at - LONGEST)
        async with transaction(self._engine) as connection:
            await connection.execute(over)
            await connection.execute(insert(desk_sessions).values(row))

    async def find(self, token: str, now: datetime) -> Session | None:
        """The session, unless it is over or its account disabled."""
        query = (
            select(staff, desk_sessions.c.csrf, desk_sessions.c.stage, desk_sessions.c.pending_secret)
            .join(desk_sessions, desk_sessions.c.staff_id == staff.c.id)
            .where(desk_sessions.c.token == token, desk_sessions.c.expires_at > now, staff.c.disabled.is_(False))
        )
        async with reading(self._engine) as connection:
            row = (await connection.execute(query)).first()
            if row is None:
                return None
            return Session(token, await read_staff(connection, row), row.csrf, row.stage, row.pending_secret)

    async def set_pending_secret(self, token: str, secret: str) -> None:
        """Keeps a second factor that is being set up."""
        mine = update(desk_sessions).where(desk_sessions.c.token == token)
        async with transaction(self._engine) as connection:
            await connection.execute(mine.values(pending_secret=secret))

    async def close(self, token: str) -> None:
        """Ends a session; with the last one of a person their claims end too."""
        mine = delete(desk_sessions).where(desk_sessions.c.token == token).returning(desk_sessions.c.staff_id)
        async with transaction(self._engine) as connection:
            staff_id = (await connection.execute(mine)).scalar()
            others = exists().where(desk_sessions.c.staff_id == claims.c.staff_id)
            await connection.execute(delete(claims).where(claims.c.staff_id == staff_id, ~others))
