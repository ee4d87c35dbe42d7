"""A town with a desk, fresh for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.content import Content
from tests.desk.town import Town, opened


@pytest.fixture
async def town(content: Content, tmp_path: Path) -> AsyncIterator[Town]:
    async with opened(content, tmp_path) as town:
        yield town
