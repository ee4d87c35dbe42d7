"""What the tests of the Telegram channel share: an inbox, a running poll, an update, a free port."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

from bot.channels.telegram import Telegram
from bot.core.messages import InboundMessage

CITIZEN, NEIGHBOUR, GROUP = 4711, 4712, -100
SECRET = "geheim_0815"


class Inbox:
    """An in-memory `receive` that may be busy for the next messages, and keeps an order of events."""

    def __init__(self) -> None:
        self.messages: list[InboundMessage] = []
        self.busy: list[Exception] = []
        self.attempts: list[str] = []

    async def __call__(self, message: InboundMessage) -> None:
        self.attempts.append(message.external_id)
        if self.busy:
            raise self.busy.pop(0)
        self.messages.append(message)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]


async def until(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait for something that happens in another thread, at most so many seconds."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


@contextlib.asynccontextmanager
async def polled(bot: Telegram) -> AsyncIterator[asyncio.Event]:
    """Poll as the app does; the end of the block stops it in good order."""
    stop = asyncio.Event()
    running = asyncio.create_task(bot.poll(stop))
    try:
        yield stop
        assert not running.done()
    finally:
        stop.set()
        async with asyncio.timeout(2):
            await running


def update(**content: Any) -> dict[str, Any]:
    """Build a raw update with this content."""
    message = {"message_id": 1, "date": 1_795_000_000, "chat": {"id": CITIZEN, "type": "private"}}
    return {"update_id": 7, "message": message | content}


def free_port() -> int:
    """Return a port of loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
