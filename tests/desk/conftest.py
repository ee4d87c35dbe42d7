"""A town with a desk, fresh for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.content import Content
from tests.desk.editing import EDITOR, copy_content
from tests.desk.town import Browser, Town, opened


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
