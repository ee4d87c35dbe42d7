"""`amtsbote run`, `chat` and `migrate`."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from bot.app import open_app, run
from bot.channels.console import ConsoleChannel, converse
from bot.clock import utc_now
from bot.commands.trying import organisation_of
from bot.settings import load_settings
from bot.store.database import migrate


def run_bot(root: Path) -> None:
    """Runs until stopped; raises SettingsError, ContentError or StoreError before anything starts."""
    settings = load_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("httpx", "httpcore", "httpx2", "httpcore2", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    asyncio.run(run(settings, root))


def chat_here(root: Path, organisation: str | None) -> None:
    """A chat on the terminal, through the whole spine and the database."""
    asyncio.run(_chat(root, organisation))


async def _chat(root: Path, organisation: str | None) -> None:
    async with open_app(load_settings(), root) as app:
        chosen = organisation_of(app.content, organisation)
        channel = ConsoleChannel(chosen)
        app.channels[chosen, channel.name] = channel
        workers = [asyncio.ensure_future(worker) for worker in app.workers()]
        try:
            await converse(channel, app.receive, utc_now)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)


def migrate_database() -> None:
    """Brings the tables to the newest version."""
    migrate(load_settings().database)
