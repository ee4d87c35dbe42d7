"""The real program, except that it kills itself with SIGKILL at one named point: `python -m tests.crash_process`."""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any

from bot.channels.telegram import Telegram
from bot.cli import main
from bot.store.sql_store import SqlStore

STEPS: dict[str, tuple[type, str]] = {
    "receive": (SqlStore, "receive"),
    "next_received": (SqlStore, "next_received"),
    "record": (SqlStore, "record"),
    "due_outgoing": (SqlStore, "due_outgoing"),
    "send": (Telegram, "send"),
    "sent": (SqlStore, "sent"),
}
POINTS = [f"{edge} {step}" for step in STEPS for edge in ("before", "after")]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _deadly(call: Callable[..., Awaitable[Any]], edge: str, step: str) -> Callable[..., Awaitable[Any]]:
    async def wrapped(*args: Any, **kwargs: Any) -> Any:
        if edge == "before":
            _die()
        result = await call(*args, **kwargs)
        if result or step not in ("next_received", "due_outgoing"):  # not while there is nothing to do
            _die()
        return result

    return wrapped


if __name__ == "__main__":
    if point := os.environ.pop("CRASH_POINT", ""):
        edge, step = point.split()
        owner, name = STEPS[step]
        setattr(owner, name, _deadly(getattr(owner, name), edge, step))
    main()
