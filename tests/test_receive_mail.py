"""A mail server hands a mail to `amtsbote receive-mail` and believes its exit status."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import app_mail
from bot.commands.receiving import receive_from
from bot.core.mail import ArrivedMail
from bot.errors import SettingsError, StoreBusy
from tests.mail.mails import ADDRESS, TOKEN, mail
from tests.program import ROOT, environment


def receive(raw: bytes, folder: Path, **settings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "receive-mail", "--content", str(ROOT)],
        cwd=folder,
        env=environment(folder / "amtsbote.sqlite3", **settings) | {"PYTHONPATH": str(ROOT)},
        input=raw,
        capture_output=True,
        timeout=120,
        check=False,
    )


def test_a_mail_that_is_not_ours_is_taken_and_ignored(tmp_path: Path) -> None:
    for raw in (mail("Werbung für Laternen", to=ADDRESS), b"", b"\xff\0"):
        done = receive(raw, tmp_path, mail_address=ADDRESS)
        assert done.returncode == os.EX_OK
        assert b"belongs to no message of ours" in done.stderr
        assert b"Laternen" not in done.stderr


def test_while_a_setting_is_missing_the_mail_server_keeps_the_mail(tmp_path: Path) -> None:
    done = receive(mail("Ja."), tmp_path)
    assert done.returncode == os.EX_TEMPFAIL
    assert "AMTSBOTE_MAIL_ADDRESS: fehlt" in done.stderr.decode()


def test_a_mail_larger_than_what_is_read_is_taken_off_the_pipe_whole(tmp_path: Path) -> None:
    done = receive(mail("x" * 20_000_000, to=ADDRESS), tmp_path, mail_address=ADDRESS)
    assert done.returncode == os.EX_OK


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[ArrivedMail | Exception]:
    """What was taken; an exception put in there is raised instead."""
    mails: list[ArrivedMail | Exception] = []

    async def take(arrived: ArrivedMail) -> None:
        if mails and isinstance(mails[0], Exception):
            raise mails[0]
        mails.append(arrived)

    @asynccontextmanager
    async def mail_taker(settings: object, root: object, clock: object) -> AsyncIterator[object]:
        yield take

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AMTSBOTE_MAIL_ADDRESS", ADDRESS)
    monkeypatch.setattr(app_mail, "mail_taker", mail_taker)
    return mails


def test_an_answer_is_taken(taken: list[ArrivedMail | Exception]) -> None:
    assert receive_from(io.BytesIO(mail("Die Laterne wird repariert.")), ROOT) == 0
    (found,) = taken
    assert isinstance(found, ArrivedMail)
    assert (found.token, found.text) == (TOKEN, "Die Laterne wird repariert.")


@pytest.mark.parametrize("error", [StoreBusy("locked"), SettingsError("fehlt"), RuntimeError("Geheimes aus der Mail")])
def test_whatever_hinders_us_the_mail_server_is_told_to_try_again(
    taken: list[ArrivedMail | Exception], error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    taken.append(error)
    assert receive_from(io.BytesIO(mail("Ja.")), ROOT) == 75
    assert "Geheimes" not in caplog.text
