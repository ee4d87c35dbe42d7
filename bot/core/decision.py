"""What to do about each concern: answer, refer, clarify or escalate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.core.content import HOURS_INTENT, Body, Kind
from bot.core.conversation import INTENT_PREFIX, OFFICE_PREFIX, PLACE_PREFIX, Conversation, place_asked
from bot.core.responsibility import (
    deciding_places,
    differ_by_place,
    known_place,
    likely_offices,
    offices_anywhere,
    told_by_place,
)
from bot.core.understanding import Candidate, Concern, Understanding

SETTLED = 0.5
"""Share of the candidates that must lead to one office for the doubt between them not to matter."""
CLARIFY, OFFER = 0.1, 0.01
"""Confidence from which an intent is worth asking about, and from which others are offered beside it."""
NEAR, VAGUELY, SURE = 0.38, 0.15, 0.97
"""How near the intent talked about must come to the best, less if the words point back; unless another is sure."""
BARE_NAME = 3
"""Up to this many words an office's name is an answer: "ins Bürgerbüro Süd"."""
MAX_OPTIONS = 3
MAX_PLACES = 8
"""Buttons that a small phone shows without scrolling; every other place is written."""
MAX_CONCERNS = 4


@dataclass(frozen=True)
class Decision:
    """What becomes of one concern; `office` is the id of the office it names, `confidence` 0 to 1."""

    concern: Concern
    kind: Kind
    intent: str | None
    office: str | None
    confidence: float

    @property
    def name(self) -> str:
        """The word for it in files and output: answer, refer, clarify, escalate."""
        return type(self).__name__.lower()


class Answer(Decision):
    """Give the authored response."""


@dataclass(frozen=True)
class Refer(Decision):
    """Name the office and how to reach it.

    `place` is the one that told which office. Without an `office`, it is one of `among` and no place tells which.
    """

    place: str | None = None
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clarify(Decision):
    """Ask one question; `options` are button values, none for an open question."""

    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Escalate(Decision):
    """Hand it to a person for a `reason`."""

    reason: str = "not_understood"


def decide(understanding: Understanding, conversation: Conversation, body: Body, today: date) -> tuple[Decision, ...]:
    """One decision per concern, emergencies first; an unclear concern beside a clear one is let go as context."""
    decisions = [
        _decide_one(concern, understanding.act_at, conversation, body, today) for concern in understanding.concerns
    ]
    clear = [d for d in decisions if d.kind != "unclear"]
    if clear and len(decisions) > 1:
        decisions = [d for d in clear if d.kind != "small_talk" or isinstance(d, Escalate)] or clear[:1]
    decisions = _complaint_about_service(decisions, body)
    decisions.sort(key=lambda d: d.kind != "emergency")
    return tuple(_distinct(decisions))[:MAX_CONCERNS]


def _complaint_about_service(decisions: list[Decision], body: Body) -> list[Decision]:
    """A complaint beside one service is a complaint about it: one concern, and the service's office."""
    complaints = [d for d in decisions if isinstance(d, Escalate) and d.kind == "complaint"]
    services = [d for d in decisions if isinstance(d, Refer) and d.kind == "service_request"]
    if len(complaints) != 1 or len(services) != 1 or services[0].office is None:
        return decisions
    office = complaints[0].office if services[0].office == body.general_office else services[0].office
    return [
        replace(complaints[0], office=office) if d is complaints[0] else d for d in decisions if d is not services[0]
    ]


def _distinct(decisions: list[Decision]) -> list[Decision]:
    """Two sentences about the same thing are one concern."""
    seen: dict[tuple[str, str | None, str | None], Decision] = {}
    for decision in decisions:
        seen.setdefault((decision.name, decision.intent, decision.office), decision)
    return list(seen.values())


