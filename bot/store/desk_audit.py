"""The audit log: written and read, never changed; triggers see to that."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.desk import AuditLine, By
from bot.core.staff import Reach
from bot.store.database import reading, transaction
from bot.store.desk_common import log, within
from bot.store.desk_tables import audit

LIMIT = 100


class SqlAudit:
    """Implements `desk_ports.AuditStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def note(self, by: By, action: str, organisation: str = "", subject: str = "", **details: object) -> None:
        """Writes a line; never words of a citizen."""
        async with transaction(self._engine) as connection:
            await log(connection, by, action, organisation, subject, **details)

    async def lines(self, reach: Reach, login: str = "", action: str = "", before: int = 0) -> list[AuditLine]:
        """The newest lines of what is within reach; lines of no organisation are for who sees all."""
        query = select(audit).where(within(reach, audit.c.organisation)).order_by(audit.c.id.desc()).limit(LIMIT)
        if login:
            query = query.where(audit.c.login == login)
        if action:
            query = query.where(audit.c.action == action)
        if before:
            query = query.where(audit.c.id < before)
        async with reading(self._engine) as connection:
            rows = (await connection.execute(query)).all()
        return [AuditLine(r.id, r.at, r.login, r.action, r.organisation, r.subject, r.details) for r in rows]
