"""Who may do what: every route of the desk with the roles it takes, and the guard before it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, quote, urlsplit

from fastapi import HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from bot.core.desk import Session
from bot.core.staff import ROLES, Role
from bot.desk.context import Desk, Visit

Endpoint = Callable[[Visit], Awaitable[Response]]
Stage = Literal["open", "password", "full"]

COOKIE = "amtsbote_desk"
HOME = "/desk/home"
MAX_FORM = 100_000
"""Bytes."""
ANYONE = frozenset(ROLES)
MAY_READ: frozenset[Role] = frozenset({"reviewer", "privacy_officer", "admin"})
MAY_ANSWER: frozenset[Role] = frozenset({"reviewer", "admin"})
MAY_REDACT: frozenset[Role] = frozenset({"reviewer", "privacy_officer", "admin"})
MAY_HAND_OUT: frozenset[Role] = frozenset({"privacy_officer", "admin"})
MAY_EDIT: frozenset[Role] = frozenset({"editor", "admin"})
MAY_PROPOSE: frozenset[Role] = frozenset({"reviewer", "editor", "admin"})
MAY_COUNT: frozenset[Role] = frozenset({"reviewer", "editor", "privacy_officer", "admin"})
MAY_AUDIT: frozenset[Role] = frozenset({"auditor"})


@dataclass(frozen=True)
class Route:
    """One address; `stage` says how far someone must have signed in, `roles` which one of them is needed."""

    method: Literal["GET", "POST"]
    path: str
    endpoint: Endpoint
    roles: frozenset[Role] = ANYONE
    stage: Stage = "full"


def guarded(desk: Desk, route: Route) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint behind its guard: same site, signed in far enough, a role that is enough, a token that fits."""

    async def guard(request: Request) -> Response:
        if route.method == "POST":
            refuse_cross_site(request)
        session = await find_session(desk, request)
        if route.stage != "open":
            if session is None:
                return _to_sign_in(request)
            if route.stage == "full" and session.stage != "full":
                return RedirectResponse("/desk/second-factor", 303)
            if route.stage == "full" and not session.staff.roles & route.roles:
                raise HTTPException(403)
        form = await read_form(request) if route.method == "POST" else {}
        if route.method == "POST" and route.stage != "open" and session:
            _check_token(request, form, session)
        if session and session.stage == "full":
            await desk.note_seen(session.staff)
        return await route.endpoint(Visit(desk, request, session, route.roles, form))

    return guard


async def find_session(desk: Desk, request: Request) -> Session | None:
    """Whose browser it is."""
    token = request.cookies.get(COOKIE)
    return await desk.store.sessions.find(token_hash(token), desk.clock()) if token else None


def token_hash(token: str) -> str:
    """What the database holds of a session's token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def refuse_cross_site(request: Request) -> None:
    """403 for a form that another site's page sent: browsers say where it came from, and nobody may keep silent."""
    fetched, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if fetched is not None and fetched != "same-origin":
        raise HTTPException(403)
    if origin is not None and urlsplit(origin).netloc != request.headers.get("Host"):
        raise HTTPException(403)
    if fetched is None and origin is None:
        raise HTTPException(403)


def _check_token(request: Request, form: dict[str, str], session: Session) -> None:
    given = request.headers.get("X-CSRF-Token") or form.get("csrf", "")
    if not secrets.compare_digest(given.encode(), session.csrf.encode()):
        raise HTTPException(403)


def _to_sign_in(request: Request) -> Response:
    if request.headers.get("HX-Request"):
        return Response(status_code=204, headers={"HX-Redirect": "/desk/sign-in"})
    if request.method == "POST":
        return RedirectResponse("/desk/sign-in", 303)
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/desk/sign-in?next={quote(wanted, safe='')}", 303)


def own_page(address: str) -> str:
    """An address to go on to after signing in: a page of the desk, whatever the request says."""
    fine = address.startswith("/desk") and address[5:6] in ("", "/", "?") and "\\" not in address
    return address if fine and all(c.isprintable() for c in address) else HOME


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form of bounded size; 413 and 422 for anything else."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=100)
    except (UnicodeDecodeError, ValueError):
        raise HTTPException(422) from None
    return {name: value.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n") for name, value in pairs}
