"""Passing a citizen's message on to an office: whether, to whom, and what goes along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

WayName = Literal["email", "open311", "zammad"]
"""How a message reaches an office."""


@dataclass(frozen=True)
class Forward:
    """A citizen's words for an office; `number` counts the concerns of one message, which share its reference.

    `words` are redacted as the organisation sets it; `place` and `street` are those of its files, if named.
    """

    reference: str
    number: int
    office: str
    kind: str
    intent: str | None
    words: str
    channel: str
    received_at: datetime
    language: str = "de"
    place: str | None = None
    street: str | None = None


@dataclass(frozen=True)
class Recipient:
    """Where a forward goes: `address` is a mail address, or the office's id where an API takes it."""

    way: WayName
    address: str
