"""Blackens a passage wherever it was copied.

Whoever adds a table that copies words of a conversation names it in COPIES.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.desk_index import index_reply, index_turn
from bot.store.desk_tables import notes, staff_replies
from bot.store.tables import arrivals, deliveries, forwards, outbox, turns

BLACKENED = "[geschwärzt]"
JSON_COPIES: tuple[tuple[Table, str], ...] = ((forwards, "details"), (deliveries, "payload"))
"""The same with words in JSON: what is offered or not yet sent. What an office has, only that office can delete."""
COPIES: tuple[tuple[Table, str], ...] = ((turns, "text"), (outbox, "text"), (notes, "text"))
"""Tables with a `conversation_id`, and their column that holds words."""


async def blacken(connection: AsyncConnection, conversation_id: int, passage: str) -> int:
    """Replaces the passage, whatever its case and blanks; in how many rows it stood."""
    words = passage.split()
    if not words:
        return 0
    pattern = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    places = 0
    for table, column in COPIES:
        query = select(table.c.id, table.c[column]).where(table.c.conversation_id == conversation_id)
        for id, text in (await connection.execute(query)).all():
            cleaned = pattern.sub(BLACKENED, text)
            if cleaned != text:
                places += 1
                await connection.execute(update(table).where(table.c.id == id).values({column: cleaned}))
                await _index_again(connection, table, id, cleaned)
    for table, column in JSON_COPIES:
        places += await _in_json(connection, table, column, conversation_id, pattern)
    return places + await _in_answers(connection, conversation_id, pattern)


async def _in_json(
    connection: AsyncConnection, table: Table, column: str, conversation_id: int, pattern: re.Pattern[str]
) -> int:
    query = select(table.c.id, table.c[column]).where(table.c.conversation_id == conversation_id)
    places = 0
    for id, stored in (await connection.execute(query)).all():
        cleaned = {k: pattern.sub(BLACKENED, v) if isinstance(v, str) else v for k, v in stored.items()}
        if cleaned != stored:
            places += 1
            await connection.execute(update(table).where(table.c.id == id).values({column: cleaned}))
    return places


async def _in_answers(connection: AsyncConnection, conversation_id: int, pattern: re.Pattern[str]) -> int:
    """In what offices wrote back."""
    mine = select(deliveries.c.id).where(deliveries.c.conversation_id == conversation_id)
    query = select(arrivals.c.id, arrivals.c.text).where(arrivals.c.delivery_id.in_(mine))
    places = 0
    for id, text in (await connection.execute(query)).all():
        cleaned = pattern.sub(BLACKENED, text)
        if cleaned != text:
            places += 1
            await connection.execute(update(arrivals).where(arrivals.c.id == id).values(text=cleaned))
    return places


async def _index_again(connection: AsyncConnection, table: Table, id: Any, text: str) -> None:
    """A trigger took the old words out of the index."""
    if table is turns:
        await index_turn(connection, id, text)
    elif table is outbox:
        query = select(staff_replies.c.outbox_id).where(staff_replies.c.outbox_id == id)
        if (await connection.execute(query)).first():
            await index_reply(connection, id, text)