def _decide_one(concern: Concern, act_at: float, conversation: Conversation, body: Body, today: date) -> Decision:
    best = concern.best
    meant = best is not None and body.kind_of(best.intent) != "unclear"
    sure = meant and best is not None and (concern.guarded or best.confidence >= act_at)
    certain = concern.guarded or (best is not None and best.confidence >= SURE)
    if asked := _answers_place(concern, sure, conversation, body):
        return for_intent(asked, concern, conversation, body, today)
    if concern.asks_day and conversation.last_office in body.offices and not certain:
        return for_intent(HOURS_INTENT, concern, conversation, body, today)
    if taken_up := _taken_up(concern, act_at, conversation, body):
        return for_intent(taken_up, concern, conversation, body, today)
    if best and (sure or (meant and conversation.clarified and best.confidence >= SETTLED)):
        return for_intent(best.intent, concern, conversation, body, today)
    if common := _same_office(concern, conversation, body):
        intent, office, confidence = common
        return Refer(concern, "service_request", intent, office, confidence)
    return _ask_or_escalate(concern, conversation, body)


def _answers_place(concern: Concern, sure: bool, conversation: Conversation, body: Body) -> str | None:
    """The intent that the place was asked for, or matters for, unless the message clearly wants something else."""
    intent, best = conversation.last_intent or "", concern.best
    if intent not in body.intents or concern.guarded:
        return None
    offices = body.offices_for(intent)
    if concern.only_place and body.kind_of(intent) == "service_request" and differ_by_place(offices, body):
        return intent
    if not place_asked(conversation):
        return None
    if len(concern.text.split()) <= BARE_NAME and len(set(offices) & set(concern.offices)) == 1:
        return intent
    settled = best is not None and best.confidence >= SETTLED and body.kind_of(best.intent) != "unclear"
    elsewhere = sure or (settled and not concern.place and not concern.places)
    return None if best and elsewhere and best.intent != intent else intent


def _taken_up(concern: Concern, act_at: float, conversation: Conversation, body: Body) -> str | None:
    """The intent just offered or talked about, if the message answers or continues rather than changes the subject.

    Measured on 60 short dialogues: what continues comes near the best intent, what changes the subject does not.
    """
    fits, best = concern.fits, concern.best
    if fits is None or best is None or concern.guarded or fits.intent not in body.intents:
        return None
    if not conversation.clarified and len(concern.text.split()) < 2:
        return None  # a bare "Mülltonne" begins anew
    lost = body.kind_of(best.intent) in ("unclear", "small_talk") and best.confidence < SURE
    pointing = concern.follows_up or conversation.clarified
    near = fits.confidence >= (VAGUELY if pointing or lost else NEAR)
    return fits.intent if near and best.confidence < (SURE if pointing or lost else act_at) else None


def for_intent(intent: str, concern: Concern, conversation: Conversation, body: Body, today: date) -> Decision:
    """The decision for a concern whose intent is settled."""
    known = body.intents[intent].intent
    confidence = next((c.confidence for c in concern.candidates if c.intent == intent), 1.0)
    base = (concern, known.kind, intent)
    offices = body.offices_for(concern.subject or intent)
    match known.kind:
        case "emergency":
            reason = "crisis_of_life" if intent == "lebenskrise" else "emergency"
            return Escalate(*base, None, confidence, reason=reason)
        case "complaint":
            office = _subject_office(concern, conversation, body)
            office = office or likely_offices(intent, concern, conversation, body)[0]
            return Escalate(*base, office, confidence, reason="complaint")
        case "privacy_request" | "press_enquiry":
            return Escalate(*base, offices[0], confidence, reason=known.kind)
        case "small_talk" | "abuse":
            if known.escalates:
                return Escalate(*base, body.organisation.desk, confidence, reason=intent)
            return Answer(*base, None, confidence)
        case "pr_question":
            return _answer_or_refer(concern, intent, confidence, conversation, body, today)
        case _:
            return _refer(concern, intent, confidence, conversation, body)


def _answer_or_refer(
    concern: Concern, intent: str, confidence: float, conversation: Conversation, body: Body, today: date
) -> Decision:
    known = body.intents[intent].intent
    office: str | None = None
    if known.about_office:
        office = _asked_about(concern, conversation, body)
        return Answer(concern, known.kind, intent, office or body.general_office, confidence)
    response = body.responses.get(intent)
    if response and response.valid_on(today):
        return Answer(concern, known.kind, intent, None, confidence)
    likely = likely_offices(intent, concern, conversation, body)
    return Refer(concern, known.kind, intent, likely[0], confidence)


