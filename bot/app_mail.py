"""The part of the composition root that builds what sends and fetches mails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from bot.content_files.loader import load_content
from bot.core.mail import ArrivedMail
from bot.mail.imap import ImapAccount
from bot.mail.mailbox import poll_mailbox
from bot.mail.smtp import SmtpAccount, SmtpMailer
from bot.ports import Clock, TakeMail
from bot.settings import Settings
from bot.store.database import migrate, open_database
from bot.store.sql_deliveries import SqlDeliveries
from bot.workers.arrive import take_mail


def mailer(settings: Settings, clock: Clock) -> SmtpMailer | None:
    """What sends mails, if a mail server is set."""
    if settings.smtp_host is None or settings.mail_address is None:
        return None
    account = SmtpAccount(
        address=settings.mail_address,
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value() if settings.smtp_password else None,
        security=settings.smtp_security,
        ca_file=str(settings.mail_ca_file) if settings.mail_ca_file else None,
    )
    return SmtpMailer(account, clock)


def mailbox(settings: Settings, take: TakeMail, stop: asyncio.Event) -> list[Awaitable[None]]:
    """What fetches mails, if a mailbox is set."""
    host, user, password, address = (
        settings.imap_host,
        settings.imap_user,
        settings.imap_password,
        settings.mail_address,
    )
    if host is None or user is None or password is None or address is None:
        return []
    account = ImapAccount(host, settings.imap_port, user, password.get_secret_value(), address, settings.mail_ca_file)
    return [poll_mailbox(account, take, stop)]


@asynccontextmanager
async def mail_taker(settings: Settings, root: Path, clock: Clock) -> AsyncIterator[TakeMail]:
    """What takes a single mail beside a running bot; raises ContentError or StoreError."""
    content = load_content(root, date.today())
    await asyncio.to_thread(migrate, settings.database)
    engine = open_database(settings.database)

    async def take(mail: ArrivedMail) -> None:
        await take_mail(mail, SqlDeliveries(engine), content, clock)

    try:
        yield take
    finally:
        await engine.dispose()
