"""What is due to be deleted at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.calendar import subtract_duration
from bot.core.organisation import Organisation

OFFERS = "1 day"
"""How long a citizen may still press "pass it on"; the words wait that long."""


@dataclass(frozen=True)
class PurgeBefore:
    """What is older is deleted: citizens' words, silent conversations, offers to forward that nobody took up."""

    words: datetime
    conversations: datetime
    offers: datetime


def purge_before(organisation: Organisation, now: datetime) -> PurgeBefore:
    """The limits that the organisation's retention sets today; the clock of a conversation is its last message."""
    return PurgeBefore(
        words=subtract_duration(now, organisation.retention.raw_messages),
        conversations=subtract_duration(now, organisation.retention.conversations_idle),
        offers=subtract_duration(now, OFFERS),
    )
