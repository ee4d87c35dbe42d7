"""Messages the bot did not settle by itself, for the editors to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, or_, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.desk import By
from bot.core.learning import Unsettled, Why
from bot.core.rereading import GRAVE, Handled, Treatment
from bot.store.database import reading, transaction
from bot.store.desk_common import log
from bot.store.desk_tables import audit, learning_settled, proposals
from bot.store.tables import conversations, escalations, turns

MOST = 10_000
"""Messages read in one go, the newest."""
AT_ONCE = 500
NOT_LEARNT = GRAVE | {"small_talk"}
"""Kinds whose messages are too grave, too personal or too little to learn from; unless staff say what was meant."""
_ASKED_BACK = cast(turns.c.understood, String).like('%"decision": "clarify"%')


class SqlLearning:
    """Implements `desk_ports.LearningStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def unsettled(self, organisation: str, since: datetime) -> list[Unsettled]:
        """Messages since then that were not understood, asked back about or given elsewhere, oldest first."""
        async with reading(self._engine) as connection:
            rerouted = await _rerouted(connection, organisation, since)
            meant = (
                select(proposals.c.turn_id, proposals.c.intent)
                .where(or_(proposals.c.taken.is_(None), proposals.c.taken.is_(True)), proposals.c.at >= since)
                .order_by(proposals.c.id)
            )
            meant_as = {row.turn_id: row.intent for row in await connection.execute(meant)}
            columns = turns.c.id, turns.c.conversation_id, turns.c.text, turns.c.kind
            wanted = or_(
                turns.c.kind == "unclear", _ASKED_BACK, turns.c.id.in_(rerouted), turns.c.id.in_(list(meant_as))
            )
            query = (
                select(*columns, learning_settled.c.turn_id.label("settled"))
                .join(conversations, conversations.c.id == turns.c.conversation_id)
                .outerjoin(learning_settled, learning_settled.c.turn_id == turns.c.id)
                .where(conversations.c.organisation == organisation, turns.c.at >= since, turns.c.text != "", wanted)
                .order_by(turns.c.id.desc())
                .limit(MOST)
            )
            rows = (await connection.execute(query)).all()
        return [
            Unsettled(
                r.id, r.conversation_id, r.text, _why(r, rerouted, meant_as), meant_as.get(r.id), r.settled is not None
            )
            for r in reversed(rows)
            if r.kind not in NOT_LEARNT or r.id in meant_as
        ]

    async def handled(self, organisation: str, most: int) -> list[Handled]:
        """The last messages whose words are kept and that the understanding decided on, oldest first."""
        columns = turns.c.conversation_id, turns.c.at, turns.c.text, turns.c.understood
        query = (
            select(*columns)
            .join(conversations, conversations.c.id == turns.c.conversation_id)
            .where(conversations.c.organisation == organisation, turns.c.text != "")
            .where(cast(turns.c.understood, String) != "[]")
            .order_by(turns.c.id.desc())
            .limit(most)
        )
        async with reading(self._engine) as connection:
            rows = (await connection.execute(query)).all()
        return [Handled(r.conversation_id, r.at, r.text, _treated(r.understood[0])) for r in reversed(rows)]

    async def settle(self, turn_ids: Sequence[int], organisation: str, action: str, by: By, **details: object) -> None:
        """Notes that an editor decided on these messages, with the line of the audit log."""
        own = select(turns.c.id).join(conversations).where(conversations.c.organisation == organisation)
        async with transaction(self._engine) as connection:
            settled = 0
            for start in range(0, len(turn_ids), AT_ONCE):
                ids = own.where(turns.c.id.in_(turn_ids[start : start + AT_ONCE]))
                found = (await connection.execute(ids)).scalars().all()
                rows = [
                    {"turn_id": id, "staff_id": by.staff.id, "at": by.now, "taken": action != "dismiss_group"}
                    for id in found
                ]
                if rows:
                    await connection.execute(insert(learning_settled).on_conflict_do_nothing(), rows)
                settled += len(rows)
            await log(connection, by, action, organisation, "", messages=settled, **details)


async def _rerouted(connection: AsyncConnection, organisation: str, since: datetime) -> set[int]:
    """The messages that made the escalations which staff gave to another office."""
    query = select(audit.c.subject).where(
        audit.c.action == "reroute", audit.c.organisation == organisation, audit.c.at >= since
    )
    subjects = (await connection.execute(query)).scalars().all()
    ids = {int(subject.removeprefix("conversation ")) for subject in subjects}
    escalated = select(escalations.c.turn_id).where(escalations.c.conversation_id.in_(ids))
    return set((await connection.execute(escalated)).scalars().all())


def _why(row: Any, rerouted: set[int], meant: dict[int, str]) -> Why:
    if row.id in rerouted or row.id in meant:
        return "rerouted"
    return "unclear" if row.kind == "unclear" else "clarified"


def _treated(decision: dict[str, Any]) -> Treatment:
    return Treatment(decision["kind"], decision.get("intent"), decision.get("office"), decision["decision"])
