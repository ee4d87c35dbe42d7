"""What needs a person: reason, due time, reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.content import Body
from bot.core.decision import Decision, Escalate
from bot.core.forwarding import Forward, Ways, forwarding_of, to_desk
from bot.core.promises import due_at, warn_times

REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, 1, I and O: a reference is read aloud on the telephone."""


PROMISED_NOTHING = frozenset(
    "emergency crisis_of_life paused undeliverable forward_failed recipient_failed "
    "mail_unverified mail_empty mail_from_citizen mail_to_team".split()
)
"""Reasons for which the citizen was told no date, or not to wait."""
REFERENCE_LETTERS = 7
"""Beside the check letter: 34 thousand million numbers."""


@dataclass(frozen=True)
class Escalation:
    """A promise to a citizen that a person keeps; open until it is closed.

    The `reason` says who is to act: `forwarded` the office that has the message, anything else the desk.
    """

    reference: str
    reason: str
    kind: str
    office: str
    due_at: datetime
    warn_at: datetime | None = None
    """When people are first warned that it runs out; None: not at all."""


def escalations(
    decisions: tuple[Decision, ...], body: Body, now: datetime, reference: str, ways: Ways
) -> tuple[Escalation, ...]:
    """The entries that these decisions make; the time runs from `now`, the receipt; an emergency is due at once."""
    made = []
    for decision in decisions:
        if reason := _reason(decision, body, ways):
            due = due_of(decision.kind, decision.intent, body, now)
            office = decision.office or body.organisation.desk
            made.append(_promise(reference, reason, decision.kind, office, now, due, body))
    return tuple(made)


def promise_of(forward: Forward, body: Body, now: datetime) -> Escalation:
    """The entry for a forward that the citizen asked for."""
    due = forward.due_at or due_of(forward.kind, forward.intent, body, now)
    return _promise(forward.reference, "forwarded", forward.kind, forward.office, now, due, body)


def promise(reference: str, reason: str, kind: str, office: str, now: datetime, body: Body) -> Escalation:
    """An entry of this kind that is made now, due by the organisation's rules."""
    return _promise(reference, reason, kind, office, now, due_of(kind, None, body, now), body)


def _promise(
    reference: str, reason: str, kind: str, office: str, now: datetime, due: datetime, body: Body
) -> Escalation:
    return Escalation(reference, reason, kind, office, due, warn_times(now, due, body.working_time)[0])


def _reason(decision: Decision, body: Body, ways: Ways) -> str | None:
    if isinstance(decision, Escalate):
        return decision.reason
    if forwarding_of(decision, body, ways) == "always":
        return "forwarded"
    return "forward" if to_desk(decision, body, ways) else None


def due_of(kind: str, intent: str | None, body: Body, now: datetime) -> datetime:
    """By when a person shall have answered a message of this kind that is promised now."""
    if kind == "emergency":
        return now
    known = body.intents.get(intent or "")
    duration = body.organisation.due_for("default" if known and known.intent.promptly else kind)
    return due_at(now, duration, body.working_time)


def spell_reference(number: int) -> str:
    """Eight characters such as "7K3Q-F2XM" from a random number; the last one checks the others."""
    places = []
    for _ in range(REFERENCE_LETTERS):
        number, rest = divmod(number, len(REFERENCE_ALPHABET))
        places.append(rest)
    letters = "".join(REFERENCE_ALPHABET[place] for place in (*places, _check(places)))
    return f"{letters[:4]}-{letters[4:]}"


def read_reference(text: str) -> str | None:
    """The reference that someone typed or read aloud, in any case and with any dashes; None if a letter is wrong."""
    letters = [letter for letter in text.upper() if letter in REFERENCE_ALPHABET]
    places = [REFERENCE_ALPHABET.index(letter) for letter in letters]
    if len(places) != REFERENCE_LETTERS + 1 or _check(places[:-1]) != places[-1]:
        return None
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def _check(places: Sequence[int]) -> int:
    """Luhn's check for 32 letters: finds every single wrong letter and nearly every swap of neighbours."""
    total, size = 0, len(REFERENCE_ALPHABET)
    for i, place in enumerate(reversed(places)):
        weighted = place * (2 if i % 2 == 0 else 1)
        total += weighted // size + weighted % size
    return -total % size
