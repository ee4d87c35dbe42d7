"""The routes of the web chat."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as AnyHTTPException

from bot.channels.web import pages, shield
from bot.channels.web.intake import Pace, address_of, new_session, read_sent
from bot.channels.web.lines import lines_as_json
from bot.channels.web.news import News
from bot.core.content import Body, Content
from bot.core.messages import InboundMessage
from bot.errors import StoreBusy, StoreError
from bot.ports import Clock, Line, Receive, Store

CHANNEL = "web"
MAX_WAIT = 25
"""Seconds; proxies commonly cut a silent connection after 30."""
MAX_ID = 2**63 - 1
STATIC = pages.HERE / "static"

_GERMAN = {404: "Diese Adresse gibt es hier nicht.", 405: "Das geht an dieser Adresse nicht."}


def build_web(
    content: Callable[[], Content],
    store: Store,
    receive: Receive,
    news: News,
    clock: Clock,
    embed_origins: Sequence[str] = (),
) -> FastAPI:
    """The web application; only pages of `embed_origins` (e.g. https://www.stadt.de) may embed the chat.

    Raises SettingsError if one of them is no origin.
    """
    # A registry on Windows may say otherwise, and browsers refuse scripts of another type.
    mimetypes.add_type("text/javascript", ".js")
    app = FastAPI(title="Amtsbote", openapi_url=None)
    app.add_middleware(shield.Shield, embed_origins=shield.checked_origins(embed_origins))
    app.mount("/static", _Static(directory=STATIC), name="static")
    _add_error_handlers(app)
    chat = _Chat(content, store, receive, news, clock)
    for path, endpoint in (
        ("/", chat.start),
        ("/health", chat.health),
        ("/widget.js", chat.widget),
        ("/chat/{organisation}", chat.page),
        ("/chat/{organisation}/messages", chat.lines),
    ):
        app.add_api_route(path, endpoint, methods=["GET"], response_model=None)
    app.add_api_route("/chat/{organisation}/session", chat.session, methods=["POST"], response_model=None)
    app.add_api_route("/chat/{organisation}/messages", chat.send, methods=["POST"], response_model=None)
    return app


@dataclass(frozen=True)
class _Chat:
    """The endpoints and what they need."""

    content: Callable[[], Content]
    store: Store
    receive: Receive
    news: News
    clock: Clock
    pace: Pace = field(default_factory=Pace)

    async def start(self, request: Request) -> HTMLResponse:
        """The operator's page to try out every organisation."""
        return pages.start_page(request, self.content().bodies.values())

    async def health(self) -> JSONResponse:
        """Whether the server answers."""
        return JSONResponse({"ok": True})

    async def widget(self) -> FileResponse:
        """The script that embeds the chat on a town's page."""
        headers = {"Cache-Control": "max-age=600"}
        return FileResponse(STATIC / "widget.js", media_type="text/javascript", headers=headers)

    async def page(self, request: Request, organisation: str, embed: str = "") -> HTMLResponse:
        """The chat with an organisation."""
        body = self.content().bodies.get(organisation)
        return pages.chat_page(request, body, embed == "1") if body else pages.missing_page(request)

    async def session(self, organisation: str) -> JSONResponse:
        """A new session, known to the browser alone until a message is sent."""
        self._body(organisation)
        return JSONResponse({"session": new_session()})

    async def send(self, request: Request, organisation: str) -> JSONResponse:
        """Takes a message in; 202 only after it is stored."""
        self._body(organisation)
        address = address_of(request)
        sent = await read_sent(request)
        now = self.clock()
        self.pace.check(address, sent.id, now)
        external_id = f"{address[:16]}:{sent.id}"
        await self.receive(InboundMessage(organisation, CHANNEL, address, external_id, sent.text, now))
        return JSONResponse({"id": sent.id}, 202)

    async def lines(
        self,
        request: Request,
        organisation: str,
        after: Annotated[int, Query(ge=0, le=MAX_ID)] = 0,
        wait: Annotated[int, Query(ge=0, le=MAX_WAIT)] = 0,
    ) -> JSONResponse:
        """Replies after one the browser has, which confirms it; from 0 on the whole conversation."""
        self._body(organisation)
        address = address_of(request)
        if after:
            await self.store.fetched(organisation, CHANNEL, address, after, self.clock())
        told = self.news.wait((organisation, address), wait)
        try:
            lines = await self.store.lines(organisation, CHANNEL, address)
            if not _replies(lines, after) and await told:
                lines = await self.store.lines(organisation, CHANNEL, address)
        finally:
            told.cancel()
        shown = lines_as_json(lines)
        if after:
            shown = [line for line in shown if line["by"] == "bot" and line["id"] > after]
        return JSONResponse({"lines": shown})

    def _body(self, organisation: str) -> Body:
        body = self.content().bodies.get(organisation)
        if body is None:
            raise HTTPException(404, "Diese Organisation gibt es hier nicht.")
        return body


def _replies(lines: Sequence[Line], after: int) -> bool:
    return any(not line.by_citizen and line.outgoing_id > after for line in lines)


class _Static(StaticFiles):
    """Scripts and styles; browsers ask each time whether they are still the newest."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, or 304 if the browser has it."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _add_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(AnyHTTPException)
    async def refused(request: Request, error: AnyHTTPException) -> Response:
        if error.status_code == 404 and "text/html" in request.headers.get("Accept", ""):
            return pages.missing_page(request)
        ours = isinstance(error, HTTPException)
        text = error.detail if ours else _GERMAN.get(error.status_code, "Das ging nicht.")
        return JSONResponse({"error": text}, error.status_code, error.headers)

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, __: RequestValidationError) -> Response:
        text = f"„after“ und „wait“ sind ganze Zahlen ab 0, „wait“ höchstens {MAX_WAIT}."
        return JSONResponse({"error": text}, 422)

    @app.exception_handler(StoreBusy)
    async def busy(_: Request, __: StoreBusy) -> Response:
        text = "Gerade ist viel los. Bitte versuchen Sie es gleich noch einmal."
        return JSONResponse({"error": text}, 503, {"Retry-After": "2"})

    @app.exception_handler(StoreError)
    async def broken(request: Request, error: StoreError) -> Response:
        shield.log_failure(request, error)
        return shield.failure()
