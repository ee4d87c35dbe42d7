"""A reply that will never arrive needs a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.escalation import spell_reference
from bot.store.tables import conversations, escalations, outbox, turns

REASON = "undeliverable"


async def escalate_undeliverable(connection: AsyncConnection, outbox_id: int, now: datetime) -> None:
    """Opens an escalation for the conversation of a failed reply, unless one is open for it already.

    Its office and reference are those of the last escalation; without one, of nobody in particular.
    """
    reply = select(outbox.c.conversation_id, outbox.c.turn_id).where(outbox.c.id == outbox_id)
    row = (await connection.execute(reply)).first()
    if row is None or row.conversation_id is None:
        return
    same = escalations.c.conversation_id == row.conversation_id
    already = select(exists().where(same, escalations.c.reason == REASON, escalations.c.closed_at.is_(None)))
    if (await connection.execute(already)).scalar():
        return
    newest = select(turns).where(turns.c.conversation_id == row.conversation_id).order_by(turns.c.id.desc()).limit(1)
    turn = (await connection.execute(newest)).first()
    if turn is None:
        return
    before = (await connection.execute(select(escalations).where(same).order_by(escalations.c.id.desc()))).first()
    owner = select(conversations.c.organisation).where(conversations.c.id == row.conversation_id)
    values = {
        "conversation_id": row.conversation_id,
        "turn_id": turn.id,
        "reference": before.reference if before else spell_reference(outbox_id),
        "reason": REASON,
        "kind": before.kind if before else turn.kind,
        "office": before.office if before else "",
        "created_at": now,
        "due_at": now,
        "organisation": (await connection.execute(owner)).scalar_one(),
    }
    await connection.execute(insert(escalations).values(values))
