"""Words mails to offices and citizens from what a delivery holds, with the organisation's texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.content import Body
from bot.core.forwarding import Forward
from bot.core.mail import Mail
from bot.core.phrasing import say_day, say_due, say_time
from bot.core.saying import Situation, say_once

OFFICES_READ = "de"
"""The language in which offices are written to."""

CHANNELS = {"telegram": "Telegram", "web": "Web-Chat", "console": "Terminal"}
URGENT = frozenset({"emergency", "crisis_of_life"})


def forward_mail(forward: Forward, body: Body, now: datetime) -> tuple[str, str]:
    """(subject, text) of a citizen's words to an office."""
    situation = _situation(forward.reference, body, now, OFFICES_READ)
    office, facts = forward.office, _facts(forward, body, now)
    subject = say_once(situation, "mail_forward_subject", office, facts)
    return _one_line(subject), say_once(situation, "mail_forward", office, facts)


def case_title(forward: Forward, body: Body) -> str:
    """What a case is called in an office's own system: the intent's title."""
    known = body.intents.get(forward.intent or "")
    return known.intent.title.de if known else body.offices[forward.office].name


def warning_mail(warning: Mapping[str, Any], office: str, reference: str, body: Body, now: datetime) -> tuple[str, str]:
    """(subject, text) of a warning that a promise is running out, or of an emergency."""
    due = datetime.fromisoformat(str(warning["due_at"])).astimezone(_zone(body))
    facts = {"share": f"{warning['share']} %", "due": say_due(due, _local(now, body), OFFICES_READ)}
    situation = _situation(reference, body, now, OFFICES_READ)
    if warning["reason"] in URGENT:
        subject = say_once(situation, "mail_urgent_subject", office, facts)
        return _one_line(subject), say_once(situation, "mail_urgent", office, facts)
    subject = say_once(situation, "mail_warning_subject", office, facts)
    return _one_line(subject), say_once(situation, "mail_warning", office, facts)


def erasure_mail(office: str, reference: str, body: Body, now: datetime) -> tuple[str, str]:
    """(subject, text) of the plea to erase what was forwarded, as the citizen demands (Art. 17 and 19 GDPR)."""
    situation = _situation(reference, body, now, OFFICES_READ)
    subject = say_once(situation, "mail_erasure_subject", office, {})
    return _one_line(subject), say_once(situation, "mail_erasure", office, {})


def answer_mail(text: str, office: str, reference: str, body: Body, now: datetime, language: str) -> tuple[str, str]:
    """(subject, text) of an answer to a citizen who wished for it by mail."""
    situation = _situation(reference, body, now, language)
    subject = say_once(situation, "mail_answer_subject", office, {})
    return _one_line(subject), say_once(situation, "mail_answer", office, {"words": text})


def code_mail(code: str, body: Body, now: datetime, language: str) -> tuple[str, str]:
    """(subject, text) of the code by which a citizen confirms an address."""
    situation = _situation("", body, now, language)
    office, facts = body.general_office, {"code": code}
    subject = say_once(situation, "mail_code_subject", office, facts)
    return _one_line(subject), say_once(situation, "mail_code", office, facts)


def as_mail(worded: tuple[str, str], to: str, token: str, reference: str, body: Body) -> Mail:
    """The mail to one recipient; its identity is the delivery's, so that every attempt is the same mail."""
    subject, text = worded
    return Mail(to, subject, text, body.organisation.name, token, token, reference)


def _one_line(subject: str) -> str:
    return " ".join(subject.split())


def _situation(reference: str, body: Body, now: datetime, language: str) -> Situation:
    return Situation(body, language, _local(now, body), greeted=True, reference=reference)


def _facts(forward: Forward, body: Body, now: datetime) -> dict[str, str | None]:
    received = _local(forward.received_at, body)
    day, hour = received.date(), received.time()
    where = ", ".join(part for part in (forward.street, forward.place) if part)
    today = _local(now, body)
    return {
        "topic": case_title(forward, body),
        "channel": CHANNELS.get(forward.channel, forward.channel),
        "received": f"{say_day(day, today.date(), OFFICES_READ)}, {say_time(hour, OFFICES_READ)}",
        "place": where or None,
        "due": say_due(_local(forward.due_at, body), today, OFFICES_READ) if forward.due_at else None,
        "words": forward.words,
    }


def _zone(body: Body) -> ZoneInfo:
    return ZoneInfo(body.organisation.timezone)


def _local(moment: datetime, body: Body) -> datetime:
    return moment.astimezone(_zone(body))
