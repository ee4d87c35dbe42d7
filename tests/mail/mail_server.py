"""A real SMTP server (aiosmtpd) on loopback that accepts, refuses, delays, or drops the connection, by recipient."""

from __future__ import annotations

import asyncio
import email
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.program import free_port

Behaviour = Callable[[str], str]
"""For a recipient: accept, refuse, defer, full, slow, drop (in the middle of DATA) or vanish (after it)."""


@dataclass
class Accepted:
    """A mail that the server took."""

    sender: str
    to: str
    message: EmailMessage
    tls: bool
    at: float


@dataclass
class MailServer:
    """Start it with `with`; `port` is kept over restarts."""

    behave: Behaviour = lambda _: "accept"
    tls: ssl.SSLContext | None = None
    require_tls: bool = False
    login: tuple[str, str] | None = None
    port: int = 0
    accepted: list[Accepted] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    controller: Controller | None = None

    def __enter__(self) -> MailServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listens, on the port of last time if there was one."""
        self.port = self.port or free_port()
        self.controller = _Controller(self)
        self.controller.start()

    def stop(self) -> None:
        """Closes the port."""
        if self.controller:
            self.controller.stop()
            self.controller = None

    def to(self, address: str) -> list[Accepted]:
        """The mails accepted for an address."""
        return [mail for mail in self.accepted if mail.to == address]

    async def handle_RCPT(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        self.tried.append(address)
        match self.behave(address):
            case "refuse":
                return "550 5.1.1 No such mailbox here"
            case "defer":
                return "451 4.7.1 Greylisted, try again later"
            case "full":
                return "452 4.2.2 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        behaviours = {self.behave(address) for address in envelope.rcpt_tos}
        if "slow" in behaviours:
            await asyncio.sleep(0.05)
        if "spam" in behaviours:
            return "554 5.7.1 Message refused"
        message = email.message_from_bytes(envelope.original_content or b"", policy=default)
        assert isinstance(message, EmailMessage)
        for address in envelope.rcpt_tos:
            self.accepted.append(
                Accepted(str(envelope.mail_from), address, message, session.ssl is not None, time.time())
            )
        if "vanish" in behaviours:
            assert server.transport
            server.transport.abort()
        return "250 2.0.0 Accepted"


class _Dropping(SMTP):
    """Drops the connection in the middle of a mail where the recipient is to be treated so."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        bench: MailServer = self.event_handler
        if any(bench.behave(address) == "drop" for address in self.envelope.rcpt_tos):
            await self.push("354 Go ahead")
            await self._reader.readline()
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def __init__(self, bench: MailServer) -> None:
        self.bench = bench
        super().__init__(bench, hostname="127.0.0.1", port=bench.port)

    def factory(self) -> SMTP:
        options: dict[str, Any] = {"hostname": "mail.musterstadt.example", "enable_SMTPUTF8": True}
        if self.bench.tls:
            options |= {"tls_context": self.bench.tls, "require_starttls": self.bench.require_tls}
        if self.bench.login:
            options |= {"authenticator": self._allow, "auth_required": True, "auth_require_tls": True}
        return _Dropping(self.bench, **options)

    def _allow(self, *given: Any) -> AuthResult:
        login = given[-1]
        right = isinstance(login, LoginPassword) and self.bench.login == (
            login.login.decode(),
            login.password.decode(),
        )
        return AuthResult(success=right, handled=False)
