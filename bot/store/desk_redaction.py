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
from bot.store.tables import outbox, turns

BLACKENED = "[geschwärzt]"
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
    return places


async def _index_again(connection: AsyncConnection, table: Table, id: Any, text: str) -> None:
    """A trigger took the old words out of the index."""
    if table is turns:
        await index_turn(connection, id, text)
    elif table is outbox:
        query = select(staff_replies.c.outbox_id).where(staff_replies.c.outbox_id == id)
        if (await connection.execute(query)).first():
            await index_reply(connection, id, text)
