"""What a good folder means, and that YAML's traps do not spring."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.content_files.loader import load_content
from bot.core.responsibility import offices_at
from bot.errors import ContentError
from tests.content_files.folder import (
    ANSWERS,
    COMMON,
    GUARDS,
    MELDEWESEN,
    OFFICES,
    ORGANISATION,
    OWN_TEXTS,
    TODAY,
    Folder,
)

OLD = "Hinweis: Der Stand ist älter als zwölf Monate. Stimmt die Antwort noch?"


def test_a_good_folder_has_no_problems(folder: Folder) -> None:
    assert folder.problems() == []


def test_a_good_folder_becomes_a_snapshot(folder: Folder) -> None:
    content = load_content(folder.root, TODAY)
    body = content.bodies["dorf"]
    assert body.organisation.name == "Gemeinde Dorf"
    assert body.general_office == "rathaus"
    assert body.offices_for("wohnsitz_ummelden") == ("rathaus",)
    assert offices_at("Oberdorf", "wohnsitz_ummelden", body) == ("buergerbuero",), "not ours, but there"
    assert set(body.places) == {"Oberdorf", "Unterdorf"}
    assert body.responses["wohnsitz_ummelden"].review_by == date(2027, 5, 1)
    assert body.texts["greeting"].de == "Guten Tag."
    assert body.is_holiday(date(2026, 12, 25))
    assert set(content.guards) == {"notfall_feuer"}


def test_a_broken_folder_is_refused_with_every_problem_and_without_hints(folder: Folder) -> None:
    folder.edit(OFFICES, "03023125102", "unbekannt")
    folder.edit(ORGANISATION, "desk: rathaus", "desk: turm\nto_verify: [Wer liest mit?]")
    with pytest.raises(ContentError) as caught:
        load_content(folder.root, TODAY)
    assert str(caught.value).splitlines() == [
        "responses/dorf/offices.yaml:10: „unbekannt“ ist keine Telefonnummer mit Vorwahl.",
        "responses/dorf/organisation.yaml:12: Die Stelle „turm“ steht nicht in offices.yaml.",
    ]


def test_an_unquoted_telephone_number_keeps_its_zero(folder: Folder) -> None:
    assert folder.load().bodies["dorf"].offices["buergerbuero"].phone == "03023125102"


def test_an_unquoted_time_stays_a_time(folder: Folder) -> None:
    hours = folder.load().bodies["dorf"].offices["rathaus"].opening_hours
    assert hours[0] == ((time(8, 30), time(17)),)


def test_no_is_a_word_in_a_sentence_and_false_in_a_switch(folder: Folder) -> None:
    folder.edit(MELDEWESEN, "[I moved to another flat]", "[no, yes, 8:30, 030123, 1e3, 2026-11-02, null Bock]")
    body = folder.load().bodies["dorf"]
    examples = body.intents["wohnsitz_ummelden"].intent.examples["en"]
    assert examples == ("no", "yes", "8:30", "030123", "1e3", "2026-11-02", "null Bock")
    assert body.offices["buergerbuero"].ours is False
    assert body.offices["rathaus"].ours is True


def test_an_empty_entry_that_may_be_missing_counts_as_missing(folder: Folder) -> None:
    folder.edit(ANSWERS, "link: https://www.dorf.example/ummelden", "link:")
    folder.edit(OFFICES, "email: rathaus@dorf.example", "email: ~")
    body = folder.load().bodies["dorf"]
    assert body.responses["wohnsitz_ummelden"].link is None
    assert body.offices["rathaus"].email is None


def test_an_empty_text_in_quotes_leaves_a_building_block_out(folder: Folder) -> None:
    folder.edit(OWN_TEXTS, "de: Guten Tag.", 'de: ""')
    assert folder.load().bodies["dorf"].texts["greeting"].de == ""


@pytest.mark.parametrize(
    ("number", "name"), [("115", "the service number"), ("112", "emergency"), ("+49 30 23125-100", "spelled")]
)
def test_every_usual_spelling_of_a_telephone_number_is_fine(folder: Folder, number: str, name: str) -> None:
    folder.edit(OFFICES, "03023125102", number)
    assert folder.problems() == [], name


@pytest.mark.parametrize(
    "link",
    [
        "www.dorf.example",
        "https://www.dorf.example/ä?x=1#y",
        "http://bürgerbüro.dorf.example:8443/",
        "https://xn--brgerbro-d6ae.de",
        "https://www.stadt.berlin/formular%20neu.pdf",
    ],
)
def test_every_usual_spelling_of_a_link_is_fine(folder: Folder, link: str) -> None:
    folder.edit(ANSWERS, "link: https://www.dorf.example/ummelden", f"link: {link}")
    assert folder.problems() == []


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"# Notiz\n", b"\n\n", b"---\n"])
def test_what_editors_put_before_the_text_does_no_harm(folder: Folder, before: bytes) -> None:
    path = folder.root / ANSWERS
    path.write_bytes(before + path.read_bytes())
    assert folder.problems() == []


def test_line_ends_of_windows_do_no_harm_and_lines_are_counted_right(folder: Folder) -> None:
    folder.edit(ANSWERS, "as_of: 2026-11-02", "as_of: gestern")
    path = folder.root / ANSWERS
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert folder.problems() == [f"{ANSWERS}:7: „gestern“ ist kein Datum wie 2026-11-02 oder 2026-11 (as_of)."]


def test_a_note_behind_a_text_does_no_harm(folder: Folder) -> None:
    folder.edit(ANSWERS, "as_of: 2026-11-02", "as_of: 2026-11-02 # laut Webseite")
    folder.edit(COMMON, "de: Rufen Sie sofort 112.", 'de: "Rufen Sie sofort 112. #notruf" #wichtig')
    assert folder.problems() == []
    assert folder.load().bodies["dorf"].responses["notfall_feuer"].texts["de"].endswith("#notruf")


def test_an_organisation_adds_examples_to_a_common_intent(folder: Folder) -> None:
    own = "topic: meldewesen\ntitle: {de: M, en: R}\nintents:\n  wohnsitz_ummelden:\n    kind: service_request\n"
    own += "    title: {de: Umzug, en: Move}\n    examples: {de: [ins Oberdorf gezogen]}\n"
    folder.write("intents/dorf/meldewesen.yaml", own)
    intent = folder.load().bodies["dorf"].intents["wohnsitz_ummelden"].intent
    assert intent.title.de == "Umzug"
    assert intent.examples["de"][-1] == "ins Oberdorf gezogen"
    assert len(intent.examples["de"]) == 3


def test_a_second_organisation_is_kept_apart(folder: Folder) -> None:
    for name in (ORGANISATION, OFFICES):
        folder.write(name.replace("dorf", "stadt"), (folder.root / name).read_bytes())
    bodies = folder.load().bodies
    assert set(bodies) == {"dorf", "stadt"}
    assert "wohnsitz_ummelden" not in bodies["stadt"].responses


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("as_of: 2026-11-02", "as_of: 2025-11-01", f"7: {OLD}"),
        ("review_by: 2027-05-01", "review_by: 2026-11-21", "8: Hinweis: Diese Antwort sollte schon geprüft sein."),
        ("review_by: 2027-05-01", "to_verify: Gilt das?", "8: Hinweis: Vor dem Start zu klären: Gilt das?"),
    ],
)  # fmt: skip
def test_what_is_only_doubtful_is_a_hint_and_does_not_keep_the_bot_from_starting(
    folder: Folder, old: str, new: str, hint: str
) -> None:
    folder.edit(ANSWERS, old, new)
    assert folder.problems() == [f"{ANSWERS}:{hint}"]
    assert folder.load()


def test_guards_are_optional(folder: Folder) -> None:
    folder.remove(GUARDS)
    assert folder.problems() == []
