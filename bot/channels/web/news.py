"""Wakes a citizen's waiting request the moment a reply is there."""

from __future__ import annotations

import asyncio

Key = tuple[str, str]
"""(organisation, address)"""


class News:
    """Tells waiting requests about new replies; to be used from one event loop."""

    def __init__(self) -> None:
        self._waiting: dict[Key, set[asyncio.Future[bool]]] = {}
        self._closed = False

    def wait(self, key: Key, timeout: float) -> asyncio.Future[bool]:
        """Becomes True when the key is told of, False after `timeout` seconds.

        Listens from the call on, not from the `await`: who calls, then looks, then awaits misses nothing.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[bool] = loop.create_future()
        timer = loop.call_later(0 if self._closed else timeout, _resolve, future, False)
        self._waiting.setdefault(key, set()).add(future)

        def forget(done: asyncio.Future[bool]) -> None:
            timer.cancel()
            listeners = self._waiting.get(key, set())
            listeners.discard(done)
            if not listeners:
                self._waiting.pop(key, None)

        future.add_done_callback(forget)
        return future

    def tell(self, key: Key) -> None:
        """Wakes everyone who waits for this key."""
        for future in tuple(self._waiting.get(key, ())):
            _resolve(future, True)

    def tell_all(self) -> None:
        """Wakes everyone, where nobody knows for whom there is news."""
        for key in tuple(self._waiting):
            self.tell(key)

    def close(self) -> None:
        """Lets every waiting request return at once, from now on, so that the server can stop."""
        self._closed = True
        self.tell_all()

    def __len__(self) -> int:
        """How many requests wait."""
        return sum(len(listeners) for listeners in self._waiting.values())


def _resolve(future: asyncio.Future[bool], told: bool) -> None:
    if not future.done():
        future.set_result(told)
