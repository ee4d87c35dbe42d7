"""What messages should have been understood as, for the editors."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.desk import By, Proposal
from bot.store.desk_common import log
from bot.store.desk_tables import proposals, staff
from bot.store.tables import conversations, turns

LIMIT = 200


async def read_proposals(connection: AsyncConnection, allowed: ColumnElement[bool]) -> list[Proposal]:
    """What waits for an editor, oldest first."""
    query = (
        select(proposals, conversations.c.organisation, turns.c.text, turns.c.understood, staff.c.name)
        .join(conversations, conversations.c.id == proposals.c.conversation_id)
        .join(turns, turns.c.id == proposals.c.turn_id)
        .join(staff, staff.c.id == proposals.c.staff_id)
        .where(proposals.c.settled_at.is_(None), allowed)
        .order_by(proposals.c.id)
        .limit(LIMIT)
    )
    rows = (await connection.execute(query)).all()
    return [
        Proposal(r.id, r.conversation_id, r.organisation, r.text, _intent(r.understood), r.intent, r.name, r.at)
        for r in rows
    ]


async def settle(
    connection: AsyncConnection, proposal_id: int, taken: bool, allowed: ColumnElement[bool], by: By
) -> bool:
    """Notes what an editor made of a proposal; False if there is none to settle."""
    query = (
        select(conversations.c.organisation)
        .join_from(proposals, conversations, conversations.c.id == proposals.c.conversation_id)
        .where(proposals.c.id == proposal_id, proposals.c.settled_at.is_(None), allowed)
    )
    organisation = (await connection.execute(query)).scalar()
    if organisation is None:
        return False
    done = update(proposals).where(proposals.c.id == proposal_id).values(settled_at=by.now, taken=taken)
    await connection.execute(done)
    action = "take_proposal" if taken else "refuse_proposal"
    await log(connection, by, action, organisation, f"proposal {proposal_id}")
    return True


def _intent(understood: list[dict[str, Any]]) -> str | None:
    return understood[0].get("intent") if understood else None
