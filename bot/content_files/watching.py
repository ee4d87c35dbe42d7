"""Tells when something in the content folders has changed, whatever an editor does to save a file."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from stat import S_ISREG

from watchfiles import awatch

log = logging.getLogger(__name__)

FOLDERS = ("intents", "responses")
SETTLED_MS, LONGEST_MS = 50, 300
"""A change is told when nothing more happened for so long; while a program writes without end, after the second."""
LOOK_MS = 5_000
"""Network drives tell nothing, and a folder that was replaced is watched no more: so often we look for ourselves."""
PAUSE_SECONDS = 2.0

Seen = frozenset[tuple[str, int, int, int]]


async def changes(root: Path) -> AsyncIterator[None]:
    """Yields at once, and then after each change of a file; a folder that is gone is waited for."""
    seen = await asyncio.to_thread(_look, root)
    yield
    while True:
        try:
            async for events in awatch(
                *(root / folder for folder in FOLDERS),
                watch_filter=None,
                debounce=LONGEST_MS,
                step=SETTLED_MS,
                rust_timeout=LOOK_MS,
                yield_on_timeout=True,
            ):
                now = await asyncio.to_thread(_look, root)
                if now != seen:
                    seen = now
                    yield
                    if not events:  # nobody told us: watch what is there now
                        break
        except (OSError, RuntimeError) as error:
            log.warning("the content folders cannot be watched for the moment: %s", type(error).__name__)
            await asyncio.sleep(PAUSE_SECONDS)
            if (now := await asyncio.to_thread(_look, root)) != seen:
                seen = now
                yield


def _look(root: Path) -> Seen:
    """Name, size, time of change and number of every file that may count; a save changes at least one of them."""
    found = set()
    for folder in FOLDERS:
        for pattern in ("*", "*/*"):
            for path in (root / folder).glob(pattern):
                try:
                    state = path.stat()
                except OSError:  # gone, or a link that leads nowhere
                    continue
                if S_ISREG(state.st_mode) and not path.name.startswith("."):
                    found.add((str(path), state.st_size, state.st_mtime_ns, state.st_ino))
    return frozenset(found)
