"""How a citizen is told until when an answer comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest

from bot.core.content import Content
from bot.core.conversation import Conversation
from bot.core.messages import InboundMessage
from bot.core.phrasing import say_due
from bot.pipeline import hand_over, respond
from bot.understanding.engine import Understander
from tests.core.working_times import at

NOW = at("2026-11-23 10:00")


@pytest.mark.parametrize(
    ("due", "language", "said"),
    [
        ("2026-11-25 23:59", "de", "Mittwoch, 25. November"),
        ("2026-11-25 09:00", "de", "Mittwoch, 25. November"),
        ("2026-11-24 23:59", "de", "Dienstag, 24. November"),
        ("2026-11-25 23:59", "en", "Wednesday, 25 November"),
        ("2027-01-04 23:59", "de", "Montag, 4. Januar 2027"),
        ("2026-11-23 15:00", "de", "heute um 15 Uhr"),
        ("2026-11-23 15:30:59", "de-x-leicht", "heute um 15:30 Uhr"),
        ("2026-11-23 15:00", "en", "15:00 today"),
        ("2026-11-23 23:59", "de", "heute Abend"),
        ("2026-11-23 23:59", "en", "this evening"),
    ],
)
def test_a_promise_names_its_day_and_today_its_hour(due: str, language: str, said: str) -> None:
    assert say_due(at(due), NOW, language) == said


def test_a_promise_kept_in_utc_is_said_in_the_organisations_time() -> None:
    assert say_due(at("2026-11-25 00:30").astimezone(UTC), NOW, "de") == "Mittwoch, 25. November"


@pytest.mark.parametrize(
    ("rule", "extra", "said"),
    [
        ("3 service hours", {}, "Sie bekommen bis heute um 13 Uhr eine Antwort"),
        ("3 service hours", {"service_hours": {"mon-fri": "08:00-12:00"}}, "bis Dienstag, 24. November eine Antwort"),
        ("1 working day", {}, "bis Dienstag, 24. November eine Antwort"),
    ],
)
def test_who_asks_for_a_person_reads_the_organisations_own_term(
    content: Content, understand: Understander, rule: str, extra: dict[str, object], said: str
) -> None:
    body = content.bodies["musterstadt"]
    organisation = body.organisation.model_copy(update={"due": {"default": rule}, **extra})
    message = InboundMessage("musterstadt", "test", "1", "1", "/mensch", NOW)
    outcome = respond(message, Conversation(), replace(body, organisation=organisation), understand, NOW, "7K3-QF2")
    assert said in outcome.turn.replies[0].text


def test_after_midnight_the_term_of_a_message_on_which_the_bot_failed_begins_with_the_new_day(content: Content) -> None:
    night = at("2026-11-24 00:30").astimezone(UTC)
    message = InboundMessage("musterstadt", "test", "1", "1", "x", night)
    outcome = hand_over(message, Conversation(), content.bodies["musterstadt"], night, "7K3-QF2")
    assert outcome.turn.escalations[0].due_at == at("2026-11-26 23:59")
    assert "bis Donnerstag, 26. November" in outcome.turn.replies[0].text
