"""Mails that arrive in a real IMAP mailbox: taken once, marked only after that, whatever breaks on the way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot import pauses
from bot.core.mail import ArrivedMail
from bot.errors import SettingsError, StoreBusy
from bot.mail import imap, mailbox
from bot.mail.imap import ImapAccount
from bot.mail.mailbox import poll_mailbox
from tests.mail.dovecot import Dovecot
from tests.mail.line import BreakableLine
from tests.mail.mails import mail

FIRST, SECOND = mail("Die Laterne wird repariert.", message_id="<1@a.example>"), mail("Ja.", message_id="<2@a.example>")


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot()
    server.start()
    yield server
    server.remove()


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pauses, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(mailbox, "LOGIN_PAUSE", 0.05)


class Taken:
    """Takes mails; raises first what it is told to raise."""

    def __init__(self, *errors: Exception) -> None:
        self.mails: list[ArrivedMail] = []
        self.errors = list(errors)

    async def __call__(self, arrived: ArrivedMail) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.mails.append(arrived)

    @property
    def ids(self) -> list[str]:
        return [arrived.message_id for arrived in self.mails]


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)


@asynccontextmanager
async def polled(account: ImapAccount, take: Callable[[ArrivedMail], object]) -> AsyncIterator[None]:
    stop = asyncio.Event()
    polling = asyncio.ensure_future(poll_mailbox(account, take, stop))  # type: ignore[arg-type]
    try:
        yield
    finally:
        stop.set()
        await asyncio.wait_for(polling, 5)


async def flags(dovecot: Dovecot, *expected: str) -> None:
    """Waits until the mails of the mailbox have these flags."""
    async with asyncio.timeout(20):
        while await asyncio.to_thread(dovecot.flags) != list(expected):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_waiting_mails_are_taken_in_order_and_marked_as_seen(dovecot):
    dovecot.deliver(FIRST, SECOND)
    taken = Taken()
    async with polled(dovecot.account(), taken):
        await flags(dovecot, "Seen", "Seen")
    assert [(one.message_id, one.text, one.sort) for one in taken.mails] == [
        ("<1@a.example>", "Die Laterne wird repariert.", "answer"),
        ("<2@a.example>", "Ja.", "answer"),
    ]


async def test_a_mail_that_arrives_later_is_taken_at_once_where_the_server_tells_of_it(dovecot, monkeypatch):
    monkeypatch.setattr(imap, "POLL_SECONDS", 60.0)
    taken = Taken()
    async with polled(dovecot.account(), taken):
        for number in range(3):
            await asyncio.to_thread(dovecot.deliver, mail("Ja.", message_id=f"<{number}@a.example>"))
            await until(lambda number=number: len(taken.mails) == number + 1)
    assert taken.ids == ["<0@a.example>", "<1@a.example>", "<2@a.example>"]


async def test_without_such_an_offer_the_mailbox_is_looked_into_again_and_again(monkeypatch):
    monkeypatch.setattr(imap, "POLL_SECONDS", 0.1)
    server = Dovecot(idle=False)
    server.start()
    try:
        taken = Taken()
        async with polled(server.account(), taken):
            await asyncio.sleep(0.3)
            await asyncio.to_thread(server.deliver, FIRST)
            await until(lambda: taken.mails)
    finally:
        server.remove()


async def test_a_mail_is_seen_only_after_it_was_taken(dovecot):
    dovecot.deliver(FIRST)
    asked, may_end = asyncio.Event(), asyncio.Event()

    async def slow(arrived: ArrivedMail) -> None:
        asked.set()
        await may_end.wait()

    async with polled(dovecot.account(), slow):
        await asyncio.wait_for(asked.wait(), 20)
        assert await asyncio.to_thread(dovecot.flags) == [""]
        may_end.set()
        await flags(dovecot, "Seen")


async def test_while_the_database_is_busy_the_mail_stays_unseen_and_comes_again(dovecot):
    dovecot.deliver(FIRST, SECOND)
    taken = Taken(StoreBusy("locked"), StoreBusy("locked"), StoreBusy("locked"))
    async with polled(dovecot.account(), taken):
        await flags(dovecot, "Seen", "Seen")
    assert taken.ids == ["<1@a.example>", "<2@a.example>"]


async def test_a_mail_that_cannot_be_taken_is_flagged_for_a_person_and_holds_up_no_other(dovecot, caplog):
    dovecot.deliver(FIRST, SECOND)
    taken = Taken(RuntimeError("Geheimes aus der Mail"))
    async with polled(dovecot.account(), taken):
        await flags(dovecot, "Flagged", "Seen")
        await asyncio.to_thread(dovecot.deliver, mail("Neu.", message_id="<3@a.example>"))
        await flags(dovecot, "Flagged", "Seen", "Seen")
    assert taken.ids == ["<2@a.example>", "<3@a.example>"]
    assert "RuntimeError" in caplog.text
    assert "Geheimes" not in caplog.text


async def test_bytes_that_are_no_mail_are_taken_like_any_other(dovecot):
    dovecot.deliver(b"\xff\xfe Unsinn (((\r\n{12}\r\n)", FIRST)
    taken = Taken()
    async with polled(dovecot.account(), taken):
        await flags(dovecot, "Seen", "Seen")
    assert [one.token for one in taken.mails] == ["", "7k3qf2xm-0123456789abcdef0123"]


async def test_a_server_that_starts_late_and_restarts_is_waited_for():
    server = Dovecot()
    taken = Taken()
    try:
        async with polled(server.account(), taken):
            await asyncio.sleep(0.3)
            await asyncio.to_thread(server.start)
            await asyncio.to_thread(server.deliver, FIRST)
            await until(lambda: len(taken.mails) == 1)
            await asyncio.to_thread(server.stop)
            await asyncio.sleep(0.3)
            await asyncio.to_thread(server.start)
            await asyncio.to_thread(server.deliver, SECOND)
            await until(lambda: len(taken.mails) == 2)
            await flags(server, "Seen", "Seen")
    finally:
        server.remove()


async def test_a_connection_that_breaks_in_the_middle_of_a_mail_loses_nothing(dovecot):
    dovecot.deliver(mail("lang " * 200_000, message_id="<1@a.example>"), SECOND)
    taken = Taken()
    async with BreakableLine(dovecot.port) as line, polled(dovecot.account(port=line.port), taken):
        line.break_after(300_000)
        await until(lambda: line.breaks)
        assert taken.mails == []
        await flags(dovecot, "Seen", "Seen")
    assert taken.ids == ["<1@a.example>", "<2@a.example>"]


async def test_a_mail_at_which_the_connection_always_breaks_is_left_to_a_person(dovecot):
    dovecot.deliver(mail("lang " * 200_000), SECOND)
    taken = Taken()
    async with BreakableLine(dovecot.port) as line, polled(dovecot.account(port=line.port), taken):
        line.break_after(300_000, times=mailbox.MOST_BREAKS)
        await flags(dovecot, "Flagged", "Seen")
    assert taken.ids == ["<2@a.example>"]


async def test_a_connection_that_breaks_before_the_mark_brings_the_mail_again(dovecot):
    dovecot.deliver(FIRST)
    taken = Taken()
    async with BreakableLine(dovecot.port) as line:

        async def take(arrived: ArrivedMail) -> None:
            await taken(arrived)
            if len(taken.mails) == 1:
                line.break_now()

        async with polled(dovecot.account(port=line.port), take):
            await flags(dovecot, "Seen")
    assert taken.ids == ["<1@a.example>"] * 2


async def test_a_wrong_password_is_said_once_without_showing_it(dovecot, caplog):
    dovecot.deliver(FIRST)
    account = dovecot.account(password="falsch-und-geheim")
    async with polled(account, Taken()):
        await until(lambda: (dovecot.folder / "log").read_text().count("auth failed") >= 3)
    said = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.getMessage() for record in said] == [
        "the mailbox refuses AMTSBOTE_IMAP_USER with AMTSBOTE_IMAP_PASSWORD; no mail arrives"
    ]
    assert "falsch-und-geheim" not in caplog.text
    assert "falsch-und-geheim" not in repr(account)


async def test_a_certificate_that_nobody_vouches_for_is_refused(dovecot, caplog):
    dovecot.deliver(FIRST)
    taken = Taken()
    async with polled(dovecot.account(ca_file=None), taken):
        await until(lambda: "its certificate is not trusted" in caplog.text)
    assert taken.mails == []


async def test_a_certificate_for_another_name_is_refused(caplog):
    server = Dovecot(name="imap.anderswo.example")
    server.start()
    try:
        async with polled(server.account(), Taken()):
            await until(lambda: "its certificate is not trusted: Hostname mismatch" in caplog.text)
    finally:
        server.remove()


async def test_a_file_of_authorities_that_is_none_is_named(dovecot, tmp_path):
    broken = tmp_path / "ca.pem"
    broken.write_text("kein Zertifikat")
    for path in (broken, tmp_path / "fehlt.pem"):
        with pytest.raises(SettingsError, match="AMTSBOTE_MAIL_CA_FILE"):
            await poll_mailbox(dovecot.account(ca_file=path), Taken(), asyncio.Event())


async def test_without_encryption_only_this_machine_is_spoken_to(monkeypatch):
    server = Dovecot(plain=True)
    monkeypatch.setattr(imap, "PLAIN_PORT", server.plain_port)
    server.start()
    try:
        server.deliver(FIRST)
        taken = Taken()
        account = server.account(port=server.plain_port, ca_file=None)
        async with polled(account, taken):
            await until(lambda: taken.mails)
        assert imap.tls_of(replace(account, host="imap.musterstadt.example")) is not None
    finally:
        server.remove()


async def test_nothing_of_a_mail_is_logged_even_in_detail(dovecot, caplog):
    caplog.set_level(logging.DEBUG)
    dovecot.deliver(FIRST)
    taken = Taken()
    async with polled(dovecot.account(), taken):
        await until(lambda: taken.mails)
    assert "the mailbox is open" in caplog.text
    for secret in ("Laterne", "7k3qf2xm", "geheim", "buergerbuero"):
        assert secret not in caplog.text.lower()


async def test_it_stops_at_once_in_the_middle_of_everything(dovecot):
    dovecot.deliver(FIRST)
    async with polled(dovecot.account(), Taken(*[StoreBusy("locked")] * 1000)):
        await asyncio.sleep(0.5)
    assert dovecot.flags() == [""]
