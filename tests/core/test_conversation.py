"""What a short answer means."""

from __future__ import annotations

import pytest

from bot.core.conversation import ERASE_NO, ERASE_YES, chosen_option, confirms

OPTIONS = ("intent:a", "intent:b", "intent:c")
LABELS = ("Reisepass", "Reisepass abholen", "Führungszeugnis beantragen")


@pytest.mark.parametrize(
    "text",
    [
        *(
            ERASE_YES,
            "ja",
            "Ja.",
            "JA!",
            "ja bitte",
            "Ja, bitte alles löschen",
            "ok",
            "okay",
            "klar",
            "genau",
            "löschen",
        ),
        *("alles löschen", "ja mach das", "yes", "yes please", "Yes, delete everything", "bitte löschen"),
    ],
)
def test_a_clear_yes_confirms(text: str) -> None:
    assert confirms(text, erasing=True) is True


@pytest.mark.parametrize(
    "text",
    [
        *(ERASE_NO, "nein", "Nein!", "nee", "no", "nope", "nein danke", "nicht löschen", "bitte nicht löschen"),
        *("ja nicht", "nein, doch ja", "lieber nicht", "stopp", "abbrechen", "don't", "please don’t delete"),
        *("do not delete", "auf keinen fall nicht", "sicher nicht"),
    ],
)
def test_any_no_in_a_short_answer_refuses(text: str) -> None:
    assert confirms(text, erasing=True) is False


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "?",
            "!",
            "👍?",
            "bitte?",
            "bitte warten",
            "bitte was",
            "genau was wird gelöscht",
            "ok warte",
            "ja aber",
        ),
        *("sicher?", "wann hat das Bürgerbüro offen", "ok und wo ist das Rathaus", "vielleicht", "erase:maybe"),
        *(
            "löschen was genau",
            "ja und wann wird mein Pass fertig",
        ),
    ],
)
def test_anything_else_neither_confirms_nor_refuses(text: str) -> None:
    assert confirms(text, erasing=True) is None


@pytest.mark.parametrize(
    "text",
    [
        *("Mein Mann atmet nicht", "Ich will nicht mehr leben", "Nein, Hilfe, es brennt", "kein Licht, Gasgeruch hier"),
        *("ich kann nicht mehr", "lieber tot als so", "not breathing please help"),
    ],
)
def test_a_no_among_other_words_is_a_new_message_and_perhaps_an_emergency(text: str) -> None:
    assert confirms(text) is None
    assert confirms(text, erasing=True) is None


@pytest.mark.parametrize("text", ["löschen", "alles löschen", "delete everything", "bitte löschen"])
def test_to_erase_is_a_yes_only_where_that_was_asked(text: str) -> None:
    assert confirms(text) is None
    assert confirms(text, erasing=True) is True


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("intent:b", "intent:b"),
        ("1", "intent:a"),
        ("2.", "intent:b"),
        (" 3) ", "intent:c"),
        ("eins", "intent:a"),
        ("das zweite", "intent:b"),
        ("Das Dritte, bitte!", "intent:c"),
        ("ich nehme das erste", "intent:a"),
        ("Nummer 2", "intent:b"),
        ("the second one", "intent:b"),
        ("one", "intent:a"),
        ("the first one please", "intent:a"),
    ],
)
def test_an_option_is_chosen_by_button_number_or_ordinal(text: str, option: str) -> None:
    assert chosen_option(text, OPTIONS, LABELS) == option


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("Reisepass", "intent:a"),  # also the beginning of the second, but exactly the first
        ("reisepass!", "intent:a"),
        ("Reisepass abholen", "intent:b"),
        ("abholen", "intent:b"),
        ("Führungszeugnis", "intent:c"),
        ("FÜHRUNGSZEUGNIS BEANTRAGEN.", "intent:c"),
    ],
)
def test_an_option_is_chosen_by_its_words(text: str, option: str) -> None:
    assert chosen_option(text, OPTIONS, LABELS) == option


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "?",
            "4",
            "1 und 2",
            "das erste oder zweite",
            "in 2 Tagen",
            "um 3 Uhr",
            "ich habe 2 Kinder",
            "reise",
            "pass",
        ),
        *("keins davon", "one day", "die", "nein", "intent:d", "ich will meinen Reisepass"),
    ],
)
def test_what_names_no_option_or_several_chooses_none(text: str) -> None:
    assert chosen_option(text, OPTIONS, LABELS) is None


def test_a_number_beyond_the_options_chooses_none() -> None:
    assert chosen_option("3", OPTIONS[:2], LABELS[:2]) is None
    assert chosen_option("1", (), ()) is None


def test_a_short_label_is_chosen_by_all_of_its_letters() -> None:
    assert chosen_option("Ost", ("office:o", "office:w"), ("Ost", "West")) == "office:o"
