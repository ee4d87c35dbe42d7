"""Deletes: what has been kept long enough, and everything on a citizen who wants that."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.messages import InboundMessage
from bot.core.retention import PurgeBefore
from bot.ports import Purged
from bot.store.desk_index import forget_deleted
from bot.store.forwards import forget_mails, forget_offers
from bot.store.mail_wishes import forget_old
from bot.store.tables import conversations, inbox, outbox, turns


async def purge_rows(connection: AsyncConnection, organisation: str, before: PurgeBefore) -> Purged:
    """Deletes what an organisation's retention no longer allows to keep."""
    mine = select(conversations.c.id).where(conversations.c.organisation == organisation)
    idle = and_(conversations.c.organisation == organisation, conversations.c.last_message_at < before.conversations)
    old_words = and_(turns.c.conversation_id.in_(mine), turns.c.at < before.words, turns.c.text != "")
    settled = and_(
        outbox.c.organisation == organisation, outbox.c.created_at < before.words, outbox.c.state != "pending"
    )
    last_words = and_(outbox.c.organisation == organisation, outbox.c.created_at < before.words, outbox.c.last_words)
    handled = and_(inbox.c.organisation == organisation, inbox.c.handled_at < before.words)
    gone = await connection.execute(delete(conversations).where(idle))
    emptied = await connection.execute(update(turns).where(old_words).values(text=""))
    await connection.execute(delete(outbox).where(settled | last_words))
    await connection.execute(delete(inbox).where(handled))
    await forget_offers(connection, mine, before.offers)
    await forget_mails(connection, mine, before.words)
    await forget_old(connection, mine, before.words, before.offers)
    if gone.rowcount or emptied.rowcount:
        await forget_deleted(connection)
    return Purged(emptied.rowcount, gone.rowcount)


async def erase_rows(connection: AsyncConnection, message: InboundMessage, up_to: int) -> None:
    """Deletes all that is held on a citizen; the platform's message ids stay, so that a redelivery is not answered.

    What came in after the message with the id `up_to` is a new conversation.
    """
    for table in (conversations, outbox):
        mine = of_citizen(table.c, message)
        await connection.execute(delete(table).where(mine))
    waiting = (
        update(inbox)
        .where(of_citizen(inbox.c, message), inbox.c.id <= up_to)
        .values(text="", address="", handled_at=message.received_at)
    )
    await connection.execute(waiting)
    await forget_deleted(connection)


def of_citizen(columns: Any, message: InboundMessage) -> Any:
    """Which rows of a table with `organisation`, `channel` and `address` are about the writer of a message."""
    return and_(
        columns.organisation == message.organisation,
        columns.channel == message.channel,
        columns.address == message.address,
    )
