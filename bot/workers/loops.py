"""The loop that workers share: work, then wait to be woken."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.errors import StoreError

log = logging.getLogger(__name__)


async def repeat(work: Callable[[], Awaitable[None]], wake: asyncio.Event, idle_seconds: float, what: str) -> None:
    """Runs until cancelled: works when woken, or after so long; `what` names in the log what waits for the database."""
    while True:
        stop_if_cancelled()
        wake.clear()
        try:
            await work()
        except StoreError as error:
            log.warning("%s wait for the database: %s", what, error)
        try:
            await asyncio.wait_for(wake.wait(), idle_seconds)
        except TimeoutError:
            continue


def stop_if_cancelled() -> None:
    """Raises CancelledError if the task was told to stop and something below lost that.

    `asyncio.wait_for` does before Python 3.12, when what it waits for is done in the same moment.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
