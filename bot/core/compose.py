"""Turns decisions into the reply a citizen reads."""

from __future__ import annotations

from bot.core.content import ERASURE_INTENT, HOURS_INTENT, Body, Response
from bot.core.conversation import ERASE_NO, ERASE_YES, INTENT_PREFIX, OFFICE_PREFIX, PLACE_PREFIX
from bot.core.days import date_of
from bot.core.decision import SETTLED, Answer, Clarify, Decision, Escalate, Refer
from bot.core.forwarding import Forward, forwarding_of, to_desk
from bot.core.messages import Button, Reply
from bot.core.phrasing import fill, is_free, say_as_of, say_day, say_hours_on
from bot.core.saying import Situation, languages, shared, values_of

OFTEN_SHORT = ((12, 24), (12, 31))
"""No holidays by law, yet few offices keep their usual hours, and not every organisation lists them as free days."""
MAX_OFFICES = 4
"""So many offices with their contacts can still be read on a phone."""


def compose(decisions: tuple[Decision, ...], situation: Situation, offers: tuple[Forward, ...] = ()) -> Reply:
    """The reply to all concerns of one message, in each language the citizen should get; `offers` get a button each."""
    emergency = any(d.kind == "emergency" for d in decisions)
    versions = [_in_language(decisions, situation, language) for language in languages(situation)]
    if emergency:
        versions = [text for text in [_own_language(decisions, situation)] if text] + versions
    return Reply("\n\n".join(dict.fromkeys(versions)), _buttons(decisions, situation, offers))


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
        blocks.insert(0, shared(situation, "emergency_reminder", language))
    if any(d.intent == ERASURE_INTENT for d in decisions):
        blocks.append(shared(situation, "erase_ask", language))
    if any(_numbered(d, situation) for d in decisions):
        blocks.append(shared(situation, "reference", language))
    if situation.personal_data:
        blocks.append(shared(situation, "personal_data", language))
    answered = any(d.kind == "pr_question" and isinstance(d, Answer) for d in decisions)
    if answered and situation.greeted and not situation.pr_paused:
        blocks.append(shared(situation, "answer_footer", language))
    if not situation.greeted:
        emergency = any(d.kind == "emergency" for d in decisions)
        blocks.append(_introduction(blocks, situation, language, emergency))
    return "\n\n".join(block for block in dict.fromkeys(blocks) if block)


def _numbered(decision: Decision, situation: Situation) -> bool:
    """Whether the citizen needs a number to ask about it."""
    if isinstance(decision, Escalate):
        return decision.kind != "emergency"
    always = forwarding_of(decision, situation.body, situation.ways) == "always"
    return always or _passed_on(decision, situation)


def _passed_on(decision: Decision, situation: Situation) -> bool:
    return to_desk(decision, situation.body, situation.ways)


def _introduction(said: list[str], situation: Situation, language: str, emergency: bool = False) -> str:
    """Says once that a machine answers and how to reach the organisation, unless its contact stands there already."""
    if emergency:
        return shared(situation, "first_reply_emergency", language)
    contact = situation.body.organisation.contact
    ways = [way for way in (contact.phone, contact.email, contact.website) if way]
    lines = [shared(situation, "first_reply", language)]
    if not all(any(way in block for block in said) for way in ways):
        lines.append(shared(situation, "first_reply_contact", language))
    return "\n".join(lines)


def _block(decision: Decision, situation: Situation, language: str) -> str:
    if situation.pr_paused and decision.kind == "pr_question":
        return shared(situation, "pr_paused", language)
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
        return shared(situation, "greeting", language)
    return _respond(response, decision, situation, language)


def _respond(response: Response, decision: Decision, situation: Situation, language: str) -> str:
    text = response.text_in(language) or response.texts["de"]
    lines = [_on_day(decision, situation, language), fill(text, values_of(situation, language, decision.office))]
    if response.link:
        lines.append(shared(situation, "more", language, link=response.link))
    if decision.kind == "pr_question":
        day = say_as_of(response.as_of, situation.now.date(), language)
        lines.append(shared(situation, "as_of", language, date=day))
    return "\n".join(line for line in lines if line)


def _on_day(decision: Decision, situation: Situation, language: str) -> str:
    """When the office is open on the day that was asked for; "" if no day was, or its hours are not known."""
    office, today = decision.office, situation.now.date()
    if decision.intent != HOURS_INTENT or office is None or not situation.body.offices[office].hours:
        return ""
    day = date_of(decision.concern.day or "", today)
    if day is None:
        return ""
    body, said = situation.body, say_day(day, today, language)
    if (day.month, day.day) in OFTEN_SHORT and not is_free(body, office)(day):
        return shared(situation, "hours_uncertain", language, office, day=said)
    key = {0: "hours_today", 1: "hours_tomorrow"}.get((day - today).days, "hours_on")
    return shared(situation, key, language, office, day=said, hours=say_hours_on(day, body, office, language))


def _about_office(decision: Decision, situation: Situation, language: str) -> str:
    office = decision.office or situation.body.general_office
    hours = situation.body.offices[office].hours
    said_hours = "office_hours" if hours else "hours_unknown"
    key = said_hours if decision.intent == HOURS_INTENT else "office_contact"
    said = [shared(situation, block, language, office) for block in (key, "contact_block")]
    return "\n".join(line for line in (_on_day(decision, situation, language), *said) if line)


