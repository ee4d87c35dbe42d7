"""Who looks after the files hears of a mistake that stays, once, and when it is mended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.errors import SettingsError
from bot.mail.smtp import SmtpAccount, SmtpMailer
from bot.ports import ContentState, Knowledge, Live
from bot.settings import load_settings
from bot.workers import report
from bot.workers.report import report_faults
from tests.mail.mail_server import Accepted, MailServer
from tests.workers.test_renew import until

NOW = datetime(2026, 11, 29, 9, tzinfo=UTC)
BROKEN = ("responses/dorf/offices.yaml:3:1: Zu weit eingerückt.",)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


def text_of(mail: Accepted) -> str:
    plain = mail.message.get_body(("plain",))
    assert plain is not None
    return str(plain.get_content())


@asynccontextmanager
async def watching(server: MailServer, *addresses: str) -> AsyncIterator[Live]:
    live = Live(Knowledge(None, None), ContentState(NOW))  # type: ignore[arg-type]
    account = SmtpAccount("amtsbote@dorf.example", "127.0.0.1", server.port, security="none")
    mailer = SmtpMailer(account, utc_now)
    working = asyncio.ensure_future(report_faults(live, mailer, addresses, settled=0.2, look=0.02))
    try:
        yield live
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


async def test_a_mistake_that_stays_is_mailed_once_to_each_and_its_mending_too(server: MailServer) -> None:
    async with watching(server, "anna@dorf.example", "udo@dorf.example") as live:
        live.state = ContentState(NOW, BROKEN)
        await until(lambda: len(server.accepted) == 2)
        live.state = ContentState(utc_now(), BROKEN)
        await asyncio.sleep(0.5)
        assert sorted(mail.to for mail in server.accepted) == ["anna@dorf.example", "udo@dorf.example"]
        assert BROKEN[0] in text_of(server.accepted[0])
        assert "letzten guten Stand" in text_of(server.accepted[0])
        live.state = ContentState(utc_now())
        await until(lambda: len(server.accepted) == 4)
        assert "wieder in Ordnung" in text_of(server.accepted[-1])


async def test_a_mistake_that_is_mended_at_once_is_not_worth_a_mail(server: MailServer) -> None:
    async with watching(server, "anna@dorf.example") as live:
        for _ in range(5):
            live.state = ContentState(NOW, BROKEN)
            await asyncio.sleep(0.05)
            live.state = ContentState(NOW)
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.4)
        assert not server.accepted


async def test_what_a_mail_server_does_not_take_yet_is_tried_again(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "AGAIN_SECONDS", 0.1)
    server.behave = lambda _: "defer" if len(server.tried) < 2 else "accept"
    async with watching(server, "anna@dorf.example") as live:
        live.state = ContentState(NOW, BROKEN)
        await until(lambda: bool(server.accepted))


def test_who_is_to_hear_of_it_needs_a_mail_server_and_addresses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AMTSBOTE_EDITORS_MAIL", "anna@stadt.example, udo")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "AMTSBOTE_SMTP_HOST",
        "AMTSBOTE_EDITORS_MAIL",
    ]
    monkeypatch.setenv("AMTSBOTE_MAIL_ADDRESS", "amtsbote@stadt.example")
    monkeypatch.setenv("AMTSBOTE_SMTP_HOST", "mail.stadt.example")
    monkeypatch.setenv("AMTSBOTE_EDITORS_MAIL", "anna@stadt.example, udo@stadt.example")
    assert load_settings().editors_mail == ("anna@stadt.example", "udo@stadt.example")
