"""Sends what the outbox holds; "sent" is noted only after the platform said so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

from bot.errors import ChannelUnavailable, CitizenUnreachable
from bot.ports import Channel, Clock, Outgoing, Store
from bot.workers.loops import repeat

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
MAX_WAIT_SECONDS = 900.0
GIVE_UP_AFTER = timedelta(days=3)
"""A reply older than this would answer a question nobody has any more."""


async def deliver_replies(
    store: Store, channels: Mapping[tuple[str, str], Channel], clock: Clock, wake: asyncio.Event
) -> None:
    """Runs until cancelled; `channels` by (organisation, name). Replies of other channels are fetched by citizens."""
    names = {name for _, name in channels}

    async def work() -> None:
        while due := await store.due_outgoing(clock(), names):
            for outgoing in due:
                await deliver_one(outgoing, store, channels, clock)

    await repeat(work, wake, IDLE_SECONDS, "replies")


async def deliver_one(
    outgoing: Outgoing, store: Store, channels: Mapping[tuple[str, str], Channel], clock: Clock
) -> None:
    """Tries one reply once and notes what became of it."""
    channel = channels.get((outgoing.organisation, outgoing.channel))
    try:
        if channel is None:
            raise ChannelUnavailable("this channel is switched off")
        await channel.send(outgoing.address, outgoing.reply)
    except ChannelUnavailable as error:
        if clock() - outgoing.created_at > GIVE_UP_AFTER:
            log.error("reply %d given up after %d attempts", outgoing.id, outgoing.attempts + 1)
            await store.undeliverable(outgoing, clock())
            return
        wait = error.retry_after or min(2.0**outgoing.attempts, MAX_WAIT_SECONDS)
        log.warning("reply %d waits %.0f s: %s", outgoing.id, wait, error)
        await store.postpone(outgoing, clock() + timedelta(seconds=wait))
    except CitizenUnreachable as error:
        log.warning("reply %d cannot be delivered: %s", outgoing.id, error)
        await store.undeliverable(outgoing, clock())
    else:
        await store.sent(outgoing, clock())
