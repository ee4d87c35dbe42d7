"""Takes over what administrators save, while citizens are being answered."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from functools import partial

from bot.background import in_background
from bot.core.content import Content
from bot.ports import Clock, ContentState, Knowledge, Learnt, Live

log = logging.getLogger(__name__)

ReadContent = Callable[[], tuple[Content | None, tuple[str, ...]]]
"""The snapshot of the files, None if they do not allow one, and what is wrong with them, in German."""
Learn = Callable[[Content], Learnt]
"""Learns the examples anew; takes one to two minutes."""


async def renew_content(
    live: Live, changed: AsyncIterator[None], read: ReadContent, learn: Learn, clock: Clock
) -> None:
    """Runs until cancelled: what is right goes live at once, new examples are learnt meanwhile; the rest is reported.

    Until new examples are learnt, messages are understood as before and answered from the new files.
    """
    to_learn = asyncio.Event()
    swapping = asyncio.Lock()
    learning = asyncio.ensure_future(_learn(live, learn, to_learn, swapping))
    try:
        async for _ in changed:
            async with swapping:
                await _take_over(live, read, clock)
            if not live.now.understand.knows(live.now.content):
                to_learn.set()
    finally:
        learning.cancel()
        await asyncio.gather(learning, return_exceptions=True)


async def _take_over(live: Live, read: ReadContent, clock: Clock) -> None:
    try:
        content, problems = await asyncio.to_thread(read)
        if content is not None and content != live.now.content:
            understand = await asyncio.to_thread(live.now.understand.over, content)
            live.now = Knowledge(content, understand)
            log.info("the changed files are live")
    except Exception as error:  # no edit may stop the bot
        log.exception("the changed files could not be taken over")
        content, problems = None, (f"Die Dateien lassen sich nicht übernehmen ({type(error).__name__}).",)
    live.state = ContentState(clock(), problems)
    if content is None:
        log.error("the changed files are not live, the last good ones are:\n%s", "\n".join(problems))


async def _learn(live: Live, learn: Learn, to_learn: asyncio.Event, swapping: asyncio.Lock) -> None:
    while True:
        await to_learn.wait()
        to_learn.clear()
        try:
            learnt = await in_background(partial(learn, live.now.content))
            async with swapping:
                content = live.now.content  # answers may have changed meanwhile
                live.now = Knowledge(content, await asyncio.to_thread(learnt.over, content))
            log.info("the changed examples are learnt")
        except Exception:
            log.exception("the changed examples could not be learnt, the bot understands as before")
