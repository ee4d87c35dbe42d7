"""What all tests share: the content of the repository, loaded and trained once; no network beyond loopback."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.content_files.loader import load_content
from bot.core.content import Content
from bot.store.database import migrate
from bot.understanding.engine import Understander
from tests.mail.mail_server import MailServer
from tests.town import Town, open_town

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(ROOT, TODAY)


@pytest.fixture(scope="session")
def understand(content: Content) -> Understander:
    return Understander(content)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that migrations made, to be copied."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
async def town(
    tmp_path: Path, empty_database: Path, content: Content, understand: Understander, server: MailServer
) -> AsyncIterator[Town]:
    async with open_town(tmp_path, empty_database, content, understand, server) as town:
        yield town


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test wants to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
