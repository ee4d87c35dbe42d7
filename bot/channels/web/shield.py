"""Goes round every response: security headers, and no word of a citizen in the log when something fails."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Sequence

from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import SettingsError

log = logging.getLogger(__name__)

_ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.ASCII | re.IGNORECASE)


def checked_origins(embed_origins: Sequence[str]) -> tuple[str, ...]:
    """The origins as they may stand in the header; raises SettingsError for anything else."""
    origins = tuple(origin.strip().rstrip("/") for origin in embed_origins)
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(f"„{origin}“ ist keine Adresse wie https://www.stadt.example, ohne Pfad dahinter.")
    return origins


class Shield:
    """ASGI middleware; a header that a response sets itself is kept."""

    def __init__(self, app: ASGIApp, embed_origins: Sequence[str]) -> None:
        self._app = app
        ancestors = " ".join(("'self'", *embed_origins))
        self._headers = {
            "Content-Security-Policy": (
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                f"img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {ancestors}"
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, guarded)
        except ClientDisconnect:
            return
        except Exception as error:
            # Not left to the server's log: the text of an exception may quote a citizen.
            log_failure(Request(scope), error)
            if not started:
                await failure()(scope, receive, guarded)


def log_failure(request: Request, error: Exception) -> None:
    """Logs where something failed, without the exception's own text."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s %s failed: %s\n%s", request.method, request.url.path, type(error).__name__, frames)


def failure() -> JSONResponse:
    """What a citizen's browser gets when something failed."""
    text = "Da ist etwas schiefgegangen. Bitte versuchen Sie es später noch einmal."
    return JSONResponse({"error": text}, 500)
