"""Looks at cases in offices' own systems until they are closed."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.core import notices
from bot.core.content import Body, Content
from bot.core.forwarding import WayName
from bot.delivery_ports import Deliveries, Delivery
from bot.errors import DeliveryError, StoreError
from bot.ports import CaseNews, Clock, OfficeSystem

log = logging.getLogger(__name__)

IDLE_SECONDS = 60.0
EVERY = timedelta(minutes=15)
"""How often a case is looked at."""
GIVE_UP_AFTER = timedelta(days=365)


async def follow_cases(
    store: Deliveries,
    content: Callable[[], Content],
    systems: Mapping[WayName, OfficeSystem],
    clock: Clock,
    told: Callable[[], None],
) -> None:
    """Runs until cancelled; `told` is called when a citizen was told something."""
    while True:
        try:
            for case in await store.open_cases(clock()):
                if await follow_one(case, store, content().bodies.get(case.organisation), systems, clock):
                    told()
        except StoreError as error:
            log.warning("cases wait for the database: %s", error)
        await asyncio.sleep(IDLE_SECONDS)


async def follow_one(
    case: Delivery, store: Deliveries, body: Body | None, systems: Mapping[WayName, OfficeSystem], clock: Clock
) -> bool:
    """Looks at one case; what its office newly wrote goes to the citizen. Whether it did."""
    digest, now = str(case.payload["note"]), clock()
    system = systems.get(case.way)
    if body is None or case.office not in body.offices or now - case.created_at > GIVE_UP_AFTER:
        log.warning("case of delivery %d is no longer followed", case.id)
        await store.followed(case, CaseNews(closed=False), digest, None, now, now + GIVE_UP_AFTER)
        return False
    try:
        if system is None:
            raise DeliveryError("this way is switched off")
        news = await system.news_of(str(case.payload["case_id"]), body.offices[case.office])
    except DeliveryError as error:
        log.warning("case of delivery %d cannot be looked at: %s", case.id, error.code)
        await store.followed(case, CaseNews(closed=False), digest, None, now, now + EVERY)
        return False
    fresh = hashlib.sha256(news.note.encode()).hexdigest() if news.note else digest
    reply = None
    if fresh != digest:
        reply = notices.answered(news.note, case.reference, case.office, case.language, body, now)
    elif news.closed:
        reply = notices.settled(case.reference, case.office, case.language, body, now)
    await store.followed(case, news, fresh, reply, now, now + EVERY)
    return reply is not None
