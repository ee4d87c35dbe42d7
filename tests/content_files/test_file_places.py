"""Files in the wrong place, files that are missing, and what hostile names and links may do: nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.content_files.loader import check_content
from tests.content_files.folder import (
    ANSWERS,
    COMMON,
    FILES,
    GUARDS,
    HILFE,
    MELDEWESEN,
    OFFICES,
    ORGANISATION,
    TODAY,
    Folder,
)

BAD_FOLDER = "Der Ordnername darf nur aus Kleinbuchstaben a–z, Ziffern, - und _ bestehen, höchstens 64 Zeichen."
BAD_ENDING = "Der Dateiname muss auf .yaml enden. Benennen Sie die Datei um."
LEADS_OUT = "Die Verknüpfung führt aus dem Ordner hinaus. Legen Sie statt ihrer die Datei selbst hier ab."
NO_FILE = "Das ist keine gewöhnliche Datei, oder die Verknüpfung führt ins Leere."
SECRET = "streng: geheim\n"


@pytest.mark.parametrize(("name", "missing"), [(ORGANISATION, "organisation.yaml"), (OFFICES, "offices.yaml")], ids=str)
def test_a_missing_file_is_named_with_its_folder(folder: Folder, name: str, missing: str) -> None:
    folder.remove(name)
    assert f"responses/dorf:1: Im Ordner fehlt die Datei {missing}." in folder.problems()


def test_a_folder_without_any_organisation_says_what_to_do(folder: Folder) -> None:
    for name in FILES:
        if name.startswith("responses/dorf/"):
            folder.remove(name)
    text = "Es gibt keine Organisation. Legen Sie einen Ordner mit organisation.yaml an."
    assert folder.problems() == [f"responses:1: {text}"]


def test_missing_folders_are_named(tmp_path: Path) -> None:
    content, problems = check_content(tmp_path, TODAY)
    assert content is None
    assert list(map(str, problems)) == [
        f"intents:1:1: Den Ordner „intents“ gibt es hier nicht ({tmp_path}).",
        f"responses:1:1: Den Ordner „responses“ gibt es hier nicht ({tmp_path}).",
    ]


def test_empty_folders_lack_everything(tmp_path: Path) -> None:
    for name in ("intents", "responses"):
        (tmp_path / name).mkdir()
    content, problems = check_content(tmp_path, TODAY)
    assert content is None
    assert "responses:1:1: Es gibt keine Organisation." in "\n".join(map(str, problems))


def test_the_same_intent_in_two_files_is_named_with_both(folder: Folder) -> None:
    folder.write("intents/umzug.yaml", FILES[MELDEWESEN])
    text = f"Die Absicht „wohnsitz_ummelden“ steht schon in {MELDEWESEN}. Benennen Sie eine um."
    assert folder.problems() == [f"intents/umzug.yaml:4: {text}"]


def test_the_same_answer_in_two_files_is_named_with_both(folder: Folder) -> None:
    folder.write("responses/dorf/umzug.yaml", FILES[ANSWERS])
    text = f"Die Antwort „wohnsitz_ummelden“ steht schon in {ANSWERS}. Löschen Sie eine davon."
    assert folder.problems() == [f"responses/dorf/umzug.yaml:2: {text}"]


def test_an_example_of_an_organisation_may_not_teach_another_common_intent(folder: Folder) -> None:
    own = "topic: feste\ntitle: {de: Feste, en: Fairs}\nintents:\n  dorffest:\n    kind: pr_question\n"
    own += "    title: {de: Dorffest, en: Fair}\n    examples: {de: [neue adresse anmelden]}\n"
    folder.write("intents/dorf/feste.yaml", own)
    text = "Das Beispiel „neue adresse anmelden“ steht auch bei „wohnsitz_ummelden“. Löschen Sie eines."
    assert folder.problems() == [f"intents/dorf/feste.yaml:7: {text}"]


def test_without_the_intent_behind_mensch_the_bot_does_not_start(folder: Folder) -> None:
    folder.write(HILFE, FILES[HILFE].replace("mensch_sprechen", "gruss"))
    text = "Es fehlt die Absicht „mensch_sprechen“. Ohne sie ist mit /mensch niemand zu erreichen."
    assert f"intents:1: {text}" in folder.problems()


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("intents/dorff/a.yaml", MELDEWESEN, "intents/dorff:1: Die Organisation „dorff“ gibt es nicht"),
        ("intents/dorf/guards.yaml", GUARDS, "intents/dorf/guards.yaml:1: Diese Datei gilt für alle"),
        ("responses/offices.yaml", OFFICES, "responses/offices.yaml:1: Legen Sie diese Datei in den Ordner"),
        ("responses/common/offices.yaml", OFFICES, "responses/common/offices.yaml:1: Diese Datei gehört"),
        ("responses/Dorf Süd/offices.yaml", OFFICES, f"responses/Dorf Süd:1: {BAD_FOLDER}"),
        ("intents/pass.yml", MELDEWESEN, f"intents/pass.yml:1: {BAD_ENDING}"),
        ("intents/pass.YAML", MELDEWESEN, f"intents/pass.YAML:1: {BAD_ENDING}"),
        ("intents/pass.yaml.txt", MELDEWESEN, f"intents/pass.yaml.txt:1: {BAD_ENDING}"),
    ],
)
def test_a_file_in_the_wrong_place_is_never_left_out_in_silence(
    folder: Folder, name: str, source: str, expected: str
) -> None:
    folder.write(name, FILES[source])
    problems = folder.problems()
    assert len(problems) == 1
    assert problems[0].startswith(expected)


def test_a_folder_too_deep_is_a_hint(folder: Folder) -> None:
    folder.write("responses/dorf/alt/meldewesen.yaml", "kaputt")
    text = "Dieser Ordner wird nicht gelesen. Legen Sie Dateien höchstens einen Ordner tief ab."
    assert folder.problems() == [f"responses/dorf/alt:1: Hinweis: {text}"]


@pytest.mark.parametrize(
    "name",
    ["intents/.pass.yaml.swp", "intents/.pass.yaml", "responses/.git/a.yaml", "intents/LIESMICH.md", "intents/a.yaml~"],
)
def test_hidden_files_notes_and_backups_are_left_alone(folder: Folder, name: str) -> None:
    folder.write(name, "- kaputt")
    assert folder.problems() == []


@pytest.fixture
def outside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("outside") / "secret.yaml"
    path.write_text(SECRET)
    return path


def test_a_link_out_of_the_folder_is_not_followed(folder: Folder, outside: Path) -> None:
    (folder.root / "intents/x.yaml").symlink_to(outside)
    (folder.root / "responses/dorf/x.yaml").symlink_to(outside)
    (folder.root / "responses/fremd").symlink_to(outside.parent, target_is_directory=True)
    problems = folder.problems()
    assert problems == [
        f"intents/x.yaml:1: {LEADS_OUT}",
        f"responses/dorf/x.yaml:1: {LEADS_OUT}",
        f"responses/fremd:1: {LEADS_OUT}",
    ]


def test_a_link_within_the_folder_is_followed_as_kubernetes_mounts_files_that_way(folder: Folder) -> None:
    data = folder.root / "intents" / "..2026_11_22"
    data.mkdir()
    (folder.root / MELDEWESEN).rename(data / "meldewesen.yaml")
    (folder.root / "intents" / "..data").symlink_to(data.name)
    (folder.root / MELDEWESEN).symlink_to("..data/meldewesen.yaml")
    assert folder.problems() == []


def test_the_whole_folder_may_be_a_link(folder: Folder, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("linked")
    for name in ("intents", "responses"):
        (root / name).symlink_to(folder.root / name, target_is_directory=True)
    assert check_content(root, TODAY)[1] == []


def test_links_that_lead_nowhere_or_in_a_circle_are_named(folder: Folder) -> None:
    (folder.root / "intents/a.yaml").symlink_to("nirgends.yaml")
    (folder.root / "intents/b.yaml").symlink_to("b.yaml")
    (folder.root / "intents/c").symlink_to("c")
    assert folder.problems() == [f"intents/a.yaml:1: {NO_FILE}", f"intents/b.yaml:1: {LEADS_OUT}"]


def test_a_pipe_is_never_opened(folder: Folder) -> None:
    os.mkfifo(folder.root / "intents/a.yaml")
    assert folder.problems() == [f"intents/a.yaml:1: {NO_FILE}"]


def test_a_device_behind_a_link_is_never_read(folder: Folder) -> None:
    (folder.root / "intents/a.yaml").symlink_to("/dev/zero")
    assert folder.problems() == [f"intents/a.yaml:1: {LEADS_OUT}"]


def test_a_folder_with_the_name_of_a_file_does_no_harm(folder: Folder) -> None:
    (folder.root / "responses/dorf/a.yaml").mkdir()
    assert [problem.split(": ")[1] for problem in folder.problems()] == ["Hinweis"]


@pytest.mark.parametrize(
    "name", [b"a\nresponses:1: .yaml", b"a\x1b[2J.yaml", b"a\xff\xfe.yaml", "a\u202elmay.yaml".encode()]
)
def test_a_hostile_file_name_is_refused_and_printed_on_one_plain_line(folder: Folder, name: bytes) -> None:
    with open(os.fsencode(folder.root) + b"/intents/" + name, "w") as file:  # noqa: PTH123 - the name is no text
        file.write("- x\n")
    (problem,) = folder.problems()
    assert problem.startswith("intents/a")
    assert problem.endswith(":1: Im Dateinamen stehen unsichtbare Zeichen. Benennen Sie die Datei um.")
    assert problem.isprintable()
    assert problem.encode()


def test_a_folder_whose_name_could_be_a_path_is_refused(folder: Folder) -> None:
    folder.write("responses/..%2f..%2fetc/offices.yaml", FILES[OFFICES])
    folder.write("responses/dorf;rm/offices.yaml", FILES[OFFICES])
    assert folder.problems() == [f"responses/dorf;rm:1: {BAD_FOLDER}"]


def test_a_file_that_may_not_be_read_is_named(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def refused(self: Path, *args: str, **rest: str) -> object:
        if self.name == "meldewesen.yaml" and self.parent.name == "dorf":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **rest)

    monkeypatch.setattr(Path, "open", refused)
    text = "Dem Programm fehlt das Recht, diese Datei zu lesen. Ändern Sie die Zugriffsrechte."
    assert folder.problems() == [f"{ANSWERS}:1: {text}"]


def test_problems_name_no_file_outside(folder: Folder) -> None:
    folder.write(COMMON, "- x")
    assert all(str(folder.root) not in problem for problem in folder.problems())
