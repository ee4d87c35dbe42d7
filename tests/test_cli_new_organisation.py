"""`amtsbote new organisation`: a folder that works at once and in which nothing invented answers citizens."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.content_files.loader import check_content, load_content
from bot.content_files.new_organisation import DRAFT, folder_name
from tests.content_files.test_quality import hints_of
from tests.program import ROOT
from tests.test_cli import amtsbote

TODAY = date(2026, 11, 22)
FOLDER = "responses/stadt-neudorf"
OPTIONS = ("--state", "SN", "--phone", "03501 12345", "--email", "post@neudorf.example")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shipped")
    for name in ("intents", "responses/common", "responses/musterstadt"):
        shutil.copytree(ROOT / name, root / name, ignore=lambda _, names: [n for n in names if "." not in n])
    return root


@pytest.fixture
def root(shipped: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped, tmp_path / "content"))


def test_by_options_alone_a_working_folder_is_made_without_a_question(root: Path) -> None:
    done = amtsbote("new", "organisation", "Stadt Neudorf", "--no-ask", *OPTIONS, folder=root)
    assert done.returncode == 0, done.stderr
    assert "Noch zu tun" in done.stdout
    assert "Fragen zur Öffentlichkeitsarbeit ohne Antwort: 5" in done.stdout
    body = load_content(root, TODAY).bodies["stadt-neudorf"]
    assert body.organisation.in_sentence.de == "der Stadt Neudorf"
    assert body.organisation.state == "SN"
    assert body.offices_for("schlagloch") == ("tiefbauamt",)


def test_no_fact_of_musterstadt_answers_citizens(root: Path) -> None:
    amtsbote("new", "organisation", "Stadt Neudorf", "--no-ask", *OPTIONS, folder=root)
    body, model = (load_content(root, TODAY).bodies[id] for id in ("stadt-neudorf", "musterstadt"))
    for office in body.offices.values():
        assert (office.phone, office.email, office.address, office.hours, office.areas) == (None, None, None, {}, ())
    assert {id for id in body.responses if id in model.responses} == set(body.responses), "only the common answers"
    assert all("musterstadt" not in str(response).casefold() for response in body.responses.values())
    files = [path for path in (root / FOLDER).iterdir() if path.suffix == ".yaml"]
    assert {path.name for path in files} == {"organisation.yaml", "offices.yaml"}
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "23125" not in text
        assert "musterstadt.example" not in text


def test_a_draft_that_is_renamed_reminds_at_every_answer(root: Path) -> None:
    amtsbote("new", "organisation", "Stadt Neudorf", "--no-ask", *OPTIONS, folder=root)
    draft = root / FOLDER / f"aktuelles.yaml{DRAFT}"
    draft.rename(root / FOLDER / "aktuelles.yaml")
    number = (root / FOLDER / "aktuelles.yaml").read_text(encoding="utf-8").count("\n    as_of:")
    own = [hint for hint in hints_of(root) if hint.startswith(f"{FOLDER}/aktuelles.yaml")]
    assert sum("Aus Musterstadt übernommen" in hint for hint in own) == number > 5
    assert any("Hier steht noch etwas aus der erfundenen Musterstadt („musterstadt.example" in hint for hint in own)
    assert check_content(root, TODAY)[0] is not None


def test_what_is_not_given_is_asked_until_it_can_be_right(root: Path) -> None:
    given = "\n".join(
        [
            "Landkreis Neudorf", "des Landkreises Neudorf", "der Landkreis Neudorf", "", "Sachsen", "SN", "12", "", "",
            "www.neudorf.example", "",
        ]
    )  # fmt: skip
    done = amtsbote("new", "organisation", "Landkreis Neudorf", "--no-offices", folder=root, given=given + "\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Möglich sind BB, BE" in done.stdout
    assert "„12“ ist keine Telefonnummer mit Vorwahl." in done.stdout
    body = load_content(root, TODAY).bodies["landkreis-neudorf"]
    assert body.organisation.in_sentence.de == "des Landkreises Neudorf"
    assert body.organisation.subject.en == "the District of Neudorf"
    assert (body.organisation.contact.phone, body.organisation.contact.website) == (None, "www.neudorf.example")
    assert list(body.offices) == ["zentrale"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("Stadt Neudorf", "--no-ask"), "--state: Diese Angabe fehlt."),
        (("Stadt Neudorf", "--no-ask", "--state", "XX"), "--state: Möglich sind"),
        (("Stadt Neudorf", "--no-ask", *OPTIONS, "--email", "post"), "--email: „post“ ist keine E-Mail-Adresse."),
        (("Zweckverband Neudorf", "--no-ask", *OPTIONS), "--in-sentence: Diese Angabe fehlt."),
        (("Musterstadt", "--no-ask", *OPTIONS), "gibt es schon"),
        (("!!", "--no-ask", *OPTIONS), "gibt keinen Ordnernamen"),
    ],
)
def test_what_cannot_be_right_writes_nothing(root: Path, options: tuple[str, ...], said: str) -> None:
    before = set((root / "responses").iterdir())
    done = amtsbote("new", "organisation", *options, folder=root)
    assert done.returncode == 1
    assert said in done.stderr
    assert set((root / "responses").iterdir()) == before


@pytest.mark.parametrize(
    ("name", "folder"),
    [("Gemeinde Neudorf", "gemeinde-neudorf"), ("Stadt Übersee/Süd", "stadt-uebersee-sued"), ("../../etc", "etc")],
)
def test_the_folder_is_named_after_the_organisation(name: str, folder: str) -> None:
    assert folder_name(name) == folder
