"""The queue of mails and cases on SQLAlchemy."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.forwarding import Ways, outcome
from bot.core.mail import ArrivedMail
from bot.core.messages import Reply
from bot.delivery_ports import Delivery, Overdue, Settled, Warned
from bot.ports import CaseNews
from bot.store import following
from bot.store.database import reading, transaction
from bot.store.forwards import set_state
from bot.store.mail_wishes import forget_if_done
from bot.store.replies import answer_citizen, tell_citizen
from bot.store.tables import arrivals, attachments, deliveries, escalations, forwards

FAILED = "failed"
KEPT_CODE = 80


class SqlDeliveries:
    """Implements `delivery_ports.Deliveries`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def due_deliveries(self, now: datetime, ways: Ways, older_than: datetime, limit: int = 50) -> list[Delivery]:
        """What is to be sent now by these ways, oldest first; by other ways what is older, to be given up."""
        ours = deliveries.c.way.in_(ways) | (deliveries.c.created_at < older_than)
        query = (
            select(deliveries)
            .where(deliveries.c.state == "pending", deliveries.c.next_attempt_at <= now, ours)
            .order_by(deliveries.c.id)
            .limit(limit)
        )
        async with reading(self._engine) as connection:
            return [as_delivery(row) for row in await connection.execute(query)]

    async def begin(self, delivery: Delivery, next_attempt_at: datetime) -> bool:
        """Counts an attempt before it is made; False if another one was begun or the delivery is gone."""
        same = deliveries.c.id == delivery.id, deliveries.c.attempts == delivery.attempts
        values = {"attempts": delivery.attempts + 1, "next_attempt_at": next_attempt_at}
        async with transaction(self._engine) as connection:
            begun = await connection.execute(
                update(deliveries).where(*same, deliveries.c.state == "pending").values(values)
            )
            return bool(begun.rowcount)

    async def postpone_delivery(self, delivery: Delivery, code: str, next_attempt_at: datetime) -> None:
        """Notes why an attempt failed and when the next one is."""
        values = {"code": code[:KEPT_CODE], "next_attempt_at": next_attempt_at}
        async with transaction(self._engine) as connection:
            await connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(values))

    async def settle(self, token: str, settled: Settled, now: datetime) -> bool:
        """Notes what became of a delivery, tells the citizen and the desk where it decides the matter; once."""
        from_states = ("pending", "accepted") if settled.state == "bounced" else ("pending",)
        values: dict[str, Any] = {"state": settled.state, "code": settled.code[:KEPT_CODE], "settled_at": now}
        values |= {"payload": {}, "case_id": settled.case_id, "case_open": bool(settled.case_id)}
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(deliveries).where(deliveries.c.token == token))).first()
            if row is None or row.state not in from_states:
                return False
            before = await _came_to(connection, row)
            if row.purpose in ("code", "answer"):
                values["address"] = ""
            if row.purpose == "answer" and settled.state == "accepted":
                del values["payload"]  # should it bounce, the answer goes to the chat
            await connection.execute(update(deliveries).where(deliveries.c.id == row.id).values(values))
            if row.purpose == "answer":
                await forget_if_done(connection, row.conversation_id)
            came_to = outcome(await _states(connection, row))
            if settled.state != "accepted":
                await _tell_desk(connection, row, came_to == FAILED, now)
            if came_to is None or came_to == before:
                return False
            if row.forward_id:
                await set_state(connection, row.forward_id, came_to)
            reply = settled.told.get(came_to)
            if reply:
                await tell_citizen(connection, row.conversation_id, reply, now)
            return reply is not None

    async def sent_under(self, token: str) -> Delivery | None:
        """The delivery with a token, with an empty payload if it is settled."""
        async with reading(self._engine) as connection:
            row = (await connection.execute(select(deliveries).where(deliveries.c.token == token))).first()
            return as_delivery(row) if row else None

    async def arrived(self, mail: ArrivedMail, now: datetime, reply: Reply | None, desk_reason: str | None) -> bool:
        """Keeps an office's mail with its attachments; False if it was kept before."""
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(deliveries).where(deliveries.c.token == mail.token))).first()
            if row is None or not await _keep_arrival(connection, row.id, mail, now):
                return False
            if reply:
                await answer_citizen(connection, row, reply, now)
                await following.keep_promise(connection, row.conversation_id, row.reference, row.office, now)
            if desk_reason:
                await following.desk_takes(connection, row, desk_reason, now)
            return True

    async def warnings_due(self, now: datetime, limit: int = 50) -> list[Overdue]:
        """Open escalations whose next warning is due."""
        async with reading(self._engine) as connection:
            return await following.warnings_due(connection, now, limit)

    async def warn(self, overdue: Overdue, warned: Warned, now: datetime) -> None:
        """Writes a warning's mails, the reply to the citizen and the new office; nothing if it is closed meanwhile."""
        async with transaction(self._engine) as connection:
            await following.warn(connection, overdue, warned, now)

    async def open_cases(self, now: datetime, limit: int = 50) -> list[Delivery]:
        """Cases in offices' systems to be looked at now; `payload` holds `case_id` and the last `note`'s digest."""
        async with reading(self._engine) as connection:
            return await following.open_cases(connection, now, limit)

    async def followed(
        self, delivery: Delivery, news: CaseNews, digest: str, reply: Reply | None, now: datetime, next_at: datetime
    ) -> None:
        """Notes how a case stands; with `reply` the citizen gets it; a closed case ends the promise."""
        values = {"case_open": not news.closed, "case_note": digest, "next_attempt_at": next_at}
        async with transaction(self._engine) as connection:
            row = (await connection.execute(select(deliveries).where(deliveries.c.id == delivery.id))).first()
            if row is None:
                return
            await connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(values))
            if reply:
                await answer_citizen(connection, row, reply, now)
            if news.closed:
                await following.keep_promise(connection, row.conversation_id, row.reference, row.office, now)


