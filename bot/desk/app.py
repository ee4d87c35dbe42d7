"""The routes of the desk, to be added to the web application."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import Request
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.routing import BaseRoute, Mount
from starlette.routing import Route as StarletteRoute

from bot.desk.access import Route, find_session, guarded
from bot.desk.context import Desk, Visit
from bot.desk.pages import HERE, page
from bot.desk.routes import ROUTES
from bot.errors import StoreBusy

PREFIX = "/desk"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""On every page: no script and no style but our own files, in no frame, in no cache."""
FAULTS = {
    401: "Bitte melden Sie sich an.",
    403: "Das dürfen Sie nicht, oder die Seite war zu lange offen. Laden Sie sie neu.",
    404: "Das gibt es hier nicht.",
    413: "Das ist zu viel auf einmal.",
    422: "Diese Angaben passen nicht.",
    503: "Gerade ist viel los. Bitte versuchen Sie es gleich noch einmal.",
}


def build_desk(desk: Desk) -> list[BaseRoute]:
    """One route per line of the table, each behind its guard, and the files the pages need."""
    routes: list[BaseRoute] = [
        StarletteRoute(PREFIX + route.path, _endpoint(desk, route), methods=[route.method]) for route in ROUTES
    ]
    return [*routes, Mount(f"{PREFIX}/static", StaticFiles(directory=HERE / "static"), name="desk-static")]


def _endpoint(desk: Desk, route: Route) -> Callable[[Request], Awaitable[Response]]:
    guard = guarded(desk, route)

    async def endpoint(request: Request) -> Response:
        try:
            response = await guard(request)
        except AnyHTTPException as error:
            response = await _fault(desk, request, error.status_code)
        except StoreBusy:
            response = await _fault(desk, request, 503)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return endpoint


async def _fault(desk: Desk, request: Request, status: int) -> Response:
    """A page that says what is wrong; who is not signed in far enough sees nothing else."""
    session = await find_session(desk, request) if status != 503 else None
    visit = Visit(desk, request, session, frozenset(), {})
    return page(visit, "fault.html", status, text=FAULTS.get(status, FAULTS[422]))
