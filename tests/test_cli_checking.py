"""`check` and `evaluate` as a person or a pipeline calls them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.content_files.folder import ANSWERS, FILES, HILFE, MELDEWESEN, ORGANISATION, Folder
from tests.program import ROOT, environment
from tests.test_cli import amtsbote


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def checked(folder: Folder, *options: str) -> subprocess.CompletedProcess[str]:
    return amtsbote("check", *options, folder=folder.root)


def test_a_person_reads_place_and_text_and_how_many_there_are(folder: Folder) -> None:
    folder.edit(ORGANISATION, "desk: rathaus", "desk: turm")
    done = checked(folder)
    assert done.returncode == 1
    said = f"{ORGANISATION}:12:1: Die Stelle „turm“ steht nicht in offices.yaml."
    right = "Nehmen Sie den kurzen Namen einer Stelle, der in offices.yaml vor dem Doppelpunkt steht."
    assert done.stdout.splitlines() == [said, f"    So ist es richtig: {right}", "1 Probleme, 0 Hinweise"]


def test_a_program_reads_json_with_rule_and_what_is_right(folder: Folder) -> None:
    folder.edit(ANSWERS, "as_of: 2026-11-02\n", "as_of: 2020-11-02\n")
    folder.edit(ORGANISATION, "state: RP", "state:RP")
    done = checked(folder, "--format", "json")
    (problem,) = json.loads(done.stdout)
    assert done.returncode == 1
    assert problem["file"] == ORGANISATION
    assert (problem["line"], problem["column"], problem["severity"]) == (4, 1, "problem")
    assert problem["rule"] == "missing-colon"
    assert problem["right"] == "`state: RP`, nicht `state RP` oder `state:RP`"


def test_github_gets_annotations_with_everything_escaped(folder: Folder) -> None:
    folder.edit(ANSWERS, "as_of: 2026-11-02\n", "as_of: 2020-11-02\n")
    folder.edit(ORGANISATION, "desk: rathaus", 'desk: "50 % da, oder: nicht"')
    lines = checked(folder, "--format", "github").stdout.splitlines()
    assert lines == [
        f"::notice file={ANSWERS},line=7,col=5,title=old::Der Stand ist älter als zwölf Monate. "
        "Stimmt die Antwort noch?",
        f"::error file={ORGANISATION},line=12,col=1,title=no-desk::Die Stelle „50 %25 da, oder: nicht“ steht nicht in "
        "offices.yaml.",
    ]


def test_sarif_names_rules_and_regions(folder: Folder) -> None:
    folder.edit(ORGANISATION, "desk: rathaus", "desk: turm")
    sarif = json.loads(checked(folder, "--format", "sarif").stdout)
    assert sarif["version"] == "2.1.0"
    (run,) = sarif["runs"]
    (result,) = run["results"]
    assert result["ruleId"] in {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == ORGANISATION
    assert place["region"] == {"startLine": 12, "startColumn": 1}


def test_watching_reports_after_each_save_until_it_is_stopped(folder: Folder) -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot.cli", "check", "--watch", "--content", str(folder.root)],
        cwd=ROOT,
        env=environment(folder.root / "x.sqlite3"),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "Alles in Ordnung.\n"
        time.sleep(0.5)  # the watch begins after the first report
        folder.edit(ORGANISATION, "desk: rathaus", "desk: turm")
        lines = [process.stdout.readline() for _ in range(4)]
        assert any(line.startswith(f"{ORGANISATION}:12:1:") for line in lines)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_the_trained_bot_names_examples_that_sound_like_another_intent(
    folder: Folder, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    waste = "  muell:\n    kind: service_request\n    title: {de: Schrott, en: Waste}\n"
    waste += "    examples: {de: [Schrott abholen, Schrott abholen., Schrott abholen!], tr: [merhaba]}\n"
    folder.write(HILFE, FILES[HILFE] + waste)
    folder.edit(MELDEWESEN, "neue Adresse anmelden", "Schrott abholen?")
    done = checked(folder, "--deep")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        f"{MELDEWESEN}:10:11: Hinweis: Das Beispiel „Schrott abholen?“ klingt für den Bot nach „muell“." in done.stdout
    )


def test_a_sentence_that_was_understood_before_and_is_not_now_is_a_problem(tmp_path: Path) -> None:
    own = tmp_path / "sentences"
    own.mkdir()
    sentence = "{text: Neuer Personalausweis bitte, intent: reisepass_beantragen, kind: service_request}"
    (own / "own.yaml").write_text(f"utterances:\n  - {sentence}\n", encoding="utf-8")
    given = ("evaluate", "--utterances", str(own), "--content", str(ROOT))
    page, figures = tmp_path / "page.html", tmp_path / "before.json"
    now = amtsbote(*given, "--json", "--html", str(page), folder=tmp_path)
    assert now.returncode == 0, now.stderr
    assert "<svg" in page.read_text(encoding="utf-8")
    before = json.loads(now.stdout) | {"intent": 1.0}
    before["sentences"][0]["right"] = True
    figures.write_text(json.dumps(before), encoding="utf-8")
    worse = amtsbote(*given, "--baseline", str(figures), folder=tmp_path)
    assert worse.returncode == 1
    assert "schlechter" in worse.stdout
    assert "nicht mehr verstanden: Neuer Personalausweis bitte" in worse.stdout
    figures.write_text(now.stdout, encoding="utf-8")
    assert amtsbote(*given, "--baseline", str(figures), folder=tmp_path).returncode == 0
    figures.write_text("{}", encoding="utf-8")
    assert "kein Ergebnis" in amtsbote(*given, "--baseline", str(figures), folder=tmp_path).stderr


def test_schema_writes_schemas_and_the_line_that_names_them_once(folder: Folder) -> None:
    first, second = (amtsbote("schema", folder=folder.root) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0)
    assert MELDEWESEN in first.stdout
    assert MELDEWESEN not in second.stdout
    lines = (folder.root / ANSWERS).read_text(encoding="utf-8").splitlines()
    assert lines == ["# yaml-language-server: $schema=../schema.json", *FILES[ANSWERS].splitlines()]
    assert json.loads((folder.root / "responses/schema.json").read_text(encoding="utf-8"))["required"] == ["responses"]
    assert checked(folder).returncode == 0
