"""Who did what stands in a log that nobody can change; figures name no person unless asked."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from bot.core.staff import Grant
from tests.desk.town import Town

ANNA = "anna@stadt.example"


async def test_the_log_says_who_saw_changed_exported_and_deleted_what(town: Town) -> None:
    admin = await town.signed_in(ANNA, Grant("admin"))
    conversation = await town.writes("Mein Geheimwort: Menschen")
    here = f"/conversations/{conversation}"
    await admin.get(here)
    await admin.get("/search?q=geheimwort")
    await admin.post(f"{here}/claim")
    await admin.post(f"{here}/notes", text="Geheimwort notiert")
    await admin.post(f"{here}/reply", text="Geheimwort beantwortet")
    await admin.post(f"{here}/redact", passage="Geheimwort")
    await admin.post(f"{here}/close", reason="other")
    await admin.get(f"{here}/export")
    await admin.post(f"{here}/delete", sure="yes")
    rows = await town.rows("SELECT login, action, organisation, subject, details FROM audit ORDER BY id")
    done = "sign_in view search claim note claim reply redact close export delete".split()
    assert [row[1] for row in rows] == done
    assert {row[0] for row in rows} == {ANNA}
    assert all(row[3] == f"conversation {conversation}" for row in rows if row[2])
    assert "geheimwort" not in json.dumps([list(row) for row in rows]).lower()


async def test_the_auditor_reads_it_and_reading_is_noted_too(town: Town) -> None:
    auditor = await town.signed_in("otto@stadt.example", Grant("auditor"))
    await auditor.get("/audit")
    page = (await auditor.get("/audit?action=view_audit")).text
    assert "Protokoll angesehen" in page
    assert "otto@stadt.example" in page
    assert "<td>Angemeldet" not in page
    assert (await auditor.get("")).status_code == 403
    assert (await auditor.get("/audit?before=x")).status_code == 404


async def test_an_auditor_of_one_organisation_reads_its_lines_alone(town: Town) -> None:
    admin = await town.signed_in(ANNA, Grant("admin"))
    for citizen, organisation in (("1", "musterstadt"), ("2", "kaiserslautern")):
        conversation = await town.writes("Menschen", citizen, organisation)
        await admin.get(f"/conversations/{conversation}")
    auditor = await town.signed_in("otto@stadt.example", Grant("auditor", "kaiserslautern"))
    page = (await auditor.get("/audit")).text
    assert "<td>kaiserslautern</td>" in page
    assert "<td>musterstadt</td>" not in page


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET login = 'x'", "DELETE FROM audit", "REPLACE INTO audit SELECT * FROM audit"]
)
async def test_the_log_only_grows_whoever_asks(town: Town, tmp_path: Path, statement: str) -> None:
    await town.signed_in(ANNA, Grant("admin"))
    connection = sqlite3.connect(tmp_path / "amtsbote.sqlite3")
    connection.execute("PRAGMA recursive_triggers = ON")
    with pytest.raises(sqlite3.IntegrityError, match="append only"):
        connection.execute(statement)
    connection.close()
    assert await town.rows("SELECT 1 FROM audit")


async def test_the_overview_counts_today(town: Town) -> None:
    admin = await town.signed_in(ANNA, Grant("admin"))
    await town.writes("Wann ist der Weihnachtsmarkt?", "1")
    conversation = await town.writes("Ich beschwere mich", "2")
    await town.writes("blubb", "3")
    await admin.post(f"/conversations/{conversation}/reply", text="Das tut uns leid.", then="close")
    page = (await admin.get("/overview")).text
    assert "<dt>Nachrichten heute</dt><dd>3</dd>" in page
    assert "<dt>Vom Bot geklärt</dt><dd>67 %</dd>" in page
    assert "<dt>Wartet</dt><dd>0</dd>" in page
    assert "<dt>Erste Antwort (Median)</dt><dd>0 Min.</dd>" in page
    assert "<li>blubb</li>" in page
    assert "Märkte" in page or "Feste" in page


async def test_figures_on_single_persons_are_off_and_looking_at_them_is_noted(town: Town) -> None:
    admin = await town.signed_in(ANNA, Grant("admin"))
    reviewer = await town.signed_in("rosa@stadt.example", Grant("reviewer"))
    conversation = await town.writes("Ich beschwere mich")
    await admin.post(f"/conversations/{conversation}/close", reason="other")
    row = '<th scope="row">Anna</th><td>1</td>'
    assert row not in (await admin.get("/overview")).text
    assert row not in (await reviewer.get("/overview?people=yes")).text
    assert row in (await admin.get("/overview?people=yes")).text
    assert await town.rows("SELECT 1 FROM audit WHERE subject = 'figures per person'")
