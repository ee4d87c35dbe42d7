"""The real program between a citizen's browser, a mail server and an office's mailbox."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.mail.certificates import make_certificate, server_context
from tests.mail.dovecot import PASSWORD, USER, Dovecot
from tests.mail.mail_server import Accepted, MailServer
from tests.mail.mails import mail
from tests.program import ROOT, environment, running
from tests.town import LAMP, ROADS

ADDRESS = "amtsbote@musterstadt.example"


class Citizen:
    """Writes to the web chat like a browser."""

    def __init__(self, url: str) -> None:
        self.chat = f"{url}/chat/musterstadt"
        self.session = json.loads(self._call("session", {}))["session"]
        self.written = 0

    def writes(self, text: str) -> None:
        self.written += 1
        self._call("messages", {"id": f"m{self.written}", "text": text})

    def reads(self) -> list[dict[str, Any]]:
        lines: list[dict[str, Any]] = json.loads(self._call("messages"))["lines"]
        return [line for line in lines if line["by"] == "bot"]

    def waits_for(self, part: str) -> dict[str, Any]:
        wait_until(lambda: any(part in line["text"] for line in self.reads()), f"the citizen never reads {part!r}")
        return next(line for line in self.reads() if part in line["text"])

    def _call(self, path: str, body: dict[str, Any] | None = None) -> bytes:
        headers = {"Content-Type": "application/json"}
        if path != "session":
            headers["Authorization"] = f"Bearer {self.session}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.chat}/{path}", data, headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
            return bytes(answer.read())


def wait_until(true: Callable[[], object], otherwise: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.05)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(certificate: tuple[Path, Path]) -> Iterator[MailServer]:
    with MailServer(tls=server_context(*certificate), login=("amtsbote", "geheim")) as server:
        yield server


@pytest.fixture
def settings(server: MailServer, certificate: tuple[Path, Path]) -> dict[str, object]:
    return {
        "mail_address": ADDRESS,
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_user": "amtsbote",
        "smtp_password": "geheim",
        "mail_ca_file": certificate[0],
    }


def passes_on(citizen: Citizen, server: MailServer) -> Accepted:
    citizen.writes(LAMP)
    citizen.writes(citizen.waits_for("weiterleiten an das Tiefbauamt")["buttons"][0]["value"])
    citizen.waits_for("ist weitergeleitet an das Tiefbauamt")
    (accepted,) = server.to(ROADS)
    return accepted


def test_a_message_goes_to_the_office_and_its_answer_through_the_pipe_to_the_citizen(
    tmp_path: Path, server: MailServer, settings: dict[str, object]
) -> None:
    database = tmp_path / "amtsbote.sqlite3"
    with running(database, **settings) as url:
        citizen = Citizen(url)
        accepted = passes_on(citizen, server)
        assert accepted.tls
        answer = mail("Die Lampe wird am Montag getauscht.\n\nAm 23.11. schrieb Stadt Musterstadt:\n> Guten Tag",
                      to=accepted.sender, **{"from": f"Tiefbauamt <{ROADS}>"})  # fmt: skip
        piped = subprocess.run(
            [sys.executable, "-m", "bot.cli", "receive-mail"],
            cwd=ROOT,
            env=environment(database, **settings),
            input=answer,
            check=False,
            timeout=120,
        )
        assert piped.returncode == 0
        line = citizen.waits_for("Antwort von: Tiefbauamt")
        assert "Die Lampe wird am Montag getauscht." in line["text"]
        assert "schrieb Stadt Musterstadt" not in line["text"], "the quoted history is cut"


def test_an_answer_and_a_bounce_are_fetched_from_the_mailbox(
    tmp_path: Path, server: MailServer, settings: dict[str, object]
) -> None:
    dovecot = Dovecot()
    dovecot.start()
    try:
        fetching = {"imap_host": "localhost", "imap_port": dovecot.port, "imap_user": USER, "imap_password": PASSWORD}
        both = tmp_path / "both.pem"
        both.write_bytes(Path(str(settings["mail_ca_file"])).read_bytes() + dovecot.certificate.read_bytes())
        given = settings | fetching | {"mail_ca_file": both}
        with running(tmp_path / "amtsbote.sqlite3", **given) as url:
            citizen = Citizen(url)
            accepted = passes_on(citizen, server)
            answer = {"to": accepted.sender, "from": ROADS, "message_id": "<1@musterstadt.example>"}
            dovecot.deliver(mail("Wir kommen morgen.", **answer))
            assert "Wir kommen morgen." in citizen.waits_for("Antwort von: Tiefbauamt")["text"]
            bounce = {"to": accepted.sender, "from": "MAILER-DAEMON@musterstadt.example", "return_path": "<>"}
            failed = "Undelivered Mail Returned to Sender"
            dovecot.deliver(mail("550 5.1.1 User unknown", failed, message_id="<2@musterstadt.example>", **bounce))
            citizen.waits_for("ließ sich nicht zustellen an das Tiefbauamt")
    finally:
        dovecot.remove()
