"""What a citizen is told without having just written: delivered, not delivered, answered, late."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.content import Body
from bot.core.messages import Reply
from bot.core.saying import Situation, say


def forwarded(reference: str, office: str, due_at: datetime | None, language: str, body: Body, now: datetime) -> Reply:
    """The office has the message, with the date by which it shall answer."""
    situation = _situation(reference, due_at, language, body, now)
    return _reply(say(situation, "forward_accepted", office), say(situation, "reference"))


def not_forwarded(reference: str, office: str, language: str, body: Body, now: datetime) -> Reply:
    """The office does not have the message; how to reach it instead."""
    situation = _situation(reference, None, language, body, now)
    contact = say(situation, "contact_block", office)
    return _reply(say(situation, "forward_failed", office), contact, say(situation, "reference"))


def answered(text: str, reference: str, office: str, language: str, body: Body, now: datetime) -> Reply:
    """What the office wrote, under its name."""
    situation = _situation(reference, None, language, body, now)
    return _reply(say(situation, "office_answer", office), text, say(situation, "reference"))


def late(reference: str, office: str, due_at: datetime, language: str, body: Body, now: datetime) -> Reply:
    """The promised date has passed; nobody is left guessing."""
    situation = _situation(reference, due_at, language, body, now)
    contact = say(situation, "contact_block", office)
    return _reply(say(situation, "interim", office), contact, say(situation, "reference"))


def settled(reference: str, office: str, language: str, body: Body, now: datetime) -> Reply:
    """The office's system says that the matter is closed, and nothing else."""
    situation = _situation(reference, None, language, body, now)
    return _reply(say(situation, "case_closed", office), say(situation, "reference"))


def no_code(language: str, body: Body, now: datetime) -> Reply:
    """The code could not be sent to the address that the citizen gave."""
    return _reply(say(_situation("", None, language, body, now), "mail_no_code"))


def mailed(reference: str, language: str, body: Body, now: datetime) -> Reply:
    """The answer has gone to the address that the citizen gave."""
    return _reply(say(_situation(reference, None, language, body, now), "answer_mailed"))


def _situation(reference: str, due_at: datetime | None, language: str, body: Body, now: datetime) -> Situation:
    zone = ZoneInfo(body.organisation.timezone)
    due = due_at.astimezone(zone) if due_at else None
    return Situation(body, language, now.astimezone(zone), greeted=True, reference=reference, due=due)


def _reply(*blocks: str) -> Reply:
    return Reply("\n\n".join(block for block in blocks if block))
