"""What waits at the desk, and who has taken what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import FromClause, and_, delete, exists, func, literal_column, or_, select, tuple_
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.desk import COUNT_UP_TO, NOTHING_WAITS, By, Counts, Entry, QueueFilter
from bot.core.staff import Reach
from bot.store.database import reading, transaction
from bot.store.desk_common import holder_present, log, organisation_of, subject_of, within
from bot.store.desk_tables import claims, staff
from bot.store.tables import conversations, escalations, turns


def _rank(name: str) -> Any:
    """Word for word as in the index, or it is not used; what an office has (`forwarded`) comes last."""
    return literal_column(
        f"CASE {name}.reason WHEN 'emergency' THEN 0 WHEN 'crisis_of_life' THEN 1 WHEN 'undeliverable' THEN 2 "
        "WHEN 'forwarded' THEN 4 ELSE 3 END"
    )


RANK = _rank("escalations")
URGENT = 2
"""Ranks up to this one go before everything that is merely due."""


class SqlQueue:
    """Implements `desk_ports.QueueStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def entries(self, wanted: QueueFilter, reach: Reach, by: By, offset: int = 0, limit: int = 50) -> list[Entry]:
        """Conversations that wait, most urgent first, each by its most urgent escalation within reach."""
        holds = and_(claims.c.staff_id == staff.c.id, holder_present(by.now))
        held = (
            select(claims.c.conversation_id, staff.c.id.label("staff_id"), staff.c.name).join(staff, holds).subquery()
        )
        query = (
            select(escalations, conversations.c.channel, turns.c.text, held.c.name, held.c.staff_id)
            .join(conversations, conversations.c.id == escalations.c.conversation_id)
            .join(turns, turns.c.id == escalations.c.turn_id)
            .outerjoin(held, held.c.conversation_id == escalations.c.conversation_id)
            .where(*_listed(escalations, RANK, wanted, reach, by.now), ~_more_urgent(wanted, reach, by.now))
            .order_by(RANK, escalations.c.due_at, escalations.c.id)
            .offset(offset)
            .limit(limit)
        )
        if wanted.whose == "mine":
            query = query.where(held.c.staff_id == by.staff.id)
        if wanted.whose == "unclaimed":
            query = query.where(held.c.staff_id.is_(None))
        async with reading(self._engine) as connection:
            rows = (await connection.execute(query)).all()
        return [
            Entry(
                r.conversation_id, r.organisation, r.office, r.channel, r.kind, r.reason, r.reference, r.created_at,
                r.due_at, r.text, r.name, r.staff_id,
            )
            for r in rows
        ]  # fmt: skip

    async def counts(self, reach: Reach, by: By, end_of_day: datetime) -> Counts:
        """How much waits; counting stops at COUNT_UP_TO, which is more than anyone reads."""
        mine = within(reach, escalations.c.organisation, escalations.c.office)
        waits = _waits(escalations, by.now)
        due = escalations.c.due_at
        own = exists().where(
            claims.c.conversation_id == escalations.c.conversation_id, claims.c.staff_id == by.staff.id
        )
        wanted = {
            "waiting": (),
            "urgent": (RANK <= URGENT,),
            "overdue": (due < by.now,),
            "today": (due >= by.now, due < end_of_day),
            "mine": (own,),
        }
        columns = [_count(waits, mine, *conditions).label(name) for name, conditions in wanted.items()]
        async with reading(self._engine) as connection:
            row = (await connection.execute(select(*columns))).one()
            return Counts(**row._mapping)

    async def claim(self, conversation_id: int, by: By, only_waiting: bool = False) -> str | None:
        """Claims for this person; else the name of who has it already. One statement, so that one of two wins.

        NOTHING_WAITS if only what waits is wanted and someone has settled it meanwhile.
        """
        absent = ~exists().where(staff.c.id == claims.c.staff_id, holder_present(by.now))
        row = {"conversation_id": conversation_id, "staff_id": by.staff.id, "since": by.now}
        take = upsert(claims).values(row)
        take = take.on_conflict_do_update(
            index_elements=["conversation_id"],
            set_={"staff_id": by.staff.id, "since": by.now},
            where=or_(absent, claims.c.staff_id == by.staff.id),
        )
        waits = select(
            exists().where(escalations.c.conversation_id == conversation_id, escalations.c.closed_at.is_(None))
        )
        async with transaction(self._engine) as connection:
            if only_waiting and not (await connection.execute(waits)).scalar():
                return NOTHING_WAITS
            if (await connection.execute(take)).rowcount:
                organisation = await organisation_of(connection, conversation_id)
                await log(connection, by, "claim", organisation, subject_of(conversation_id))
                return None
            holder = select(staff.c.name).join(claims).where(claims.c.conversation_id == conversation_id)
            return str((await connection.execute(holder)).scalar_one())

    async def release(self, conversation_id: int, by: By) -> None:
        """Gives an own claim back."""
        own = and_(claims.c.conversation_id == conversation_id, claims.c.staff_id == by.staff.id)
        async with transaction(self._engine) as connection:
            if (await connection.execute(delete(claims).where(own))).rowcount:
                organisation = await organisation_of(connection, conversation_id)
                await log(connection, by, "release", organisation, subject_of(conversation_id))


def _waits(table: FromClause, now: datetime) -> Any:
    """Whether the desk has to act: what an office has in hand is its matter until the promise is broken."""
    return and_(table.c.closed_at.is_(None), or_(table.c.reason != "forwarded", table.c.due_at < now))


def _listed(table: FromClause, rank: Any, wanted: QueueFilter, reach: Reach, now: datetime) -> list[Any]:
    """What an escalation must be to be listed: waiting, within reach, as the filter wants it."""
    conditions: list[Any] = [_waits(table, now), within(reach, table.c.organisation, table.c.office)]
    conditions += [
        table.c[column] == value
        for column in ("organisation", "office", "kind", "reason")
        if (value := getattr(wanted, column))
    ]
    if wanted.older_than:
        conditions.append(table.c.created_at < wanted.older_than)
    if wanted.due_before:
        conditions.append(table.c.due_at < wanted.due_before)
    if wanted.urgent:
        conditions.append(rank <= URGENT)
    return conditions


def _more_urgent(wanted: QueueFilter, reach: Reach, now: datetime) -> Any:
    """Whether the list has a more urgent escalation of the same conversation: it is shown once."""
    other = escalations.alias("other")
    rank = _rank("other")
    return exists().where(
        other.c.conversation_id == escalations.c.conversation_id,
        *_listed(other, rank, wanted, reach, now),
        tuple_(rank, other.c.due_at, other.c.id) < tuple_(RANK, escalations.c.due_at, escalations.c.id),
    )


def _count(*conditions: Any) -> Any:
    counted = select(escalations.c.id).where(*conditions).limit(COUNT_UP_TO).subquery()
    return select(func.count()).select_from(counted).scalar_subquery()
