"""Changes of content that one person proposes and another releases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.desk import By
from bot.core.edits import EditDraft, EditProposal
from bot.core.staff import Reach
from bot.store.database import reading, transaction
from bot.store.desk_common import log, within
from bot.store.desk_tables import content_proposals as edits
from bot.store.desk_tables import staff

LIMIT = 200


class SqlEdits:
    """Implements `desk_ports.EditStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def propose(self, draft: EditDraft, by: By) -> int:
        """Keeps a change; an older one of the same person to the same entry gives way."""
        older = update(edits).where(
            edits.c.proposed_by == by.staff.id,
            edits.c.scope == draft.scope,
            edits.c.section == draft.section,
            edits.c.intent == draft.intent,
            edits.c.settled_at.is_(None),
        )
        row = {**vars(draft), "proposed_by": by.staff.id, "proposed_at": by.now}
        async with transaction(self._engine) as connection:
            await connection.execute(older.values(settled_by=by.staff.id, settled_at=by.now, released=False))
            added = await connection.execute(insert(edits).values(row).returning(edits.c.id))
            proposal_id = int(added.scalar_one())
            await log(connection, by, "propose_edit", draft.organisation, f"intent {draft.intent}", edit=proposal_id)
            return proposal_id

    async def waiting(self, reach: Reach) -> list[EditProposal]:
        """What is not settled yet, oldest first."""
        query = (
            select(edits, staff.c.name)
            .join(staff, staff.c.id == edits.c.proposed_by)
            .where(edits.c.settled_at.is_(None), within(reach, edits.c.organisation))
            .order_by(edits.c.id)
            .limit(LIMIT)
        )
        async with reading(self._engine) as connection:
            return [_proposal(row) for row in (await connection.execute(query)).all()]

    async def settle(self, proposal_id: int, released: bool, by: By) -> bool:
        """Notes what became of a change; False if it was settled before, or for releasing one's own."""
        waiting = update(edits).where(edits.c.id == proposal_id, edits.c.settled_at.is_(None))
        if released:
            waiting = waiting.where(edits.c.proposed_by != by.staff.id)
        settled = waiting.values(settled_by=by.staff.id, settled_at=by.now, released=released)
        async with transaction(self._engine) as connection:
            query = settled.returning(edits.c.organisation, edits.c.intent)
            row = (await connection.execute(query)).first()
            if row is not None:
                action = "release_edit" if released else "refuse_edit"
                await log(connection, by, action, row.organisation, f"intent {row.intent}", edit=proposal_id)
            return row is not None


def _proposal(row: Row[Any]) -> EditProposal:
    draft = EditDraft(row.organisation, row.scope, row.section, row.intent, row.topic, row.text, row.mark)
    return EditProposal(row.id, draft, row.name, row.proposed_by, row.proposed_at)
