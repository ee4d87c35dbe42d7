"""Real messages as the bot would treat them now, beside what it did with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.learning import may_be_shown

GRAVE = frozenset({"emergency", "privacy_request", "abuse"})
"""Kinds whose words are too grave or too personal for an editor's list; that something changes is shown."""


@dataclass(frozen=True)
class Treatment:
    """What is done with a message: what it is taken for, which office is named, and how it is settled."""

    kind: str
    intent: str | None
    office: str | None
    decision: str


@dataclass(frozen=True)
class Handled:
    """A message as it is stored, redacted, and what was done with it."""

    conversation_id: int
    at: datetime
    text: str
    treated: Treatment


@dataclass(frozen=True)
class Changed:
    """A message that would be treated differently now."""

    handled: Handled
    now: Treatment

    @property
    def words(self) -> str:
        """Its words if an editor may read them, else ""."""
        grave = {self.handled.treated.kind, self.now.kind} & GRAVE
        return "" if grave or not may_be_shown(self.handled.text) else self.handled.text
