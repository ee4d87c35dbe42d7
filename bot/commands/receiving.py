"""`amtsbote receive-mail`: one mail from a mail server's pipe."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from bot.core.mail import ArrivedMail
from bot.errors import AmtsboteError, SettingsError
from bot.mail.parsing import MAX_MAIL, parse_mail
from bot.settings import Settings, load_settings

log = logging.getLogger(__name__)

TAKEN, TRY_AGAIN = 0, 75
"""The only two exit statuses (EX_OK, EX_TEMPFAIL): at any other the mail server sends the mail back to the office."""


def receive_from(stream: BinaryIO, root: Path) -> int:
    """Takes one mail and returns the exit status; whatever hinders us, the mail server keeps the mail for later."""
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    try:
        settings = load_settings()
        if settings.mail_address is None:
            raise SettingsError("AMTSBOTE_MAIL_ADDRESS: fehlt, ist aber zum Annehmen von E-Mails nötig.")
        mail = parse_mail(_read(stream), settings.mail_address)
        if not mail.token:
            log.warning("a mail that belongs to no message of ours is ignored")
            return TAKEN
        asyncio.run(_take(mail, settings, root))
    except AmtsboteError as error:
        log.error("%s", error)
        return TRY_AGAIN
    except Exception as error:  # a fault of ours is no reason to send the office's answer back to it
        log.error("the mail could not be taken: %s", type(error).__name__)
        return TRY_AGAIN
    return TAKEN


def _read(stream: BinaryIO) -> bytes:
    """What is read of a mail; the rest is read, too, and dropped, or the mail server would report a broken pipe."""
    raw = stream.read(MAX_MAIL + 1)
    while stream.read(1_000_000):
        pass
    return raw


async def _take(mail: ArrivedMail, settings: Settings, root: Path) -> None:
    from bot.app_mail import mail_taker

    async with mail_taker(settings, root, lambda: datetime.now(UTC)) as take:
        await take(mail)
