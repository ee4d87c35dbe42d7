"""What needs a person: reason, due time, reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.calendar import due_at
from bot.core.content import Body
from bot.core.decision import Decision, Escalate

REFERENCE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, 1, I and O: a reference is read aloud on the telephone."""


@dataclass(frozen=True)
class Escalation:
    """One entry for the desk; open until a person closes it."""

    reference: str
    reason: str
    kind: str
    office: str
    due_at: datetime


def escalations(decisions: tuple[Decision, ...], body: Body, now: datetime, reference: str) -> tuple[Escalation, ...]:
    """The entries that these decisions make; an emergency is due at once."""
    return tuple(
        Escalation(
            reference,
            decision.reason,
            decision.kind,
            decision.office or body.organisation.desk,
            now
            if decision.kind == "emergency"
            else due_at(now, body.organisation.due_for(decision.kind), body.is_holiday),
        )
        for decision in decisions
        if isinstance(decision, Escalate)
    )


def spell_reference(number: int) -> str:
    """Six characters such as "7K3-QF2" from a random number."""
    letters = []
    for _ in range(6):
        number, rest = divmod(number, len(REFERENCE_ALPHABET))
        letters.append(REFERENCE_ALPHABET[rest])
    return "".join(letters[:3]) + "-" + "".join(letters[3:])
