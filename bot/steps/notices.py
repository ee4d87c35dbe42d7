"""The steps of the pipeline that follow from what staff have switched: a crisis notice, a pause of the bot."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.content import Body
from bot.core.conversation import Conversation
from bot.core.easy import EASY
from bot.core.escalation import promise
from bot.core.notice import Notice, notice_text, with_notice
from bot.core.saying import BILINGUAL
from bot.ports import Turn
from bot.steps.outcome import Outcome


def noticed(turn: Turn, notice: Notice | None, body: Body, language: str) -> Turn:
    """The turn with the notice before each reply; what to do in an emergency stays first."""
    if notice is None:
        return turn
    spoken = turn.conversation.language or language
    spoken = "de" if spoken == EASY else spoken
    offered = (spoken,) if spoken in body.organisation.languages else BILINGUAL
    text = notice_text(notice, offered, body.organisation.timezone)
    after = turn.kind == "emergency"
    return replace(turn, replies=tuple(with_notice(reply, text, after) for reply in turn.replies))


def held_back(outcome: Outcome, conversation: Conversation, body: Body, now: datetime, reference: str) -> Outcome:
    """While a person answers, the bot is silent and the message waits for that person.

    An emergency and an erasure are no matter of waiting, nor is what the citizen has just asked to be passed on.
    """
    turn = outcome.turn
    erasing = turn.erase or turn.conversation.erase_asked or conversation.erase_asked
    pressed = turn.forwards and not turn.understood
    if turn.kind == "emergency" or erasing or pressed:
        return outcome
    now = now.astimezone(ZoneInfo(body.organisation.timezone))
    office = next((e.office for e in turn.escalations), body.organisation.desk)
    waiting = replace(promise(reference, "paused", "default", office, now, body), kind=turn.kind)
    held = replace(turn, replies=(), escalations=(waiting,), conversation=conversation)
    held = replace(held, offers=(), forwards=(), mail_step=None)
    return replace(outcome, turn=held)
