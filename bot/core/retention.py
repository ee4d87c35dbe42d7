"""What is due to be deleted at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.calendar import subtract_duration
from bot.core.organisation import Organisation


@dataclass(frozen=True)
class PurgeBefore:
    """Words of citizens from before `words` and conversations silent since before `conversations` are deleted."""

    words: datetime
    conversations: datetime


def purge_before(organisation: Organisation, now: datetime) -> PurgeBefore:
    """The limits that the organisation's retention sets today; the clock of a conversation is its last message."""
    return PurgeBefore(
        words=subtract_duration(now, organisation.retention.raw_messages),
        conversations=subtract_duration(now, organisation.retention.conversations_idle),
    )
