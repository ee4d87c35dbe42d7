"""What was understood of a message, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Candidate:
    """An intent that a concern may mean, with the calibrated probability that it does."""

    intent: str
    confidence: float


@dataclass(frozen=True)
class Concern:
    """One of several wishes in a message.

    `candidates` are sorted, most certain first; `guarded` says that a guard decided, not the classifier; `offices` are
    those the citizen named; `place` and `street` are those they named, as the files spell them; `places` are those it
    may be if `place` cannot be told; `only_place` says that nothing else was said; `subject` is the service that a
    complaint or an objection is about; `follows_up` says that the words point back at the last turn; `asks_day` that
    they ask about a day, and `day` is the one they name, as `days.date_of` reads it; `fits` is, of the intents just
    offered or talked about, the one that fits the words best, with how near it comes to the best of all (0 to 1).
    """

    text: str
    candidates: tuple[Candidate, ...]
    guarded: bool = False
    offices: tuple[str, ...] = ()
    place: str | None = None
    places: tuple[str, ...] = ()
    street: str | None = None
    only_place: bool = False
    subject: str | None = None
    follows_up: bool = False
    asks_day: bool = False
    day: str | None = None
    fits: Candidate | None = None

    @property
    def best(self) -> Candidate | None:
        """The most likely intent."""
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True)
class Understanding:
    """A whole message: its language and its concerns in the order they were written.

    `alarming` says that it may, not must, speak of an emergency: then the reply begins with the emergency numbers.
    `act_at` is the confidence from which an intent is acted upon without asking back.
    """

    language: str
    concerns: tuple[Concern, ...]
    alarming: bool = False
    act_at: float = 0.5


class Understand(Protocol):
    """What the spine needs of understanding; deterministic, no I/O."""

    def __call__(self, text: str, organisation: str, context: tuple[str, ...] = ()) -> Understanding:
        """Understands a message; `context` are the intents just offered or talked about."""
        ...
