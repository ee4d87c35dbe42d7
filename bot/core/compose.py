"""Turns decisions into the reply a citizen reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.content import ERASURE_INTENT, HOURS_INTENT, Body, Response
from bot.core.conversation import ERASE_NO, ERASE_YES, INTENT_PREFIX, OFFICE_PREFIX
from bot.core.decision import SETTLED, Answer, Clarify, Decision, Escalate, Refer
from bot.core.escalation import forwards
from bot.core.messages import Button, Reply
from bot.core.phrasing import body_values, fill, office_values, say_as_of, say_day, text_in

BILINGUAL = ("de", "en")
"""What a citizen gets whose language the organisation does not offer."""


@dataclass(frozen=True)
class Situation:
    """What a reply depends on beside the decisions; `now` is in the organisation's zone.

    With `pr_paused` a crisis has put questions about public relations off.
    """

    body: Body
    language: str
    now: datetime
    greeted: bool
    reference: str
    due: datetime | None = None
    personal_data: bool = False
    alarming: bool = False
    pr_paused: bool = False


def compose(decisions: tuple[Decision, ...], situation: Situation) -> Reply:
    """The reply to all concerns of one message, in each language the citizen should get."""
    emergency = any(d.kind == "emergency" for d in decisions)
    versions = [_in_language(decisions, situation, language) for language in languages(situation)]
    if emergency:
        versions = [text for text in [_own_language(decisions, situation)] if text] + versions
    return Reply("\n\n".join(dict.fromkeys(versions)), _buttons(decisions, situation))


def languages(situation: Situation) -> tuple[str, ...]:
    """The languages of a reply: the citizen's if the organisation has it, else plain German and English."""
    if situation.language in situation.body.organisation.languages:
        return (situation.language,)
    return BILINGUAL


def say(situation: Situation, key: str, **extra: str | None) -> str:
    """A shared text in the citizen's language or languages, filled with the organisation's facts."""
    return "\n\n".join(_shared(situation, key, language, **extra) for language in languages(situation))


def introduced(text: str, situation: Situation) -> str:
    """A plain text with what a first reply adds: a machine answers, how to reach a person, privacy.

    The AI Act (Art. 50) and the GDPR (Art. 13) ask for it at the first contact.
    """
    if situation.greeted:
        return text
    return "\n\n".join([text, *(_introduction([text], situation, language) for language in languages(situation))])


def _in_language(decisions: tuple[Decision, ...], situation: Situation, language: str) -> str:
    blocks = [_block(decision, situation, language) for decision in decisions]
    if situation.alarming and not any(d.kind == "emergency" for d in decisions):
        blocks.insert(0, _shared(situation, "emergency_reminder", language))
    if any(d.intent == ERASURE_INTENT for d in decisions):
        blocks.append(_shared(situation, "erase_ask", language))
    if any((isinstance(d, Escalate) and d.kind != "emergency") or forwards(d, situation.body) for d in decisions):
        blocks.append(_shared(situation, "reference", language))
    if situation.personal_data:
        blocks.append(_shared(situation, "personal_data", language))
    answered = any(d.kind == "pr_question" and isinstance(d, Answer) for d in decisions)
    if answered and situation.greeted and not situation.pr_paused:
        blocks.append(_shared(situation, "answer_footer", language))
    if not situation.greeted:
        emergency = any(d.kind == "emergency" for d in decisions)
        blocks.append(_introduction(blocks, situation, language, emergency))
    return "\n\n".join(block for block in dict.fromkeys(blocks) if block)


def _introduction(said: list[str], situation: Situation, language: str, emergency: bool = False) -> str:
    """Says once that a machine answers and how to reach the organisation, unless its contact stands there already."""
    if emergency:
        return _shared(situation, "first_reply_emergency", language)
    contact = situation.body.organisation.contact
    ways = [way for way in (contact.phone, contact.email, contact.website) if way]
    lines = [_shared(situation, "first_reply", language)]
    if not all(any(way in block for block in said) for way in ways):
        lines.append(_shared(situation, "first_reply_contact", language))
    return "\n".join(lines)


def _block(decision: Decision, situation: Situation, language: str) -> str:
    if situation.pr_paused and decision.kind == "pr_question":
        return _shared(situation, "pr_paused", language)
    match decision:
        case Answer():
            return _answer(decision, situation, language)
        case Refer():
            return _refer(decision, situation, language)
        case Clarify():
            return _question(decision, situation, language)
        case Escalate():
            return _escalate(decision, situation, language)
    raise TypeError(decision)


def _answer(decision: Decision, situation: Situation, language: str) -> str:
    body = situation.body
    response = body.responses.get(decision.intent or "")
    known = body.intents[decision.intent or ""].intent
    if known.about_office and (response is None or decision.office != body.general_office):
        return _about_office(decision, situation, language)
    if response is None:
        return _shared(situation, "greeting", language)
    return _respond(response, decision, situation, language)


