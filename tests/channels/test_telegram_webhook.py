"""Telegram delivers to the bot by webhook."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest
import uvicorn
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from bot.channels.telegram import Telegram, webhook_router
from bot.errors import ChannelUnavailable, SettingsError, StoreBusy
from tests.channels.telegram_bench import (
    CITIZEN,
    SECRET,
    free_port,
    until,
    update,
)
from tests.telegram_stand_in import (
    Failure,
)


@contextlib.asynccontextmanager
async def webhook_at(telegram: Telegram) -> AsyncIterator[AsyncClient]:
    app = FastAPI()
    app.include_router(webhook_router(telegram, SECRET))
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://bot") as client:
        yield client


@contextlib.asynccontextmanager
async def served(telegram: Telegram) -> AsyncIterator[str]:
    app = FastAPI()
    app.include_router(webhook_router(telegram, SECRET))
    port = free_port()
    config = uvicorn.Config(app, port=port, lifespan="off", ws="none", log_config=None, access_log=False)
    web = uvicorn.Server(config)
    running = asyncio.create_task(web.serve())
    await until(lambda: web.started)
    yield f"http://127.0.0.1:{port}/telegram/webhook"
    web.should_exit = True
    await running


async def test_telegram_delivers_by_webhook_what_already_waited(server, telegram, inbox):
    server.citizen_writes(CITIZEN, "vorher")
    async with served(telegram) as url:
        await telegram.register_webhook(url, SECRET)
        server.citizen_presses(CITIZEN, "nachher")
        await until(lambda: not server.unacknowledged)
    assert inbox.texts == ["vorher", "nachher"]
    assert len(server.called("answerCallbackQuery")) == 1


async def test_a_busy_store_makes_telegram_deliver_again(server, telegram, inbox):
    inbox.busy = [StoreBusy("belegt"), StoreBusy("belegt")]
    first, second = server.citizen_writes(CITIZEN, "eins"), server.citizen_writes(CITIZEN, "zwei")
    async with served(telegram) as url:
        await telegram.register_webhook(url, SECRET)
        await until(lambda: not server.unacknowledged)
    assert inbox.texts == ["eins", "zwei"]
    assert server.deliveries == [(first, 503), (first, 503), (first, 200), (second, 200)]


@pytest.mark.parametrize("secret", [None, "", "falsch", SECRET + "x", "gehäim".encode()])
async def test_a_delivery_without_the_secret_is_refused(telegram, inbox, secret):
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with webhook_at(telegram) as client:
        answer = await client.post("/telegram/webhook", json=update(text="Hallo"), headers=headers)
    assert answer.status_code == 403
    assert not inbox.messages


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"update_id": 9, "message": "nonsense"}', 200),
        (b"{broken", 200),
        (b"\xff\xfe\xfa", 200),
        (b"[" * 100_000, 200),
        (b"[1]", 200),
        (b" " * 1_000_001, 413),
    ],
)
async def test_a_malformed_delivery_is_not_asked_for_again(telegram, inbox, caplog, body, status):
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with webhook_at(telegram) as client:
        answer = await client.post("/telegram/webhook", content=body, headers=headers)
    assert answer.status_code == status
    assert not inbox.messages
    assert status == 413 or "skipped" in caplog.text
    assert "nonsense" not in caplog.text


@pytest.mark.parametrize("secret", ["", "mit Leerzeichen", "ä", "x" * 257])
async def test_a_webhook_needs_a_fit_secret(telegram, secret):
    with pytest.raises(SettingsError):
        webhook_router(telegram, secret)
    with pytest.raises(SettingsError):
        await telegram.register_webhook("https://bot.example/telegram/webhook", secret)


async def test_a_webhook_address_that_telegram_refuses_is_reported(server, telegram):
    server.fail("setWebhook", Failure(400, "Bad Request: bad webhook: HTTPS url must be provided"))
    with pytest.raises(ChannelUnavailable, match="https url must be provided"):
        await telegram.register_webhook("http://bot.example/telegram/webhook", SECRET)