def _asked_about(concern: Concern, conversation: Conversation, body: Body) -> str | None:
    """The office a question is about: one named, of several the one at the place, else the one talked about."""
    place = known_place(concern, conversation, body)
    named = concern.offices or (tuple(body.offices) if concern.place else ())
    there = tuple(o for o in named if place in body.offices[o].areas)
    asked = there[:1] or concern.offices[:1] or ((conversation.last_office,) if conversation.last_office else ())
    return asked[0] if asked and asked[0] in body.offices else None


def _refer(concern: Concern, intent: str, confidence: float, conversation: Conversation, body: Body) -> Decision:
    base: tuple[Concern, Kind, str] = (concern, "service_request", intent)
    about = concern.subject or intent
    place = known_place(concern, conversation, body)
    offices = likely_offices(about, concern, conversation, body)
    if len(offices) == 1:
        told = place if place and told_by_place(offices[0], place, about, body) else None
        return Refer(*base, offices[0], confidence, place=told)
    if differ_by_place(offices, body):
        return _ask_place(concern, intent, confidence, offices, conversation, body)
    if conversation.last_office in offices:
        return Refer(*base, conversation.last_office, confidence)
    if conversation.clarified:
        return Refer(*base, offices[0], confidence)
    options = tuple(OFFICE_PREFIX + office for office in offices[:MAX_OPTIONS])
    return Clarify(*base, None, confidence, options=options)


def _ask_place(
    concern: Concern,
    intent: str,
    confidence: float,
    offices: tuple[str, ...],
    conversation: Conversation,
    body: Body,
) -> Decision:
    """Asks for the place once, and once more for one of few if the answer may mean several; then names all offices."""
    base: tuple[Concern, Kind, str, None, float] = (concern, "service_request", intent, None, confidence)
    about = concern.subject or intent
    if known_place(concern, conversation, body):
        return Refer(*base, among=offices_anywhere(about, body))  # a place that no office has
    if conversation.last_office in offices and not concern.places:
        return Refer(concern, "service_request", intent, conversation.last_office, confidence)
    options = tuple(PLACE_PREFIX + place for place in concern.places or deciding_places(about, body))[:MAX_PLACES]
    narrower = bool(concern.places) and options != conversation.options
    if place_asked(conversation) and not narrower:
        return Refer(*base, among=offices_anywhere(about, body))
    return Clarify(*base, options=options)


def _subject_office(concern: Concern, conversation: Conversation, body: Body) -> str | None:
    """The office of the service a complaint is about, e.g. of the passport that never came; None for no special one."""
    if concern.subject is None:
        return concern.offices[0] if concern.offices else None
    offices = likely_offices(concern.subject, concern, conversation, body)
    unknown = len(offices) > 1 and differ_by_place(offices, body)
    return None if unknown or offices[0] == body.general_office else offices[0]


def _same_office(concern: Concern, conversation: Conversation, body: Body) -> tuple[str, str, float] | None:
    """The office that all likely services lead to: without texts special to one, the doubt costs nothing."""
    by_office: dict[str, list[Candidate]] = {}
    for candidate in concern.candidates:
        offices = likely_offices(candidate.intent, concern, conversation, body)
        general = body.kind_of(candidate.intent) == "service_request" and candidate.intent not in body.responses
        if general and len(offices) == 1:
            by_office.setdefault(offices[0], []).append(candidate)
    for office, candidates in by_office.items():
        total = sum(c.confidence for c in candidates)
        if total >= SETTLED:
            return candidates[0].intent, office, total
    return None


def _ask_or_escalate(concern: Concern, conversation: Conversation, body: Body) -> Decision:
    best = concern.best
    confidence = best.confidence if best else 0.0
    if conversation.clarified:
        return Escalate(concern, "unclear", None, body.organisation.desk, confidence)
    likely = [
        c
        for c in concern.candidates
        if c.confidence >= OFFER and body.kind_of(c.intent) not in ("small_talk", "unclear", "emergency")
    ]
    if best is None or not likely or likely[0].confidence < CLARIFY:
        return Clarify(concern, "unclear", None, None, confidence)
    options = tuple(INTENT_PREFIX + c.intent for c in likely[:MAX_OPTIONS])
    kinds = {body.kind_of(c.intent) for c in likely[:MAX_OPTIONS]}
    kind: Kind = kinds.pop() if len(kinds) == 1 else body.kind_of(likely[0].intent)
    return Clarify(concern, kind, likely[0].intent, None, confidence, options=options)
