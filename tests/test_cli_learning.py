"""`amtsbote learn` prints what the stored messages could teach."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store.database import migrate
from tests.program import ROOT
from tests.test_cli import amtsbote

GLOW = ("Gibt es dieses Jahr Glühwein?", "glühwein", "wo gibts glühwein")


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A database in which three citizens asked about the same today, and three others about something long ago."""
    migrate(f"sqlite:///{tmp_path / 'amtsbote.sqlite3'}")
    long_ago = ("Wann kommt Glasfaser?", "glasfaser wann", "Wann wird die Glasfaser ausgebaut?")
    messages = [(0, text) for text in GLOW] + [(40, text) for text in long_ago]
    with sqlite3.connect(tmp_path / "amtsbote.sqlite3") as connection:
        for number, (days, text) in enumerate(messages, 1):
            at = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S.%f")
            connection.execute(
                "INSERT INTO conversations VALUES (?, 'musterstadt', 'web', ?, '{}', ?, ?)", (number, number, at, at)
            )
            connection.execute("INSERT INTO turns VALUES (?, ?, ?, ?, 'unclear', '[]')", (number, number, at, text))
    return tmp_path


def test_learn_prints_groups_with_the_nearest_intent_and_changes_nothing(stored: Path) -> None:
    done = amtsbote("learn", "-o", "musterstadt", "--content", str(ROOT), folder=stored)
    assert done.returncode == 0, done.stderr
    assert "3 Bürger*innen fragten: „" in done.stdout
    assert all(text in done.stdout for text in GLOW)
    assert "nächste Absicht: " in done.stdout
    assert "lasfaser" not in done.stdout
    assert not list((ROOT / "intents").rglob("gelernt*"))


def test_learn_looks_back_as_far_as_it_is_told(stored: Path) -> None:
    for days, number in (("30", 3), ("60", 6)):
        done = amtsbote("learn", "-o", "musterstadt", "--days", days, "--content", str(ROOT), folder=stored)
        assert f"{number} Nachrichten der letzten {days} Tage" in done.stdout


def test_learn_says_when_there_is_nothing_to_learn(stored: Path) -> None:
    done = amtsbote("learn", "-o", "kaiserslautern", "--content", str(ROOT), folder=stored)
    assert "Nichts zu lernen" in done.stdout
