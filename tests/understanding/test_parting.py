"""Two wishes in one sentence are two concerns, one wish told at length stays one."""

from __future__ import annotations

import pytest

from bot.understanding.engine import Understander
from bot.understanding.normalise import tokens, word_starts


def intents(understand: Understander, text: str) -> list[str]:
    concerns = understand(text, "musterstadt").concerns
    return [concern.best.intent for concern in concerns if concern.best]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Brauche einen Bewohnerparkausweis und eine größere Restmülltonne",
            ["bewohnerparken", "muelltonne_bestellen"],
        ),
        ("Wo beantrage ich Wohngeld und wo das Kindergeld", ["wohngeld", "kindergeld"]),
        ("kann man bei euch heiraten und gleich den reisepass beantragen", ["heirat_anmelden", "reisepass_beantragen"]),
        ("Hund anmelden und Sperrmüll bestellen, wie geht beides?", ["hund_anmelden", "sperrmuell"]),
    ],
)
def test_two_wishes_that_only_a_word_joins(understand: Understander, text: str, wanted: list[str]) -> None:
    assert intents(understand, text) == wanted


def test_each_has_its_own_words(understand: Understander) -> None:
    first, second = understand("Hund anmelden und Sperrmüll bestellen, wie geht beides?", "musterstadt").concerns
    assert "Hund" in first.text
    assert "Sperrmüll" in second.text
    assert "Sperrmüll" not in first.text


@pytest.mark.parametrize(
    "text",
    [
        "Ich möchte meinen Hund anmelden und brauche auch eine Hundemarke",
        "Meine Tochter und mein Sohn brauchen beide einen Kitaplatz und wir wissen nicht, wie das geht",
        "Seit drei Wochen steht die Mülltonne voll da und keiner holt sie ab und es stinkt auch schon",
    ],
)
def test_one_wish_with_many_words_that_join_stays_one(understand: Understander, text: str) -> None:
    assert len(intents(understand, text)) == 1


@pytest.mark.parametrize("text", ["Wie geht's? Und d'Oma kimmt a", "geht’s, oder", "a_b c", ""])
def test_the_starts_of_words_are_those_of_the_tokens(text: str) -> None:
    starts = word_starts(text)
    assert len(starts) == len(tokens(text))
    assert all(text[start].isalnum() for start in starts)
