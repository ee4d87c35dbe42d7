"""Changes of content that one person proposes and another releases, and versions where git keeps none."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.desk import By
from bot.core.edits import Change, EditDraft, EditProposal, Version, Where
from bot.core.staff import Reach
from bot.store.database import reading, transaction
from bot.store.desk_common import log, within
from bot.store.desk_tables import content_proposals as edits
from bot.store.desk_tables import content_versions as versions
from bot.store.desk_tables import staff

LIMIT = 200
VERSIONS = 30
"""So many versions of an entry are kept."""
FOUND = "vorher in der Datei"


class SqlEdits:
    """Implements `desk_ports.EditStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def propose(self, draft: EditDraft, by: By) -> int:
        """Keeps changes; older ones of the same person to the same entry give way."""
        first, *more = draft.changes
        where = first.where
        older = update(edits).where(
            edits.c.proposed_by == by.staff.id,
            edits.c.scope == where.scope,
            edits.c.section == where.section,
            edits.c.intent == where.id,
            edits.c.settled_at.is_(None),
        )
        row = {
            "organisation": draft.organisation,
            "scope": where.scope,
            "section": where.section,
            "intent": where.id,
            "topic": where.topic,
            "text": first.text,
            "mark": first.mark,
            "more": [asdict(change) for change in more],
            "proposed_by": by.staff.id,
            "proposed_at": by.now,
        }
        async with transaction(self._engine) as connection:
            await connection.execute(older.values(settled_by=by.staff.id, settled_at=by.now, released=False))
            added = await connection.execute(insert(edits).values(row).returning(edits.c.id))
            proposal_id = int(added.scalar_one())
            await log(connection, by, "propose_edit", draft.organisation, f"intent {where.id}", edit=proposal_id)
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

    async def keep(self, where: Where, before: str, after: str, who: str, now: datetime) -> None:
        """Keeps an entry as it stands now, and as it stood before unless that was the last version."""
        async with transaction(self._engine) as connection:
            newest = await connection.execute(select(versions).where(_of(where)).order_by(versions.c.id.desc()))
            kept = newest.all()
            last = kept[0].text if kept else ""
            added = [(before, "", FOUND)] if before not in ("", last) else []
            for text, by, what in [*added, (after, who, "")]:
                row = {"scope": where.scope, "section": where.section, "intent": where.id}
                await connection.execute(insert(versions).values(**row, text=text, who=by, what=what, at=now))
            old = [row.id for row in kept[VERSIONS - len(added) - 1 :]]
            await connection.execute(delete(versions).where(versions.c.id.in_(old)))

    async def versions(self, where: Where) -> list[Version]:
        """The last versions that were kept of an entry, newest first."""
        query = select(versions).where(_of(where)).order_by(versions.c.id.desc()).limit(VERSIONS)
        async with reading(self._engine) as connection:
            rows = (await connection.execute(query)).all()
            return [Version(str(row.id), row.at, row.who, row.what, row.text) for row in rows]


def _of(where: Where) -> ColumnElement[bool]:
    return and_(versions.c.scope == where.scope, versions.c.section == where.section, versions.c.intent == where.id)


def _proposal(row: Row[Any]) -> EditProposal:
    first = Change(Where(row.section, row.scope, row.intent, row.topic), row.text, row.mark)
    more = [Change(Where(**change["where"]), change["text"], change["mark"]) for change in row.more or ()]
    return EditProposal(row.id, EditDraft(row.organisation, (first, *more)), row.name, row.proposed_by, row.proposed_at)
