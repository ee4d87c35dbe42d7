"""Hints about what the bot can work with and people should do better."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content_files.loader import check_content
from tests.content_files.folder import ANSWERS, FILES, HILFE, MELDEWESEN, ORGANISATION, OWN_TEXTS, TODAY, Folder

LIKE = "Löschen Sie eines oder schreiben Sie, was sie unterscheidet."
EASY = "    de-x-leicht: |-\n      {}\n    en: You"


def hints(folder: Folder) -> list[str]:
    return hints_of(folder.root)


def hints_of(root: Path) -> list[str]:
    content, problems = check_content(root, TODAY, thorough=True)
    assert content is not None, problems
    return [f"{problem.file}:{problem.line}: {problem.text}" for problem in problems if problem.hint]


def test_the_small_folder_gives_no_hint(folder: Folder) -> None:
    assert hints(folder) == []


@pytest.mark.parametrize(
    "example",
    [
        "Adresse, neue anmelden",
        "bitte neue Adresse anmelden!",
        "Hallo, neue Adresse anmelden?",
        "NEUE Adresse - anmelden",
    ],
)
def test_an_example_that_says_the_same_for_another_intent_is_named_with_both(folder: Folder, example: str) -> None:
    folder.edit(HILFE, "[Ich möchte einen Menschen sprechen]", f'["{example}"]')
    assert hints(folder) == [
        f"{MELDEWESEN}:10: Das Beispiel „neue Adresse anmelden“ gleicht „{example}“ bei „mensch_sprechen“. {LIKE}"
    ]


def test_a_typo_does_not_make_another_example(folder: Folder) -> None:
    more = "".join(f"        - {word} Adresse anmelden\n" for word in ("meine", "unsere", "deine", "andere"))
    folder.write(MELDEWESEN, FILES[MELDEWESEN].replace("      en: [I", f"{more}      en: [I"))
    folder.edit(HILFE, "[Ich möchte einen Menschen sprechen]", "[neue Adresse anmeldn]")
    assert "gleicht „neue Adresse anmeldn“" in "".join(hints(folder))


def test_words_that_change_the_wish_are_no_typos(folder: Folder) -> None:
    more = "".join(f"        - {word} Adresse anmelden\n" for word in ("meine", "unsere", "deine", "andere"))
    folder.write(MELDEWESEN, FILES[MELDEWESEN].replace("      en: [I", f"{more}      en: [I"))
    other = "[meine Adresse abmelden, neue Adresse abmelden, unsere Adresse abmelden, Wo ist die neue Adresse]"
    folder.edit(HILFE, "[Ich möchte einen Menschen sprechen]", other)
    assert hints(folder) == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "Sie sind in eine neue Wohnung gezogen und dann melden Sie sich bitte an.",
            "Der Satz „Sie sind in eine neue Wohnung gezogen und dann melden Sie sich bitte an.“ hat 14 Wörter. "
            "Teilen Sie ihn, höchstens zwölf sind gut zu lesen.",
        ),
        (
            "Gehen Sie zur Einwohnermeldebehörde.",
            "„Einwohnermeldebehörde“ ist schwer zu lesen. Schreiben Sie ein kürzeres Wort oder trennen Sie es mit "
            "Bindestrich.",
        ),
        ("Sie könnten sich anmelden.", "„könnten“ ist eine Möglichkeitsform. Schreiben Sie, was ist."),
        (
            "Notwendige Unterlagen beantragen. Personalausweis mitzubringen. Gebühren überweisen. Bearbeitungszeit "
            "abwarten. Adressänderung anmelden. Meldebescheinigung aufbewahren. Zuständige Behörde aufsuchen. "
            "Öffnungszeiten beachten. Vollständige Angaben eintragen.",
            "Der Text ist schwer (Wiener Sachtextformel 25,1, gut ist höchstens 6). "
            "Nehmen Sie kürzere Sätze und Wörter.",
        ),
    ],
)
def test_leichte_sprache_that_is_hard_to_read_is_named(folder: Folder, text: str, hint: str) -> None:
    folder.edit(ANSWERS, "    en: You", EASY.format(text))
    assert f"{ANSWERS}:4: Leichte Sprache: {hint}" in hints(folder)


def test_leichte_sprache_that_is_easy_gives_no_hint(folder: Folder) -> None:
    easy = "Sie sind um-gezogen? Dann melden Sie sich bitte an. Sie haben 2 Wochen Zeit. Das Amt ist: {office_name}."
    folder.edit(ANSWERS, "    en: You", EASY.format(easy))
    assert hints(folder) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Schreiben Sie an rathaus@dorf.", "„rathaus@dorf“ ist keine E-Mail-Adresse."),
        ("Mehr auf https://dorf und im Rathaus.", "„https://dorf“ ist keine Internetadresse wie"),
        ("Telefon 23125 101", "„23125 101“ ist keine Telefonnummer mit Vorwahl."),
    ],
)
def test_what_cannot_be_right_inside_a_text_is_named(folder: Folder, text: str, fault: str) -> None:
    folder.edit(ANSWERS, "Sie haben zwei Wochen Zeit.", text)
    folder.edit(OWN_TEXTS, "Guten Tag.", f'"{text}"')
    found = hints(folder)
    assert len(found) == 2
    assert found[0].startswith(f"{ANSWERS}:3: {fault}")
    assert found[1].startswith(f"{OWN_TEXTS}:3: {fault}")


def test_an_answer_too_long_for_one_message_is_named_with_its_length(folder: Folder) -> None:
    folder.edit(ANSWERS, "Sie haben zwei Wochen Zeit.", "Sie haben Zeit. " * 150)
    folder.edit(ANSWERS, "en: You have two weeks.", "en: " + "You have time. " * 150)
    both = FILES[ANSWERS].replace("Sie haben zwei Wochen Zeit.", "Sie haben Zeit. " * 150)
    folder.write(ANSWERS, both.replace("You have two weeks.", "You have time. " * 150))
    (hint,) = hints(folder)
    assert hint.startswith(f"{ANSWERS}:3: Der Text in „de und en“ wird mit Angaben 47")


def test_questions_without_an_answer_and_languages_half_offered_are_listed_once(folder: Folder) -> None:
    question = (
        "  feste:\n    kind: pr_question\n    title: {de: Feste, en: Fairs}\n    examples: {de: [Wann ist Kirmes?]}\n"
    )
    folder.write(MELDEWESEN, FILES[MELDEWESEN] + question)
    folder.edit(ORGANISATION, "[de, en]", "[de, en, tr]")
    folder.edit(ANSWERS, "    en: You", "    tr: İki hafta.\n    en: You")
    assert hints(folder) == [
        f"{ORGANISATION}:1: Fragen zur Öffentlichkeitsarbeit ohne Antwort: 1. Der Bot nennt dort Ihren Kontakt "
        "(feste).",
        f"{ORGANISATION}:6: Gemeinsame Antworten ohne „tr“: 2. Dort gilt die deutsche Fassung "
        "(mensch_sprechen, notfall_feuer).",
    ]


def test_an_answer_that_is_over_or_never_valid_is_named(folder: Folder) -> None:
    dates = "    valid_from: 2026-11-01\n    valid_until: {}\n    as_of: 2026-11-02\n    review_by"
    folder.edit(ANSWERS, "    as_of: 2026-11-02\n    review_by", dates.format("2026-11-20"))
    assert hints(folder)[0].startswith(f"{ANSWERS}:8: Diese Antwort gilt seit „valid_until“ nicht mehr")
    folder.edit(ANSWERS, "    as_of: 2026-11-02\n    review_by", dates.format("2026-10-20"))
    assert folder.problems() == [f"{ANSWERS}:8: Diese Antwort gilt nie, denn „valid_until“ liegt vor „valid_from“."]
