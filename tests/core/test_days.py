"""Which day a citizen means, and what they are told of it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.content import Content
from bot.core.days import date_of
from bot.evaluation.trial import Trial
from bot.understanding.days import named_day
from bot.understanding.engine import Understander
from tests.core.working_times import at

FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Heute offen?", date(2026, 11, 27)),
        ("habt ihr morgen auf", date(2026, 11, 28)),
        ("Guten Morgen, wann habt ihr auf?", None),
        ("Morgen, ich bräuchte eure Zeiten", None),
        ("morgen offen?", date(2026, 11, 28)),
        ("Guten Morgen, und morgen?", date(2026, 11, 28)),
        ("kann ich heute morgen noch kommen", date(2026, 11, 27)),
        ("übermorgen vormittag offen?", date(2026, 11, 29)),
        ("Am Freitag?", date(2026, 11, 27)),
        ("und mittwochs", date(2026, 12, 2)),
        ("am Wochenende", date(2026, 11, 28)),
        ("am 24.12. offen?", date(2026, 12, 24)),
        ("am 3.10.2027", date(2027, 10, 3)),
        ("am 24. Dezember", date(2026, 12, 24)),
        ("am 1. März", date(2027, 3, 1)),
        ("on 3 October", date(2027, 10, 3)),
        ("on December 6th", date(2026, 12, 6)),
        ("Heiligabend?", date(2026, 12, 24)),
        ("am 29.2.", date(2028, 2, 29)),
        ("am 31.2.", None),
        ("um 8.30 Uhr", None),
        ("Gebühr von 12.50 Euro", None),
        ("von 8.10 Uhr an", None),
        ("Wann habt ihr auf?", None),
    ],
)
def test_the_day_that_is_meant(text: str, day: date | None) -> None:
    named = named_day(text)
    assert (date_of(named, FRIDAY) if named else None) == day


@pytest.fixture(scope="module")
def bot(content: Content, understand: Understander) -> Trial:
    return Trial(content, understand)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hat das Bürgerbüro Mitte heute offen?", "Bürgerbüro Mitte heute, Freitag, 27. November: 8–13 Uhr"),
        ("Hat das Bürgerbüro Mitte morgen auf?", "Bürgerbüro Mitte morgen, Samstag, 28. November: geschlossen"),
        ("Hat das Bürgerbüro Mitte am 25.12. auf?", "Bürgerbüro Mitte am Freitag, 25. Dezember: geschlossen"),
        ("Is the service centre open on Monday?", "on Monday, 30 November: 08:00–18:00"),
    ],
)
def test_the_hours_of_that_day_come_first(bot: Trial, text: str, said: str) -> None:
    reply = bot.answer("musterstadt", text, at("2026-11-27 10:00")).turn.replies[0].text
    assert said in reply.splitlines()[0]


def test_on_christmas_eve_nobody_is_promised_the_usual_hours(bot: Trial) -> None:
    reply = bot.answer("musterstadt", "Hat das Bürgerbüro Mitte Heiligabend auf?", at("2026-11-27 10:00"))
    assert "am Donnerstag, 24. Dezember: An diesem Tag gelten oft andere Zeiten" in reply.turn.replies[0].text


def test_an_answer_about_hours_asked_for_another_day_names_that_day(bot: Trial) -> None:
    bot.answer("musterstadt", "Wann hat das Bürgerbüro Mitte offen?", at("2026-11-27 10:00"), "c")
    reply = bot.answer("musterstadt", "und am 2.12.?", at("2026-11-27 10:01"), "c").turn.replies[0].text
    assert reply.startswith("Bürgerbüro Mitte am Mittwoch, 2. Dezember: 8–17 Uhr")
