"""Accounts of staff, what they prove themselves with, and how often someone may try."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.core.desk import Secrets
from bot.core.staff import Grant, Staff
from bot.store.database import reading, transaction
from bot.store.desk_tables import claims, desk_sessions, grants, recovery_codes, sign_ins, staff

_ENDS_SESSIONS = frozenset({"password", "totp_secret", "disabled"})
"""Columns whose change ends every session of the account."""


class SqlStaff:
    """Implements `desk_ports.StaffStore`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def any(self) -> bool:
        """Whether there is an account at all."""
        async with reading(self._engine) as connection:
            return (await connection.execute(select(staff.c.id).limit(1))).first() is not None

    async def add(self, login: str, name: str, password: str, given: Sequence[Grant], now: datetime) -> int | None:
        """A new account with a hashed password; None if the login is taken."""
        row = {"login": login.lower(), "name": name, "password": password, "created_at": now}
        row |= {"totp_last": 0, "language": "de", "disabled": False}
        async with transaction(self._engine) as connection:
            added = upsert(staff).values(row).on_conflict_do_nothing().returning(staff.c.id)
            staff_id = (await connection.execute(added)).scalar()
            if staff_id is None:
                return None
            for grant in given:
                await connection.execute(insert(grants).values(staff_id=staff_id, **vars(grant)))
            return int(staff_id)

    async def all(self) -> list[Staff]:
        """All accounts by login."""
        async with reading(self._engine) as connection:
            rows = (await connection.execute(select(staff).order_by(staff.c.login))).all()
            return [await read_staff(connection, row) for row in rows]

    async def by_login(self, login: str) -> tuple[Staff, Secrets] | None:
        """An account that may sign in."""
        query = select(staff).where(staff.c.login == login.lower(), staff.c.disabled.is_(False))
        async with reading(self._engine) as connection:
            row = (await connection.execute(query)).first()
            return (await read_staff(connection, row), Secrets(row.password, row.totp_secret)) if row else None

    async def change(self, staff_id: int, **values: object) -> None:
        """Changes columns of an account; a new proof, or none, ends its sessions and claims."""
        async with transaction(self._engine) as connection:
            await connection.execute(update(staff).where(staff.c.id == staff_id).values(**values))
            if _ENDS_SESSIONS & values.keys():
                await connection.execute(delete(desk_sessions).where(desk_sessions.c.staff_id == staff_id))
                await connection.execute(delete(claims).where(claims.c.staff_id == staff_id))

    async def grant(self, staff_id: int, grant: Grant) -> None:
        """Gives a role."""
        row = {"staff_id": staff_id, **vars(grant)}
        async with transaction(self._engine) as connection:
            await connection.execute(upsert(grants).values(row).on_conflict_do_nothing())

    async def revoke(self, staff_id: int, role: str) -> None:
        """Takes a role away, wherever it was held."""
        async with transaction(self._engine) as connection:
            held = (grants.c.staff_id == staff_id, grants.c.role == role)
            await connection.execute(delete(grants).where(*held))

    async def set_recovery_codes(self, staff_id: int, hashes: Sequence[str]) -> None:
        """Replaces the recovery codes."""
        async with transaction(self._engine) as connection:
            await connection.execute(delete(recovery_codes).where(recovery_codes.c.staff_id == staff_id))
            for code in hashes:
                await connection.execute(insert(recovery_codes).values(staff_id=staff_id, code=code))

    async def use_recovery_code(self, staff_id: int, hash: str) -> bool:
        """Uses up a code; False if there is none like it."""
        mine = delete(recovery_codes).where(recovery_codes.c.staff_id == staff_id, recovery_codes.c.code == hash)
        async with transaction(self._engine) as connection:
            return bool((await connection.execute(mine)).rowcount)

    async def use_totp(self, staff_id: int, step: int) -> bool:
        """Notes the time step of a code; False if this or a later one was used before."""
        fresh = update(staff).where(staff.c.id == staff_id, staff.c.totp_last < step).values(totp_last=step)
        async with transaction(self._engine) as connection:
            return bool((await connection.execute(fresh)).rowcount)

    async def seen(self, staff_id: int, now: datetime) -> None:
        """Notes that someone is there."""
        async with transaction(self._engine) as connection:
            await connection.execute(update(staff).where(staff.c.id == staff_id).values(seen_at=now))

    async def attempt(self, login: str, address: str, now: datetime, limit: tuple[int, int], since: datetime) -> bool:
        """Counts an attempt to sign in by hashes; False if login or address had too many since a time.

        Counted before the password is looked at, so that many attempts at once are no way round.
        """
        by_login, by_address = limit
        tries = (select(func.count()).where(column == value) for column, value in _same(login, address))
        async with transaction(self._engine) as connection:
            await connection.execute(delete(sign_ins).where(sign_ins.c.at <= since))
            tried = [int((await connection.execute(query)).scalar_one()) for query in tries]
            if tried[0] >= by_login or tried[1] >= by_address:
                return False
            await connection.execute(insert(sign_ins).values(login=login, address=address, at=now))
            return True

    async def forgive(self, login: str, address: str) -> None:
        """Forgets the attempts of a login from an address after it signed in."""
        mine = delete(sign_ins).where(sign_ins.c.login == login, sign_ins.c.address == address)
        async with transaction(self._engine) as connection:
            await connection.execute(mine)


def _same(login: str, address: str) -> tuple[tuple[Any, str], ...]:
    return (sign_ins.c.login, login), (sign_ins.c.address, address)


async def read_staff(connection: AsyncConnection, row: Row[Any]) -> Staff:
    """The account of a row, with its grants."""
    held = await connection.execute(select(grants).where(grants.c.staff_id == row.id).order_by(grants.c.id))
    return Staff(
        row.id,
        row.login,
        row.name,
        tuple(Grant(g.role, g.organisation, g.office) for g in held),
        row.language,
        row.totp_secret is not None,
        row.disabled,
    )
