"""What both stand-ins share: a web server on a free port that can fail in every way a server fails."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse

ELSEWHERE = "https://anderswo.example/fang"


@dataclass(frozen=True)
class Failure:
    """What the server does instead of its work; with `works_first` the work is done and only the answer lost."""

    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"<html>Wartung</html>"
    works_first: bool = False
    breaks_off: bool = False


WORKS = Failure(200)
"""None at all, before one that is meant."""
BROKEN_OFF = Failure(200, breaks_off=True)
BROKEN_OFF_AFTER_WORK = Failure(200, breaks_off=True, works_first=True)
MOVED = Failure(301, {"Location": ELSEWHERE})
MAINTENANCE = Failure(302, {"Location": ELSEWHERE})
HUGE = Failure(200, {"Content-Type": "application/json"}, b"[" + b" " * 3_000_000 + b"]")
COMPRESSED = Failure(200, {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08\x00")
GARBLED = Failure(200, {"Content-Type": "application/json"}, b'[{"service_request_id": ')


@dataclass
class Calls:
    """Requests that came, requests that break the specification, and failures to come."""

    seen: list[tuple[str, str]] = field(default_factory=list)
    """Method and path."""
    headers: list[dict[str, str]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    failures: deque[Failure] = field(default_factory=deque)

    def failing(self, app: FastAPI) -> FastAPI:
        """The application with every request noted, and failing as long as failures are left."""

        @app.middleware("http")
        async def fail(request: Request, work: Callable) -> Response:
            self.seen.append((request.method, request.url.path))
            self.headers.append(dict(request.headers))
            failure = self.failures.popleft() if self.failures else None
            if failure is None or failure is WORKS:
                return await work(request)
            if failure.works_first:
                await work(request)
            if failure.breaks_off:
                return StreamingResponse(_broken_off(), headers={"Content-Length": "1000"})
            return Response(failure.body, failure.status, failure.headers)

        return app


async def _broken_off() -> AsyncIterator[bytes]:
    yield b"["
    raise ConnectionResetError


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """The application on a free port of this machine; its address."""
    config = uvicorn.Config(
        app, port=0, lifespan="off", ws="none", log_config=None, access_log=False, timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
