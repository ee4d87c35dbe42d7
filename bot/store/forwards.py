"""What the transactions of a turn write and read of forwards."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.forwarding import Forward
from bot.delivery_ports import Purpose
from bot.store.tables import arrivals, attachments, conversations, deliveries, forwards

OFFERED, UNDERWAY = "offered", "underway"
MOST_OFFERS = 20
"""Older offers of one conversation are not looked at: nobody scrolls back that far."""
_forward = TypeAdapter(Forward)


def as_json(forward: Forward) -> dict[str, Any]:
    """A forward as it is stored."""
    dumped: dict[str, Any] = _forward.dump_python(forward, mode="json")
    return dumped


def from_json(stored: Mapping[str, Any]) -> Forward:
    """A forward as it was stored."""
    return _forward.validate_python(stored)


async def open_offers(connection: AsyncConnection, conversation_id: int | None) -> tuple[Forward, ...]:
    """The forwards that a citizen may still ask for, oldest first."""
    query = (
        select(forwards.c.details)
        .where(forwards.c.conversation_id == conversation_id, forwards.c.state == OFFERED)
        .order_by(forwards.c.id.desc())
        .limit(MOST_OFFERS)
    )
    rows = (await connection.execute(query)).scalars().all()
    return tuple(from_json(details) for details in reversed(rows))


async def keep_offers(
    connection: AsyncConnection, conversation_id: int, offers: Sequence[Forward], now: datetime
) -> None:
    """Writes what the citizen may ask for."""
    for offer in offers:
        await connection.execute(insert(forwards).values(_row(conversation_id, offer, OFFERED, now)))


async def send_forwards(
    connection: AsyncConnection, conversation_id: int, organisation: str, sent: Sequence[Forward], now: datetime
) -> None:
    """Queues a delivery to each recipient; a forward that is under way already is not sent again."""
    for forward in sent:
        wordless = replace(forward, words="", recipients=(), place=None, street=None)
        fresh = _row(conversation_id, wordless, UNDERWAY, now)
        statement = upsert(forwards).values(fresh)
        statement = statement.on_conflict_do_update(
            index_elements=["conversation_id", "reference", "number"],
            set_={"state": UNDERWAY, "details": fresh["details"]},
            where=forwards.c.state == OFFERED,
        )
        row = (await connection.execute(statement.returning(forwards.c.id))).first()
        if row is None:
            continue
        for recipient in forward.recipients:
            await queue_delivery(
                connection,
                purpose="forward",
                way=recipient.way,
                address=recipient.address,
                payload=as_json(replace(forward, recipients=())),
                now=now,
                conversation_id=conversation_id,
                forward_id=row.id,
                organisation=organisation,
                reference=forward.reference,
                office=forward.office,
                language=forward.language,
            )


async def queue_delivery(
    connection: AsyncConnection,
    purpose: Purpose,
    way: str,
    address: str,
    payload: Mapping[str, Any],
    now: datetime,
    **known: Any,
) -> None:
    """Puts one delivery into the queue, under a token that nobody can guess."""
    reference = str(known["reference"]).replace("-", "").lower() or "amtsbote"
    values = {
        **known,
        "purpose": purpose,
        "way": way,
        "address": address,
        "payload": dict(payload),
        "token": f"{reference}-{secrets.token_hex(10)}",
        "created_at": now,
        "next_attempt_at": now,
    }
    await connection.execute(insert(deliveries).values(values))


async def forget_offers(connection: AsyncConnection, conversation_ids: Any, before: datetime) -> None:
    """Deletes offers from before a moment that nobody took up, and with them the words."""
    old = forwards.c.conversation_id.in_(conversation_ids), forwards.c.created_at < before
    await connection.execute(delete(forwards).where(forwards.c.state == OFFERED, *old))


async def ask_offices_to_erase(connection: AsyncConnection, of: Any, now: datetime) -> None:
    """Mails everyone who may have words of a citizen that these shall be erased there, too; `of` selects conversations.

    To be called before the conversation is deleted.
    """
    mine = select(conversations.c.id).where(of)
    query = select(deliveries).where(
        deliveries.c.conversation_id.in_(mine),
        deliveries.c.purpose == "forward",
        deliveries.c.way == "email",
        deliveries.c.state.in_(("accepted", "pending")),
        deliveries.c.attempts > 0,
        ~deliveries.c.code.like("4%"),  # deferred for sure
        ~deliveries.c.code.like("5%"),
    )
    for row in (await connection.execute(query)).all():
        await queue_delivery(
            connection,
            purpose="erasure",
            way="email",
            address=row.address,
            payload={},
            now=now,
            organisation=row.organisation,
            reference=row.reference,
            office=row.office,
            language="de",
        )


async def forget_mails(connection: AsyncConnection, conversation_ids: Any, before: datetime) -> None:
    """Empties what offices wrote before a moment and deletes the files that came along."""
    mine = select(deliveries.c.id).where(deliveries.c.conversation_id.in_(conversation_ids))
    old = select(arrivals.c.id).where(arrivals.c.delivery_id.in_(mine), arrivals.c.at < before)
    await connection.execute(delete(attachments).where(attachments.c.arrival_id.in_(old)))
    await connection.execute(update(arrivals).where(arrivals.c.id.in_(old)).values(text="", sender=""))
    written = deliveries.c.conversation_id.in_(conversation_ids), deliveries.c.created_at < before
    await connection.execute(update(deliveries).where(*written).values(payload={}))


async def set_state(connection: AsyncConnection, forward_id: int, state: str) -> None:
    """Notes what a forward has come to."""
    await connection.execute(update(forwards).where(forwards.c.id == forward_id).values(state=state))


def _row(conversation_id: int, forward: Forward, state: str, now: datetime) -> dict[str, Any]:
    return {
        "conversation_id": conversation_id,
        "reference": forward.reference,
        "number": forward.number,
        "office": forward.office,
        "state": state,
        "details": as_json(forward),
        "created_at": now,
    }
