"""Tells open pages that something has changed, never what: the page asks again, with its own rights."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field

COALESCE_SECONDS = 1.0
"""A page hears of the queue at most this often, however much arrives."""
HEARTBEAT_SECONDS = 20.0
"""A silent connection is cut by proxies, and what no event told of is seen after so long."""
MAX_WAITING = 100
EVERYWHERE = "*"
"""Stands for the keys of all conversations."""


def opaque(key: tuple[str, str]) -> str:
    """(organisation, address) as pages know it."""
    return hashlib.sha256("\n".join(key).encode()).hexdigest()[:20]


@dataclass(eq=False)
class _Page:
    """One open page: what it has not heard of yet."""

    wake: asyncio.Event = field(default_factory=asyncio.Event)
    keys: set[str] = field(default_factory=set)
    queue: bool = False
    typing: dict[str, str] = field(default_factory=dict)


class DeskNews:
    """Broadcasts to all open pages; to be used from one event loop."""

    def __init__(self) -> None:
        self._pages: set[_Page] = set()
        self._closed = False

    def tell(self, key: tuple[str, str]) -> None:
        """Something happened in the conversation of (organisation, address)."""
        self._tell(keys=(opaque(key),))

    def tell_all(self) -> None:
        """Something happened somewhere: every open conversation is looked at again."""
        self._tell(keys=(EVERYWHERE,))

    def tell_queue(self) -> None:
        """The queue is another one."""
        self._tell()

    def typing(self, key: tuple[str, str], name: str) -> None:
        """Someone of the staff writes."""
        for page in self._pages:
            page.typing[opaque(key)] = name
            page.wake.set()

    def close(self) -> None:
        """Ends every stream, so that the server can stop."""
        self._closed = True
        for page in self._pages:
            page.wake.set()

    def __len__(self) -> int:
        """How many pages listen."""
        return len(self._pages)

    def _tell(self, keys: Collection[str] = ()) -> None:
        for page in self._pages:
            page.queue = True
            if len(page.keys) < MAX_WAITING:
                page.keys.update(keys)
            page.wake.set()

    async def stream(self) -> AsyncIterator[bytes]:
        """Events for one page, until it goes or the server stops."""
        page = _Page()
        self._pages.add(page)
        try:
            yield b"retry: 3000\n\n"
            while not self._closed:
                try:
                    await asyncio.wait_for(page.wake.wait(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    page.queue = True
                page.wake.clear()
                for event in _events(page):
                    yield event
                if not self._closed:
                    await asyncio.sleep(COALESCE_SECONDS)
        finally:
            self._pages.discard(page)


def _events(page: _Page) -> list[bytes]:
    events = [f"event: typing\ndata: {key} {name}\n\n".encode() for key, name in page.typing.items()]
    events += [f"event: conversation\ndata: {key}\n\n".encode() for key in sorted(page.keys)]
    if page.queue:
        events.append(b"event: queue\ndata: -\n\n")
    page.keys, page.queue, page.typing = set(), False, {}
    return events
