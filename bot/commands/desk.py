"""`amtsbote waiting`: the open escalations on the terminal."""

from __future__ import annotations

import asyncio

from bot.clock import utc_now
from bot.core.escalation import read_reference
from bot.core.messages import Reply
from bot.ports import Waiting
from bot.settings import load_settings
from bot.store.database import migrate, open_database
from bot.store.sql_store import SqlStore


def show_waiting(close: str | None, reply: str | None) -> int:
    """Lists what waits, or closes one entry, with a reply if given; exit status 1 if there is no such entry."""
    url = load_settings().database
    migrate(url)
    return asyncio.run(_show_waiting(url, close, reply))


async def _show_waiting(url: str, close: str | None, reply: str | None) -> int:
    engine = open_database(url)
    try:
        store = SqlStore(engine)
        if close:
            reference = read_reference(close) or close
            closed = await store.close(reference, Reply(reply) if reply else None, utc_now())
            print(f"{close}: erledigt." if closed else f"{close}: Unter dieser Nummer wartet nichts.")  # noqa: T201
            return 0 if closed else 1
        entries = await store.waiting(utc_now())
        print("\n".join(map(_line, entries)) or "Nichts wartet.")  # noqa: T201
        return 0
    finally:
        await engine.dispose()


def _line(entry: Waiting) -> str:
    escalation = entry.escalation
    due = f"{escalation.due_at.astimezone():%d.%m.%Y %H:%M}"
    where = f"{entry.organisation}/{escalation.office}"
    return f"{escalation.reference}  bis {due}  {where}  {escalation.reason}: {entry.text}"
