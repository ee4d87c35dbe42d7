"""What needs a person: reason, due time, reference."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.content import Body
from bot.core.decision import Decision, Escalate, Refer
from bot.core.promises import due_at

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
            reference, reason, decision.kind, decision.office or body.organisation.desk, _due(decision, body, now)
        )
        for decision in decisions
        if (reason := _reason(decision, body))
    )


def forwards(decision: Decision, body: Body) -> bool:
    """Whether the organisation passes this request on to its own people without asking (`forwarding: always`).

    An objection or application is not: nobody shall believe that it has arrived.
    """
    known = body.intents.get(decision.intent or "")
    wanted = isinstance(decision, Refer) and decision.kind == "service_request"
    return wanted and body.organisation.forwarding == "always" and not (known and known.intent.legal_form)


def _reason(decision: Decision, body: Body) -> str | None:
    if isinstance(decision, Escalate):
        return decision.reason
    return "forward" if forwards(decision, body) else None


def _due(decision: Decision, body: Body, now: datetime) -> datetime:
    if decision.kind == "emergency":
        return now
    known = body.intents.get(decision.intent or "")
    kind = "default" if known and known.intent.promptly else decision.kind
    return due_at(now, body.organisation.due_for(kind), body.working_time)


def spell_reference(number: int) -> str:
    """Six characters such as "7K3-QF2" from a random number."""
    letters = []
    for _ in range(6):
        number, rest = divmod(number, len(REFERENCE_ALPHABET))
        letters.append(REFERENCE_ALPHABET[rest])
    return "".join(letters[:3]) + "-" + "".join(letters[3:])
