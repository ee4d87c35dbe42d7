"""Deletes once a day what each organisation's retention no longer allows to keep."""

from __future__ import annotations

import asyncio
import logging

from bot.core.content import Content
from bot.core.retention import purge_before
from bot.errors import StoreError
from bot.ports import Clock, Live, Store

log = logging.getLogger(__name__)

DAY_SECONDS = 86_400.0
RETRY_SECONDS = 60.0


async def purge_daily(store: Store, live: Live, clock: Clock) -> None:
    """Runs until cancelled: at once after each start, then every day."""
    while True:
        try:
            await purge_all(store, live.now.content, clock)
        except StoreError as error:
            log.warning("the purge waits for the database: %s", error)
            await asyncio.sleep(RETRY_SECONDS)
            continue
        await asyncio.sleep(DAY_SECONDS)


async def purge_all(store: Store, content: Content, clock: Clock) -> None:
    """Purges every organisation's data once."""
    for id, body in content.bodies.items():
        purged = await store.purge(id, purge_before(body.organisation, clock()))
        if purged.turns or purged.conversations:
            log.info("purged %s: %d messages, %d conversations", id, purged.turns, purged.conversations)