def _respond(response: Response, decision: Decision, situation: Situation, language: str) -> str:
    text = response.text_in(language) or response.texts["de"]
    lines = [fill(text, _values(situation, language, decision.office))]
    if response.link:
        lines.append(_shared(situation, "more", language, link=response.link))
    if decision.kind == "pr_question":
        day = say_as_of(response.as_of, situation.now.date(), language)
        lines.append(_shared(situation, "as_of", language, date=day))
    return "\n".join(lines)


def _about_office(decision: Decision, situation: Situation, language: str) -> str:
    office = decision.office or situation.body.general_office
    hours = situation.body.offices[office].hours
    said_hours = "office_hours" if hours else "hours_unknown"
    key = said_hours if decision.intent == HOURS_INTENT else "office_contact"
    return "\n".join(_shared(situation, block, language, office) for block in (key, "contact_block"))


def _refer(decision: Decision, situation: Situation, language: str) -> str:
    body, office = situation.body, decision.office or situation.body.general_office
    known, response = body.intents.get(decision.intent or ""), body.responses.get(decision.intent or "")
    if decision.kind == "pr_question":
        said = [_shared(situation, "refer_unanswered", language, office)]
    else:
        said = [_respond(response, decision, situation, language)] if response else []
        said += [_shared(situation, key, language, office) for key in _service_keys(decision, body, office)]
    legal = known is not None and known.intent.legal_form
    hint = known.intent.hint if known and decision.confidence >= SETTLED else None
    paragraphs = [
        "\n".join(said),
        _shared(situation, "legal_questions" if legal else "contact_block", language, office),
        (hint.en if language == "en" else hint.de) if hint else "",
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _service_keys(decision: Decision, body: Body, office: str) -> list[str]:
    known = body.intents.get(decision.intent or "")
    if known and known.intent.legal_form:
        return []
    if forwards(decision, body):
        return [_responsible(body, office), "forwarded", "service_notice"]
    return [_responsible(body, office), "service_notice"]


def _question(decision: Clarify, situation: Situation, language: str) -> str:
    if not decision.options:
        return _shared(situation, "clarify_open", language)
    by_place = decision.options[0].startswith(OFFICE_PREFIX)
    question = _shared(situation, "clarify_office" if by_place else "clarify_options", language)
    labels = [option_label(option, situation.body, language) for option in decision.options]
    return "\n".join([question, *(f"{i}. {label}" for i, label in enumerate(labels, 1))])


def _escalate(decision: Escalate, situation: Situation, language: str) -> str:
    body = situation.body
    response = body.responses.get(decision.intent or "")
    if decision.kind == "emergency" and response:
        return fill(response.text_in(language) or response.texts["de"], _values(situation, language))
    office = decision.office or body.general_office
    taken = _respond(response, decision, situation, language) if response else ""
    contact = [
        _shared(situation, "person_alternatives", language, office),
        _shared(situation, _responsible(body, office), language, office) if office != body.general_office else "",
        _shared(situation, "contact_block", language, office),
    ]
    return "\n\n".join(
        [taken or _shared(situation, "escalate", language, office), "\n".join(line for line in contact if line)]
    )


def _responsible(body: Body, office: str) -> str:
    if not body.offices[office].ours:
        return "refer_outside"
    return "refer_general" if office == body.general_office else "refer"


def _own_language(decisions: tuple[Decision, ...], situation: Situation) -> str | None:
    """The emergency text in the citizen's own language, also where the organisation offers it nowhere else."""
    if situation.language in languages(situation):
        return None
    for decision in decisions:
        response = situation.body.responses.get(decision.intent or "")
        if decision.kind == "emergency" and response and (text := response.text_in(situation.language)):
            return fill(text, _values(situation, "en"))
    return None


def _buttons(decisions: tuple[Decision, ...], situation: Situation) -> tuple[Button, ...]:
    language = languages(situation)[0]
    for decision in decisions:
        if isinstance(decision, Clarify):
            return tuple(Button(option_label(o, situation.body, language), o) for o in decision.options)
        if decision.intent == ERASURE_INTENT:
            return erase_buttons(situation)
    return ()


def erase_buttons(situation: Situation) -> tuple[Button, ...]:
    """Yes and no below the question whether everything shall be deleted."""
    language = languages(situation)[0]
    return (
        Button(_shared(situation, "erase_yes", language), ERASE_YES),
        Button(_shared(situation, "erase_no", language), ERASE_NO),
    )


def option_label(option: str, body: Body, language: str) -> str:
    """What stands on the button of an offered intent or office."""
    if option.startswith(OFFICE_PREFIX):
        office = body.offices[option.removeprefix(OFFICE_PREFIX)]
        return ", ".join(office.areas[:3]) or office.name
    title = body.intents[option.removeprefix(INTENT_PREFIX)].intent.title
    return title.en if language == "en" else title.de


def _values(situation: Situation, language: str, office: str | None = None) -> dict[str, str | None]:
    values = body_values(situation.body, language)
    values |= office_values(situation.body, office or situation.body.general_office, situation.now, language)
    if situation.due:
        values["due"] = say_day(situation.due.date(), situation.now.date(), language)
    return values | {"reference": situation.reference}


def _shared(situation: Situation, key: str, language: str, office: str | None = None, **extra: str | None) -> str:
    return fill(text_in(situation.body.texts[key], language), _values(situation, language, office) | extra)