def _refer(decision: Refer, situation: Situation, language: str) -> str:
    if decision.among:
        return _refer_among(decision, situation, language)
    body, office = situation.body, decision.office or situation.body.general_office
    known, response = body.intents.get(decision.intent or ""), body.responses.get(decision.intent or "")
    if decision.kind == "pr_question":
        said = [shared(situation, "refer_unanswered", language, office)]
    else:
        # What our text says of our offices need not hold where another body is responsible.
        elsewhere = decision.place and not body.offices[office].ours
        said = [_respond(response, decision, situation, language)] if response and not elsewhere else []
        keys = _service_keys(decision, situation, office)
        said += [shared(situation, key, language, office, place=decision.place) for key in keys]
    legal = known is not None and known.intent.legal_form
    hint = known.intent.hint if known and decision.confidence >= SETTLED else None
    paragraphs = [
        "\n".join(said),
        shared(situation, "legal_questions" if legal else "contact_block", language, office),
        (hint.en if language == "en" else hint.de) if hint else "",
        shared(situation, "more", language, link=known.intent.link) if known and known.intent.link else "",
        shared(situation, "forward_offer", language, office) if _offered(decision, situation) else "",
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _refer_among(decision: Refer, situation: Situation, language: str) -> str:
    """The offices with their places where no place tells which; of many only the general contact."""
    general = situation.body.general_office
    response = situation.body.responses.get(decision.intent or "")
    said = [_respond(response, decision, situation, language)] if response else []
    keys = ["refer_by_place", "service_notice"]
    if _passed_on(decision, situation):
        keys = ["refer_by_place", "forwarded", "service_notice"]
    said += [shared(situation, key, language) for key in keys]
    blocks = [shared(situation, "office_of_areas", language, office) for office in decision.among]
    if len(blocks) > MAX_OFFICES:
        blocks = [shared(situation, "contact_block", language, general)]
    return "\n\n".join(["\n".join(said), *blocks])


def _offered(decision: Decision, situation: Situation) -> bool:
    return forwarding_of(decision, situation.body, situation.ways) == "ask"


def _service_keys(decision: Refer, situation: Situation, office: str) -> list[str]:
    body = situation.body
    known = body.intents.get(decision.intent or "")
    if known and known.intent.legal_form:
        return []
    responsible = "refer_place" if decision.place and body.offices[office].ours else _responsible(body, office)
    if forwarding_of(decision, body, situation.ways) == "always":
        return [responsible, "forward_underway", "service_notice"]
    if _passed_on(decision, situation):
        return [responsible, "forwarded", "service_notice"]
    return [responsible, "service_notice"]


def _question(decision: Clarify, situation: Situation, language: str) -> str:
    if not decision.options:
        return shared(situation, "clarify_open", language)
    asked = decision.options[0]
    by_place = "clarify_place" if asked.startswith(PLACE_PREFIX) else "clarify_office"
    key = "clarify_options" if asked.startswith(INTENT_PREFIX) else by_place
    question = shared(situation, key, language)
    labels = [option_label(option, situation.body, language) for option in decision.options]
    return "\n".join([question, *(f"{i}. {label}" for i, label in enumerate(labels, 1))])


def _escalate(decision: Escalate, situation: Situation, language: str) -> str:
    body = situation.body
    response = body.responses.get(decision.intent or "")
    if decision.kind == "emergency" and response:
        return fill(response.text_in(language) or response.texts["de"], values_of(situation, language))
    office = decision.office or body.general_office
    taken = _respond(response, decision, situation, language) if response else ""
    contact = [
        shared(situation, "person_alternatives", language, office),
        shared(situation, _responsible(body, office), language, office) if office != body.general_office else "",
        shared(situation, "contact_block", language, office),
    ]
    return "\n\n".join(
        [taken or shared(situation, "escalate", language, office), "\n".join(line for line in contact if line)]
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
            return fill(text, values_of(situation, "en"))
    return None


def _buttons(decisions: tuple[Decision, ...], situation: Situation, offers: tuple[Forward, ...]) -> tuple[Button, ...]:
    language = languages(situation)[0]
    if any(decision.intent == ERASURE_INTENT for decision in decisions):
        return erase_buttons(situation)
    question = next((decision for decision in decisions if isinstance(decision, Clarify)), None)
    options = question.options if question else ()
    choices = [Button(option_label(option, situation.body, language), option) for option in options]
    forwards = [Button(shared(situation, "forward_button", language, f.office), f.button) for f in offers]
    return (*choices, *forwards)


def erase_buttons(situation: Situation) -> tuple[Button, ...]:
    """Yes and no below the question whether everything shall be deleted."""
    language = languages(situation)[0]
    return (
        Button(shared(situation, "erase_yes", language), ERASE_YES),
        Button(shared(situation, "erase_no", language), ERASE_NO),
    )


def option_label(option: str, body: Body, language: str) -> str:
    """What stands on the button of an offered intent, office or place."""
    if option.startswith(PLACE_PREFIX):
        return option.removeprefix(PLACE_PREFIX)
    if option.startswith(OFFICE_PREFIX):
        office = body.offices[option.removeprefix(OFFICE_PREFIX)]
        return (office.name_en or office.name) if language == "en" else office.name
    title = body.intents[option.removeprefix(INTENT_PREFIX)].intent.title
    return title.en if language == "en" else title.de
