"""Accounts and messages for tests that look at the desk of a running program."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyotp

from bot.core.staff import Grant
from bot.desk.passwords import hashed
from bot.desk_ports import DeskStore
from bot.store.database import migrate, open_database
from bot.store.desk_store import desk_store

PASSWORD = "drei Esel im Nebel"
HASH = hashed(PASSWORD)
"""Computed once: it takes a quarter of a second."""
SECRET = pyotp.random_base32()


def with_store(database: Path, use: Callable[[DeskStore], Awaitable[Any]]) -> Any:
    """Runs something on the database of a program, from outside."""
    url = f"sqlite:///{database}"
    migrate(url)

    async def within() -> Any:
        engine = open_database(url)
        try:
            return await use(desk_store(engine))
        finally:
            await engine.dispose()

    with ThreadPoolExecutor(1) as thread:  # a browser test has an event loop of its own in this one
        return thread.submit(asyncio.run, within()).result()


async def add_account(store: DeskStore, login: str, *grants: Grant, name: str = "", second_factor: bool = True) -> int:
    """An account with PASSWORD and, unless it shall set it up itself, SECRET as its second factor."""
    staff_id = await store.staff.add(login, name or login.split("@")[0].title(), HASH, grants, datetime.now(UTC))
    assert staff_id is not None
    if second_factor:
        await store.staff.change(staff_id, totp_secret=SECRET)
    return staff_id


def code(steps: int = 0) -> str:
    """The one-time code of now, or of some steps of 30 seconds later."""
    return pyotp.TOTP(SECRET).at(int(time.time()) + 30 * steps)


def post(url: str, data: dict[str, str] | None = None, session: str = "") -> Any:
    """Posts JSON to the web chat."""
    body = json.dumps(data).encode() if data is not None else b""
    headers = {"Authorization": f"Bearer {session}"} if session else {}
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return json.load(answer)


def write(url: str, *texts: str, organisation: str = "musterstadt") -> str:
    """Writes to the web chat as a citizen; the session, with which the conversation goes on."""
    session = post(f"{url}/chat/{organisation}/session")["session"]
    for number, text in enumerate(texts):
        post(f"{url}/chat/{organisation}/messages", {"id": f"m{number}", "text": text}, session)
    return str(session)
