"""One message, top to bottom: understand, decide, compose, record."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.compose import compose, option_label
from bot.core.content import PERSON_INTENT, Body, Content
from bot.core.conversation import (
    ERASE_YES,
    INTENT_PREFIX,
    OFFICE_PREFIX,
    PLACE_PREFIX,
    Conversation,
    chosen_option,
    place_asked,
    talked_about,
)
from bot.core.decision import BARE_NAME, Clarify, Decision, Refer, decide, for_intent
from bot.core.easy import EASY
from bot.core.escalation import escalations, spell_reference
from bot.core.forwarding import Ways
from bot.core.mail_wish import may_wish, spell_code
from bot.core.messages import InboundMessage
from bot.core.notice import Notice
from bot.core.redaction import SENSITIVE, redact
from bot.core.saying import Situation, say
from bot.core.understanding import Candidate, Concern, Understand
from bot.ports import Clock, Received, Store, Turn
from bot.steps.easy import easier
from bot.steps.forwarding import forwards_of, passed_on
from bot.steps.mail import ask_address, mail_wished
from bot.steps.notices import held_back, noticed
from bot.steps.outcome import NO_BACKGROUND, Background, Outcome, plain, remember
from bot.steps.simple import ask_erasure, attachment, erasure, said_durations

log = logging.getLogger(__name__)

KEPT_CANDIDATES = 3
TELLING = 3
"""Fewer words than this do not tell a language."""
UNREADABLE = "[nicht lesbar]"


async def handle(
    received: Received, store: Store, content: Content, understand: Understand, clock: Clock, ways: Ways = frozenset()
) -> None:
    """Handles one stored message; whatever goes wrong, the citizen gets a reply and staff get to know."""
    message, now = received.message, clock()
    body = content.bodies.get(message.organisation)
    if body is None:
        log.error("message %d is for %s, which has no files any more", received.id, message.organisation)
        await store.record(received, Turn("", "unclear", received.conversation, ()), now)
        return
    reference, notice = new_reference(), await store.notice(message.organisation, now)
    background = Background(
        ways=ways,
        offers=received.offers,
        before=received.before,
        code=new_code(),
        pending_code=received.pending_code,
        codes_left=received.codes_left,
        notice=notice,
    )
    try:
        outcome = respond(message, received.conversation, body, understand, now, reference, background)
        if received.paused:
            outcome = held_back(outcome, received.conversation, body, now, reference)
    except Exception as error:
        log.error("message %d could not be handled: %s", received.id, type(error).__name__)
        outcome = hand_over(message, received.conversation, body, now, reference, notice)
    await store.record(received, outcome.turn, now)


def new_reference() -> str:
    """A reference nobody can guess."""
    return spell_reference(secrets.randbits(64))


def new_code() -> str:
    """A code nobody can guess in a few tries."""
    return spell_code(secrets.randbits(64))


def respond(
    message: InboundMessage,
    conversation: Conversation,
    body: Body,
    understand: Understand,
    now: datetime,
    reference: str,
    background: Background = NO_BACKGROUND,
) -> Outcome:
    """What the bot does with one message of a citizen; pure but for `understand`.

    A crisis notice stands before every answer, only not before what to do in an emergency.
    """
    redacted = redact(message.text)
    situation = Situation(
        body=body,
        language=conversation.language or "de",
        now=now.astimezone(ZoneInfo(body.organisation.timezone)),
        greeted=conversation.greeted,
        reference=reference,
        personal_data=bool(redacted.found & SENSITIVE),
        ways=background.ways,
        pr_paused=background.notice is not None and background.notice.pauses_pr,
    )
    outcome = (
        _command(message, conversation, situation)
        or erasure(message, conversation, situation)
        or attachment(message, conversation, situation)
        or passed_on(message, conversation, situation, background)
        or mail_wished(message, conversation, situation, background)
        or easier(message, conversation, situation)
        or _chosen(message, conversation, situation, background)
        or _understood(message, conversation, situation, background, understand)
    )
    turn = replace(outcome.turn, text=redacted.text)
    return Outcome(noticed(turn, background.notice, body, situation.language), outcome.decisions)


def hand_over(
    message: InboundMessage,
    conversation: Conversation,
    body: Body,
    now: datetime,
    reference: str,
    notice: Notice | None = None,
) -> Outcome:
    """A person gets the message because the bot failed on it; its words only if they can be redacted."""
    now = now.astimezone(ZoneInfo(body.organisation.timezone))
    situation = Situation(body, conversation.language or "de", now, conversation.greeted, reference)
    concern = Concern(message.text, ())
    decision = for_intent(PERSON_INTENT, concern, conversation, body, now.date())
    outcome = _act((decision,), message, conversation, situation, NO_BACKGROUND)
    try:
        words = redact(message.text).text
    except Exception:  # what cannot be redacted is not stored
        words = UNREADABLE
    return Outcome(noticed(replace(outcome.turn, text=words), notice, body, situation.language), outcome.decisions)


def _command(message: InboundMessage, conversation: Conversation, situation: Situation) -> Outcome | None:
    match message.command:
        case "person":
            return _settled(PERSON_INTENT, message, conversation, situation, NO_BACKGROUND)
        case "erase":
            return ask_erasure(conversation, situation)
        case "start" | "help" | "privacy" as key:
            retention = situation.body.organisation.retention
            kept = {"raw_messages": retention.raw_messages, "conversations_idle": retention.conversations_idle}
            text = say(situation, {"start": "greeting"}.get(key, key), **said_durations(kept))
            return plain(text, conversation, situation)
    return None


def _chosen(
    message: InboundMessage, conversation: Conversation, situation: Situation, background: Background
) -> Outcome | None:
    """The answer to the question that the last turn asked."""
    body = situation.body
    labels = tuple(option_label(option, body, situation.language) for option in conversation.options)
    option = chosen_option(message.text.strip(), conversation.options, labels)
    if option is None:
        return None
    if option.startswith(INTENT_PREFIX):
        return _settled(option.removeprefix(INTENT_PREFIX), message, conversation, situation, background)
    if option.startswith(PLACE_PREFIX):
        return _placed(option.removeprefix(PLACE_PREFIX), message, conversation, situation, background)
    office = option.removeprefix(OFFICE_PREFIX)
    concern = Concern(message.text, (), offices=(office,))
    intent = conversation.last_intent if conversation.last_intent in body.intents else None
    decision = Refer(concern, "service_request", intent, office, 1.0)
    return _act((decision,), message, conversation, situation, background)


def _placed(
    place: str, message: InboundMessage, conversation: Conversation, situation: Situation, background: Background
) -> Outcome:
    """The place was all that the concern lacked."""
    body = situation.body
    asked_for = conversation.last_intent or ""
    intent = asked_for if asked_for in body.intents else PERSON_INTENT
    concern = Concern(message.text, (Candidate(intent, 1.0),), place=place, only_place=True)
    decision = for_intent(intent, concern, conversation, body, situation.now.date())
    return _act((decision,), message, conversation, situation, background)


def _settled(
    intent: str, message: InboundMessage, conversation: Conversation, situation: Situation, background: Background
) -> Outcome:
    concern = Concern(message.text, (Candidate(intent, 1.0),), guarded=True)
    decision = for_intent(intent, concern, conversation, situation.body, situation.now.date())
    return _act((decision,), message, conversation, situation, background)


def _understood(
    message: InboundMessage,
    conversation: Conversation,
    situation: Situation,
    background: Background,
    understand: Understand,
) -> Outcome:
    understanding = understand(message.text, message.organisation, talked_about(conversation))
    if not understanding.concerns:
        return plain(say(situation, "sticker"), conversation, situation)
    bare = understanding.concerns[0].only_place or len(message.text.split()) <= BARE_NAME
    named = bare and place_asked(conversation)
    brief = len(message.text.split()) < TELLING
    keeps = conversation.language and (named or brief)  # names and single words tell no language
    language = conversation.language if conversation.language and keeps else understanding.language
    language = EASY if (conversation.language, language) == (EASY, "de") else language
    situation = replace(situation, language=language, alarming=understanding.alarming)
    decisions = decide(understanding, conversation, situation.body, situation.now.date())
    if may_wish(decisions, situation.body, background.ways):
        return ask_address(message, conversation, situation, background)
    return _act(decisions, message, conversation, situation, background)


def _act(
    decisions: tuple[Decision, ...],
    message: InboundMessage,
    conversation: Conversation,
    situation: Situation,
    background: Background,
) -> Outcome:
    since = message.received_at.astimezone(situation.now.tzinfo)
    waiting = escalations(decisions, situation.body, since, situation.reference, background.ways)
    situation = replace(situation, due=max((e.due_at for e in waiting), default=None))
    offers, forwards = forwards_of(decisions, message, conversation, situation, background)
    reply = compose(decisions, situation, offers)
    main = decisions[0]
    question = next((d for d in decisions if isinstance(d, Clarify)), None)
    emergency = main.kind == "emergency"
    memory = remember(
        conversation,
        greeted=conversation.greeted or not emergency,
        language=situation.language,
        last_intent=main.intent if main.intent and main.kind != "small_talk" else conversation.last_intent,
        last_office=main.office or (None if main.kind == "pr_question" else conversation.last_office),
        place=next((d.concern.place for d in decisions if d.concern.place), conversation.place),
        options=question.options if question else (),
        clarified=question is not None,
        asked=conversation.asked + 1 if question else 0,
        erase_asked=any(button.value == ERASE_YES for button in reply.buttons),
        forward_offered=bool(offers),
        forwarded=conversation.forwarded or bool(forwards),
    )
    kept = tuple(_kept(d) for d in decisions)
    turn = Turn("", main.kind, memory, (reply,), waiting, kept, offers, forwards)
    return Outcome(turn, decisions)


def _kept(decision: Decision) -> dict[str, object]:
    """What is stored of a decision; the citizen's words are not."""
    return {
        "kind": decision.kind,
        "intent": decision.intent,
        "office": decision.office,
        "confidence": round(decision.confidence, 3),
        "decision": decision.name,
        "candidates": [[c.intent, round(c.confidence, 3)] for c in decision.concern.candidates[:KEPT_CANDIDATES]],
    }
