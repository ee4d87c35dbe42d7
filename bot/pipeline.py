"""One message, top to bottom: understand, decide, compose, record."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.calendar import due_at
from bot.core.compose import Situation, compose, erase_buttons, introduced, languages, option_label, say
from bot.core.content import PERSON_INTENT, Body, Content
from bot.core.conversation import (
    ERASE_NO,
    ERASE_YES,
    INTENT_PREFIX,
    OFFICE_PREFIX,
    Conversation,
    chosen_option,
    confirms,
    talked_about,
)
from bot.core.decision import Clarify, Decision, Refer, decide, for_intent
from bot.core.escalation import Escalation, escalations, spell_reference
from bot.core.messages import InboundMessage, Reply
from bot.core.notice import Notice, notice_text, with_notice
from bot.core.redaction import SENSITIVE, redact
from bot.core.understanding import Candidate, Concern, Understand
from bot.ports import Clock, Received, Store, Turn

log = logging.getLogger(__name__)

KEPT_CANDIDATES = 3
UNREADABLE = "[nicht lesbar]"


@dataclass(frozen=True)
class Outcome:
    """A turn and the decisions it came from."""

    turn: Turn
    decisions: tuple[Decision, ...] = ()


async def handle(received: Received, store: Store, content: Content, understand: Understand, clock: Clock) -> None:
    """Handles one stored message; whatever goes wrong, the citizen gets a reply and staff get to know."""
    message, now = received.message, clock()
    body = content.bodies.get(message.organisation)
    if body is None:
        log.error("message %d is for %s, which has no files any more", received.id, message.organisation)
        await store.record(received, Turn("", "unclear", received.conversation, ()), now)
        return
    reference = new_reference()
    notice = await store.notice(message.organisation, now)
    try:
        outcome = respond(message, received.conversation, body, understand, now, reference, notice)
        if received.paused:
            outcome = held_back(outcome, received.conversation, body, now, reference)
    except Exception as error:
        log.error("message %d could not be handled: %s", received.id, type(error).__name__)
        outcome = hand_over(message, received.conversation, body, now, reference)
    await store.record(received, outcome.turn, now)


def new_reference() -> str:
    """A reference nobody can guess."""
    return spell_reference(secrets.randbits(64))


def respond(
    message: InboundMessage,
    conversation: Conversation,
    body: Body,
    understand: Understand,
    now: datetime,
    reference: str,
    notice: Notice | None = None,
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
        pr_paused=notice is not None and notice.pauses_pr,
    )
    outcome = (
        _command(message, conversation, situation)
        or _erasure(message, conversation, situation)
        or _attachment(message, conversation, situation)
        or _chosen(message, conversation, situation)
        or _understood(message, conversation, situation, understand)
    )
    turn = replace(outcome.turn, text=redacted.text)
    return Outcome(_noticed(turn, notice, situation) if notice else turn, outcome.decisions)


def _noticed(turn: Turn, notice: Notice, situation: Situation) -> Turn:
    language = turn.conversation.language or situation.language
    text = notice_text(notice, languages(replace(situation, language=language)), situation.body.organisation.timezone)
    after = turn.kind == "emergency"
    return replace(turn, replies=tuple(with_notice(reply, text, after) for reply in turn.replies))


def held_back(outcome: Outcome, conversation: Conversation, body: Body, now: datetime, reference: str) -> Outcome:
    """While a person answers, the bot is silent and the message waits for that person.

    An emergency and an erasure are no matter of waiting.
    """
    turn = outcome.turn
    if turn.kind == "emergency" or turn.erase or turn.conversation.erase_asked or conversation.erase_asked:
        return outcome
    office = next((e.office for e in turn.escalations), body.organisation.desk)
    due = due_at(now, body.organisation.due_for("default"), body.is_holiday)
    waiting = Escalation(reference, "paused", turn.kind, office, due)
    return replace(outcome, turn=replace(turn, replies=(), escalations=(waiting,), conversation=conversation))


def hand_over(
    message: InboundMessage, conversation: Conversation, body: Body, now: datetime, reference: str
) -> Outcome:
    """A person gets the message because the bot failed on it; its words only if they can be redacted."""
    situation = Situation(body, conversation.language or "de", now, conversation.greeted, reference)
    concern = Concern(message.text, ())
    outcome = _act((for_intent(PERSON_INTENT, concern, conversation, body, now.date()),), conversation, situation)
    try:
        words = redact(message.text).text
    except Exception:  # what cannot be redacted is not stored
        words = UNREADABLE
    return Outcome(replace(outcome.turn, text=words), outcome.decisions)


def _command(message: InboundMessage, conversation: Conversation, situation: Situation) -> Outcome | None:
    match message.command:
        case "person":
            return _settled(PERSON_INTENT, message, conversation, situation)
        case "erase":
            return _ask_erasure(conversation, situation)
        case "start" | "help" | "privacy" as key:
            retention = situation.body.organisation.retention
            kept = {"raw_messages": retention.raw_messages, "conversations_idle": retention.conversations_idle}
            text = say(situation, {"start": "greeting"}.get(key, key), **_said_durations(kept))
            return _plain(text, conversation, situation)
    return None


def _said_durations(durations: dict[str, str]) -> dict[str, str | None]:
    """Durations as a German reader knows them."""
    words = {"days": "Tagen", "day": "Tag", "months": "Monaten", "month": "Monat", "years": "Jahren", "year": "Jahr"}
    words |= {"weeks": "Wochen", "week": "Woche"}
    said: dict[str, str | None] = {}
    for key, duration in durations.items():
        number, unit = duration.split(maxsplit=1)
        said[key] = f"{number} {words.get(unit, unit)}"
    return said


def _erasure(message: InboundMessage, conversation: Conversation, situation: Situation) -> Outcome | None:
    pressed = message.text in (ERASE_YES, ERASE_NO)
    if not conversation.erase_asked and not pressed:
        return None
    answer = confirms(message.text)
    if answer is None or (pressed and answer and not conversation.erase_asked):
        return _ask_erasure(conversation, situation) if pressed else None
    if answer:
        turn = Turn("", "privacy_request", Conversation(), (Reply(say(situation, "erase_done")),), erase=True)
        return Outcome(turn)
    return _plain(say(situation, "erase_kept"), conversation, situation)


def _ask_erasure(conversation: Conversation, situation: Situation) -> Outcome:
    reply = Reply(say(situation, "erase_ask"), erase_buttons(situation))
    memory = _next(conversation, greeted=conversation.greeted, erase_asked=True)
    return Outcome(Turn("", "privacy_request", memory, (reply,)))


def _attachment(message: InboundMessage, conversation: Conversation, situation: Situation) -> Outcome | None:
    """A text beside a picture counts; anything else is acknowledged, never described or fetched."""
    if message.attachment is None or message.text.strip():
        return None
    key = {"video": "voice"}.get(message.attachment, message.attachment)
    return _plain(say(situation, key) + "\n" + say(situation, "contact_general"), conversation, situation)


def _chosen(message: InboundMessage, conversation: Conversation, situation: Situation) -> Outcome | None:
    """The answer to the question that the last turn asked."""
    body = situation.body
    labels = tuple(option_label(option, body, situation.language) for option in conversation.options)
    option = chosen_option(message.text.strip(), conversation.options, labels)
    if option is None:
        return None
    if option.startswith(INTENT_PREFIX):
        return _settled(option.removeprefix(INTENT_PREFIX), message, conversation, situation)
    office = option.removeprefix(OFFICE_PREFIX)
    concern = Concern(message.text, (), offices=(office,))
    intent = conversation.last_intent if conversation.last_intent in body.intents else None
    return _act((Refer(concern, "service_request", intent, office, 1.0),), conversation, situation)


def _settled(intent: str, message: InboundMessage, conversation: Conversation, situation: Situation) -> Outcome:
    concern = Concern(message.text, (Candidate(intent, 1.0),), guarded=True)
    decision = for_intent(intent, concern, conversation, situation.body, situation.now.date())
    return _act((decision,), conversation, situation)


def _understood(
    message: InboundMessage, conversation: Conversation, situation: Situation, understand: Understand
) -> Outcome:
    understanding = understand(message.text, message.organisation, talked_about(conversation))
    if not understanding.concerns:
        return _plain(say(situation, "sticker"), conversation, situation)
    situation = replace(situation, language=understanding.language, alarming=understanding.alarming)
    decisions = decide(understanding, conversation, situation.body, situation.now.date())
    return _act(decisions, conversation, situation)


def _act(decisions: tuple[Decision, ...], conversation: Conversation, situation: Situation) -> Outcome:
    waiting = escalations(decisions, situation.body, situation.now, situation.reference)
    situation = replace(situation, due=max((e.due_at for e in waiting), default=None))
    reply = compose(decisions, situation)
    main = decisions[0]
    question = next((d for d in decisions if isinstance(d, Clarify)), None)
    emergency = main.kind == "emergency"
    memory = _next(
        conversation,
        greeted=conversation.greeted or not emergency,
        language=situation.language,
        last_intent=main.intent if main.intent and main.kind != "small_talk" else conversation.last_intent,
        last_office=main.office or (None if main.kind == "pr_question" else conversation.last_office),
        options=question.options if question else (),
        clarified=question is not None,
        erase_asked=any(button.value == ERASE_YES for button in reply.buttons),
    )
    turn = Turn("", main.kind, memory, (reply,), waiting, tuple(_kept(d) for d in decisions))
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


def _plain(text: str, conversation: Conversation, situation: Situation) -> Outcome:
    return Outcome(Turn("", "small_talk", _next(conversation), (Reply(introduced(text, situation)),)))


def _next(conversation: Conversation, **changes: object) -> Conversation:
    """The memory after a turn: questions asked are over unless asked again."""
    over: dict[str, object] = {"greeted": True, "options": (), "clarified": False, "erase_asked": False}
    return conversation.model_copy(update=over | changes)
