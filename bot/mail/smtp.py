"""Sends mails by SMTP; each is one transaction for one recipient, so that its outcome is that recipient's alone."""

from __future__ import annotations

import html
import re
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Literal

import aiosmtplib

from bot.core.mail import Mail
from bot.errors import DeliveryRefused, DeliveryUnavailable
from bot.ports import Clock

Security = Literal["starttls", "tls", "none"]
TIMEOUT_SECONDS = 60.0
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@[^\s@<>,;:\"()\[\]]+\.[^\s@<>,;:\"()\[\]]+")
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True)
class SmtpAccount:
    """The mail server that takes our mails, and the mailbox that they come from and answers go to.

    `address` gets a "+token" for answers and bounces: its server must know plus addresses (RFC 5233).
    """

    address: str
    host: str
    port: int
    user: str | None = None
    password: str | None = None
    security: Security = "starttls"
    ca_file: str | None = None


class SmtpMailer:
    """Implements `ports.Mailer`."""

    def __init__(self, account: SmtpAccount, clock: Clock) -> None:
        self._account = account
        self._clock = clock
        self._tls = ssl.create_default_context(cafile=account.ca_file)

    async def send(self, mail: Mail) -> None:
        """Returns once the mail server has accepted the mail; raises DeliveryUnavailable or DeliveryRefused."""
        account = self._account
        try:
            message = as_message(mail, account.address, self._clock)
            await aiosmtplib.send(
                message,
                sender=plus_address(account.address, mail.token),
                recipients=[mail.to],
                hostname=account.host,
                port=account.port,
                username=account.user,
                password=account.password,
                use_tls=account.security == "tls",
                start_tls=account.security == "starttls",
                tls_context=None if account.security == "none" else self._tls,
                timeout=TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPAuthenticationError as error:
            raise DeliveryUnavailable(f"{error.code} sign-in refused") from error
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _ours(error.recipients[0]) from error
        except aiosmtplib.SMTPResponseException as error:
            raise _ours(error) from error
        except aiosmtplib.SMTPTimeoutError as error:
            raise DeliveryUnavailable("timeout") from error
        except ssl.SSLError as error:
            raise DeliveryUnavailable("certificate not trusted") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            raise DeliveryUnavailable(type(error).__name__) from error
        except ValueError as error:  # an address that no header can hold
            raise DeliveryRefused("not a mail address") from error


def plus_address(address: str, token: str) -> str:
    """ "amtsbote+token@town.de": the mailbox's address for one delivery."""
    mailbox, _, domain = address.rpartition("@")
    return f"{mailbox}+{token}@{domain}"


def as_message(mail: Mail, address: str, clock: Clock) -> EmailMessage:
    """The mail with its headers, as plain text and HTML.

    It says that a machine sent it (RFC 3834) and asks for no automatic answers; nothing in it tells when it is read.
    Raises ValueError for what no header can hold.
    """
    if not _ADDRESS.fullmatch(mail.to):
        raise ValueError("not a mail address")
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(mail.sender_name, addr_spec=address)
    message["To"] = mail.to
    message["Reply-To"] = plus_address(address, mail.token)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(clock())
    message["Message-ID"] = f"<{mail.message_id}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply, DR, RN, NRN"
    message["X-Loop"] = address
    if mail.reference:
        message["X-Amtsbote-Reference"] = mail.reference
    message.set_content(mail.text + "\n", cte="quoted-printable")
    message.add_alternative(as_html(mail.text), subtype="html", cte="quoted-printable")
    return message


def as_html(text: str) -> str:
    """Plain text as HTML: paragraphs, line breaks and links, nothing that is loaded from elsewhere."""
    paragraphs = []
    for block in text.split("\n\n"):
        paragraphs.append("<p>" + _linked(block).replace("\n", "<br>\n") + "</p>")
    body = "\n".join(paragraphs)
    return f'<!doctype html>\n<html lang="de"><head><meta charset="utf-8"></head><body>\n{body}\n</body></html>\n'


def _linked(text: str) -> str:
    """Escaped text with its web addresses as links."""
    pieces, end = [], 0
    for found in _LINK.finditer(text):
        link = html.escape(found[0])
        pieces += [html.escape(text[end : found.start()]), f'<a href="{link}">{link}</a>']
        end = found.end()
    return "".join([*pieces, html.escape(text[end:])])


def _ours(error: aiosmtplib.SMTPResponseException) -> DeliveryUnavailable | DeliveryRefused:
    """By the reply code (RFC 5321, 4.2.1): 5yz is for good, everything else may pass."""
    status = _STATUS.search(error.message)
    code = f"{error.code} {status[0]}" if status else str(error.code)
    return DeliveryRefused(code) if 500 <= error.code < 600 else DeliveryUnavailable(code)
