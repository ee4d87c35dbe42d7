"""`amtsbote staff`: accounts are made on the server, never with a password of ours."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import ROOT, environment

PASSWORD = "ein langes Passwort"


def staff(database: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "staff", *arguments],
        cwd=ROOT,
        env=environment(database),
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "amtsbote.sqlite3"


def test_an_account_is_made_listed_given_roles_and_switched_off(database: Path) -> None:
    made = staff(database, "add", "Anna@Stadt.example", "--name", "Anna Beispiel", "--role", "admin", typed=PASSWORD)
    assert (made.returncode, made.stderr) == (0, "")
    office = ("--organisation", "musterstadt", "--office", "tiefbauamt")
    assert staff(database, "grant", "anna@stadt.example", "--role", "reviewer", *office).returncode == 0
    assert staff(database, "revoke", "anna@stadt.example", "--role", "admin").returncode == 0
    assert staff(database, "disable", "anna@stadt.example").returncode == 0
    listed = staff(database, "list").stdout
    assert listed == "anna@stadt.example  Anna Beispiel  reviewer/musterstadt/tiefbauamt  gesperrt\n"
    with sqlite3.connect(database) as connection:
        stored = connection.execute("SELECT password FROM staff").fetchone()[0]
        done = [row[0] for row in connection.execute("SELECT action FROM audit ORDER BY id")]
    connection.close()
    assert stored.startswith("$argon2id$")
    assert done == ["add_staff", "grant", "revoke", "disable"]


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("add", "b@stadt.example"), "kurz", "mindestens 12 Zeichen"),
        (("add", "b@stadt.example"), "b@stadt.example2", "zu leicht"),
        (("add", "b@stadt.example"), "", "mindestens 12 Zeichen"),
        (("add", "b@stadt.example", "--role", "chef"), PASSWORD, "Möglich sind: reviewer"),
        (("add", "b@stadt.example", "--organisation", "atlantis"), PASSWORD, "„atlantis“ gibt es nicht"),
        (("add", "b@stadt.example", "--office", "tiefbauamt"), PASSWORD, "gehört auch --organisation"),
        (("password", "niemand@stadt.example"), PASSWORD, "gibt es nicht"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(database: Path, arguments: tuple[str, ...], typed: str, said: str) -> None:
    refused = staff(database, *arguments, typed=typed)
    assert refused.returncode == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
