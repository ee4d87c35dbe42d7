"""Puts replies into the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.messages import InboundMessage, Reply
from bot.store.tables import outbox


async def queue_reply(
    connection: AsyncConnection,
    to: InboundMessage | Row[Any],
    reply: Reply,
    now: datetime,
    conversation_id: int | None = None,
    turn_id: int | None = None,
    last_words: bool = False,
) -> int:
    """A reply that is to be sent at once; its id."""
    row = {
        "conversation_id": conversation_id,
        "turn_id": turn_id,
        "organisation": to.organisation,
        "channel": to.channel,
        "address": to.address,
        "text": reply.text,
        "buttons": [[button.label, button.value] for button in reply.buttons],
        "created_at": now,
        "next_attempt_at": now,
        "last_words": last_words,
    }
    added = await connection.execute(insert(outbox).values(row).returning(outbox.c.id))
    return int(added.scalar_one())
