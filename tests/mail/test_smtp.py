"""Outgoing mails, through a real SMTP server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.mail import Mail
from bot.errors import DeliveryRefused, DeliveryUnavailable
from bot.mail.smtp import SmtpAccount, SmtpMailer, as_html
from tests.mail.certificates import make_certificate, server_context
from tests.mail.mail_server import MailServer

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
MAIL = Mail(
    to="tiefbau@musterstadt.example",
    subject="Nachricht aus dem Chat 7K3Q-F2XM: Straßenlaterne",
    text="Guten Tag,\n\ndie Laterne <vor> dem Haus\nist kaputt & dunkel: https://www.musterstadt.example/a?b=1&c=2.",
    sender_name="Stadt Musterstadt",
    token="7k3qf2xm-0123456789abcdef0123",
    message_id="7k3qf2xm-0123456789abcdef0123",
    reference="7K3Q-F2XM",
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(certificate: tuple[Path, Path]) -> Iterator[MailServer]:
    with MailServer(tls=server_context(*certificate), require_tls=True) as server:
        yield server


@pytest.fixture
def account(server: MailServer, certificate: tuple[Path, Path]) -> SmtpAccount:
    return SmtpAccount("amtsbote@musterstadt.example", "127.0.0.1", server.port, ca_file=str(certificate[0]))


async def send(account: SmtpAccount, mail: Mail = MAIL) -> None:
    await SmtpMailer(account, lambda: NOW).send(mail)


async def test_a_mail_carries_everything_its_reader_and_mail_servers_need(
    server: MailServer, account: SmtpAccount
) -> None:
    await send(account)
    (mail,) = server.accepted
    assert mail.tls, "the connection is encrypted"
    assert mail.sender == "amtsbote+7k3qf2xm-0123456789abcdef0123@musterstadt.example", "bounces come back to it"
    headers = {key: str(value) for key, value in mail.message.items()}
    assert headers["From"] == "Stadt Musterstadt <amtsbote@musterstadt.example>"
    assert headers["Reply-To"] == mail.sender
    assert headers["Subject"] == MAIL.subject
    assert headers["Message-ID"] == "<7k3qf2xm-0123456789abcdef0123@musterstadt.example>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Loop"] == "amtsbote@musterstadt.example"
    assert headers["X-Amtsbote-Reference"] == "7K3Q-F2XM"
    assert headers["Date"] == "Mon, 23 Nov 2026 09:00:00 +0000"
    plain, html = mail.message.get_body(("plain",)), mail.message.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().splitlines()[:3] == ["Guten Tag,", "", "die Laterne <vor> dem Haus"]
    assert "&lt;vor&gt; dem Haus<br>" in html.get_content()


def test_the_html_loads_nothing_and_tells_nobody_that_it_was_read() -> None:
    html = as_html(
        '<img src="https://spion.example/x.gif"> <script>a()</script> https://www.musterstadt.example/a?b=1&c'
    )
    assert "<img" not in html
    assert "<script" not in html
    assert '<a href="https://www.musterstadt.example/a?b=1&amp;c">' in html


async def test_a_server_with_an_unknown_certificate_gets_nothing(server: MailServer, account: SmtpAccount) -> None:
    with pytest.raises(DeliveryUnavailable):
        await send(replace(account, ca_file=None))
    assert server.accepted == []


async def test_a_server_without_encryption_gets_nothing() -> None:
    with MailServer() as plain:
        account = SmtpAccount("amtsbote@musterstadt.example", "127.0.0.1", plain.port)
        with pytest.raises(DeliveryUnavailable):
            await send(account)
        assert plain.accepted == []
        await send(replace(account, security="none"))
        assert len(plain.accepted) == 1


async def test_a_wrong_password_is_the_operators_fault_and_no_citizens_loss(certificate: tuple[Path, Path]) -> None:
    login = ("amtsbote", "richtig")
    with MailServer(tls=server_context(*certificate), login=login) as server:
        account = SmtpAccount(
            "amtsbote@musterstadt.example", "127.0.0.1", server.port, *login, ca_file=str(certificate[0])
        )
        with pytest.raises(DeliveryUnavailable, match="535"):
            await send(replace(account, password="falsch"))
        await send(account)
        assert len(server.accepted) == 1


@pytest.mark.parametrize(
    ("behaviour", "error", "code"),
    [
        ("refuse", DeliveryRefused, "550 5.1.1"),
        ("spam", DeliveryRefused, "554 5.7.1"),
        ("defer", DeliveryUnavailable, "451 4.7.1"),
        ("full", DeliveryUnavailable, "452 4.2.2"),
        ("drop", DeliveryUnavailable, "Disconnected"),
        ("vanish", DeliveryUnavailable, "Disconnected"),
    ],
)
async def test_what_the_server_says_decides_whether_to_try_again(
    server: MailServer, account: SmtpAccount, behaviour: str, error: type[Exception], code: str
) -> None:
    server.behave = lambda _: behaviour
    with pytest.raises(error, match=code):
        await send(account)


async def test_a_server_that_is_down_is_tried_again(account: SmtpAccount, server: MailServer) -> None:
    server.stop()
    with pytest.raises(DeliveryUnavailable):
        await send(account)


@pytest.mark.parametrize("to", ["", "kein-at", "a@b.example\r\nBcc: x@y.example", "a b@c.example"])
async def test_an_address_that_is_none_is_refused_and_adds_no_header(
    server: MailServer, account: SmtpAccount, to: str
) -> None:
    with pytest.raises((DeliveryRefused, DeliveryUnavailable)):
        await send(account, replace(MAIL, to=to))
    assert server.accepted == []


async def test_a_subject_with_a_line_break_adds_no_header(server: MailServer, account: SmtpAccount) -> None:
    with pytest.raises(DeliveryRefused):
        await send(account, replace(MAIL, subject="Hallo\r\nBcc: x@y.example"))
    assert server.accepted == []
