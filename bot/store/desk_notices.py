"""Crisis notices: proposed by one person, released by another, all versions kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.desk import By, NoticeDraft, NoticeVersion
from bot.core.notice import Notice
from bot.core.staff import Reach
from bot.store.database import reading, transaction
from bot.store.desk_common import log, within
from bot.store.desk_tables import notices, staff

LIMIT = 200


class SqlNotices:
    """Implements `desk_ports.NoticeStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def all(self, reach: Reach) -> list[NoticeVersion]:
        """All versions, newest first."""
        proposer, releaser, ender = (staff.alias(name) for name in ("proposer", "releaser", "ender"))
        query = (
            select(
                notices,
                proposer.c.name.label("proposer"),
                releaser.c.name.label("releaser"),
                ender.c.name.label("ender"),
            )
            .join(proposer, proposer.c.id == notices.c.proposed_by)
            .outerjoin(releaser, releaser.c.id == notices.c.released_by)
            .outerjoin(ender, ender.c.id == notices.c.ended_by)
            .where(within(reach, notices.c.organisation))
            .order_by(notices.c.id.desc())
            .limit(LIMIT)
        )
        async with reading(self._engine) as connection:
            return [_version(row) for row in (await connection.execute(query)).all()]

    async def propose(self, draft: NoticeDraft, by: By) -> int:
        """A new version that another person has to release."""
        row = {**vars(draft), "proposed_by": by.staff.id, "proposed_at": by.now}
        async with transaction(self._engine) as connection:
            added = await connection.execute(insert(notices).values(row).returning(notices.c.id))
            notice_id = int(added.scalar_one())
            await log(connection, by, "propose_notice", draft.organisation, f"notice {notice_id}")
            return notice_id

    async def release(self, notice_id: int, reach: Reach, by: By) -> bool:
        """Lets it stand before every answer; the one before it ends. The proposer cannot release: two people."""
        waiting = update(notices).where(
            notices.c.id == notice_id,
            within(reach, notices.c.organisation),
            notices.c.released_at.is_(None),
            notices.c.ended_at.is_(None),
            notices.c.ends_at > by.now,
            notices.c.proposed_by != by.staff.id,
        )
        released = waiting.values(released_by=by.staff.id, released_at=by.now).returning(notices.c.organisation)
        async with transaction(self._engine) as connection:
            organisation = (await connection.execute(released)).scalar()
            if organisation is None:
                return False
            earlier = update(notices).where(
                notices.c.organisation == organisation,
                notices.c.id != notice_id,
                notices.c.released_at.is_not(None),
                notices.c.ended_at.is_(None),
            )
            await connection.execute(earlier.values(ended_by=by.staff.id, ended_at=by.now))
            await log(connection, by, "release_notice", organisation, f"notice {notice_id}")
            return True

    async def end(self, notice_id: int, reach: Reach, by: By) -> bool:
        """Ends or withdraws it at once."""
        running = update(notices).where(
            notices.c.id == notice_id, within(reach, notices.c.organisation), notices.c.ended_at.is_(None)
        )
        ended = running.values(ended_by=by.staff.id, ended_at=by.now).returning(notices.c.organisation)
        async with transaction(self._engine) as connection:
            organisation = (await connection.execute(ended)).scalar()
            if organisation is not None:
                await log(connection, by, "end_notice", organisation, f"notice {notice_id}")
            return organisation is not None


async def active_notice(connection: AsyncConnection, organisation: str, now: datetime) -> Notice | None:
    """The notice that stands before every answer now."""
    query = (
        select(notices)
        .where(
            notices.c.organisation == organisation,
            notices.c.released_at <= now,
            notices.c.ended_at.is_(None),
            notices.c.ends_at > now,
        )
        .order_by(notices.c.id.desc())
        .limit(1)
    )
    row = (await connection.execute(query)).first()
    return Notice(row.text_de, row.text_en, row.link, row.released_at, row.pauses_pr) if row else None


def _version(row: Row[Any]) -> NoticeVersion:
    draft = NoticeDraft(row.organisation, row.text_de, row.text_en, row.link, row.ends_at, row.pauses_pr)
    return NoticeVersion(
        row.id,
        draft,
        row.proposer,
        row.proposed_by,
        row.proposed_at,
        row.releaser,
        row.released_at,
        row.ender,
        row.ended_at,
    )
