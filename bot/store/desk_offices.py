"""What goes from the desk to an office, and the files that came back from there."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.desk import By
from bot.core.forwarding import Forward
from bot.store.database import reading, transaction
from bot.store.desk_common import log, organisation_of, subject_of
from bot.store.desk_tables import claims
from bot.store.forwards import send_forwards
from bot.store.tables import arrivals, attachments, deliveries, escalations, forwards

FORWARDED = "forwarded"


class SqlOffices:
    """Implements `desk_ports.OfficeStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def forward(self, conversation_id: int, forward: Forward, by: By) -> None:
        """Queues a message to an office; what waits is with that office from then on, and nobody holds it."""
        async with transaction(self._engine) as connection:
            organisation = await organisation_of(connection, conversation_id)
            if not organisation:
                return
            number = await _next_number(connection, conversation_id, forward.reference)
            await send_forwards(connection, conversation_id, organisation, (replace(forward, number=number),), by.now)
            waits = escalations.c.conversation_id == conversation_id, escalations.c.closed_at.is_(None)
            there = {"office": forward.office, "reason": FORWARDED}
            await connection.execute(update(escalations).where(*waits).values(there))
            await connection.execute(delete(claims).where(claims.c.conversation_id == conversation_id))
            subject = subject_of(conversation_id)
            await log(connection, by, "forward", organisation, subject, office=forward.office)

    async def file(self, conversation_id: int, file_id: int, by: By) -> tuple[str, bytes] | None:
        """Name and content of a file that an office sent; None if this conversation has none like it."""
        query = (
            select(attachments.c.name, attachments.c.content)
            .join_from(attachments, arrivals, arrivals.c.id == attachments.c.arrival_id)
            .join(deliveries, deliveries.c.id == arrivals.c.delivery_id)
            .where(deliveries.c.conversation_id == conversation_id, attachments.c.id == file_id)
        )
        async with reading(self._engine) as connection:
            row = (await connection.execute(query)).first()
        return (row.name, row.content) if row else None


async def _next_number(connection: AsyncConnection, conversation_id: int, reference: str) -> int:
    """Forwards of one reference are numbered; one that was offered to the citizen keeps its number."""
    used = select(func.max(forwards.c.number)).where(
        forwards.c.conversation_id == conversation_id, forwards.c.reference == reference
    )
    return int((await connection.execute(used)).scalar() or 0) + 1
