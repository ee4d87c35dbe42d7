"""What staff at the desk change in a turn: a crisis notice before every answer, silence while a person answers."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.core.content import Body
from bot.core.conversation import Conversation
from bot.core.escalation import promise
from bot.core.messages import InboundMessage
from bot.core.notice import Notice, notice_text, with_notice
from bot.core.saying import Situation, languages
from bot.outcome import Outcome
from bot.ports import Turn


def noticed(turn: Turn, notice: Notice | None, situation: Situation) -> Turn:
    """The turn with the notice before its replies; in an emergency what to do stands before the notice."""
    if notice is None:
        return turn
    language = turn.conversation.language or situation.language
    text = notice_text(notice, languages(replace(situation, language=language)), situation.body.organisation.timezone)
    after = turn.kind == "emergency"
    return replace(turn, replies=tuple(with_notice(reply, text, after) for reply in turn.replies))


def held_back(
    outcome: Outcome, message: InboundMessage, conversation: Conversation, body: Body, reference: str
) -> Outcome:
    """While a person answers, the bot is silent and the message waits for that person; nothing is passed on.

    An emergency and an erasure are no matter of waiting.
    """
    turn = outcome.turn
    if turn.kind == "emergency" or turn.erase or turn.conversation.erase_asked or conversation.erase_asked:
        return outcome
    office = next((e.office for e in turn.escalations), body.organisation.desk)
    since = message.received_at.astimezone(ZoneInfo(body.organisation.timezone))
    waiting = promise(reference, "paused", "unclear", office, since, body)
    silent = Turn(turn.text, turn.kind, conversation, (), (replace(waiting, kind=turn.kind),), turn.understood)
    return replace(outcome, turn=silent)
