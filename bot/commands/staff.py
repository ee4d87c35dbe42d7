"""`amtsbote staff`: accounts for the desk."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path

from bot.clock import utc_now
from bot.content_files.loader import load_content
from bot.core.desk import By
from bot.core.staff import EVERY, ROLES, Grant, Staff
from bot.desk.passwords import hashed, password_fault
from bot.desk_ports import DeskStore
from bot.errors import SettingsError
from bot.settings import load_settings
from bot.store.database import migrate, open_database
from bot.store.desk_store import desk_store

AT_THE_SERVER = Staff(0, "(server)", "server")
"""Who the audit log names for what is done on the command line."""


def as_grant(root: Path, role: str, organisation: str, office: str) -> Grant:
    """The grant that the options name; raises SettingsError if there is no such role, organisation or office."""
    if role not in ROLES:
        raise SettingsError(f"Die Rolle „{role}“ gibt es nicht. Möglich sind: {', '.join(ROLES)}.")
    if organisation == EVERY:
        if office != EVERY:
            raise SettingsError("Zu einer Stelle gehört auch --organisation.")
        return Grant(role)
    bodies = load_content(root, date.today()).bodies
    if organisation not in bodies:
        raise SettingsError(f"Die Organisation „{organisation}“ gibt es nicht. Möglich sind: {', '.join(bodies)}.")
    offices = bodies[organisation].offices
    if office not in (EVERY, *offices):
        raise SettingsError(f"Die Stelle „{office}“ gibt es nicht. Möglich sind: {', '.join(offices)}.")
    return Grant(role, organisation, office)


def add_staff(login: str, name: str, grant: Grant) -> int:
    """A new account; its password is asked for, or read from standard input if that is no terminal."""
    login = login.strip().lower()
    if not login or any(c.isspace() for c in login) or len(login) > 200:
        raise SettingsError("Der Anmeldename darf nicht leer sein und keine Leerzeichen enthalten.")
    password = _asked_password(login)

    async def add(store: DeskStore) -> int:
        if await store.staff.add(login, name.strip() or login, hashed(password), [grant], utc_now()) is None:
            raise SettingsError(f"Das Konto „{login}“ gibt es schon.")
        await _log(store, "add_staff", login)
        _say(f"{login} kann sich jetzt unter /desk anmelden.")
        return 0

    return _with_store(add)


def list_staff() -> int:
    """One line per account."""

    async def show(store: DeskStore) -> int:
        for one in await store.staff.all():
            _say(_line(one))
        return 0

    return _with_store(show)


def grant_role(login: str, grant: Grant) -> int:
    """Gives an account a role."""

    async def give(store: DeskStore) -> int:
        await store.staff.grant((await _found(store, login)).id, grant)
        await _log(store, "grant", login, role=grant.role, where=f"{grant.organisation}/{grant.office}")
        return 0

    return _with_store(give)


def revoke_role(login: str, role: str) -> int:
    """Takes a role away."""

    async def take(store: DeskStore) -> int:
        await store.staff.revoke((await _found(store, login)).id, role)
        await _log(store, "revoke", login, role=role)
        return 0

    return _with_store(take)


def change_staff(login: str, action: str) -> int:
    """Sets a new password, takes the second factor away, or switches the account off or on."""
    password = _asked_password(login) if action == "password" else ""
    changes: dict[str, dict[str, object]] = {
        "password": {"password": hashed(password)} if password else {},
        "reset-second-factor": {"totp_secret": None},
        "disable": {"disabled": True},
        "enable": {"disabled": False},
    }

    async def change(store: DeskStore) -> int:
        staff_id = (await _found(store, login)).id
        await store.staff.change(staff_id, **changes[action])
        if action == "reset-second-factor":
            await store.staff.set_recovery_codes(staff_id, [])
        await _log(store, action.replace("-", "_"), login)
        return 0

    return _with_store(change)


def _line(one: Staff) -> str:
    held = ", ".join(
        grant.role + "".join(f"/{part}" for part in (grant.organisation, grant.office) if part != EVERY)
        for grant in one.grants
    )
    marks = [mark for mark, fits in (("zweiter Faktor", one.second_factor), ("gesperrt", one.disabled)) if fits]
    return "  ".join(part for part in (one.login, one.name, held, ", ".join(marks)) if part)


def _asked_password(login: str) -> str:
    if sys.stdin.isatty():
        password = getpass.getpass("Passwort (mindestens 12 Zeichen): ")
        if getpass.getpass("Noch einmal: ") != password:
            raise SettingsError("Die beiden Passwörter sind nicht gleich.")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if fault := password_fault(password, login):
        raise SettingsError(fault)
    return password


async def _found(store: DeskStore, login: str) -> Staff:
    found = next((one for one in await store.staff.all() if one.login == login.lower()), None)
    if found is None:
        raise SettingsError(f"Das Konto „{login}“ gibt es nicht.")
    return found


async def _log(store: DeskStore, action: str, login: str, organisation: str = "", **details: object) -> None:
    await store.audit.note(By(AT_THE_SERVER, utc_now()), action, organisation, login, **details)


def _with_store(use: Callable[[DeskStore], Awaitable[int]]) -> int:
    url = load_settings().database
    migrate(url)

    async def within() -> int:
        engine = open_database(url)
        try:
            return await use(desk_store(engine))
        finally:
            await engine.dispose()

    return asyncio.run(within())


def _say(text: str) -> None:
    print(text)  # noqa: T201
