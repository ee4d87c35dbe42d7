"""The step of the pipeline for those who ask for Leichte Sprache."""

from __future__ import annotations

from dataclasses import replace

from bot.core.compose import compose
from bot.core.conversation import Conversation
from bot.core.decision import Answer, Refer, for_intent
from bot.core.easy import EASY, wants_easy
from bot.core.messages import InboundMessage
from bot.core.saying import Situation, say
from bot.core.understanding import Candidate, Concern
from bot.ports import Turn
from bot.steps.outcome import Outcome, plain, remember


def easier(message: InboundMessage, conversation: Conversation, situation: Situation) -> Outcome | None:
    """The last answer again in Leichte Sprache if it is written in it; from now on, whatever is."""
    easy, body = wants_easy(message.text), situation.body
    if easy is None or "de" not in body.organisation.languages:
        return None
    situation = replace(situation, language=EASY if easy else "de")
    conversation = conversation.model_copy(update={"language": situation.language})
    intent = conversation.last_intent or ""
    response = body.responses.get(intent)
    if easy and intent in body.intents and response and response.text_in(EASY):
        concern = Concern(message.text, (Candidate(intent, 1.0),), guarded=True)
        decision = for_intent(intent, concern, conversation, body, situation.now.date())
        if isinstance(decision, Answer | Refer):
            turn = Turn("", decision.kind, remember(conversation), (compose((decision,), situation),))
            return Outcome(turn, (decision,))
    return plain(say(situation, "easy_on" if easy else "easy_off"), conversation, situation)
