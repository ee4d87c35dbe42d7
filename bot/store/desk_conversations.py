"""One conversation as staff see it, and what they do in it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, and_, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.desk import By, Proposal, Thread
from bot.core.messages import Reply
from bot.core.staff import Reach
from bot.store.database import reading, transaction
from bot.store.desk_common import log, subject_of, within
from bot.store.desk_index import forget_deleted, index_reply
from bot.store.desk_proposals import read_proposals, settle
from bot.store.desk_redaction import blacken
from bot.store.desk_tables import claims, closings, notes, pauses, proposals, staff_replies
from bot.store.desk_thread import read_thread
from bot.store.forwards import ask_offices_to_erase
from bot.store.mail_wishes import forget_if_done
from bot.store.replies import answer_citizen, tell_citizen
from bot.store.tables import conversations, escalations, inbox, outbox, turns


class SqlConversations:
    """Implements `desk_ports.ConversationStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def thread(self, conversation_id: int, by: By) -> Thread | None:
        """The conversation with everything kept of it."""
        async with reading(self._engine) as connection:
            return await read_thread(connection, conversation_id, by.now)

    async def reply(self, conversation_id: int, text: str, by: By) -> tuple[str, str] | None:
        """Sends a reply, in the chat or by mail as the citizen wished; whom to tell, None if it is gone."""
        async with transaction(self._engine) as connection:
            conversation = await _conversation(connection, conversation_id)
            if conversation is None:
                return None
            last = select(escalations).where(escalations.c.conversation_id == conversation_id)
            about = (await connection.execute(last.order_by(escalations.c.id.desc()).limit(1))).first()
            answered = Reply(text)
            if about is None:
                outbox_id: int | None = await tell_citizen(connection, conversation_id, answered, by.now)
            else:
                outbox_id = await answer_citizen(connection, about, answered, by.now)
            if outbox_id is not None:
                await connection.execute(insert(staff_replies).values(outbox_id=outbox_id, staff_id=by.staff.id))
                await index_reply(connection, outbox_id, text)
            await log(connection, by, "reply", conversation.organisation, subject_of(conversation_id), reply=outbox_id)
            return conversation.organisation, conversation.address

    async def note(self, conversation_id: int, text: str, by: By) -> None:
        """Writes a note."""
        row = {"conversation_id": conversation_id, "staff_id": by.staff.id, "at": by.now, "text": text}
        async with transaction(self._engine) as connection:
            if conversation := await _conversation(connection, conversation_id):
                await connection.execute(insert(notes).values(row))
                await log(connection, by, "note", conversation.organisation, subject_of(conversation_id))

    async def reroute(self, conversation_id: int, office: str, by: By) -> None:
        """Gives all that waits to another office; whoever had claimed it lets go."""
        async with transaction(self._engine) as connection:
            if conversation := await _conversation(connection, conversation_id):
                await connection.execute(update(escalations).where(_open(conversation_id)).values(office=office))
                await connection.execute(delete(claims).where(claims.c.conversation_id == conversation_id))
                subject = subject_of(conversation_id)
                await log(connection, by, "reroute", conversation.organisation, subject, office=office)

    async def pause(self, conversation_id: int, paused: bool, by: By) -> None:
        """Silences the bot, or lets it speak again."""
        row = {"conversation_id": conversation_id, "staff_id": by.staff.id, "since": by.now}
        async with transaction(self._engine) as connection:
            conversation = await _conversation(connection, conversation_id)
            if conversation is None:
                return
            if paused:
                await connection.execute(upsert(pauses).values(row).on_conflict_do_nothing())
            else:
                await connection.execute(delete(pauses).where(pauses.c.conversation_id == conversation_id))
            action = "pause_bot" if paused else "resume_bot"
            await log(connection, by, action, conversation.organisation, subject_of(conversation_id))

    async def close(self, conversation_id: int, reason: str, by: By) -> bool:
        """Closes all that waits, ends claim and pause; False if nothing waited."""
        async with transaction(self._engine) as connection:
            conversation = await _conversation(connection, conversation_id)
            done = update(escalations).where(_open(conversation_id)).values(closed_at=by.now)
            closed = (await connection.execute(done.returning(escalations.c.id))).scalars().all()
            for escalation_id in closed:
                row = {"escalation_id": escalation_id, "staff_id": by.staff.id, "reason": reason}
                await connection.execute(insert(closings).values(row))
            for table in (claims, pauses):
                await connection.execute(delete(table).where(table.c.conversation_id == conversation_id))
            await forget_if_done(connection, conversation_id)
            if conversation and closed:
                subject = subject_of(conversation_id)
                await log(connection, by, "close", conversation.organisation, subject, reason=reason)
            return bool(closed)

    async def redact(self, conversation_id: int, passage: str, by: By) -> int:
        """Blackens a passage wherever it was copied; in how many places it stood."""
        async with transaction(self._engine) as connection:
            places = await blacken(connection, conversation_id, passage)
            if places and (conversation := await _conversation(connection, conversation_id)):
                await forget_deleted(connection)
                subject = subject_of(conversation_id)
                await log(connection, by, "redact", conversation.organisation, subject, places=places)
            return places

    async def export(self, conversation_id: int, by: By) -> Thread | None:
        """The conversation to be handed out (Art. 15 GDPR); noted in the audit log."""
        async with transaction(self._engine) as connection:
            thread = await read_thread(connection, conversation_id, by.now)
            if thread:
                await log(connection, by, "export", thread.organisation, subject_of(conversation_id))
            return thread

    async def delete(self, conversation_id: int, by: By) -> bool:
        """Deletes a conversation with everything that belongs to it (Art. 17 GDPR)."""
        async with transaction(self._engine) as connection:
            conversation = await _conversation(connection, conversation_id)
            if conversation is None:
                return False
            await ask_offices_to_erase(connection, conversations.c.id == conversation_id, by.now)
            for table in (outbox, inbox):
                own = and_(
                    table.c.organisation == conversation.organisation,
                    table.c.channel == conversation.channel,
                    table.c.address == conversation.address,
                )
                if table is outbox:
                    await connection.execute(delete(outbox).where(own))
                else:  # the platform's message ids stay, so that a redelivery is not answered
                    emptied = {"text": "", "address": "", "handled_at": by.now}
                    await connection.execute(update(inbox).where(own).values(emptied))
            await connection.execute(delete(conversations).where(conversations.c.id == conversation_id))
            await forget_deleted(connection)
            await log(connection, by, "delete", conversation.organisation, subject_of(conversation_id))
            return True

    async def propose(self, turn_id: int, intent: str, by: By) -> bool:
        """Keeps what a message should have been understood as; False if it is gone."""
        query = select(conversations.c.id, conversations.c.organisation).join(turns).where(turns.c.id == turn_id)
        async with transaction(self._engine) as connection:
            conversation = (await connection.execute(query)).first()
            if conversation is None:
                return False
            row = {"conversation_id": conversation.id, "turn_id": turn_id, "staff_id": by.staff.id}
            await connection.execute(insert(proposals).values(**row, at=by.now, intent=intent))
            subject = subject_of(conversation.id)
            await log(connection, by, "change_intent", conversation.organisation, subject, intent=intent)
            return True

    async def proposals(self, reach: Reach) -> list[Proposal]:
        """What editors have not settled yet."""
        async with reading(self._engine) as connection:
            return await read_proposals(connection, within(reach, conversations.c.organisation))

    async def settle_proposal(self, proposal_id: int, taken: bool, reach: Reach, by: By) -> bool:
        """Notes what an editor made of a proposal."""
        async with transaction(self._engine) as connection:
            allowed = within(reach, conversations.c.organisation)
            return await settle(connection, proposal_id, taken, allowed, by)


def _open(conversation_id: int) -> Any:
    return and_(escalations.c.conversation_id == conversation_id, escalations.c.closed_at.is_(None))


async def _conversation(connection: AsyncConnection, conversation_id: int) -> Row[Any] | None:
    return (await connection.execute(select(conversations).where(conversations.c.id == conversation_id))).first()
