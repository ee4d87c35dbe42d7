"""What staff see and do at the desk, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.core.staff import Staff

Stage = Literal["password", "full"]

CLOSING_REASONS = ("answered", "forwarded", "settled_by_bot", "duplicate", "spam", "other")
"""Why an escalation may be closed."""

ABSENT_MINUTES = 30
"""Without any request for so long, someone is absent and holds no claim any more."""


@dataclass(frozen=True)
class By:
    """Who does something at the desk, and when."""

    staff: Staff
    now: datetime


@dataclass(frozen=True)
class Secrets:
    """What proves that it is this person: an argon2 hash ("" if there is none), the seed of one-time codes."""

    password: str
    totp_secret: str | None


@dataclass(frozen=True)
class Session:
    """A browser that is signed in; `pending_secret` is a second factor that is being set up."""

    token: str
    staff: Staff
    csrf: str
    stage: Stage
    pending_secret: str | None = None


@dataclass(frozen=True)
class QueueFilter:
    """What of the queue is shown; `older_than` is a time of arrival, `whose` is all, mine, unclaimed."""

    organisation: str = ""
    office: str = ""
    kind: str = ""
    reason: str = ""
    older_than: datetime | None = None
    whose: str = "all"
    due_before: datetime | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Entry:
    """One conversation that waits, by the most urgent of its open escalations."""

    conversation_id: int
    organisation: str
    office: str
    channel: str
    kind: str
    reason: str
    reference: str
    created_at: datetime
    due_at: datetime
    text: str
    claimed_by: str | None
    claimed_by_id: int | None


@dataclass(frozen=True)
class Counts:
    """How many escalations are open, each counted up to `COUNT_UP_TO`."""

    waiting: int
    urgent: int
    overdue: int
    today: int
    mine: int


COUNT_UP_TO = 1000
NOTHING_WAITS = ""
"""Instead of the name of who has a conversation: nobody needs to have it any more."""


@dataclass(frozen=True)
class StoredTurn:
    """A citizen's message as it is kept."""

    id: int
    at: datetime
    text: str
    kind: str
    understood: tuple[Mapping[str, object], ...]


@dataclass(frozen=True)
class StoredReply:
    """A reply and what became of it: pending, sent or failed; `staff` wrote it, or the bot if None."""

    id: int
    turn_id: int | None
    at: datetime
    text: str
    state: str
    attempts: int
    settled_at: datetime | None
    staff: str | None
    staff_id: int | None


@dataclass(frozen=True)
class StoredNote:
    """What staff wrote for each other."""

    at: datetime
    staff: str
    text: str


@dataclass(frozen=True)
class StoredEscalation:
    """An escalation with how it was closed, if it was."""

    id: int
    reference: str
    reason: str
    kind: str
    office: str
    created_at: datetime
    due_at: datetime
    closed_at: datetime | None
    closed_by: str | None
    closing: str | None
    turn_id: int


@dataclass(frozen=True)
class StoredForward:
    """A message to an office and what became of it: pending, accepted, refused, bounced; `way` is e.g. email."""

    at: datetime
    office: str
    way: str
    state: str


@dataclass(frozen=True)
class StoredAnswer:
    """What an office wrote back; `files` are (id, name) of what came along."""

    at: datetime
    office: str
    text: str
    files: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Thread:
    """A conversation with everything that staff may see of it."""

    id: int
    organisation: str
    channel: str
    news_key: tuple[str, str]
    language: str | None
    turns: tuple[StoredTurn, ...]
    replies: tuple[StoredReply, ...]
    notes: tuple[StoredNote, ...]
    escalations: tuple[StoredEscalation, ...]
    forwards: tuple[StoredForward, ...] = ()
    answers: tuple[StoredAnswer, ...] = ()
    claimed_by: str | None = None
    claimed_by_id: int | None = None
    paused: bool = False

    @property
    def offices(self) -> frozenset[str]:
        """The offices it was or is with."""
        return frozenset(e.office for e in self.escalations)

    @property
    def open(self) -> tuple[StoredEscalation, ...]:
        """What still waits."""
        return tuple(e for e in self.escalations if e.closed_at is None)


@dataclass(frozen=True)
class Found:
    """A message or reply that a search found."""

    conversation_id: int
    organisation: str
    at: datetime
    text: str
    by_staff: bool


@dataclass(frozen=True)
class NoticeDraft:
    """A crisis notice as someone proposes it."""

    organisation: str
    text_de: str
    text_en: str
    link: str
    ends_at: datetime
    pauses_pr: bool


@dataclass(frozen=True)
class NoticeVersion:
    """A crisis notice with its history; `state` is proposed, active, over."""

    id: int
    draft: NoticeDraft
    proposed_by: str
    proposed_by_id: int
    proposed_at: datetime
    released_by: str | None
    released_at: datetime | None
    ended_by: str | None
    ended_at: datetime | None

    def state(self, now: datetime) -> str:
        """What becomes of it at a moment."""
        if self.ended_at or self.draft.ends_at <= now:
            return "over"
        return "active" if self.released_at else "proposed"


@dataclass(frozen=True)
class Proposal:
    """A message that should have been understood otherwise."""

    id: int
    conversation_id: int
    organisation: str
    text: str
    understood: str | None
    intent: str
    staff: str
    at: datetime


@dataclass(frozen=True)
class AuditLine:
    """One line of the audit log."""

    id: int
    at: datetime
    login: str
    action: str
    organisation: str
    subject: str
    details: Mapping[str, object]


@dataclass(frozen=True)
class Figures:
    """The figures of one day; `first_response` in minutes, by share of the hours of the day."""

    by_hour: tuple[int, ...]
    incoming: int
    settled_by_bot: int
    waiting: int
    overdue: int
    first_response: float | None
    intents: tuple[tuple[str, int], ...]
    not_understood: tuple[str, ...]
    by_person: tuple[tuple[str, int], ...] = ()
