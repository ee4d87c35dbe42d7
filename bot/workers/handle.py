"""Handles stored messages, one after the other, so that no citizen's turns overtake each other."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from bot.core.content import Content
from bot.core.forwarding import Ways
from bot.core.understanding import Understand
from bot.errors import StoreError
from bot.pipeline import handle
from bot.ports import Clock, Received, Store

log = logging.getLogger(__name__)

IDLE_SECONDS = 5.0
"""How long the worker sleeps if nobody wakes it: the longest a message waits after a fault."""
PAUSE_SECONDS = 1.0


async def handle_received(
    store: Store,
    content: Content,
    understand: Understand,
    clock: Clock,
    wake: asyncio.Event,
    handled: Callable[[Received], None],
    ways: Ways = frozenset(),
) -> None:
    """Runs until cancelled; a database that is locked or full is waited for."""
    while True:
        wake.clear()
        try:
            while received := await store.next_received():
                await handle(received, store, content, understand, clock, ways)
                handled(received)
        except StoreError as error:
            log.warning("messages wait for the database: %s", error)
            await asyncio.sleep(PAUSE_SECONDS)
            continue
        try:
            await asyncio.wait_for(wake.wait(), IDLE_SECONDS)
        except TimeoutError:
            continue
