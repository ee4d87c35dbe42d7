"""Opens the database, brings its tables up to date and turns its errors into ours."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StoreBusy, StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 5_000
_LINES: WeakKeyDictionary[AsyncEngine, asyncio.Lock] = WeakKeyDictionary()
_PASSING = ("database is locked", "database table is locked", "disk is full", "disk i/o error", "unable to open")


def open_database(url: str) -> AsyncEngine:
    """An engine for `url`; SQLite runs in WAL mode with full fsync: we acknowledge to platforms after a commit."""
    parsed = make_url(url)
    if parsed.drivername == "sqlite":
        parsed = parsed.set(drivername="sqlite+aiosqlite")
    _make_folder(parsed)
    engine = create_async_engine(parsed)
    event.listen(engine.sync_engine, "connect", _on_connect)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _make_folder(url: URL) -> None:
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"AMTSBOTE_DATABASE: Der Ordner {folder} lässt sich nicht anlegen: {error.strerror}"
        ) from error


def _begin(connection: Connection) -> None:
    reads = connection.get_execution_options().get("reads")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _on_connect(connection: Any, _: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's BEGIN IMMEDIATE takes over: a reader never becomes a late writer
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction; raises StoreBusy where trying again helps, else StoreError.

    Writers of this program wait in line here: SQLite itself lets them try again and again, for longer each time, and
    whoever comes later may be first.
    """
    try:
        async with _line_of(engine), engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise _ours(error.orig) from error
    except sqlite3.Error as error:
        raise _ours(error) from error


def _line_of(engine: AsyncEngine) -> asyncio.Lock:
    return _LINES.setdefault(engine, asyncio.Lock())


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One transaction that only reads and waits for no writer; raises as `transaction` does."""
    try:
        async with engine.execution_options(reads=True).begin() as connection:
            yield connection
    except DBAPIError as error:
        raise _ours(error.orig) from error
    except sqlite3.Error as error:
        raise _ours(error) from error


def _ours(error: BaseException | None) -> StoreError:
    text = str(error).lower()
    if any(passing in text for passing in _PASSING):
        return StoreBusy(f"Die Datenbank ist gerade nicht benutzbar: {error}")
    return StoreError(f"Fehler der Datenbank: {type(error).__name__}")


def migrate(url: str) -> None:
    """Brings the tables to the newest version; raises StoreError if the database is newer than the program."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    parsed = make_url(url).set(drivername="sqlite")
    _make_folder(parsed)
    engine = create_engine(parsed)
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(f"Die Datenbank passt nicht zu dieser Version von Amtsbote: {error}") from error
    except DBAPIError as error:
        raise _ours(error.orig) from error
    finally:
        engine.dispose()
