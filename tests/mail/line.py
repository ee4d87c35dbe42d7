"""A line to a server on loopback that can be cut."""

from __future__ import annotations

import asyncio
from contextlib import suppress


class BreakableLine:
    """Passes bytes on to `port`; counts how often it was cut."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._to, self._host = port, host
        self._after, self._times = 0, 0
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.breaks = 0

    async def __aenter__(self) -> BreakableLine:
        self._server = await asyncio.start_server(self._connect, self._host, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self.break_now()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def break_after(self, size: int, times: int = 1) -> None:
        """Cuts the next connections once so many bytes came from the server."""
        self._after, self._times = size, times

    def break_now(self) -> None:
        """Cuts every open connection."""
        for writer in self._open:
            writer.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, here = await asyncio.open_connection("127.0.0.1", self._to)
        self._open |= {writer, here}
        for task in (self._pass(reader, here, counts=False), self._pass(there, writer, counts=True)):
            running = asyncio.ensure_future(task)
            self._tasks.add(running)

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, counts: bool) -> None:
        passed = 0
        with suppress(ConnectionError):
            while data := await source.read(16_384):
                passed += len(data)
                if counts and self._times and passed >= self._after:
                    self._times -= 1
                    self.breaks += 1
                    self.break_now()
                    return
                target.write(data)
                await target.drain()
        target.transport.abort()
