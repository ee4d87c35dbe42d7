"""The step of the pipeline in which a citizen has a message passed on to an office."""

from __future__ import annotations

from dataclasses import replace

from bot.core.conversation import BUTTON_PREFIXES, Conversation, confirms
from bot.core.decision import Decision
from bot.core.escalation import due_of, promise_of
from bot.core.forwarding import Forward, addressed, make_forwards, wished
from bot.core.messages import InboundMessage, Reply
from bot.core.saying import Situation, say
from bot.ports import Turn
from bot.steps.outcome import Background, Outcome, plain, remember


def passed_on(
    message: InboundMessage, conversation: Conversation, situation: Situation, background: Background
) -> Outcome | None:
    """What a press of a forward button, or a yes to the offer, comes to; None if the message is something else."""
    chosen = wished(message.text.strip(), conversation, background.offers, situation.body)
    if chosen is None:
        if conversation.forward_offered and confirms(message.text) is False:
            return plain(say(situation, "forward_declined"), conversation, situation)
        return None
    body = situation.body
    known = [offer for offer in chosen if offer.office in body.offices]
    forwards = tuple(forward for offer in known if (forward := _sent(offer, message, situation, background)).recipients)
    if not forwards:
        return plain(say(situation, "forward_gone"), conversation, situation)
    promises = tuple(
        promise_of(forward, body, message.received_at.astimezone(situation.now.tzinfo)) for forward in forwards
    )
    there = replace(situation, reference=forwards[0].reference)
    said = [say(there, "forward_underway", forward.office) for forward in forwards] + [say(there, "reference")]
    memory = remember(conversation, last_office=forwards[-1].office, forwarded=True)
    turn = Turn("", "service_request", memory, (Reply("\n".join(said)),), promises, forwards=forwards)
    return Outcome(turn)


def forwards_of(
    decisions: tuple[Decision, ...],
    message: InboundMessage,
    conversation: Conversation,
    situation: Situation,
    background: Background,
) -> tuple[tuple[Forward, ...], tuple[Forward, ...]]:
    """(what is offered, what is passed on at once) of these decisions."""
    body, ways = situation.body, background.ways
    template = Forward(
        reference=situation.reference,
        number=0,
        office="",
        kind="",
        intent=None,
        words=_words(message.text, conversation, background),
        channel=message.channel,
        received_at=message.received_at,
        language=situation.language,
    )
    offered = make_forwards(decisions, "ask", body, ways, template)
    at_once = make_forwards(decisions, "always", body, ways, template)
    return offered, tuple(_sent(forward, message, situation, background) for forward in at_once)


def _sent(forward: Forward, message: InboundMessage, situation: Situation, background: Background) -> Forward:
    since = message.received_at.astimezone(situation.now.tzinfo)
    due_at = due_of(forward.kind, forward.intent, situation.body, since)
    return addressed(forward, situation.body, background.ways, due_at)


def _words(text: str, conversation: Conversation, background: Background) -> str:
    """The message, after what it answers if the bot had asked back: "Mülltonne", then "nicht geleert"."""
    earlier = background.before[-conversation.asked :] if conversation.asked else ()
    return "\n".join(words for words in (*earlier, text) if not words.startswith(BUTTON_PREFIXES))
