"""`amtsbote import` as an administrator calls it, up to the reply that a citizen then gets."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.program import ROOT
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
    assert "Veterinäramt" in typo.stdout
    why = amtsbote("explain", "-o", "musterstadt", "Liegeplatz für mein Segelboot", folder=content)
    assert "Segelboot +" in why.stdout


def test_a_broken_row_and_an_unknown_organisation_are_named(content: Path) -> None:
    (content / "katalog.csv").write_text(CATALOGUE + ";Ohne Nummer\n", encoding="utf-8")
    broken = amtsbote("import", "katalog.csv", "-o", "musterstadt", "--yes", folder=content)
    assert broken.returncode == 1
    assert "katalog.csv:4: Es fehlt „id“" in broken.stderr
    assert not (content / "intents" / "musterstadt").exists()
    (content / "katalog.csv").write_text(CATALOGUE, encoding="utf-8")
    nowhere = amtsbote("import", "katalog.csv", "-o", "atlantis", "--yes", folder=content)
    assert (nowhere.returncode, "atlantis" in nowhere.stderr, "musterstadt" in nowhere.stderr) == (1, True, True)
    assert "Traceback" not in broken.stderr + nowhere.stderr
