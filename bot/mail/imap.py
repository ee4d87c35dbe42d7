"""One connection to an IMAP mailbox, with aioimaplib's errors turned into two of our own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import ssl
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from aioimaplib import IMAP4
from aioimaplib.aioimaplib import AioImapException, quoted

from bot.errors import SettingsError
from bot.pauses import wait

T = TypeVar("T")

# It logs whole mails at DEBUG, and what it does not understand of them at INFO.
logging.getLogger("aioimaplib").setLevel(logging.WARNING)

ANSWER_SECONDS = 60.0
"""How long the server may be silent."""
POLL_SECONDS = 60.0
"""Between two looks into the mailbox, where the server cannot tell of new mails by itself (RFC 2177, IDLE)."""
IDLE_SECONDS = 120.0
"""After this the mailbox is looked into even if the server told nothing."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PLAIN_PORT = 143
"""The port without TLS; only used on this machine itself."""


@dataclass(frozen=True)
class ImapAccount:
    """A mailbox; `address` is its mail address, `ca_file` holds the authorities to trust instead of the system's."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    address: str
    ca_file: Path | None = None


class MailboxLost(Exception):
    """The mailbox cannot be reached, or not any more; the text says why, and nothing of a mail."""


class LoginRefused(Exception):
    """User or password is wrong."""


class Mailbox:
    """An open mailbox; every method raises MailboxLost."""

    def __init__(self, client: IMAP4, lost: asyncio.Future[Any]) -> None:
        self._client = client
        self._lost = lost

    async def unseen(self) -> list[int]:
        """The UIDs of the mails that are neither seen nor flagged, oldest first."""
        await self.ask(self._client.noop())
        found = await self.ask(self._client.uid_search("UNSEEN UNFLAGGED", charset=None))
        if found.result != "OK":
            raise MailboxLost("it refuses a search")
        return sorted(int(number) for line in found.lines[:-1] for number in re.findall(rb"\b\d+\b", line))

    async def fetch(self, uid: int, limit: int) -> bytes | None:
        """The first `limit` bytes of a mail, which stays unseen; None if the server does not give it."""
        response = await self.ask(self._client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{limit}>)"))
        content = next((line for line in response.lines if isinstance(line, bytearray)), None)
        return bytes(content) if content is not None and response.result == "OK" else None

    async def mark(self, uid: int, flag: str) -> None:
        r"""Adds a flag, such as \Seen."""
        response = await self.ask(self._client.uid("STORE", str(uid), "+FLAGS.SILENT", f"({flag})"))
        if response.result != "OK":
            raise MailboxLost("it refuses a flag")

    async def news(self, stop: asyncio.Event) -> None:
        """Waits until there may be new mails, or until `stop`."""
        if not self._client.has_capability("IDLE"):
            await wait(stop, POLL_SECONDS)
            return
        idle = await self.ask(self._client.idle_start(timeout=2 * IDLE_SECONDS))
        told: asyncio.Future[Any] = asyncio.ensure_future(self._client.wait_server_push())
        stopped: asyncio.Future[Any] = asyncio.ensure_future(stop.wait())
        try:
            await asyncio.wait({told, stopped, self._lost}, timeout=IDLE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (told, stopped):
                task.cancel()
            await asyncio.gather(told, stopped, return_exceptions=True)
        if not self._lost.done():
            self._client.idle_done()
        await self.ask(idle)

    async def ask(self, command: Awaitable[T]) -> T:
        """The answer to a command; aioimaplib itself would wait for ever once the connection is gone."""
        asked: asyncio.Future[Any] = asyncio.ensure_future(command)
        try:
            await asyncio.wait({asked, self._lost}, timeout=10 * ANSWER_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                raise MailboxLost("the connection was lost" if self._lost.done() else "it does not answer")
            answer: T = asked.result()
            return answer
        except (AioImapException, OSError, TimeoutError, ValueError, IndexError) as error:
            raise MailboxLost(_reason(error)) from None
        finally:
            asked.cancel()


def tls_of(account: ImapAccount) -> ssl.SSLContext | None:
    """How the server's certificate is checked; None for port 143 of this machine. Raises SettingsError."""
    if account.host in LOOPBACK and account.port == PLAIN_PORT:
        return None
    try:
        return ssl.create_default_context(cafile=account.ca_file)
    except OSError:
        raise SettingsError(
            "AMTSBOTE_MAIL_CA_FILE: Die Datei lässt sich nicht lesen oder ist keine im PEM-Format."
        ) from None


@asynccontextmanager
async def open_mailbox(account: ImapAccount, tls: ssl.SSLContext | None) -> AsyncIterator[Mailbox]:
    """The account's INBOX; raises MailboxLost or LoginRefused."""
    lost: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def lose(_: Exception | None) -> None:
        if not lost.done():
            lost.set_result(None)

    client = IMAP4(account.host, account.port, timeout=ANSWER_SECONDS, conn_lost_cb=lose, ssl_context=tls)
    mailbox = Mailbox(client, lost)
    try:
        await mailbox.ask(client.wait_hello_from_server())
        await _log_in(mailbox, client, account)
        if (await mailbox.ask(client.select("INBOX"))).result != "OK":
            raise MailboxLost("its INBOX cannot be opened")
        yield mailbox
        with contextlib.suppress(AioImapException, OSError, TimeoutError):
            await asyncio.wait_for(client.logout(), 2)
    finally:
        if client.protocol.transport is not None:
            client.protocol.transport.abort()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(lost), 2)


async def _log_in(mailbox: Mailbox, client: IMAP4, account: ImapAccount) -> None:
    response = await mailbox.ask(client.login(quoted(account.user), account.password))
    if response.result == "OK":
        return
    words = b" ".join(bytes(line) for line in response.lines).upper()
    # RFC 5530: the server cannot check the password just now.
    if b"[UNAVAILABLE]" in words or b"[INUSE]" in words or b"[LIMIT]" in words:
        raise MailboxLost("it lets nobody log in just now")
    raise LoginRefused


def _reason(error: BaseException) -> str:
    """Why, without anything of a mail; aioimaplib's own texts may show a command, and so the password."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, OSError) and not isinstance(error, TimeoutError):
        return f"{type(error).__name__}: {error.strerror or 'no details'}"
    return type(error).__name__
