"""The commands as a person or a program calls them, in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.program import ROOT, environment

KEYS = {"id", "organisation", "kind", "concerns", "reply", "buttons", "forwarded_to", "escalated", "stored_text"}
CONCERN_KEYS = {"text", "kind", "intent", "office", "confidence", "decision", "candidates"}


def amtsbote(*arguments: str, folder: Path, given: str = "", **settings: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=folder,
        env=environment(folder / "amtsbote.sqlite3", **settings),
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def tried(lines: list[object], folder: Path) -> tuple[int, list[dict[str, object]]]:
    given = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    done = amtsbote("try", "--jsonl", "--content", str(ROOT), folder=folder, given=given)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def test_try_shows_decision_and_reply_to_a_person_and_stores_nothing(tmp_path: Path) -> None:
    done = amtsbote(
        "try", "-o", "kaiserslautern", "--content", str(ROOT), "Schlagloch in der Eisenbahnstraße", folder=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "refer · service_request · schlagloch" in done.stdout
    assert "+49 631 365-0" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_try_answers_json_lines_in_order_with_conversations(tmp_path: Path) -> None:
    status, answers = tried(
        [
            {"id": "a", "organisation": "musterstadt", "text": "Laterne kaputt", "conversation": "x"},
            {"id": "b", "organisation": "kaiserslautern", "text": "Hier brennt es im Keller!"},
            {"organisation": "musterstadt", "text": "die Telefonnummer bitte", "conversation": "x"},
            {"id": 4, "organisation": "musterstadt", "text": "Laterne kaputt", "at": "2026-11-22T10:00:00+01:00"},
            {"id": 5, "organisation": "musterstadt", "text": ""},
            '{"id": 6, "organisation": "musterstadt", "text": "Ausweis \\ud83d \\u0000 verloren"}',
        ],
        tmp_path,
    )
    assert status == 0
    assert [answer["id"] for answer in answers] == ["a", "b", 3, 4, 5, 6]
    assert all(set(answer) == KEYS for answer in answers)
    assert set(answers[0]["concerns"][0]) == CONCERN_KEYS
    assert (answers[1]["kind"], answers[1]["escalated"]) == ("emergency", True)
    assert "23125 140" in str(answers[2]["reply"]), "the second turn knows the first"
    assert "Ich bin ein Programm" not in str(answers[2]["reply"])
    assert "öffnet morgen" in str(answers[3]["reply"]), "the time is the one given"
    assert answers[4]["reply"], "an empty message gets a reply too"


def test_try_reports_a_line_it_cannot_read_and_goes_on(tmp_path: Path) -> None:
    good = {"organisation": "musterstadt", "text": "Hallo"}
    bad: list[object] = [
        "{broken",
        "[1]",
        {"text": 7},
        {"text": "x", "organisation": "nirgends"},
        {**good, "at": "gestern"},
    ]
    status, answers = tried([*bad, good], tmp_path)
    assert status == 1
    assert [("error" in answer) for answer in answers] == [True] * 5 + [False]
    assert "nirgends" in str(answers[3]["error"])


def test_the_same_lines_give_the_same_answers(tmp_path: Path) -> None:
    lines: list[object] = [
        {"organisation": "musterstadt", "text": t, "at": "2026-11-23T10:00:00+01:00"}
        for t in ("Ich will mit einem Menschen reden", "mülltonne", "Guten Tag")
    ]
    assert tried(lines, tmp_path) == tried(lines, tmp_path)


def test_an_unknown_organisation_is_named_with_the_choices(tmp_path: Path) -> None:
    done = amtsbote("try", "-o", "atlantis", "--content", str(ROOT), "Hallo", folder=tmp_path)
    assert done.returncode == 1
    assert "atlantis" in done.stderr
    assert "musterstadt" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_accepts_the_content_and_only_gives_hints(tmp_path: Path) -> None:
    done = amtsbote("check", "--content", str(ROOT), folder=tmp_path)
    assert done.returncode == 0, done.stdout
    assert all("Hinweis" in line for line in done.stdout.splitlines())


def test_check_and_run_name_every_problem_with_file_and_line(tmp_path: Path) -> None:
    for folder in ("intents", "responses/dorf"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "intents" / "a.yaml").write_text("topic: a\ntitle: {de: A, en: A}\nintents:\n  x:\n    kind: unsinn\n")
    (tmp_path / "responses" / "dorf" / "organisation.yaml").write_text("name: Dorf\n\tstate: RP\n")
    for command in ("check", "run"):
        done = amtsbote(command, folder=tmp_path)
        said = done.stdout + done.stderr
        assert done.returncode == 1, command
        assert "intents/a.yaml:5:" in said
        assert "responses/dorf/organisation.yaml:2:" in said
        assert "Traceback" not in said


def test_run_refuses_an_unknown_setting_and_a_missing_token(tmp_path: Path) -> None:
    unknown = amtsbote("run", "--content", str(ROOT), folder=tmp_path, telegramm_token="x")
    missing = amtsbote("run", "--content", str(ROOT), folder=tmp_path, channels="web,telegram")
    assert (unknown.returncode, missing.returncode) == (1, 1)
    assert "AMTSBOTE_TELEGRAMM_TOKEN" in unknown.stderr
    assert "AMTSBOTE_TELEGRAM_TOKEN" in missing.stderr


def test_run_refuses_a_port_that_is_taken(tmp_path: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = amtsbote("run", "--content", str(ROOT), folder=tmp_path, port=taken.getsockname()[1])
    assert done.returncode == 1
    assert "AMTSBOTE_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_waits_is_listed_and_answered_on_the_terminal(tmp_path: Path) -> None:
    talk = "Ich möchte mit einem Menschen sprechen\n"
    said = amtsbote("chat", "-o", "musterstadt", "--content", str(ROOT), folder=tmp_path, given=talk)
    assert said.returncode == 0, said.stderr
    listed = amtsbote("waiting", folder=tmp_path)
    reference = listed.stdout.split()[0]
    assert reference in said.stdout, "the citizen has the number that staff see"
    assert "Ich möchte mit einem Menschen sprechen" in listed.stdout
    answered = amtsbote("waiting", "--close", reference, "--reply", "Wir rufen Sie an.", folder=tmp_path)
    assert answered.returncode == 0
    assert "Nichts wartet" in amtsbote("waiting", folder=tmp_path).stdout
    assert amtsbote("waiting", "--close", reference, folder=tmp_path).returncode == 1


def test_migrate_makes_the_database(tmp_path: Path) -> None:
    assert amtsbote("migrate", folder=tmp_path).returncode == 0
    assert (tmp_path / "amtsbote.sqlite3").is_file()


def test_explain_says_in_words_why_a_message_is_understood_so(tmp_path: Path) -> None:
    text = "mein perso is abglaufen und wann hat das rathaus auf"
    done = amtsbote("explain", "-o", "musterstadt", "--content", str(ROOT), text, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    for part in (
        "Sprache: Deutsch",
        "Personalausweis beantragen",
        "dafür:   perso +",
        "ähnlichstes Beispiel",
        "Entscheidung:",
    ):
        assert part in done.stdout


def test_explain_names_the_entry_that_chose_the_office_and_the_holidays_that_do_not_count(tmp_path: Path) -> None:
    given = ("explain", "-o", "musterstadt", "--content", str(ROOT), "--at", "2026-12-23T10:00:00+01:00")
    service = amtsbote(*given, "Laterne vor dem Haus kaputt", folder=tmp_path).stdout
    assert "Stelle: Tiefbauamt, denn dort steht das Thema „maengel“ unter serves." in service
    assert "Feiertage (RP): keiner spielt mit, der nächste ist Freitag, 25. Dezember." in service
    assert "Der Bot handelt ohne Rückfrage ab" in service
    person = amtsbote(*given, "Ich möchte mit einem Menschen sprechen", folder=tmp_path).stdout
    assert "denn dort liest ein Mensch mit (desk in organisation.yaml)" in person
    assert "Frist: Montag, 28. Dezember (2 working days)." in person
    assert "Feiertage (RP), die nicht zählen: Freitag, 25. Dezember; Samstag, 26. Dezember." in person


def test_explain_names_the_fixed_phrase_that_made_it_an_emergency(tmp_path: Path) -> None:
    done = amtsbote("explain", "-o", "musterstadt", "--content", str(ROOT), "Hier brennt es im Keller", folder=tmp_path)
    assert "Feste Wendung gehört: „brennt es im keller“ bedeutet „Feuer“" in done.stdout


def test_evaluate_measures_utterances_and_says_what_caution_costs(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        "utterances:\n"
        "  - {text: Neuer Personalausweis bitte, intent: personalausweis_beantragen, kind: service_request}\n"
        "  - {text: Hier brennt es im Keller, intent: notfall_feuer, kind: emergency}\n"
        "  - {text: qwertz asdf jklö, intent: null, kind: unclear}\n",
        encoding="utf-8",
    )
    given = ("evaluate", "--utterances", str(tmp_path), "--content", str(ROOT))
    done = amtsbote(*given, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "3 Sätze" in done.stdout
    assert "geduldet" in done.stdout
    figures = json.loads(amtsbote(*given, "--json", folder=tmp_path).stdout)
    assert (figures["intent"], figures["emergencies_caught"], figures["strangers_answered"]) == (1, 1, 0)


def test_evaluate_says_where_it_looked_for_utterances(tmp_path: Path) -> None:
    done = amtsbote("evaluate", "--utterances", str(tmp_path), "--content", str(ROOT), folder=tmp_path)
    assert done.returncode == 1
    assert "keine Sätze zum Prüfen" in done.stderr


def test_evaluate_names_the_line_of_a_file_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("utterances:\n  - {text: Wo, kind: [}\n", encoding="utf-8")
    done = amtsbote("evaluate", "--utterances", str(tmp_path), "--content", str(ROOT), folder=tmp_path)
    assert done.returncode == 1
    assert "own.yaml:2:23: Hier ist ein Schreibfehler" in done.stderr
