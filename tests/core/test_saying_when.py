"""How a citizen is told until when an answer comes."""

from __future__ import annotations

from datetime import UTC

import pytest

from bot.core.phrasing import say_due
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
