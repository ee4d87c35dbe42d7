"""A store on a real SQLite file, made by the migrations."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import migrate, open_database
from bot.store.sql_store import SqlStore


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/amtsbote.sqlite3"


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqlStore]:
    migrate(url)
    engine = open_database(url)
    yield SqlStore(engine)
    await engine.dispose()
