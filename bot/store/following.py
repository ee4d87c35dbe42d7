"""What becomes of promises: kept, warned about, taken over; and of cases in offices' systems."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.escalation import PROMISED_NOTHING, Escalation
from bot.delivery_ports import Delivery, Overdue, Warned
from bot.store.forwards import queue_delivery
from bot.store.mail_wishes import forget_if_done
from bot.store.replies import tell_citizen
from bot.store.tables import conversations, deliveries, escalations, turns


async def keep_promise(
    connection: AsyncConnection, conversation_id: int, reference: str, office: str, now: datetime
) -> None:
    """Closes what an office has answered."""
    mine = escalations.c.conversation_id == conversation_id, escalations.c.reference == reference
    held = escalations.c.reason.in_(("forwarded", "forward_failed")), escalations.c.closed_at.is_(None)
    done = update(escalations).where(*mine, *held, escalations.c.office == office).values(closed_at=now)
    await connection.execute(done)
    await forget_if_done(connection, conversation_id)


async def desk_takes(connection: AsyncConnection, row: Row[Any], reason: str, now: datetime) -> None:
    """Opens an entry for the desk about a delivery, due when the promise is due, else now."""
    mine = escalations.c.conversation_id == row.conversation_id, escalations.c.reference == row.reference
    known = (await connection.execute(select(escalations).where(*mine).order_by(escalations.c.id))).first()
    last_turn = select(turns.c.id).where(turns.c.conversation_id == row.conversation_id).order_by(turns.c.id.desc())
    due_at = max(known.due_at, now) if known else now
    values = {
        "conversation_id": row.conversation_id,
        "organisation": row.organisation,
        "turn_id": known.turn_id if known else (await connection.execute(last_turn.limit(1))).scalar_one(),
        "reference": row.reference,
        "reason": reason,
        "kind": known.kind if known else "service_request",
        "office": row.office,
        "created_at": now,
        "due_at": due_at,
        "warn_at": due_at,
    }
    await connection.execute(insert(escalations).values(values))


async def warnings_due(connection: AsyncConnection, now: datetime, limit: int) -> list[Overdue]:
    """Open escalations whose next warning is due."""
    query = (
        select(escalations, conversations.c.organisation, conversations.c.memory)
        .join(conversations, conversations.c.id == escalations.c.conversation_id)
        .where(escalations.c.closed_at.is_(None), escalations.c.warn_at <= now)
        .order_by(escalations.c.warn_at)
        .limit(limit)
    )
    return [
        Overdue(
            id=row.id,
            organisation=row.organisation,
            escalation=Escalation(row.reference, row.reason, row.kind, row.office, row.due_at),
            language=row.memory.get("language") or "de",
            created_at=row.created_at,
            warned=row.warned,
        )
        for row in await connection.execute(query)
    ]


async def warn(connection: AsyncConnection, overdue: Overdue, warned: Warned, now: datetime) -> None:
    """Writes a warning's mails, the reply to the citizen and the new office; nothing if it is closed meanwhile."""
    same = escalations.c.id == overdue.id, escalations.c.warned == overdue.warned, escalations.c.closed_at.is_(None)
    values = {"warned": warned.share, "warn_at": warned.next_at, "office": warned.office}
    noted = await connection.execute(update(escalations).where(*same).values(values))
    if not noted.rowcount:
        return
    query = select(escalations.c.conversation_id).where(escalations.c.id == overdue.id)
    conversation_id = (await connection.execute(query)).scalar_one()
    for address in warned.addresses:
        await queue_delivery(
            connection,
            purpose="warning",
            way="email",
            address=address,
            payload={
                "share": warned.share,
                "reason": overdue.escalation.reason,
                "kind": overdue.escalation.kind,
                "due_at": overdue.escalation.due_at.isoformat(),
            },
            now=now,
            conversation_id=conversation_id,
            organisation=overdue.organisation,
            reference=overdue.escalation.reference,
            office=warned.office,
            language="de",
        )
    if warned.reply and not await _was_told(connection, conversation_id, overdue, warned.share):
        await tell_citizen(connection, conversation_id, warned.reply, now)


async def _was_told(connection: AsyncConnection, conversation_id: int, overdue: Overdue, share: int) -> bool:
    """Whether another concern of the same message has already been apologised for."""
    query = select(escalations.c.id).where(
        escalations.c.conversation_id == conversation_id,
        escalations.c.reference == overdue.escalation.reference,
        escalations.c.id != overdue.id,
        escalations.c.warned == share,
        escalations.c.reason.not_in(PROMISED_NOTHING),
    )
    return (await connection.execute(query)).first() is not None


async def open_cases(connection: AsyncConnection, now: datetime, limit: int) -> list[Delivery]:
    """Cases in offices' systems to be looked at now."""
    query = (
        select(deliveries)
        .where(deliveries.c.case_open, deliveries.c.next_attempt_at <= now)
        .order_by(deliveries.c.next_attempt_at)
        .limit(limit)
    )
    return [
        Delivery(
            id=row.id,
            organisation=row.organisation,
            purpose=row.purpose,
            reference=row.reference,
            office=row.office,
            language=row.language,
            way=row.way,
            address=row.address,
            token=row.token,
            payload={"case_id": row.case_id, "note": row.case_note},
            created_at=row.created_at,
        )
        for row in await connection.execute(query)
    ]
