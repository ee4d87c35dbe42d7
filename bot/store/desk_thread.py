"""Reads a whole conversation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.desk import (
    StoredAnswer,
    StoredEscalation,
    StoredForward,
    StoredNote,
    StoredReply,
    StoredTurn,
    Thread,
)
from bot.store.desk_common import holder_present
from bot.store.desk_tables import claims, closings, notes, pauses, staff, staff_replies
from bot.store.tables import arrivals, attachments, conversations, deliveries, escalations, outbox, turns

NEWEST = 200
"""Turns that are read; who wrote more is read with the newest."""


async def read_thread(connection: AsyncConnection, id: int, now: datetime) -> Thread | None:
    """The conversation, None if it is gone."""
    query = (
        select(conversations, pauses.c.since)
        .outerjoin(pauses, pauses.c.conversation_id == conversations.c.id)
        .where(conversations.c.id == id)
    )
    row = (await connection.execute(query)).first()
    if row is None:
        return None
    holder = select(staff.c.id, staff.c.name).join(claims).where(claims.c.conversation_id == id, holder_present(now))
    held = (await connection.execute(holder)).first()
    return Thread(
        id,
        row.organisation,
        row.channel,
        (row.organisation, row.address),
        row.memory.get("language"),
        await _turns(connection, id),
        await _replies(connection, id),
        await _notes(connection, id),
        await _escalations(connection, id),
        await _forwards(connection, id),
        await _answers(connection, id),
        held.name if held else None,
        held.id if held else None,
        row.since is not None,
    )


async def _turns(connection: AsyncConnection, id: int) -> tuple[StoredTurn, ...]:
    query = select(turns).where(turns.c.conversation_id == id).order_by(turns.c.id.desc()).limit(NEWEST)
    rows = (await connection.execute(query)).all()
    return tuple(StoredTurn(r.id, r.at, r.text, r.kind, tuple(r.understood)) for r in reversed(rows))


async def _replies(connection: AsyncConnection, id: int) -> tuple[StoredReply, ...]:
    query = (
        select(outbox, staff.c.name, staff_replies.c.staff_id)
        .outerjoin(staff_replies, staff_replies.c.outbox_id == outbox.c.id)
        .outerjoin(staff, staff.c.id == staff_replies.c.staff_id)
        .where(outbox.c.conversation_id == id)
        .order_by(outbox.c.id.desc())
        .limit(2 * NEWEST)
    )
    rows = (await connection.execute(query)).all()
    return tuple(
        StoredReply(r.id, r.turn_id, r.created_at, r.text, r.state, r.attempts, r.settled_at, r.name, r.staff_id)
        for r in reversed(rows)
    )


async def _notes(connection: AsyncConnection, id: int) -> tuple[StoredNote, ...]:
    query = select(notes, staff.c.name).join(staff).where(notes.c.conversation_id == id).order_by(notes.c.id)
    return tuple(StoredNote(r.at, r.name, r.text) for r in (await connection.execute(query)).all())


async def _escalations(connection: AsyncConnection, id: int) -> tuple[StoredEscalation, ...]:
    query = (
        select(escalations, closings.c.reason.label("closing"), staff.c.name)
        .outerjoin(closings, closings.c.escalation_id == escalations.c.id)
        .outerjoin(staff, staff.c.id == closings.c.staff_id)
        .where(escalations.c.conversation_id == id)
        .order_by(escalations.c.id)
    )
    return tuple(map(_escalation, (await connection.execute(query)).all()))


async def _forwards(connection: AsyncConnection, id: int) -> tuple[StoredForward, ...]:
    query = select(deliveries).where(deliveries.c.conversation_id == id, deliveries.c.purpose == "forward")
    rows = (await connection.execute(query.order_by(deliveries.c.id))).all()
    return tuple(StoredForward(r.created_at, r.office, r.way, r.state) for r in rows)


async def _answers(connection: AsyncConnection, id: int) -> tuple[StoredAnswer, ...]:
    query = select(arrivals.c.id, arrivals.c.at, arrivals.c.text, deliveries.c.office).join(deliveries)
    rows = (await connection.execute(query.where(deliveries.c.conversation_id == id).order_by(arrivals.c.id))).all()
    found = []
    for row in rows:
        names = select(attachments.c.id, attachments.c.name).where(attachments.c.arrival_id == row.id)
        files = tuple((file.id, file.name) for file in (await connection.execute(names)).all())
        found.append(StoredAnswer(row.at, row.office, row.text, files))
    return tuple(found)


def _escalation(r: Any) -> StoredEscalation:
    return StoredEscalation(
        r.id, r.reference, r.reason, r.kind, r.office, r.created_at, r.due_at, r.closed_at, r.name, r.closing, r.turn_id
    )
