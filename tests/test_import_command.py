"""`amtsbote import` as an administrator calls it, up to the reply that a citizen then gets."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import ROOT, environment
from tests.test_cli import amtsbote

CATALOGUE = (
    "id;title;synonyms;description;office;phone;url\n"
    "77;Bootsliegeplatz am Stadthafen mieten;Steg|Segelboot;Plätze für Boote;Hafenmeisterei;+49 30 23125 177;"
    "https://musterstadt.example/hafen\n"
    "78;Bienenstand anzeigen;Imkerei|Bienenvolk;Wer Bienen hält;Veterinäramt Musterstadt;+49 30 23125 178;\n"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for top in ("intents", "responses"):
        shutil.copytree(ROOT / top, tmp_path / top)
    (tmp_path / "katalog.csv").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def test_an_import_shows_first_then_writes_and_the_citizen_finds_the_office(content: Path) -> None:
    command = ("import", "katalog.csv", "-o", "musterstadt")
    shown = amtsbote(*command, folder=content)
    assert shown.returncode == 0, shown.stderr
    assert "Leistungen: 2 neu, 0 geändert, 0 verschwunden" in shown.stdout
    assert "Es wurde nichts geändert" in shown.stdout
    assert not (content / "intents" / "musterstadt").exists()

    written = amtsbote(*command, "--yes", folder=content)
    assert written.returncode == 0, written.stderr
    assert "intents/musterstadt/katalog.yaml" in written.stdout
    assert amtsbote("check", folder=content).returncode == 0
    assert "Nichts zu tun." in amtsbote(*command, "--yes", folder=content).stdout

    reply = amtsbote("try", "-o", "musterstadt", "Kann ich bei euch einen Bootsliegeplatz mieten?", folder=content)
    assert "+49 30 23125 177" in reply.stdout
    assert "Mehr dazu: https://musterstadt.example/hafen" in reply.stdout
    typo = amtsbote("try", "-o", "musterstadt", "ich halte ein bienenvolkk", folder=content)
    assert "[Bienenstand anzeigen]" in typo.stdout, "one example and a typo: it asks before it forwards"
    plain = amtsbote("try", "-o", "musterstadt", "Ich möchte einen Bienenstand anmelden", folder=content)
    assert "Veterinäramt" in plain.stdout
    why = amtsbote("explain", "-o", "musterstadt", "Liegeplatz für mein Segelboot", folder=content)
    assert "Segelboot +" in why.stdout


def test_a_broken_row_and_an_unknown_organisation_are_named(content: Path) -> None:
    (content / "katalog.csv").write_text(CATALOGUE + ";Ohne Nummer\n", encoding="utf-8")
    broken = amtsbote("import", "katalog.csv", "-o", "musterstadt", "--yes", folder=content)
    assert broken.returncode == 1
    assert "katalog.csv:4:1: Es fehlt „id“" in broken.stderr
    assert not (content / "intents" / "musterstadt").exists()
    (content / "katalog.csv").write_text(CATALOGUE, encoding="utf-8")
    nowhere = amtsbote("import", "katalog.csv", "-o", "atlantis", "--yes", folder=content)
    assert (nowhere.returncode, "atlantis" in nowhere.stderr, "musterstadt" in nowhere.stderr) == (1, True, True)
    assert "Traceback" not in broken.stderr + nowhere.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals there")
@pytest.mark.parametrize(("answer", "written"), [("n", False), ("", False), ("j", True)])
def test_on_a_terminal_a_person_is_asked(content: Path, answer: str, written: bool) -> None:
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "import", "katalog.csv", "-o", "musterstadt"],
        cwd=content,
        env=environment(content / "x.sqlite3"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, f"{answer}\n".encode())
    shown = b""
    while b"Geschrieben" not in shown and (process.poll() is None or b"[j/N]" not in shown):
        try:
            shown += os.read(ours, 4096)
        except OSError:  # the program has ended and closed its side
            break
    assert process.wait(60) == 0
    os.close(ours)
    assert "Übernehmen? [j/N]" in shown.decode()
    assert (content / "intents/musterstadt/katalog.yaml").exists() == written
