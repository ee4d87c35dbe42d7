"""What is due to be deleted at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from bot.core.organisation import Contact, InSentence, Organisation, Retention
from bot.core.retention import PurgeBefore, purge_before

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


def organisation(**retention: str) -> Organisation:
    name = InSentence(de="der Stadt Musterstadt", en="Musterstadt")
    return Organisation(
        name="Musterstadt",
        in_sentence=name,
        subject=name,
        state="RP",
        contact=Contact(),
        desk="rathaus",
        retention=Retention(**retention),
    )


@pytest.mark.parametrize(
    ("retention", "words", "conversations"),
    [
        ({}, datetime(2026, 8, 25, 3, tzinfo=UTC), datetime(2024, 11, 23, 3, tzinfo=UTC)),
        (
            {"raw_messages": "1 month", "conversations_idle": "1 year"},
            datetime(2026, 10, 23, 3, tzinfo=UTC),
            datetime(2025, 11, 23, 3, tzinfo=UTC),
        ),
        (
            {"raw_messages": "0 days", "conversations_idle": "24 hours"},
            NOW,
            datetime(2026, 11, 22, 3, tzinfo=UTC),
        ),
    ],
)
def test_words_and_idle_conversations_are_deleted_after_their_retention(
    retention: dict[str, str], words: datetime, conversations: datetime
) -> None:
    assert purge_before(organisation(**retention), NOW) == PurgeBefore(words, conversations, NOW - timedelta(days=1))


def test_on_a_leap_day_a_year_ago_was_the_28th() -> None:
    limits = purge_before(organisation(conversations_idle="1 year"), datetime(2028, 2, 29, tzinfo=UTC))
    assert limits.conversations == datetime(2027, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize("duration", ["forever", "-1 days", "90"])
def test_a_retention_that_cannot_be_computed_is_refused_when_the_file_is_read(duration: str) -> None:
    with pytest.raises(ValidationError):
        Retention(raw_messages=duration)
