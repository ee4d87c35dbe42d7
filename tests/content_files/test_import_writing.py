"""What an import does to files that people edit too."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.commands.importing import import_catalogue
from bot.errors import ContentError
from tests.content_files.folder import OFFICES, Folder

KATALOG = "intents/dorf/katalog.yaml"
HEADER = "id,title,synonyms,description,office,phone,email,url\n"
DOG = "hund,Hund anmelden,Hundemarke,Wer einen Hund hält.,Steueramt,030 23125120,,https://dorf.example/hund\n"
PASS = "pass,Pass beantragen,,,Bürgerbüro,,,\n"


def take_over(folder: Folder, *rows: str, yes: bool = True) -> None:
    catalogue = folder.root.parent / f"{folder.root.name}.csv"
    catalogue.write_text(HEADER + "".join(rows), encoding="utf-8")
    assert import_catalogue(folder.root, catalogue, "dorf", yes) == 0


def files(folder: Folder) -> dict[str, bytes]:
    return {str(p.relative_to(folder.root)): p.read_bytes() for p in folder.root.rglob("*") if p.is_file()}


def intents(folder: Folder) -> dict[str, dict[str, object]]:
    return yaml.safe_load((folder.root / KATALOG).read_text(encoding="utf-8"))["intents"]


def offices(folder: Folder) -> dict[str, dict[str, object]]:
    return yaml.load((folder.root / OFFICES).read_text(encoding="utf-8"), yaml.BaseLoader)["offices"]  # noqa: S506


def change(folder: Folder, name: str, old: str, new: str) -> None:
    path = folder.root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_services_become_intents_and_their_offices_serve_them(folder: Folder) -> None:
    take_over(folder, DOG, PASS)
    assert intents(folder)["hund"] == {
        "kind": "service_request",
        "title": {"de": "Hund anmelden", "en": "Hund anmelden"},
        "description": "Wer einen Hund hält.",
        "link": "https://dorf.example/hund",
        "synonyms": ["Hundemarke"],
    }
    assert offices(folder)["steueramt"] == {"name": "Steueramt", "phone": "030 23125120", "serves": ["hund"]}
    assert offices(folder)["buergerbuero"]["serves"] == ["meldewesen", "mensch_sprechen", "complaint", "pass"]
    body = folder.load().bodies["dorf"]
    assert body.offices_for("hund") == ("steueramt",)
    assert "pass" in body.offices["buergerbuero"].serves
    assert folder.problems() == []


def test_importing_twice_changes_nothing(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    take_over(folder, DOG, PASS)
    before = files(folder)
    take_over(folder, DOG, PASS)
    assert files(folder) == before
    assert "Nichts zu tun." in capsys.readouterr().out


def test_what_a_person_wrote_elsewhere_in_the_files_stays_as_it_was(folder: Folder) -> None:
    change(folder, OFFICES, "  buergerbuero:\n", "\n  # die wichtigste Stelle\n  buergerbuero:  # im Erdgeschoss\n")
    change(folder, OFFICES, "    ours: no\n", "    ours: no\n# Ende\n")
    before = (folder.root / OFFICES).read_text(encoding="utf-8").splitlines()
    take_over(folder, DOG, PASS)
    after = (folder.root / OFFICES).read_text(encoding="utf-8").splitlines()
    assert [line for line in before if line not in after] == ["    serves: [meldewesen, mensch_sprechen, complaint]"]


def test_a_changed_catalogue_changes_what_nobody_touched(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    take_over(folder, DOG, PASS)
    take_over(folder, DOG.replace("Wer einen Hund hält", "Für jeden Hund").replace("23125120", "23125199"), PASS)
    assert intents(folder)["hund"]["description"] == "Für jeden Hund."
    assert offices(folder)["steueramt"]["phone"] == "030 23125199"
    said = capsys.readouterr().out
    assert "Beschreibung: „Wer einen Hund hält.“ → „Für jeden Hund.“" in said
    assert "Telefon: „030 23125120“ → „030 23125199“" in said


def test_what_a_person_changed_since_wins_field_by_field(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    take_over(folder, DOG, PASS)
    change(folder, KATALOG, "{de: Hund anmelden,", "{de: Hundesteuer,")
    change(folder, KATALOG, "      - Hundemarke\n", "      - Hundemarke\n      - Wauwau  # sagen hier viele\n")
    change(folder, OFFICES, "030 23125120", "030 23125121")
    change(folder, OFFICES, "complaint, pass]", "complaint]")
    new = DOG.replace("Hund anmelden", "Hund melden").replace("Hundemarke", "Hundemarke|Hundegebühr")
    take_over(folder, new.replace("hält", "hat").replace("23125120", "23125199"), PASS)
    dog = intents(folder)["hund"]
    assert dog["title"] == {"de": "Hundesteuer", "en": "Hund melden"}
    assert dog["description"] == "Wer einen Hund hat."
    assert sorted(dog["synonyms"]) == ["Hundegebühr", "Hundemarke", "Wauwau"]  # type: ignore[type-var]
    assert "# sagen hier viele" in (folder.root / KATALOG).read_text(encoding="utf-8")
    assert offices(folder)["steueramt"]["phone"] == "030 23125121"
    assert "pass" not in offices(folder)["buergerbuero"]["serves"]  # type: ignore[operator]
    assert "von Hand geändert: Das bleibt so." in capsys.readouterr().out


def test_examples_of_a_person_survive_and_a_deleted_service_stays_deleted(folder: Folder) -> None:
    take_over(folder, DOG, PASS)
    text = (folder.root / KATALOG).read_text(encoding="utf-8")
    cut = text[: text.index("  pass:")] + "    examples:\n      de: [Bello braucht eine Marke]\n"
    (folder.root / KATALOG).write_text(cut, encoding="utf-8")
    change(folder, OFFICES, "complaint, pass]", "complaint]")
    take_over(folder, DOG.replace("hält", "hat"), PASS)
    assert intents(folder).keys() == {"hund"}
    assert intents(folder)["hund"]["examples"] == {"de": ["Bello braucht eine Marke"]}


def test_an_office_that_a_person_deleted_stays_deleted(folder: Folder) -> None:
    take_over(folder, DOG, PASS)
    text = (folder.root / OFFICES).read_text(encoding="utf-8")
    (folder.root / OFFICES).write_text(text[: text.index("  steueramt:")], encoding="utf-8")
    take_over(folder, DOG.replace("hält", "hat"), PASS)
    assert "steueramt" not in offices(folder)
    assert folder.load().bodies["dorf"].offices_for("hund") == ("rathaus",)


def test_what_vanished_is_marked_not_offered_and_comes_back(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    take_over(folder, DOG, PASS)
    take_over(folder, PASS)
    assert "- hund: Hund anmelden (bleibt stehen, mit vanished)" in capsys.readouterr().out
    marked = files(folder)
    assert "vanished" in intents(folder)["hund"]
    assert "hund" not in folder.load().bodies["dorf"].intents
    hints = folder.problems()
    assert any(hint.startswith(f"{KATALOG}:") and "nicht mehr im importierten Katalog" in hint for hint in hints)
    assert any(hint.startswith(f"{OFFICES}:") and "Diese Stelle steht nicht mehr" in hint for hint in hints)
    take_over(folder, PASS)
    assert files(folder) == marked
    take_over(folder, DOG, PASS)
    assert folder.load().bodies["dorf"].offices_for("hund") == ("steueramt",)
    assert folder.problems() == []


def test_a_person_may_decide_that_a_vanished_service_stays(folder: Folder) -> None:
    take_over(folder, DOG, PASS)
    take_over(folder, PASS)
    text = (folder.root / KATALOG).read_text(encoding="utf-8")
    kept = "".join(line for line in text.splitlines(keepends=True) if not line.strip().startswith("vanished"))
    (folder.root / KATALOG).write_text(kept, encoding="utf-8")
    take_over(folder, PASS)
    assert folder.load().bodies["dorf"].offices_for("hund") == ("steueramt",)


def test_a_file_that_lacks_most_services_is_not_taken_over_unseen(folder: Folder) -> None:
    take_over(folder, DOG, PASS, "c,Carport bauen,,,,,,\n")
    before = files(folder)
    with pytest.raises(ContentError, match="Ist sie vollständig"):
        take_over(folder, PASS)
    assert files(folder) == before


def test_a_row_with_the_id_of_a_common_service_only_names_its_office(folder: Folder) -> None:
    take_over(folder, "wohnsitz_ummelden,Umzug,,,Meldestelle,030 23125130,,\n")
    assert not (folder.root / KATALOG).exists()
    assert folder.load().bodies["dorf"].offices_for("wohnsitz_ummelden") == ("meldestelle",)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("notfall_feuer,Feuer melden,,,,,,\n", "kein Verwaltungsanliegen"),
        ("eigen,Eigenes,,,,,,\n", "steht schon in intents/dorf/eigene.yaml"),
        ("a b,Eins,,,,,,\na_b,Zwei,,,,,,\n", "unterscheidet sich"),
    ],
)
def test_an_id_that_is_taken_is_named(folder: Folder, row: str, said: str) -> None:
    eigene = (
        "topic: eigen\ntitle: {de: E, en: E}\nintents:\n  eigen:\n    kind: pr_question\n    title: {de: E, en: E}\n"
    )
    folder.write("intents/dorf/eigene.yaml", eigene)
    with pytest.raises(ContentError, match=said):
        take_over(folder, row)


def test_files_that_have_a_problem_are_not_added_to(folder: Folder) -> None:
    folder.edit(OFFICES, 'serves: ["*"]', "serves: [nichts]")
    before = files(folder)
    with pytest.raises(ContentError, match=f"{OFFICES}:"):
        take_over(folder, DOG)
    assert files(folder) == before


def test_nothing_is_left_changed_if_one_file_cannot_be_written(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(folder)
    replace = Path.replace

    def full_disk(self: Path, target: Path) -> Path:
        if target.name == "offices.yaml":
            raise OSError(28, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.raises(ContentError, match="nichts geändert"):
        take_over(folder, DOG, PASS)
    assert files(folder) == before


def test_a_lost_memory_counts_all_that_differs_as_made_by_hand(folder: Folder) -> None:
    take_over(folder, DOG, PASS)
    (folder.root / "responses/dorf/.import.json").unlink()
    change(folder, KATALOG, "Wer einen Hund hält.", "Von Hand.")
    take_over(folder, DOG, PASS, "c,Carport bauen,,,,,,\n")
    assert intents(folder)["hund"]["description"] == "Von Hand."
    assert intents(folder).keys() == {"hund", "pass", "c"}


@pytest.mark.parametrize(
    "title", ["null", "ja: nein", "# Raute", "8:30", "- Strich", "*Stern", 'Zitat "x"', "{office}"]
)
def test_any_title_can_be_read_back(folder: Folder, title: str) -> None:
    quoted = title.replace('"', '""')
    take_over(folder, f'x,"{quoted}",,,,,,\n')
    known = folder.load().bodies["dorf"].intents["x"].intent
    assert known.title.de == title[:1].upper() + title[1:]


def test_many_services_are_spread_over_several_files(folder: Folder) -> None:
    take_over(folder, *(f"dienst_{i},Dienst Nummer {i},,,Amt,,,\n" for i in range(900)))
    assert {path.name for path in (folder.root / "intents/dorf").iterdir()} == {
        "katalog.yaml",
        "katalog_2.yaml",
        "katalog_3.yaml",
    }
    assert len(folder.load().bodies["dorf"].intents) == 900 + 3