def as_delivery(row: Row[Any]) -> Delivery:
    """A row of the queue as a value."""
    return Delivery(
        id=row.id,
        organisation=row.organisation,
        purpose=row.purpose,
        reference=row.reference,
        office=row.office,
        language=row.language,
        way=row.way,
        address=row.address,
        token=row.token,
        payload=row.payload,
        created_at=row.created_at,
        attempts=row.attempts,
    )


async def _came_to(connection: AsyncConnection, row: Row[Any]) -> str | None:
    """What the citizen was told last of a forward, or of a delivery that stands alone."""
    if not row.forward_id:
        return outcome([row.state])
    query = select(forwards.c.state).where(forwards.c.id == row.forward_id)
    return (await connection.execute(query)).scalar()


async def _states(connection: AsyncConnection, row: Row[Any]) -> list[str]:
    """The states of everything that decides with a delivery: all of the same forward, else itself."""
    together = deliveries.c.forward_id == row.forward_id if row.forward_id else deliveries.c.id == row.id
    return list((await connection.execute(select(deliveries.c.state).where(together))).scalars())


async def _tell_desk(connection: AsyncConnection, row: Row[Any], failed: bool, now: datetime) -> None:
    """A recipient who was not reached is the desk's matter; with the last one the whole forward is."""
    if row.purpose != "forward":
        return
    if failed:
        held = escalations.c.reason == "forwarded", escalations.c.closed_at.is_(None)
        mine = escalations.c.conversation_id == row.conversation_id, escalations.c.reference == row.reference
        moved = await connection.execute(
            update(escalations).where(*mine, *held, escalations.c.office == row.office).values(reason="forward_failed")
        )
        if moved.rowcount:
            return
    await following.desk_takes(connection, row, "forward_failed" if failed else "recipient_failed", now)


async def _keep_arrival(connection: AsyncConnection, delivery_id: int, mail: ArrivedMail, now: datetime) -> bool:
    known = select(arrivals.c.id).where(
        arrivals.c.delivery_id == delivery_id, arrivals.c.message_id == mail.message_id[:400]
    )
    if (await connection.execute(known)).first():
        return False
    values = {"delivery_id": delivery_id, "message_id": mail.message_id[:400], "sort": mail.sort, "at": now}
    added = await connection.execute(insert(arrivals).values(**values, sender=mail.sender[:320], text=mail.text))
    arrival_id = added.inserted_primary_key[0] if added.inserted_primary_key else None
    for file in mail.attachments:
        row = {"name": file.name[:200], "media_type": file.media_type[:120], "content": file.content}
        await connection.execute(insert(attachments).values(arrival_id=arrival_id, **row))
    return True
