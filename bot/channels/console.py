"""A chat on the terminal."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import Callable
from datetime import datetime

from bot.core.messages import Button, InboundMessage, Reply
from bot.ports import Receive

NAME = "console"


class ConsoleChannel:
    """Prints replies; implements `ports.Channel`."""

    name = NAME

    def __init__(self, organisation: str) -> None:
        self.organisation = organisation
        self.buttons: tuple[Button, ...] = ()
        self.answered = asyncio.Event()

    async def send(self, address: str, reply: Reply) -> None:
        """Prints the reply with its buttons numbered."""
        choices = "".join(f"\n  [{i}] {button.label}" for i, button in enumerate(reply.buttons, 1))
        print(f"\n{reply.text}{choices}\n", flush=True)  # noqa: T201
        self.buttons = reply.buttons
        self.answered.set()

    def read(self, line: str) -> str:
        """What a typed line means: the number of a button presses it."""
        if line.isdigit() and 1 <= int(line) <= len(self.buttons):
            return self.buttons[int(line) - 1].value
        return line


async def converse(channel: ConsoleChannel, receive: Receive, clock: Callable[[], datetime]) -> None:
    """Reads lines until the end of input, each a message; waits for its reply before the next."""
    address = secrets.token_urlsafe(12)
    while True:
        print("> ", end="", flush=True)  # noqa: T201
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            return
        channel.answered.clear()
        text = channel.read(line.strip())
        message = InboundMessage(channel.organisation, NAME, address, secrets.token_urlsafe(12), text, clock())
        await receive(message)
        await channel.answered.wait()
