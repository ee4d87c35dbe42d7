"""Why an office was named, and which days do not count."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.content import Body
from bot.core.decision import Decision
from bot.core.phrasing import say_day
from bot.steps.outcome import Outcome

LOOK_AHEAD = timedelta(days=370)
"""Within a year there is a public holiday everywhere."""


def office_lines(decision: Decision, body: Body) -> Iterator[str]:
    """The entry under `serves` that won, and what else played a part."""
    if decision.office is None:
        return
    name, concern = body.offices[decision.office].name, decision.concern
    intent = concern.subject or decision.intent
    if concern.subject and concern.subject != decision.intent:
        yield f"Es geht um „{body.intents[concern.subject].intent.title.de}“ ({concern.subject})."
    entry, offices = _winner(intent, body) if intent and intent in body.intents else ("", ())
    if decision.office in offices:
        yield f"Stelle: {name}, denn dort steht {entry} unter serves."
        if others := [body.offices[office].name for office in offices if office != decision.office]:
            yield f"Dasselbe steht auch bei: {', '.join(others)}."
    elif decision.office == body.organisation.desk:
        yield f"Stelle: {name}, denn dort liest ein Mensch mit (desk in organisation.yaml)."
    else:
        yield f"Stelle: {name}."
    if concern.offices:
        named = ", ".join(body.offices[office].name for office in concern.offices)
        yield f"Die Nachricht nennt Namen oder Orte von: {named}."


def _winner(intent: str, body: Body) -> tuple[str, tuple[str, ...]]:
    """The narrowest entry that an office serves, in words, and the offices with it."""
    known = body.intents[intent]
    offices = body.offices_for(intent)
    for entry, what in ((known.id, "die Absicht"), (known.topic, "das Thema"), (known.intent.kind, "die Art")):
        if any(entry in body.offices[office].serves for office in offices):
            return f"{what} „{entry}“", offices
    return "„*“ (alles Übrige)", offices


def calendar_lines(outcome: Outcome, body: Body, at: datetime) -> Iterator[str]:
    """Until when a person answers, and the public holidays that were left out."""
    today = at.astimezone(ZoneInfo(body.organisation.timezone)).date()
    last = today
    for escalation in outcome.turn.escalations:
        last = max(last, escalation.due_at.date())
        kind = outcome.turn.kind
        yield f"Frist: {say_day(escalation.due_at.date(), today, 'de')} ({body.organisation.due_for(kind)})."
    state = body.organisation.state
    between = [day for day in _days(today, last) if body.is_holiday(day)]
    coming = next((day for day in _days(today, today + LOOK_AHEAD) if body.is_holiday(day)), None)
    if between:
        said = "; ".join(say_day(day, today, "de") for day in between)
        yield f"Feiertage ({state}), die nicht zählen: {said}."
    elif coming:
        yield f"Feiertage ({state}): keiner spielt mit, der nächste ist {say_day(coming, today, 'de')}."


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
