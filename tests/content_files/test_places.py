"""What the administrator reads about places.yaml and the areas of offices."""

from __future__ import annotations

import pytest

from bot.core.places import parse_street
from tests.content_files.folder import OFFICES, Folder

PLACES = "responses/dorf/places.yaml"
GOOD = """\
places:
  Oberdorf:
    aliases: [Oben]
    streets:
      - Bergstraße
      - Hauptstraße 1-99
  Unterdorf:
    streets: [Talstr., Hauptstraße 100-200]
  Mühle:
"""
EMPTY = "ist leer. Tragen Sie etwas ein oder löschen Sie den Eintrag."
TWICE = "Löschen Sie einen der Einträge."

EDITS = {
    "an empty list of streets": (
        "    streets: [Talstr., Hauptstraße 100-200]", "    streets: []", f"8: „streets“ {EMPTY}"),
    "an empty list of aliases": ("[Oben]", "[]", f"3: „aliases“ {EMPTY}"),
    "a list with nothing behind it": ("[Oben]", "", "3: „aliases“ ist leer. Tragen Sie dahinter etwas ein."),
    "an empty line of a list": (
        "- Bergstraße", "-",
        "5: In der Liste „streets“ ist eine Zeile leer. Löschen Sie sie oder tragen Sie etwas ein."),
    "an unknown key": (
        "aliases:", "namen:",
        "3: Den Eintrag „namen“ gibt es hier nicht. Prüfen Sie die Schreibweise und die Einrückung."),
    "a street for a list": (
        "[Talstr., Hauptstraße 100-200]", "Talstr.",
        "8: Unter „streets“ gehört eine Liste, jede Zeile beginnt mit „- “."),
    "a street twice in a place": (
        "- Bergstraße", "- Talweg\n      - Tal-Weg", f"6: Die Straße „Tal-Weg“ steht bei „Oberdorf“ zweimal. {TWICE}"),
    "a street in two places": (
        "- Bergstraße", "- Talstraße",
        "8: Hinweis: Die Straße „Talstr.“ steht auch bei „Oberdorf“. Der Bot fragt dann nach dem Stadtteil."),
    "house numbers in two places": (
        "100-200", "90-200",
        "8: Hinweis: Die Straße „Hauptstraße“ steht auch bei „Oberdorf“. Der Bot fragt dann nach dem Stadtteil."),
    "house numbers backwards": (
        "100-200", "200-100",
        "8: „Hauptstraße 200-100“: die kleinere Hausnummer gehört nach vorn (streets)."),
    "an alias that is a place": (
        "[Oben]", "[Unter-Dorf]", f"7: Der Name „Unterdorf“ steht schon bei „Oberdorf“. {TWICE}"),
    "an alias twice": ("[Oben]", "[Oben, oben]", f"3: Der Name „oben“ steht schon bei „Oberdorf“. {TWICE}"),
    "a place twice": ("  Mühle:", "  Oberdorf:", "9: „Oberdorf“ steht hier zweimal. Löschen Sie einen der Einträge."),
    "a name too long for a button": (
        "  Mühle:", f"  {'Ü' * 30}:",
        f"9: Der Name „{'Ü' * 30}“ braucht einen Buchstaben und darf höchstens 40 Zeichen haben."),
    "a number for a name": (
        "  Mühle:", "  12:", "9: Der Name „12“ braucht einen Buchstaben und darf höchstens 40 Zeichen haben."),
}  # fmt: skip


def test_good_places_have_no_problems_and_a_bare_name_is_enough(folder: Folder) -> None:
    folder.write(PLACES, GOOD)
    assert folder.problems() == []
    places = folder.load().bodies["dorf"].places
    assert set(places) == {"Oberdorf", "Unterdorf", "Mühle"}
    assert places["Mühle"].streets == ()
    assert [(s.name, s.first, s.last) for s in places["Oberdorf"].parsed_streets] == [
        ("Bergstraße", 0, 9_999),
        ("Hauptstraße", 1, 99),
    ]


@pytest.mark.parametrize(("old", "new", "expected"), EDITS.values(), ids=EDITS)
def test_a_wrong_entry_is_named_with_its_line(folder: Folder, old: str, new: str, expected: str) -> None:
    assert GOOD.count(old) == 1
    folder.write(PLACES, GOOD.replace(old, new))
    assert folder.problems() == [f"{PLACES}:{expected}"]


@pytest.mark.parametrize(
    ("area", "hint"),
    [
        ("Oberdorff", " Meinen Sie „Oberdorf“?"),
        ("oberdorf", " Meinen Sie „Oberdorf“?"),
        ("Oben", " Meinen Sie „Oberdorf“?"),
        ("Quelle", ""),
    ],
)
def test_an_area_that_no_place_has_is_named_with_the_nearest(folder: Folder, area: str, hint: str) -> None:
    folder.write(PLACES, GOOD)
    folder.edit(OFFICES, "[Oberdorf,", f"[{area},")
    assert folder.problems() == [f"{OFFICES}:16: Den Ort „{area}“ gibt es nicht in places.yaml.{hint}"]


def test_without_places_every_area_is_a_place(folder: Folder) -> None:
    folder.edit(OFFICES, "[Oberdorf,", "[Quelle,")
    assert folder.problems() == []
    assert set(folder.load().bodies["dorf"].places) == {"Quelle", "Unterdorf"}


def test_an_area_twice_is_named(folder: Folder) -> None:
    folder.edit(OFFICES, "[Oberdorf, Unterdorf]", "[Oberdorf, Oberdorf]")
    assert folder.problems() == [f"{OFFICES}:16: Der Ort „Oberdorf“ steht hier zweimal. Löschen Sie einen."]


def test_an_area_that_is_no_button_is_named(folder: Folder) -> None:
    folder.edit(OFFICES, "Unterdorf]", f"{'u' * 41}]")
    text = f"Der Name „{'u' * 41}“ braucht einen Buchstaben und darf höchstens 40 Zeichen haben."
    assert folder.problems() == [f"{OFFICES}:16: {text}"]


def test_places_without_entries_are_refused(folder: Folder) -> None:
    folder.write(PLACES, "places: {}\n")
    assert folder.problems() == [f"{PLACES}:1: „places“ {EMPTY}"]


def test_places_belong_to_an_organisation(folder: Folder) -> None:
    folder.write(PLACES.replace("dorf", "common"), GOOD)
    text = "Diese Datei gehört in den Ordner einer Organisation, nicht in common."
    assert folder.problems() == [f"responses/common/places.yaml:1: {text}"]


def test_places_alone_are_no_organisation(folder: Folder) -> None:
    folder.write(PLACES.replace("dorf", "weiler"), GOOD)
    assert "responses/weiler:1: Im Ordner fehlt die Datei organisation.yaml." in folder.problems()


@pytest.mark.parametrize(
    ("text", "name", "first", "last"),
    [
        ("Straße des 17. Juni", "Straße des 17. Juni", 0, 9_999),
        ("Hauptstraße 1-99", "Hauptstraße", 1, 99),
        ("Hauptstraße 100 – 250", "Hauptstraße", 100, 250),
    ],
)
def test_a_street_may_carry_house_numbers(text: str, name: str, first: int, last: int) -> None:
    street = parse_street(text)
    assert (street.name, street.first, street.last) == (name, first, last)
    assert street.has(None)
    assert street.has(first)
    assert street.has(last)
    assert not street.has(last + 1)
