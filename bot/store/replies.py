"""Puts replies to a citizen into the outbox, or into a mail where the citizen wished for one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.messages import InboundMessage, Reply
from bot.store.forwards import queue_delivery
from bot.store.outbox import queue_reply
from bot.store.tables import answer_addresses, conversations


async def queue_replies(
    connection: AsyncConnection,
    to: InboundMessage | Row[Any],
    replies: tuple[Reply, ...],
    now: datetime,
    conversation_id: int | None = None,
    turn_id: int | None = None,
    last_words: bool = False,
) -> None:
    """Writes replies into the outbox of the channel and address of a message or conversation."""
    for reply in replies:
        await queue_reply(connection, to, reply, now, conversation_id, turn_id, last_words)


async def tell_citizen(connection: AsyncConnection, conversation_id: int, reply: Reply, now: datetime) -> int:
    """A reply in the chat; its id in the outbox."""
    query = select(conversations).where(conversations.c.id == conversation_id)
    conversation = (await connection.execute(query)).one()
    return await queue_reply(connection, conversation, reply, now, conversation_id)


async def answer_citizen(connection: AsyncConnection, about: Row[Any], reply: Reply, now: datetime) -> int | None:
    """An answer that a person gave: by mail if the citizen wished for that and confirmed the address, else in the chat.

    `about` is a row with `conversation_id`, `organisation`, `reference` and `office`. The id in the outbox, None for a
    mail.
    """
    query = select(answer_addresses.c.address).where(
        answer_addresses.c.conversation_id == about.conversation_id, answer_addresses.c.confirmed_at.is_not(None)
    )
    address = (await connection.execute(query)).scalar()
    if address is None:
        return await tell_citizen(connection, about.conversation_id, reply, now)
    query = select(conversations.c.memory).where(conversations.c.id == about.conversation_id)
    language = (await connection.execute(query)).scalar_one().get("language")
    await queue_delivery(
        connection,
        purpose="answer",
        way="email",
        address=address,
        payload={"text": reply.text},
        now=now,
        conversation_id=about.conversation_id,
        organisation=about.organisation,
        reference=about.reference,
        office=about.office,
        language=language or "de",
    )
    return None
