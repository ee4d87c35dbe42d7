"""Runs messages through the spine without storing or sending anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.core.content import Content
from bot.core.conversation import Conversation
from bot.core.escalation import spell_reference
from bot.core.forwarding import Ways
from bot.core.mail_wish import PendingCode, spell_code
from bot.core.messages import InboundMessage
from bot.core.understanding import Understand
from bot.pipeline import respond
from bot.ports import Turn
from bot.steps.outcome import NO_BACKGROUND, Background, Outcome


@dataclass
class Trial:
    """Answers messages one by one; messages with the same conversation id are turns of one."""

    content: Content
    understand: Understand
    ways: Ways = frozenset()
    memories: dict[tuple[str, str], Conversation] = field(default_factory=dict)
    before: dict[tuple[str, str], Background] = field(default_factory=dict)

    def answer(self, organisation: str, text: str, at: datetime, conversation: str | None = None) -> Outcome:
        """What the bot would do with one message at a moment; raises KeyError for an unknown organisation."""
        body = self.content.bodies[organisation]
        key = (organisation, conversation or "")
        memory = self.memories.get(key, Conversation()) if conversation else Conversation()
        background = self.before.get(key, NO_BACKGROUND) if conversation else NO_BACKGROUND
        background = replace(background, ways=self.ways, code=spell_code(0), codes_left=1)
        message = InboundMessage(organisation, "try", "try", "try", text, at)
        outcome = respond(message, memory, body, self.understand, at, spell_reference(0), background)
        if conversation:
            self.memories[key] = outcome.turn.conversation
            self.before[key] = _behind(outcome.turn, background, at)
        return outcome


def _behind(turn: Turn, background: Background, at: datetime) -> Background:
    """What stands behind the next message."""
    code = background.pending_code
    if turn.mail_step and turn.mail_step.action == "ask":
        code = PendingCode(turn.mail_step.code, at)
    offers = (*background.offers, *turn.offers)
    return replace(background, offers=offers, before=(*background.before, turn.text), pending_code=code)


def as_record(outcome: Outcome, id: object) -> dict[str, Any]:
    """The outcome as the JSON object that `amtsbote try --jsonl` writes."""
    turn = outcome.turn
    return {
        "id": id,
        "organisation": None,
        "kind": turn.kind,
        "concerns": [
            {
                "text": decision.concern.text,
                "kind": decision.kind,
                "intent": decision.intent,
                "office": decision.office,
                "confidence": round(decision.confidence, 4),
                "decision": decision.name,
                "candidates": [
                    {"intent": candidate.intent, "confidence": round(candidate.confidence, 4)}
                    for candidate in decision.concern.candidates[:3]
                ],
            }
            for decision in outcome.decisions
        ],
        "reply": "\n\n".join(reply.text for reply in turn.replies),
        "buttons": [button.label for reply in turn.replies for button in reply.buttons],
        "forwarded_to": [forward.office for forward in turn.forwards],
        "escalated": bool(turn.escalations),
        "stored_text": turn.text,
    }


def lines_for_person(outcome: Outcome) -> Iterator[str]:
    """The outcome as an administrator reads it."""
    for decision in outcome.decisions:
        office = f" · Stelle: {decision.office}" if decision.office else ""
        intent = decision.intent or "–"
        yield f"Entscheidung: {decision.name} · {decision.kind} · {intent} · {decision.confidence:.0%}{office}"
        named = (*(decision.concern.places or (decision.concern.place,)), decision.concern.street)
        if where := " · ".join(filter(None, named)):
            yield f"Ort: {where}"
    for escalation in outcome.turn.escalations:
        yield f"An einen Menschen: {escalation.office} ({escalation.reason}), bis {escalation.due_at:%d.%m.%Y %H:%M}"
    for forward in outcome.turn.forwards:
        yield f"Weitergeleitet würde an {forward.office}: {', '.join(r.address for r in forward.recipients)}"
    yield f"Gespeichert würde: {outcome.turn.text}"
    yield ""
    for reply in outcome.turn.replies:
        yield reply.text
        for button in reply.buttons:
            yield f"[{button.label}]"
