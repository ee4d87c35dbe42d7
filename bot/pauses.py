"""How whoever fetches messages waits: longer after each error, and never past its end."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

T = TypeVar("T")

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds to wait after an error; it doubles from the first to the longest."""


def pauses() -> Iterator[float]:
    """Count the seconds to wait after one error, after a second one in a row and so on, without end."""
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(2 * pause, LONGEST_PAUSE)


async def wait(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but only until `stop` is set."""
    await unless(stop, asyncio.sleep(seconds))


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Return the result of `work`, or cancel it and return None once `stop` is set; raises what it raises."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
