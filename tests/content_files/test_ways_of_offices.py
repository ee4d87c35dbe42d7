"""How messages reach an office: what the administrator reads about ways that lead nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot.core.content import OfficesFile
from tests.content_files.folder import FILES, MELDEWESEN, OFFICES, Folder

ROOT = Path(__file__).parent.parent.parent
OPEN311 = "open311: {url: https://maengel.dorf.example/v2, service_code: {wohnsitz_ummelden: '1', '*': '2'}}"
ZAMMAD = "zammad: {url: https://zammad.dorf.example, group: Rathaus, key: zammad}"
NO_URL = "Nötig ist eine Adresse wie https://zammad.musterstadt.de, ohne Kennwort, Leerzeichen, ? und #."
NO_MAIL = "ist keine E-Mail-Adresse."
NO_SENDER = "ist weder E-Mail-Adresse noch Domain wie musterstadt.de."
NO_KEY = (
    "Hier gehört der Name eines Schlüssels hin, höchstens 40 Zeichen aus a–z, Ziffern, - und _. "
    "Den Schlüssel selbst nennt die Einstellung AMTSBOTE_API_KEYS."
)
EMPTY = "ist leer. Tragen Sie dahinter etwas ein"


def code(codes: str) -> str:
    return f"open311: {{url: https://dorf.example, service_code: {codes}}}"


def problems_with(folder: Folder, *lines: str) -> list[str]:
    """What is said when these entries follow the name of the first office, from line 4 on."""
    folder.edit(OFFICES, "    name: Rathaus\n", "    name: Rathaus\n" + "".join(f"    {line}\n" for line in lines))
    return [problem.removeprefix(f"{OFFICES}:") for problem in folder.problems()]


GOOD = {
    "an endpoint": [OPEN311],
    "a server": [ZAMMAD],
    "a path and a port": [ZAMMAD.replace("dorf.example", "dorf.example:8443/zammad/")],
    "an address with an umlaut": [ZAMMAD.replace("dorf", "döbeln")],
    "this machine": [ZAMMAD.replace("https://zammad.dorf.example", "http://127.0.0.1:3000")],
    "this machine in IPv6": [ZAMMAD.replace("https://zammad.dorf.example", "'http://[::1]:3000'")],
    "a code for a topic": [code("{meldewesen: '7'}")],
    "a number as code": [code("{meldewesen: 007}")],
    "addresses": ["forward_to: [meldung@dorf.example, bauhof@dorf.de]"],
    "senders": ["answers_from: [bauhof@dorf.de, dorf.de, bauhof.dorf.example]"],
    "a deputy": ["deputy: buergerbuero"],
}
BAD = {
    "both systems": ([OPEN311, ZAMMAD], "5: Neben open311 geht nicht auch zammad. Löschen Sie eines von beiden."),
    "no https": ([ZAMMAD.replace("https", "http")], f"4: {NO_URL}"),
    "no scheme": ([ZAMMAD.replace("https://", "")], f"4: {NO_URL}"),
    "no https on an endpoint": ([OPEN311.replace("https", "http")], f"4: {NO_URL}"),
    "another protocol": ([ZAMMAD.replace("https", "file")], f"4: {NO_URL}"),
    "a name like this machine's": (
        [ZAMMAD.replace("https://zammad.dorf.example", "http://localhost.dorf.example")],
        f"4: {NO_URL}",
    ),
    "a password": ([ZAMMAD.replace("//", "//a:b@")], f"4: {NO_URL}"),
    "this machine as a name": ([ZAMMAD.replace("//", "//localhost@")], f"4: {NO_URL}"),
    "a query": ([ZAMMAD.replace(".example", ".example?a=b")], f"4: {NO_URL}"),
    "a port that is none": ([ZAMMAD.replace(".example", ".example:99999")], f"4: {NO_URL}"),
    "an unknown code": (
        [code("{'*': '1', umzug: '2'}")], "4: „umzug“ ist weder Thema noch Absicht. Prüfen Sie die Schreibweise."),
    "no code": ([code("{}")], f'4: „service_code“ {EMPTY}, z. B. "*": und den Code.'),
    "an empty code": ([code("{'*': ' '}")], f"4: „*“ {EMPTY}."),
    "a key in place of its name": ([ZAMMAD.replace("key: z", "key: Geheim! z")], f"4: {NO_KEY}"),
    "an unknown deputy": (["deputy: bauhof"], "4: Die Stelle „bauhof“ steht nicht in offices.yaml."),
    "its own deputy": (
        ["deputy: rathaus"], "4: Die Vertretung führt im Kreis: rathaus. Eine dieser Stellen braucht eine andere."),
    "no address": (["forward_to: [meldung@dorf.example, bauhof]"], f"4: „bauhof“ {NO_MAIL}"),
    "no sender": (["answers_from:", "  - dorf.de", "  - '*.dorf.de'"], f"6: „*.dorf.de“ {NO_SENDER}"),
    "a sender without a name": (["answers_from: ['@dorf.de']"], f"4: „@dorf.de“ {NO_MAIL}"),
}  # fmt: skip


@pytest.mark.parametrize("lines", GOOD.values(), ids=GOOD)
def test_a_good_way_is_no_problem(folder: Folder, lines: list[str]) -> None:
    assert problems_with(folder, *lines) == []


@pytest.mark.parametrize(("lines", "expected"), BAD.values(), ids=BAD)
def test_a_way_that_leads_nowhere_is_named_with_its_line(folder: Folder, lines: list[str], expected: str) -> None:
    assert problems_with(folder, *lines) == [expected]


def test_deputies_in_a_circle_are_named_with_all_of_them(folder: Folder) -> None:
    with_first = FILES[OFFICES].replace("    name: Rathaus\n", "    name: Rathaus\n    deputy: buergerbuero\n")
    folder.write(OFFICES, with_first.replace("    areas:", "    deputy: rathaus\n    areas:"))
    circle = "Eine dieser Stellen braucht eine andere."
    assert folder.problems() == [
        f"{OFFICES}:4: Die Vertretung führt im Kreis: rathaus, buergerbuero. {circle}",
        f"{OFFICES}:17: Die Vertretung führt im Kreis: buergerbuero, rathaus. {circle}",
    ]


def test_a_code_for_a_topic_holds_for_each_of_its_intents_unless_the_intent_has_its_own(folder: Folder) -> None:
    second = "  abmelden:\n    kind: service_request\n    title: {de: Abmelden, en: Sign off}\n"
    folder.write(MELDEWESEN, FILES[MELDEWESEN] + second)
    assert problems_with(folder, code("{meldewesen: '1', abmelden: '2', '*': '3'}")) == []
    open311 = folder.load().bodies["dorf"].offices["rathaus"].open311
    assert open311 is not None
    assert open311.service_code == {"wohnsitz_ummelden": "1", "abmelden": "2", "*": "3"}


def test_the_example_in_the_readme_can_be_read() -> None:
    section = (ROOT / "responses" / "README.md").read_text().split("## Wie eine Stelle Nachrichten bekommt")[1]
    example = re.findall(r"```yaml\n(.*?)```", section, re.S)[0]
    offices = OfficesFile.model_validate(yaml.load(example, yaml.BaseLoader)).offices  # noqa: S506 - makes only text
    assert offices["tiefbauamt"].open311
    assert offices["buergerbuero"].zammad
