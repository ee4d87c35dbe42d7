"""A town with a desk, fresh for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.content import Content
from tests.desk.editing import EDITOR, copy_content
from tests.desk.town import Browser, Town, opened


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    """What is learnt from little content here would push the shipped weights out of the cache, which keeps few."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))


@pytest.fixture
async def town(content: Content, tmp_path: Path) -> AsyncIterator[Town]:
    async with opened(content, tmp_path, root=tmp_path) as town:
        yield town


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The town's content files, to be changed."""
    copy_content(tmp_path)
    return tmp_path


@pytest.fixture
async def eva(town: Town) -> Browser:
    """An editor of Musterstadt."""
    return await town.signed_in("eva@stadt.example", EDITOR)
