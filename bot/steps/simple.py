"""The steps that need no understanding: erasing everything, files and pictures, how long things are kept."""

from __future__ import annotations

from bot.core.compose import erase_buttons
from bot.core.conversation import ERASE_NO, ERASE_YES, Conversation, confirms
from bot.core.messages import InboundMessage, Reply
from bot.core.saying import Situation, say
from bot.ports import Turn
from bot.steps.outcome import Outcome, plain, remember


def erasure(message: InboundMessage, conversation: Conversation, situation: Situation) -> Outcome | None:
    """What the answer to "shall everything be deleted?" comes to; None if the message is something else."""
    pressed = message.text in (ERASE_YES, ERASE_NO)
    if not conversation.erase_asked and not pressed:
        return None
    answer = confirms(message.text, erasing=True)
    if answer is None or (pressed and answer and not conversation.erase_asked):
        return ask_erasure(conversation, situation) if pressed else None
    if answer:
        done = [say(situation, "erase_done")] + ([say(situation, "erase_elsewhere")] if conversation.forwarded else [])
        turn = Turn("", "privacy_request", Conversation(), (Reply("\n".join(done)),), erase=True)
        return Outcome(turn)
    return plain(say(situation, "erase_kept"), conversation, situation)


def ask_erasure(conversation: Conversation, situation: Situation) -> Outcome:
    """Asks once more before everything is deleted."""
    reply = Reply(say(situation, "erase_ask"), erase_buttons(situation))
    memory = remember(conversation, greeted=conversation.greeted, erase_asked=True)
    return Outcome(Turn("", "privacy_request", memory, (reply,)))


def attachment(message: InboundMessage, conversation: Conversation, situation: Situation) -> Outcome | None:
    """A text beside a picture counts; anything else is acknowledged, never described or fetched."""
    if message.attachment is None or message.text.strip():
        return None
    key = {"video": "voice"}.get(message.attachment, message.attachment)
    return plain(say(situation, key) + "\n" + say(situation, "contact_general"), conversation, situation)


def said_durations(durations: dict[str, str]) -> dict[str, str | None]:
    """Durations as a German reader knows them."""
    words = {"days": "Tagen", "day": "Tag", "months": "Monaten", "month": "Monat", "years": "Jahren", "year": "Jahr"}
    words |= {"weeks": "Wochen", "week": "Woche"}
    said: dict[str, str | None] = {}
    for key, duration in durations.items():
        number, unit = duration.split(maxsplit=1)
        said[key] = f"{number} {words.get(unit, unit)}"
    return said
