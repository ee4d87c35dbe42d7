"""Who asks for Leichte Sprache gets it, again for the last answer and from then on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.content import Content
from bot.core.easy import EASY, wants_easy
from bot.evaluation.trial import Trial
from bot.understanding.engine import Understander

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
MARKET = "Wann ist der Weihnachtsmarkt?"


@pytest.fixture
def bot(content: Content, understand: Understander) -> Trial:
    return Trial(content, understand)


def says(bot: Trial, text: str) -> str:
    return bot.answer("musterstadt", text, NOW, "1").turn.replies[0].text


def test_the_last_answer_comes_again_and_the_next_ones_are_easy_too(bot: Trial, content: Content) -> None:
    easy = content.bodies["musterstadt"].responses
    assert "Weihnachts-Markt" not in says(bot, MARKET)
    assert (easy["maerkte_feste"].text_in(EASY) or "").splitlines()[0] in says(bot, "Bitte in Leichter Sprache")
    jobs = says(bot, "Sucht die Stadt gerade Leute? Wo stehen die Stellenangebote?")
    assert (easy["stellenangebote"].text_in(EASY) or "").splitlines()[0] in jobs


def test_without_an_answer_before_it_is_confirmed_and_taken_back(bot: Trial) -> None:
    assert "Ich schreibe jetzt in Leichter Sprache." in says(bot, "leichte sprache bitte")
    assert "wieder in Standardsprache" in says(bot, "normale Sprache bitte")
    assert "Weihnachts-Markt" not in says(bot, MARKET)


def test_where_nothing_easy_is_written_the_usual_text_comes(bot: Trial) -> None:
    says(bot, "leichte sprache bitte")
    assert "Telefon" in says(bot, "Ich möchte meinen Hund anmelden")


def test_the_office_is_named_again_and_nothing_is_passed_on_or_offered_a_second_time(
    bot: Trial, content: Content
) -> None:
    bot.answer("musterstadt", "Die Straßenlaterne ist kaputt", NOW, "2")
    again = bot.answer("musterstadt", "bitte einfacher", NOW, "2").turn
    easy = content.bodies["musterstadt"].responses["strassenlaterne_defekt"].text_in(EASY)
    assert (easy or "-").splitlines()[0] in again.replies[0].text
    assert [*again.forwards, *again.offers, *again.escalations] == []


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Gibt es das auch in Leichter Sprache?", True),
        ("können Sie das einfacher erklären", True),
        ("Einfacher!", True),
        ("bitte einfacher", True),
        ("Gibt es eure Webseite in Leichter Sprache?", None),
        ("Ein Buch in einfacher Sprache für meine Oma", None),
        ("Das geht doch einfacher, wenn man online bucht", None),
        ("wieder normal bitte", False),
        ("Ich verstehe das nicht", None),
    ],
)
def test_the_wish_is_told_from_a_question_about_it(text: str, wish: bool | None) -> None:
    assert wants_easy(text) is wish
