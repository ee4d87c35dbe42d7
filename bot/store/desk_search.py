"""Searches conversations by words in any of their forms, or by reference."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, Integer, column, exists, or_, select, table, text, union_all
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.desk import By, Found
from bot.core.staff import Reach
from bot.store.database import reading
from bot.store.desk_common import within
from bot.store.desk_index import as_query
from bot.store.tables import conversations, escalations, outbox, turns

_REFERENCE = re.compile(r"([2-9A-HJ-NP-Z]{4})-?([2-9A-HJ-NP-Z]{4})", re.IGNORECASE)
_INDEX = table("search_index", column("rowid", Integer), column("search_index"))
_MATCHES = text("search_index MATCH :query")


class SqlSearch:
    """Implements `desk_ports.SearchStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def search(self, words: str, reach: Reach, by: By, limit: int = 50) -> list[Found]:
        """Messages that hold all the words in any of their forms, newest first; or that have this reference."""
        reference = _REFERENCE.fullmatch(words.strip())
        async with reading(self._engine) as connection:
            if reference:
                wanted = f"{reference[1]}-{reference[2]}".upper()
                query = _said(reach).where(
                    turns.c.id.in_(select(escalations.c.turn_id).where(escalations.c.reference == wanted))
                )
                if rows := (await connection.execute(query.limit(limit))).all():
                    return [_found(row) for row in rows]
            if not (wanted := as_query(words)):
                return []
            rows_of_index = select(_INDEX.c.rowid).where(_MATCHES)
            said = _said(reach).where((2 * turns.c.id).in_(rows_of_index))
            replied = _replied(reach).where((2 * outbox.c.id + 1).in_(rows_of_index))
            both = union_all(said, replied).order_by(text("at DESC")).limit(limit)
            return [_found(row) for row in (await connection.execute(both, {"query": wanted})).all()]


def _said(reach: Reach) -> Any:
    columns = turns.c.conversation_id, conversations.c.organisation, turns.c.at, turns.c.text
    return select(*columns, text("0 AS by_staff")).join(conversations).where(_allowed(reach, turns.c.conversation_id))


def _replied(reach: Reach) -> Any:
    columns = outbox.c.conversation_id, conversations.c.organisation, outbox.c.created_at.label("at"), outbox.c.text
    query = select(*columns, text("1 AS by_staff")).join(conversations)
    return query.where(_allowed(reach, outbox.c.conversation_id))


def _allowed(reach: Reach, conversation_id: Any) -> ColumnElement[bool]:
    """As for opening a conversation: the organisation as a whole, or an office it is or was with."""
    with_office = exists().where(
        escalations.c.conversation_id == conversation_id,
        within(reach, escalations.c.organisation, escalations.c.office),
    )
    return or_(within(reach, conversations.c.organisation), with_office)


def _found(row: Any) -> Found:
    return Found(row.conversation_id, row.organisation, row.at, row.text, bool(row.by_staff))
