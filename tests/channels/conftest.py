"""A Telegram channel that talks over HTTP to a Bot API server of our own, with short pauses."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from bot import pauses
from bot.channels import telegram as channel
from bot.channels.telegram import Telegram
from tests.channels.telegram_bench import Inbox
from tests.telegram_stand_in import TOKEN, TelegramStandIn


@pytest.fixture
def server() -> Iterator[TelegramStandIn]:
    with TelegramStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pauses, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(channel, "SECONDS_PER_CHAT", 0.0)


@pytest.fixture
async def telegram(server: TelegramStandIn, inbox: Inbox, short_pauses: None) -> AsyncIterator[Telegram]:
    bot = Telegram("musterstadt", TOKEN, inbox, server.url)
    await bot.start()
    yield bot
    await bot.stop()
