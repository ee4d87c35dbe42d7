"""Telegram: receives citizens' messages by polling or webhook and sends replies as plain text."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import AIORateLimiter, ExtBot

from bot.channels.telegram_updates import clean, read_update, split, update_id_of
from bot.core.messages import Button, InboundMessage, Reply
from bot.errors import ChannelError, ChannelUnavailable, CitizenUnreachable, SettingsError, StoreError
from bot.pauses import pauses, unless, wait
from bot.ports import Receive

# Without it python-telegram-bot warns at every 429; it reads the variable anew each time.
os.environ.setdefault("PTB_TIMEDELTA", "1")

log = logging.getLogger(__name__)

BUTTON_LIMIT = 64
"""Longest value of a button, in bytes (Telegram Bot API, callback_data)."""
BODY_LIMIT = 1_000_000
"""Longest webhook request taken, in bytes."""
SECONDS_PER_CHAT = 1.0
"""Least time between two messages to one citizen, in seconds (Telegram, "My bot is hitting limits")."""
HOLD = 25
"""How long Telegram may hold an unanswered poll, in seconds."""

COMMANDS = (
    ("start", "Das Gespräch beginnen"),
    ("hilfe", "Was dieser Bot kann"),
    ("datenschutz", "Wie mit Ihren Daten umgegangen wird"),
    ("loeschen", "Ihre Daten löschen"),
    ("mensch", "Mit einem Menschen sprechen"),
)
UPDATES_WANTED = ("message", "edited_message", "callback_query")
# Spelt so that it is no attribute of Bot, which would draw a warning; "getUpdates" is what goes out.
# Raw JSON instead of Bot.get_updates, because that fails for the whole batch on one malformed update.
GET_UPDATES = "get_Updates"
REFUSED = (
    "Telegram kennt das Zugangstoken des Bots nicht. Prüfen Sie das Token in den Einstellungen; "
    "ein neues gibt es in Telegram bei @BotFather."
)


class Telegram:
    """The Telegram bot of one organisation; `api_url` is the base of another Bot API server."""

    name = "telegram"

    def __init__(self, organisation: str, token: str, receive: Receive, api_url: str | None = None) -> None:
        # httpx writes the URL with the token, python-telegram-bot the citizen's words.
        for library, level in (("httpx", "WARNING"), ("httpcore", "WARNING"), ("telegram", "CRITICAL")):
            logging.getLogger(library).setLevel(level)
        self.organisation = organisation
        self._receive = receive
        self._offset: int | None = None
        self._free_at: dict[int, float] = {}
        server = (api_url or "https://api.telegram.org").rstrip("/")
        self._bot = ExtBot(token, base_url=f"{server}/bot", rate_limiter=AIORateLimiter(max_retries=0))

    async def start(self) -> None:
        """Check the token and set the commands; that Telegram cannot be reached now is only logged.

        Raises ChannelUnavailable if Telegram refuses the token.
        """
        try:
            await self._bot.initialize()
            await self._bot.set_my_commands(COMMANDS)
        except InvalidToken:
            raise ChannelUnavailable(REFUSED) from None
        except TelegramError as error:
            log.warning("telegram commands could not be set: %s", type(error).__name__)

    async def stop(self) -> None:
        """Close the connections to Telegram."""
        await self._bot.shutdown()

    async def send(self, address: str, reply: Reply) -> None:
        """Send a reply without any markup, a long one in parts with the buttons below the last.

        Raises ChannelUnavailable or CitizenUnreachable. After a lost answer from Telegram, or when a later
        part fails, another try sends parts again that the citizen has: Telegram offers no way to tell.
        """
        try:
            chat = int(address)
        except ValueError:
            raise CitizenUnreachable("Die Adresse ist keine Chat-Nummer von Telegram.") from None
        parts = split(clean(reply.text))
        for number, part in enumerate(parts, start=1):
            keyboard = _keyboard(reply.buttons) if number == len(parts) else None
            await self._wait_for_turn(chat)
            try:
                await self._bot.send_message(
                    chat,
                    part,
                    reply_markup=keyboard,
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                    read_timeout=20,
                )
            except TelegramError as error:
                raise _as_ours(error) from None

    async def poll(self, stop: asyncio.Event) -> None:
        """Receive messages until `stop` is set; an error never ends it.

        An update is acknowledged to Telegram only after it has been stored.
        """
        waits, webhook_removed = pauses(), False
        while not stop.is_set():
            try:
                if not webhook_removed:
                    webhook_removed = bool(await unless(stop, self._bot.delete_webhook()))
                updates = await unless(stop, self._updates()) or []
            except Exception as error:
                pause = max(next(waits), _retry_after(error) or 0)
                _log_poll_failure(error, pause)
                await wait(stop, pause)
                continue
            waits, before = pauses(), self._offset
            for update in updates:
                if stop.is_set() or not await self._store(update, stop):
                    return
                if (update_id := update_id_of(update)) is not None:
                    self._offset = update_id + 1
            if updates and self._offset == before:
                await wait(stop, next(waits))

    async def register_webhook(self, url: str, secret: str) -> None:
        """Ask Telegram to deliver to this address from now on, updates that wait already included.

        Raises ChannelUnavailable if Telegram does not agree, SettingsError for an unfit secret.
        """
        _checked(secret)
        try:
            await self._bot.set_webhook(
                url, secret_token=secret, drop_pending_updates=False, allowed_updates=UPDATES_WANTED
            )
        except BadRequest as error:
            raise ChannelUnavailable(f"Telegram nimmt die Webhook-Adresse nicht: {error.message}") from None
        except TelegramError as error:
            raise _as_ours(error) from None

    async def receive_update(self, update: Any) -> None:
        """Store the message in a raw update; a malformed update is logged by its number and skipped.

        Raises what `receive` raises: then the update must be delivered again.
        """
        try:
            message = self.inbound(update)
        except Exception as error:
            log.error("malformed telegram update %s skipped: %s", update_id_of(update), type(error).__name__)
            return
        if message is None:
            return
        await self._receive(message)
        if pressed := update.get("callback_query"):
            await self._answer(str(pressed.get("id")))

    def inbound(self, update: Mapping[str, Any]) -> InboundMessage | None:
        """Read a raw update as `read_update` does, for this organisation."""
        return read_update(self.organisation, update)

    async def _updates(self) -> list[Any]:
        wanted: dict[str, Any] = {"timeout": HOLD, "allowed_updates": UPDATES_WANTED}
        if self._offset is not None:
            wanted["offset"] = self._offset
        updates = await self._bot.do_api_request(GET_UPDATES, wanted, read_timeout=HOLD + 10)
        if not isinstance(updates, list):
            raise TypeError("getUpdates did not answer with a list")
        return updates

    async def _store(self, update: Any, stop: asyncio.Event) -> bool:
        # Here every exception leads to another try: a message skipped would be lost for good.
        for pause in pauses():
            try:
                await self.receive_update(update)
                return True
            except Exception as error:
                log.warning("telegram update %s not stored yet: %s", update_id_of(update), type(error).__name__)
            await wait(stop, pause)
            if stop.is_set():
                break
        return False

    async def _answer(self, callback_id: str) -> None:
        try:
            await self._bot.answer_callback_query(callback_id)
        except TelegramError as error:
            log.info("a pressed button could not be confirmed: %s", type(error).__name__)

    async def _wait_for_turn(self, chat: int) -> None:
        # AIORateLimiter keeps Telegram's limit for the whole bot, but none for a private chat.
        now = asyncio.get_running_loop().time()
        self._free_at = {other: at for other, at in self._free_at.items() if at > now}
        turn = self._free_at.get(chat, now)
        self._free_at[chat] = turn + SECONDS_PER_CHAT
        await asyncio.sleep(turn - now)


def webhook_router(telegram: Telegram, secret: str) -> APIRouter:
    """Build POST /telegram/webhook, where Telegram delivers updates: 200 only once they are stored.

    Raises SettingsError for an unfit secret.
    """
    expected, router = _checked(secret), APIRouter()

    @router.post("/telegram/webhook", include_in_schema=False)
    async def webhook(request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not secrets.compare_digest(given.encode("latin-1"), expected):
            return Response(status_code=403)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > BODY_LIMIT:
                return Response(status_code=413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            log.error("a webhook request without valid JSON was skipped")
            return Response()
        try:
            await telegram.receive_update(update)
        except StoreError as error:
            log.warning("telegram update %s not stored yet: %s", update_id_of(update), type(error).__name__)
            return Response(status_code=503)
        return Response()

    return router


def _keyboard(buttons: tuple[Button, ...]) -> InlineKeyboardMarkup | None:
    fitting = [button for button in buttons if len(button.value.encode()) <= BUTTON_LIMIT]
    if len(fitting) < len(buttons):
        log.error("buttons with more than %d bytes were left out", BUTTON_LIMIT)
    rows = [[InlineKeyboardButton(button.label, callback_data=button.value)] for button in fitting]
    return InlineKeyboardMarkup(rows) if rows else None


def _as_ours(error: TelegramError) -> ChannelError:
    if isinstance(error, RetryAfter):
        return ChannelUnavailable("Telegram bittet um eine Pause.", _retry_after(error))
    if isinstance(error, (InvalidToken, EndPointNotFound)):
        return ChannelUnavailable(REFUSED)
    # With a cause the answer was no JSON: a proxy refused, not Telegram, and the reply must not be given up.
    if isinstance(error, (Forbidden, BadRequest, ChatMigrated)) and error.__cause__ is None:
        return CitizenUnreachable(f"Telegram lehnt die Nachricht ab: {error.message}")
    return ChannelUnavailable(f"Telegram ist nicht erreichbar ({type(error).__name__}).")


def _retry_after(error: Exception) -> float | None:
    if not isinstance(error, RetryAfter):
        return None
    waiting = error.retry_after
    return waiting.total_seconds() if isinstance(waiting, timedelta) else waiting


def _log_poll_failure(error: Exception, pause: float) -> None:
    words = f"telegram cannot be reached: {type(error).__name__}"
    if isinstance(error, Conflict):
        words = "a second program fetches this bot's messages or has set a webhook: stop one of them"
    if isinstance(error, (InvalidToken, EndPointNotFound)):
        words = "telegram refuses the token: check it in the settings"
    log.warning("%s; next try in %.0f s", words, pause)


def _checked(secret: str) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise SettingsError("Das Webhook-Geheimnis darf nur A-Z, a-z, 0-9, _ und - enthalten, 1 bis 256 Zeichen.")
    return secret.encode()
