"""Problems point at the column, too: an editor jumps to the very word."""

from __future__ import annotations

import pytest

from tests.content_files.folder import ANSWERS, FILES, MELDEWESEN, OFFICES, ORGANISATION, Folder

EDITS = {
    "a key": (OFFICES, "    phone: 030 2", "    telefon: 030 2", f"{OFFICES}:4:5: Den Eintrag „telefon“"),
    "an entry of a list": (OFFICES, "[meldewesen,", "[meldewesn,", f"{OFFICES}:15:14: „meldewesn“"),
    "a second entry of a list": (OFFICES, ", mensch_sprechen", ", mensch", f"{OFFICES}:15:26: „mensch“"),
    "a value in braces": (ORGANISATION, "90 days", "90 Tage", f"{ORGANISATION}:13:13: „90 Tage“"),
    "a tab": (ANSWERS, "    source", "  \tsource", f"{ANSWERS}:6:3: In der Einrückung"),
    "a colon in a text": (ANSWERS, "Wochen Zeit.", "Wochen: Zeit.", f"{ANSWERS}:3:30: Ein Doppelpunkt"),
    "an invisible sign": (ANSWERS, "    source", "    s\x07ource", f"{ANSWERS}:6:6: Hier steht ein unsichtbares"),
    "a key that stands twice": (
        ORGANISATION, "{raw_messages: 90 days,", "{raw_messages: 90 days, raw_messages: 1 month,",
        f"{ORGANISATION}:13:36: „raw_messages“ steht hier zweimal"),
    "a hashtag": (ANSWERS, "zwei Wochen", "#zwei Wochen", f"{ANSWERS}:3:19: Ab „#zwei“ fehlt der Text"),
    "a bracket that is not closed": (
        MELDEWESEN, "[I moved to another flat]", "[I moved to another flat", f"{MELDEWESEN}:11:11: Eine Klammer"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "expected"), EDITS.values(), ids=EDITS)
def test_a_problem_names_the_column(folder: Folder, name: str, old: str, new: str, expected: str) -> None:
    folder.edit(name, old, new)
    (place,) = folder.places()
    assert place.startswith(expected)


def test_a_column_counts_letters_and_not_bytes(folder: Folder) -> None:
    folder.write(OFFICES, FILES[OFFICES].replace("hours: {mon-thu", "hours: {mön: 8:00-9:00, mon-thu"))
    (place,) = folder.places()
    assert place.startswith(f"{OFFICES}:6:13: „mön“ ist kein Tag")
