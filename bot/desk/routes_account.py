"""One's own account."""

from __future__ import annotations

from fastapi.responses import Response

from bot.desk.context import Visit
from bot.desk.pages import NAVIGATION, back, page
from bot.desk.passwords import hashed, matches, password_fault
from bot.desk.routes_sign_in import enter
from bot.desk.wording import LANGUAGES


async def home(visit: Visit) -> Response:
    """On to the first page that the roles open."""
    first = (href for href, _, needed in NAVIGATION if visit.staff.roles & needed)
    return back(next(first, "/desk/account"))


async def show(visit: Visit, fault: str = "", status: int = 200) -> Response:
    """Language, password, second factor, and what this browser shall do."""
    return page(visit, "account.html", status, fault=fault)


async def set_language(visit: Visit) -> Response:
    """The language of the pages."""
    language = visit.form.get("language", "")
    if language in LANGUAGES:
        await visit.desk.store.staff.change(visit.staff.id, language=language)
    return back("/desk/account", "saved")


async def set_password(visit: Visit) -> Response:
    """A new password ends every other session."""
    found = await visit.desk.store.staff.by_login(visit.staff.login)
    old, new = visit.form.get("old", ""), visit.form.get("new", "")
    if found is None or not await matches(found[1].password, old):
        return await show(visit, "Das bisherige Passwort stimmt nicht.", 422)
    if fault := password_fault(new, visit.staff.login):
        return await show(visit, fault, 422)
    await visit.desk.store.staff.change(visit.staff.id, password=hashed(new))
    await visit.desk.store.audit.note(visit.by, "change_password")
    return await enter(visit, visit.staff, "full", "/desk/account?done=saved")
