"""Signing in: password, then the second factor; each step is a session with another id."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from bot.core.desk import By, Stage
from bot.core.staff import Staff
from bot.desk import second_factor
from bot.desk.access import COOKIE, HOME, own_page, token_hash
from bot.desk.context import Desk, Visit
from bot.desk.pages import back, page
from bot.desk.passwords import matches

SESSION, HALF_WAY = timedelta(hours=12), timedelta(minutes=15)
WINDOW = timedelta(minutes=15)
LIMIT = (8, 40)
"""Attempts within the window that fail: for one login, and from one network address, where a whole town hall sits."""
TOO_MANY = "Zu viele Versuche. Bitte warten Sie 15 Minuten."
WRONG_CODE = "Der Code stimmt nicht oder ist schon benutzt."
WRONG = "Anmeldename oder Passwort stimmt nicht."


async def show(visit: Visit) -> Response:
    """The form; before there is any account, how to make the first."""
    if visit.session and visit.session.stage == "full":
        return back(HOME)
    if not await visit.desk.store.staff.any():
        return page(visit, "first.html")
    return _form(visit)


async def sign_in(visit: Visit) -> Response:
    """Checks the password."""
    desk, login = visit.desk, visit.form.get("login", "").strip().lower()[:200]
    if not await _may_try(visit, login):
        return _form(visit, TOO_MANY, 429)
    found = await desk.store.staff.by_login(login)
    if not await matches(found[1].password if found else "", visit.form.get("password", "")) or found is None:
        if found:
            await desk.store.audit.note(By(found[0], desk.clock()), "sign_in_failed")
        return _form(visit, WRONG, 422)
    staff = found[0]
    if visit.session:
        await desk.store.sessions.close(visit.session.token)
    wanted = own_page(visit.form.get("next", ""))
    if staff.second_factor or needs_second_factor(desk, staff):
        return await enter(visit, staff, "password", f"/desk/second-factor?next={quote(wanted, safe='')}")
    await _forgive(visit, login)
    return await enter(visit, staff, "full", wanted)


def needs_second_factor(desk: Desk, staff: Staff) -> bool:
    """Whether one of the roles demands a second factor."""
    return bool(staff.roles & desk.needs_second_factor)


async def show_second(visit: Visit) -> Response:
    """Asks for a one-time code, or sets the second factor up."""
    assert visit.session is not None  # noqa: S101 - the guard saw to it
    if visit.session.stage == "full":
        return back(HOME)
    if visit.staff.second_factor:
        return page(visit, "second_factor.html", next=visit.request.query_params.get("next", ""), fault="")
    return await show_set_up(visit)


async def check_second(visit: Visit) -> Response:
    """Checks a one-time code or uses up a recovery code."""
    staff, desk = visit.staff, visit.desk
    wanted = visit.form.get("next", "")
    if not await _may_try(visit, staff.login):
        return page(visit, "second_factor.html", 429, next=wanted, fault=TOO_MANY)
    found = await desk.store.staff.by_login(staff.login)
    secret = found[1].totp_secret if found else None
    code = visit.form.get("code", "")
    step = second_factor.matching_step(secret, code, desk.clock()) if secret else None
    fine = await desk.store.staff.use_totp(staff.id, step) if step is not None else False
    if not fine and not await desk.store.staff.use_recovery_code(staff.id, second_factor.code_hash(code)):
        await desk.store.audit.note(visit.by, "sign_in_failed")
        return page(visit, "second_factor.html", 422, next=wanted, fault=WRONG_CODE)
    await _forgive(visit, staff.login)
    return await _on(visit, staff, wanted)


async def show_set_up(visit: Visit, fault: str = "") -> Response:
    """The seed as a picture and as letters."""
    assert visit.session is not None  # noqa: S101 - the guard saw to it
    secret = visit.session.pending_secret
    if secret is None:
        secret = second_factor.new_secret()
        await visit.desk.store.sessions.set_pending_secret(visit.session.token, secret)
    picture = second_factor.qr_code(secret, visit.staff.login)
    required = visit.session.stage != "full"
    return page(visit, "set_up.html", 422 if fault else 200, qr=picture, secret=secret, fault=fault, required=required)


async def set_up(visit: Visit) -> Response:
    """Takes the second factor over once a code proves that it works; shows the recovery codes, once."""
    session, desk, staff = visit.session, visit.desk, visit.staff
    assert session is not None  # noqa: S101 - the guard saw to it
    if staff.second_factor and session.stage != "full":
        return back("/desk/second-factor")  # who only has the password replaces no second factor
    if not await _may_try(visit, staff.login):
        return await show_set_up(visit, TOO_MANY)
    secret = session.pending_secret
    step = second_factor.matching_step(secret, visit.form.get("code", ""), desk.clock()) if secret else None
    if step is None:
        return await show_set_up(visit, "Der Code stimmt nicht. Prüfen Sie die Uhrzeit Ihres Telefons.")
    codes = second_factor.new_recovery_codes()
    await desk.store.staff.change(staff.id, totp_secret=secret, totp_last=step)
    await desk.store.staff.set_recovery_codes(staff.id, list(map(second_factor.code_hash, codes)))
    await desk.store.audit.note(visit.by, "set_up_factor")
    await _forgive(visit, staff.login)
    token, csrf = await _open(visit, staff, "full")
    visit.session = replace(session, csrf=csrf, stage="full")
    response = page(visit, "codes.html", codes=codes)
    _set_cookie(response, visit.request, token)
    return response


async def sign_out(visit: Visit) -> Response:
    """Ends the session."""
    if visit.session:
        await visit.desk.store.audit.note(visit.by, "sign_out")
        await visit.desk.store.sessions.close(visit.session.token)
    response = back("/desk/sign-in")
    response.delete_cookie(COOKIE, path="/desk")
    return response


async def _on(visit: Visit, staff: Staff, wanted: str) -> Response:
    """From half a session to a whole one, with a new id: who fixed the old one has nothing."""
    if visit.session:
        await visit.desk.store.sessions.close(visit.session.token)
    return await enter(visit, staff, "full", own_page(wanted))


async def enter(visit: Visit, staff: Staff, stage: Stage, address: str) -> Response:
    """A new session and on to a page."""
    token, _ = await _open(visit, staff, stage)
    if stage == "full":
        await visit.desk.store.audit.note(By(staff, visit.desk.clock()), "sign_in")
        visit.desk.seen.pop(staff.id, None)
    response = RedirectResponse(address, 303)
    _set_cookie(response, visit.request, token)
    return response


async def _open(visit: Visit, staff: Staff, stage: Stage) -> tuple[str, str]:
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    until = visit.desk.clock() + (SESSION if stage == "full" else HALF_WAY)
    await visit.desk.store.sessions.open(token_hash(token), staff.id, csrf, stage, until)
    return token, csrf


def _set_cookie(response: Response, request: Request, token: str) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, token, path="/desk", httponly=True, secure=secure, samesite="lax")


def _form(visit: Visit, fault: str = "", status: int = 200) -> Response:
    wanted = visit.form.get("next") or visit.request.query_params.get("next", "")
    directory = visit.desk.directory is not None
    return page(visit, "sign_in.html", status, fault=fault, next=own_page(wanted), directory=directory)


async def _may_try(visit: Visit, login: str) -> bool:
    now = visit.desk.clock()
    return await visit.desk.store.staff.attempt(_hash(login), _address(visit), now, LIMIT, now - WINDOW)


async def _forgive(visit: Visit, login: str) -> None:
    await visit.desk.store.staff.forgive(_hash(login), _address(visit))


def _address(visit: Visit) -> str:
    return _hash(visit.request.client.host if visit.request.client else "")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
