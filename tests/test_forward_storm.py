"""A thousand forwards to a mail server that refuses, delays and hangs up, while both sides are killed and restarted."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.conversation import Conversation
from bot.core.escalation import Escalation, spell_reference
from bot.core.forwarding import Forward, Recipient
from bot.core.messages import InboundMessage
from bot.ports import Turn
from bot.store.database import open_database
from bot.store.sql_store import SqlStore
from tests.mail.mail_server import MailServer
from tests.program import ROOT

NUMBER = 1_000
NOW = datetime.now(UTC)
KILLS = 5


class Moods:
    """How the server treats each recipient; `defer`, `full`, `drop` and `vanish` pass after some tries."""

    def __init__(self) -> None:
        self.tries: Counter[str] = Counter()

    def __call__(self, address: str) -> str:
        mood = address.split("-")[0]
        if mood in ("defer", "drop", "vanish", "full") and self.tries[address] >= 2:
            return "accept"
        return mood

    @staticmethod
    def of(number: int) -> str:
        return ("accept", "accept", "accept", "refuse", "defer", "drop", "vanish", "slow", "full", "spam")[number % 10]


async def queue(database: Path) -> None:
    """A thousand citizens have pressed the button."""
    engine = open_database(f"sqlite:///{database}")
    store = SqlStore(engine)
    for number in range(NUMBER):
        reference = spell_reference(number * 7_919)
        address = f"{Moods.of(number)}-{number}@musterstadt.example"
        forward = Forward(
            reference, 1, "tiefbauamt", "service_request", None, "Die Laterne ist kaputt", "web", NOW,
            recipients=(Recipient("email", address),), due_at=NOW + timedelta(days=2),
        )  # fmt: skip
        promise = Escalation(reference, "forwarded", "service_request", "tiefbauamt", NOW + timedelta(days=2))
        await store.receive(InboundMessage("musterstadt", "web", str(number), str(number), "ja", NOW))
        received = await store.next_received()
        assert received
        turn = Turn("ja", "service_request", Conversation(), (), (promise,), forwards=(forward,))
        await store.record(received, turn, NOW)
    await engine.dispose()


def start(database: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.forward_process", f"sqlite:///{database}", str(port)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)


def counted(database: Path, query: str) -> int:
    with sqlite3.connect(database, timeout=30) as connection:
        number: int = connection.execute(query).fetchone()[0]
    connection.close()
    return number


async def test_every_forward_has_one_known_outcome(tmp_path: Path, empty_database: Path) -> None:
    database = tmp_path / "storm.sqlite3"
    shutil.copy(empty_database, database)
    await queue(database)
    moods = Moods()
    dice = random.Random(7)
    with MailServer(behave=moods) as server:
        storm(database, server, moods, dice)
    judge(database, server)


def storm(database: Path, server: MailServer, moods: Moods, dice: random.Random) -> None:
    """Works until nothing is pending, killing the worker and restarting the mail server on the way."""
    pending = "select count(*) from deliveries where state = 'pending'"
    end = time.monotonic() + 400
    for kill in range(KILLS + 1):
        process = start(database, server.port)
        goal = NUMBER * (KILLS - kill) // (KILLS + 1)
        try:
            while counted(database, pending) > goal:
                assert time.monotonic() < end, "it takes too long"
                assert process.poll() is None, "the worker ended by itself"
                time.sleep(dice.uniform(0.05, 0.2))
                moods.tries.update(server.tried)
                server.tried.clear()
                if kill == 2 and dice.random() < 0.1:
                    server.stop()
                    time.sleep(0.3)
                    server.start()
        finally:
            process.kill()
            process.wait()


def judge(database: Path, server: MailServer) -> None:
    with sqlite3.connect(database) as connection:
        rows = connection.execute(
            "select d.address, d.state, d.token, d.settled_at, f.state, o.text, o.created_at, count(o.id) "
            "from deliveries d join forwards f on f.id = d.forward_id "
            "left join outbox o on o.conversation_id = d.conversation_id group by d.id"
        ).fetchall()
    connection.close()
    accepted: dict[str, list[float]] = {}
    for mail in server.accepted:
        accepted.setdefault(mail.sender.split("+")[1].split("@")[0], []).append(mail.at)
    assert len(rows) == NUMBER
    for address, state, token, settled_at, came_to, told, told_at, notices in rows:
        mood = address.split("-")[0]
        final = "refused" if mood in ("refuse", "spam") else "accepted"
        assert (state, notices) == (final, 1), address
        assert came_to == ("failed" if final == "refused" else "accepted")
        assert ("ist weitergeleitet" in told) == (final == "accepted"), address
        times = accepted.get(token, [])
        known = datetime.fromisoformat(settled_at).replace(tzinfo=UTC).timestamp()
        if final == "refused":
            assert times == [], "what was refused has not arrived"
            continue
        assert times, "no acceptance without a mail"
        assert min(times) <= datetime.fromisoformat(told_at).replace(tzinfo=UTC).timestamp(), "told only afterwards"
        assert all(at <= known for at in times), "nothing is sent again once its acceptance is known"
    repeated = sum(len(times) - 1 for times in accepted.values())
    vanished = sum(1 for row in rows if row[0].startswith("vanish"))
    assert repeated <= 2 * vanished + KILLS * 8, "a mail is repeated only where nobody could know that it had arrived"
