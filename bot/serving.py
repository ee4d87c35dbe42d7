"""Runs the web server and everything beside it until a signal, then ends it in order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Awaitable, Iterator, Sequence
from typing import Any, Protocol

import uvicorn
from fastapi import FastAPI

from bot.errors import SettingsError

GRACE_SECONDS = 5.0
"""How long channels may take to end what they began."""
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Closing(Protocol):
    """Something on which browsers wait."""

    def close(self) -> None:
        """Lets them go."""


class Server(uvicorn.Server):
    """Lets waiting browsers go before it shuts down, so that nothing has to be cut off; leaves signals to us."""

    def __init__(self, config: uvicorn.Config, waiting: Sequence[Closing]) -> None:
        super().__init__(config)
        self._waiting = waiting

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The whole application stops on a signal, not the server alone."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends all long polls and streams first."""
        for news in self._waiting:
            news.close()
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """The socket of the web pages; raises SettingsError if the address is taken or not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=512)
    except OSError:
        raise SettingsError(
            f"AMTSBOTE_PORT: Auf {host}:{port} läuft schon ein anderes Programm, "
            "oder die Adresse gehört nicht zu diesem Rechner."
        ) from None


async def serve(web: FastAPI, listening: socket.socket, waiting: Sequence[Closing], stop: asyncio.Event) -> None:
    """Serves the pages until asked to stop; lets everyone go who waits on one of `waiting`."""
    config = uvicorn.Config(web, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    server = Server(config, waiting)
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait((serving, stopping), return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving


async def until_stopped(channels: list[Awaitable[None]], workers: list[Awaitable[None]], stop: asyncio.Event) -> None:
    """Runs everything until a signal: then the channels end what they began, and the workers are cancelled.

    The first job that fails ends the program, so that a supervisor restarts it whole.
    """
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, stop.set)
    open_channels: list[asyncio.Future[Any]] = [asyncio.ensure_future(job) for job in channels]
    tasks: list[asyncio.Future[Any]] = [*open_channels, *(asyncio.ensure_future(job) for job in workers)]
    stopped: asyncio.Future[Any] = asyncio.ensure_future(stop.wait())
    try:
        pending = set(tasks)
        while not stop.is_set():
            done, _ = await asyncio.wait({*pending, stopped}, return_when=asyncio.FIRST_COMPLETED)
            pending -= done
            for task in done - {stopped}:
                task.result()
        await asyncio.wait(open_channels, timeout=GRACE_SECONDS)
    finally:
        for task in (*tasks, stopped):
            task.cancel()
        await asyncio.gather(*tasks, stopped, return_exceptions=True)
