"""The store on SQLAlchemy: every method one short transaction, none open while the network is used."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, delete, exists, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.conversation import Conversation
from bot.core.escalation import Escalation
from bot.core.messages import Button, InboundMessage, Reply
from bot.core.notice import Notice
from bot.core.retention import PurgeBefore
from bot.ports import Line, Outgoing, Purged, Received, Turn, Waiting
from bot.store.database import reading, transaction
from bot.store.desk_index import index_turn
from bot.store.desk_notices import active_notice
from bot.store.desk_tables import pauses
from bot.store.forwards import (
    ask_offices_to_erase,
    keep_offers,
    open_offers,
    send_forwards,
)
from bot.store.mail_wishes import codes_left, forget_if_done, pending_code, take_step
from bot.store.purging import erase_rows, of_citizen, purge_rows
from bot.store.replies import answer_citizen, queue_replies
from bot.store.tables import arrivals, conversations, deliveries, escalations, inbox, outbox, turns
from bot.store.undeliverable import escalate_undeliverable

LOOK_BACK = 3
"""How many earlier messages may belong to one wish: what it was about, which of them, where."""


class SqlStore:
    """Implements `ports.Store`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def receive(self, message: InboundMessage) -> bool:
        """Stores a message durably; False if it was stored before."""
        row = {
            "organisation": message.organisation,
            "channel": message.channel,
            "external_id": message.external_id,
            "address": message.address,
            "text": message.text,
            "attachment": message.attachment,
            "received_at": message.received_at,
        }
        async with transaction(self._engine) as connection:
            result = await connection.execute(upsert(inbox).values(row).on_conflict_do_nothing())
            return bool(result.rowcount)

    async def next_received(self) -> Received | None:
        """The oldest message that is not handled yet."""
        query = (
            select(
                inbox,
                conversations.c.memory,
                conversations.c.id.label("conversation_id"),
                pauses.c.since.label("paused_since"),
            )
            .outerjoin(
                conversations,
                and_(
                    conversations.c.organisation == inbox.c.organisation,
                    conversations.c.channel == inbox.c.channel,
                    conversations.c.address == inbox.c.address,
                ),
            )
            .outerjoin(pauses, pauses.c.conversation_id == conversations.c.id)
            .where(inbox.c.handled_at.is_(None))
            .order_by(inbox.c.id)
            .limit(1)
        )
        async with reading(self._engine) as connection:
            row = (await connection.execute(query)).first()
            if row is None:
                return None
            offers = await open_offers(connection, row.conversation_id)
            before = await _last_words(connection, row.conversation_id)
            code = await pending_code(connection, row.conversation_id)
            left = await codes_left(connection, row.organisation, row.conversation_id, row.received_at)
        message = InboundMessage(
            row.organisation, row.channel, row.address, row.external_id, row.text, row.received_at, row.attachment
        )
        memory = Conversation.model_validate(row.memory or {})
        paused = row.paused_since is not None
        return Received(row.id, message, memory, offers, before, code, left, paused)

    async def record(self, received: Received, turn: Turn, now: datetime) -> None:
        """Writes turn, escalations and outbox, forgets the raw message; all or nothing."""
        message = received.message
        async with transaction(self._engine) as connection:
            done = update(inbox).where(inbox.c.id == received.id).values(handled_at=now, text="", address="")
            await connection.execute(done)
            if turn.erase:
                await ask_offices_to_erase(connection, of_citizen(conversations.c, message), now)
                await erase_rows(connection, message, received.id)
                await queue_replies(connection, message, turn.replies, now, last_words=True)
                return
            conversation_id = await _keep_conversation(connection, message, turn.conversation, now)
            values = {"conversation_id": conversation_id, "at": now, "text": turn.text, "kind": turn.kind}
            added = await connection.execute(insert(turns).values(**values, understood=list(turn.understood)))
            turn_id = added.inserted_primary_key[0] if added.inserted_primary_key else 0
            await index_turn(connection, turn_id, turn.text)
            for escalation in turn.escalations:
                ids = {"conversation_id": conversation_id, "turn_id": turn_id, "created_at": now}
                await connection.execute(insert(escalations).values(**ids, **vars(escalation)))
            await keep_offers(connection, conversation_id, turn.offers, now)
            await send_forwards(connection, conversation_id, message.organisation, turn.forwards, now)
            if turn.mail_step:
                language = turn.conversation.language or "de"
                await take_step(connection, turn.mail_step, conversation_id, message.organisation, language, now)
            await queue_replies(connection, message, turn.replies, now, conversation_id, turn_id)

    async def due_outgoing(self, now: datetime, channels: Collection[str], limit: int = 50) -> list[Outgoing]:
        """Replies to be sent now on these channels, oldest first; a reply waits for the one before it."""
        earlier = outbox.alias()
        waits = exists().where(
            earlier.c.state == "pending",
            earlier.c.id < outbox.c.id,
            earlier.c.organisation == outbox.c.organisation,
            earlier.c.channel == outbox.c.channel,
            earlier.c.address == outbox.c.address,
        )
        query = (
            select(outbox)
            .where(outbox.c.state == "pending", outbox.c.next_attempt_at <= now, outbox.c.channel.in_(channels), ~waits)
            .order_by(outbox.c.id)
            .limit(limit)
        )
        async with reading(self._engine) as connection:
            return [_outgoing(row) for row in await connection.execute(query)]

    async def sent(self, outgoing: Outgoing, now: datetime) -> None:
        """Notes that the platform accepted a reply."""
        await self._settle(outgoing, "sent", now)

    async def postpone(self, outgoing: Outgoing, until: datetime) -> None:
        """Counts a failed attempt; the next one is at `until`."""
        values = {"attempts": outgoing.attempts + 1, "next_attempt_at": until}
        async with transaction(self._engine) as connection:
            await connection.execute(update(outbox).where(outbox.c.id == outgoing.id).values(**values))

    async def undeliverable(self, outgoing: Outgoing, now: datetime) -> None:
        """Notes that a reply will never arrive."""
        await self._settle(outgoing, "failed", now)

    async def notice(self, organisation: str, now: datetime) -> Notice | None:
        """The crisis notice that stands before every answer of an organisation now."""
        async with reading(self._engine) as connection:
            return await active_notice(connection, organisation, now)

    async def lines(self, organisation: str, channel: str, address: str) -> list[Line]:
        """The conversation as far as it is still kept: each turn's words, then its replies."""
        here = and_(outbox.c.organisation == organisation, outbox.c.channel == channel, outbox.c.address == address)
        there = and_(
            conversations.c.organisation == organisation,
            conversations.c.channel == channel,
            conversations.c.address == address,
        )
        said = select(turns.c.id, turns.c.at, turns.c.text).join(conversations).where(there)
        async with reading(self._engine) as connection:
            replies = [_outgoing(row) for row in await connection.execute(select(outbox).where(here))]
            own = [Line(0, True, row.text, row.at) for row in await connection.execute(said) if row.text]
        given = [Line(o.id, False, o.reply.text, o.created_at, o.reply) for o in replies]
        return sorted(own + given, key=lambda line: (line.at, line.outgoing_id))

    async def fetched(self, organisation: str, channel: str, address: str, up_to: int, now: datetime) -> None:
        """Notes that a citizen has fetched every reply up to this id."""
        mine = and_(
            outbox.c.organisation == organisation,
            outbox.c.channel == channel,
            outbox.c.address == address,
            outbox.c.id <= up_to,
            outbox.c.state == "pending",
        )
        async with transaction(self._engine) as connection:
            await connection.execute(delete(outbox).where(mine, outbox.c.last_words))
            await connection.execute(update(outbox).where(mine).values(state="sent", settled_at=now))

    async def waiting(self, now: datetime, limit: int = 200) -> list[Waiting]:
        """Open escalations, most urgent first; what an office has in hand only once it is overdue."""
        mailed = (
            select(arrivals.c.text)
            .join(deliveries, deliveries.c.id == arrivals.c.delivery_id)
            .where(
                deliveries.c.conversation_id == escalations.c.conversation_id, arrivals.c.at == escalations.c.created_at
            )
            .limit(1)
            .scalar_subquery()
        )
        query = (
            select(escalations, conversations.c.organisation, func.coalesce(mailed, turns.c.text).label("text"))
            .join(conversations, conversations.c.id == escalations.c.conversation_id)
            .join(turns, turns.c.id == escalations.c.turn_id)
            .where(escalations.c.closed_at.is_(None))
            .where((escalations.c.reason != "forwarded") | (escalations.c.due_at < now))
            .order_by(escalations.c.kind != "emergency", escalations.c.due_at, escalations.c.id)
            .limit(limit)
        )
        async with reading(self._engine) as connection:
            rows = (await connection.execute(query)).all()
        return [
            Waiting(r.organisation, Escalation(r.reference, r.reason, r.kind, r.office, r.due_at), r.created_at, r.text)
            for r in rows
        ]

    async def close(self, reference: str, reply: Reply | None, now: datetime) -> bool:
        """Closes an escalation, with a reply to the citizen if given; False if none is open under that reference."""
        still_open = and_(escalations.c.reference == reference, escalations.c.closed_at.is_(None))
        async with transaction(self._engine) as connection:
            query = select(escalations, conversations.c.organisation).join(conversations).where(still_open).limit(1)
            escalation = (await connection.execute(query)).first()
            if escalation is None:
                return False
            await connection.execute(update(escalations).where(still_open).values(closed_at=now))
            if reply:
                await answer_citizen(connection, escalation, reply, now)
            await forget_if_done(connection, escalation.conversation_id)
            return True

    async def purge(self, organisation: str, before: PurgeBefore) -> Purged:
        """Deletes what the retention no longer allows to keep."""
        async with transaction(self._engine) as connection:
            return await purge_rows(connection, organisation, before)

    async def _settle(self, outgoing: Outgoing, state: str, now: datetime) -> None:
        row = outbox.c.id == outgoing.id
        async with transaction(self._engine) as connection:
            await connection.execute(delete(outbox).where(row, outbox.c.last_words))
            await connection.execute(update(outbox).where(row).values(state=state, settled_at=now))
            if state == "failed":
                await escalate_undeliverable(connection, outgoing.id, now)


async def _last_words(connection: AsyncConnection, conversation_id: int | None) -> tuple[str, ...]:
    query = select(turns.c.text).where(turns.c.conversation_id == conversation_id).order_by(turns.c.id.desc())
    return tuple(reversed((await connection.execute(query.limit(LOOK_BACK))).scalars().all()))


async def _keep_conversation(
    connection: AsyncConnection, message: InboundMessage, memory: Conversation, now: datetime
) -> int:
    known = {"organisation": message.organisation, "channel": message.channel, "address": message.address}
    fresh = {"memory": memory.model_dump(mode="json"), "last_message_at": now}
    statement = upsert(conversations).values(**known, **fresh, started_at=now)
    statement = statement.on_conflict_do_update(index_elements=list(known), set_=fresh)
    row = (await connection.execute(statement.returning(conversations.c.id))).one()
    return int(row.id)


def _outgoing(row: Row[Any]) -> Outgoing:
    reply = Reply(row.text, tuple(Button(label, value) for label, value in row.buttons))
    return Outgoing(row.id, row.organisation, row.channel, row.address, reply, row.created_at, row.attempts)
