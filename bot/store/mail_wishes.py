"""The addresses to which citizens wish for answers."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.mail_wish import MailStep, PendingCode
from bot.store.forwards import queue_delivery
from bot.store.tables import answer_addresses, codes_sent, deliveries, escalations

CODES_A_DAY, CODES_AN_HOUR = 3, 60
"""Of one conversation or to one address, and of one organisation: nobody's mailbox shall be flooded with codes."""


async def pending_code(connection: AsyncConnection, conversation_id: int | None) -> PendingCode | None:
    """The code mailed last in a conversation, until it is confirmed."""
    query = select(answer_addresses).where(
        answer_addresses.c.conversation_id == conversation_id, answer_addresses.c.confirmed_at.is_(None)
    )
    row = (await connection.execute(query)).first()
    return PendingCode(row.code, row.asked_at, row.tries) if row else None


async def codes_left(connection: AsyncConnection, organisation: str, conversation_id: int | None, now: datetime) -> int:
    """How many codes may still be mailed now."""
    codes = select(func.count()).select_from(deliveries).where(deliveries.c.purpose == "code")
    mine = codes.where(deliveries.c.conversation_id == conversation_id)
    mine = mine.where(deliveries.c.created_at > now - timedelta(days=1))
    all_ = select(func.count()).select_from(codes_sent).where(codes_sent.c.organisation == organisation)
    all_ = all_.where(codes_sent.c.at > now - timedelta(hours=1))
    sent = (await connection.execute(mine)).scalar_one()
    together = (await connection.execute(all_)).scalar_one()
    return min(CODES_A_DAY - sent, CODES_AN_HOUR - together)


async def take_step(
    connection: AsyncConnection,
    step: MailStep,
    conversation_id: int,
    organisation: str,
    language: str,
    now: datetime,
) -> None:
    """Keeps an address and mails its code, or notes how an answer was judged."""
    mine = answer_addresses.c.conversation_id == conversation_id
    if step.action == "confirm":
        await connection.execute(update(answer_addresses).where(mine).values(confirmed_at=now, code=""))
    elif step.action == "wrong":
        await connection.execute(update(answer_addresses).where(mine).values(tries=answer_addresses.c.tries + 1))
    else:
        fresh = {"address": step.address, "code": step.code, "tries": 0, "asked_at": now, "confirmed_at": None}
        statement = upsert(answer_addresses).values(conversation_id=conversation_id, **fresh)
        await connection.execute(statement.on_conflict_do_update(index_elements=["conversation_id"], set_=fresh))
        if await _too_many(connection, organisation, step.address, now):
            return  # an address that others flood: the citizen sees that no code comes
        await queue_delivery(
            connection,
            purpose="code",
            way="email",
            address=step.address,
            payload={"code": step.code},
            now=now,
            conversation_id=conversation_id,
            organisation=organisation,
            reference="",
            office=step.office,
            language=language,
        )


async def _too_many(connection: AsyncConnection, organisation: str, address: str, now: datetime) -> bool:
    """Whether this address got enough codes today; else this one is counted."""
    digest = hashlib.sha256(address.lower().encode()).hexdigest()
    today = codes_sent.c.at > now - timedelta(days=1)
    query = select(func.count()).select_from(codes_sent).where(today, codes_sent.c.digest == digest)
    if (await connection.execute(query)).scalar_one() >= CODES_A_DAY:
        return True
    await connection.execute(insert(codes_sent).values(organisation=organisation, digest=digest, at=now))
    return False


async def forget_if_done(connection: AsyncConnection, conversation_id: int) -> None:
    """Deletes the address once nothing of the conversation is left to answer."""
    still_open = exists().where(escalations.c.conversation_id == conversation_id, escalations.c.closed_at.is_(None))
    waiting = exists().where(
        deliveries.c.conversation_id == conversation_id,
        deliveries.c.purpose == "answer",
        deliveries.c.state == "pending",
    )
    mine = answer_addresses.c.conversation_id == conversation_id
    await connection.execute(delete(answer_addresses).where(mine, ~still_open, ~waiting))


async def forget_old(connection: AsyncConnection, conversation_ids: Any, words: datetime, offers: datetime) -> None:
    """Deletes addresses that were never confirmed, and those older than citizens' words may be."""
    await connection.execute(delete(codes_sent).where(codes_sent.c.at < offers))
    mine = answer_addresses.c.conversation_id.in_(conversation_ids)
    never = answer_addresses.c.confirmed_at.is_(None) & (answer_addresses.c.asked_at < offers)
    await connection.execute(delete(answer_addresses).where(mine, never | (answer_addresses.c.asked_at < words)))
