"""Takes the mails that arrive in an IMAP mailbox, each one once it is known to be safe."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from traceback import extract_tb

from bot.errors import StoreBusy
from bot.mail.imap import ImapAccount, LoginRefused, Mailbox, MailboxLost, open_mailbox, tls_of
from bot.mail.parsing import MAX_MAIL, parse_mail
from bot.pauses import pauses, wait
from bot.ports import TakeMail

log = logging.getLogger(__name__)

LOGIN_PAUSE = 300.0
"""Seconds between two attempts with a password that was refused; servers lock out who tries more often."""
MOST_BREAKS = 3
"""How often the connection may break at one and the same mail before that mail is left to a person."""

SEEN, FLAGGED = r"\Seen", r"\Flagged"


async def poll_mailbox(account: ImapAccount, take: TakeMail, stop: asyncio.Event) -> None:
    r"""Takes unseen mails until `stop` is set; a mail is \Seen only after `take` returned, and is never deleted.

    What `take` cannot take for good is \Flagged and left to a person. Lost connections are built up again with growing
    waits. Raises SettingsError if the account's `ca_file` cannot be used.
    """
    tls = tls_of(account)
    waits, breaks, refused = pauses(), Counter[int](), False
    while not stop.is_set():
        pause = next(waits)
        try:
            async with open_mailbox(account, tls) as mailbox:
                refused = False
                log.info("the mailbox is open")
                while not stop.is_set():
                    await _take_all(mailbox, account.address, take, stop, breaks)
                    waits = pauses()
                    await mailbox.news(stop)
        except MailboxLost as error:
            log.warning("the mailbox cannot be reached: %s; next attempt in %.0f s", error, pause)
        except LoginRefused:
            if not refused:
                log.error("the mailbox refuses AMTSBOTE_IMAP_USER with AMTSBOTE_IMAP_PASSWORD; no mail arrives")
            refused, pause = True, LOGIN_PAUSE
        await wait(stop, pause)


async def _take_all(mailbox: Mailbox, address: str, take: TakeMail, stop: asyncio.Event, breaks: Counter[int]) -> None:
    """Takes every waiting mail, the oldest first; while the database is busy it waits with the same mail."""
    waits = pauses()
    waiting = await mailbox.unseen()
    while waiting and not stop.is_set():
        uid = waiting[0]
        try:
            await _take_one(mailbox, uid, address, take, breaks)
        except StoreBusy:
            log.warning("mails wait for the database")
            await wait(stop, next(waits))
            continue
        waits = pauses()
        waiting.pop(0)


async def _take_one(mailbox: Mailbox, uid: int, address: str, take: TakeMail, breaks: Counter[int]) -> None:
    if breaks[uid] >= MOST_BREAKS:
        log.error("mail %d of the mailbox breaks the connection; it is flagged and left to a person", uid)
        await mailbox.mark(uid, FLAGGED)
        return
    try:
        raw = await mailbox.fetch(uid, MAX_MAIL + 1)
    except MailboxLost:
        breaks[uid] += 1
        raise
    del breaks[uid]
    if raw is None:
        log.error("the server does not give mail %d of the mailbox; it is flagged and left to a person", uid)
        await mailbox.mark(uid, FLAGGED)
        return
    mail = await asyncio.to_thread(parse_mail, raw, address)
    try:
        await take(mail)
    except StoreBusy:
        raise
    except Exception as error:  # one mail that cannot be taken must not keep the others from arriving
        log.error("mail %d of the mailbox is flagged and left to a person: %s", uid, _where(error))
        await mailbox.mark(uid, FLAGGED)
        return
    await mailbox.mark(uid, SEEN)


def _where(error: Exception) -> str:
    """The kind of error and its place; its text may hold a citizen's words."""
    frames = extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
