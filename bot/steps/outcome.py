"""What a step of the pipeline starts from beside the message, what it comes to, and what is remembered after it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.compose import introduced
from bot.core.conversation import Conversation
from bot.core.decision import Decision
from bot.core.forwarding import Forward, Ways
from bot.core.mail_wish import PendingCode
from bot.core.messages import Reply
from bot.core.notice import Notice
from bot.core.saying import Situation
from bot.ports import Turn


@dataclass(frozen=True)
class Background:
    """What stands behind a message: this installation's ways out, open offers, words said before (redacted).

    `code` is a fresh one for an address, `pending_code` the one mailed last, `codes_left` how many may still be mailed;
    `notice` stands before every answer during a crisis.
    """

    ways: Ways = frozenset()
    offers: tuple[Forward, ...] = ()
    before: tuple[str, ...] = ()
    code: str = ""
    pending_code: PendingCode | None = None
    codes_left: int = 0
    notice: Notice | None = None


NO_BACKGROUND = Background()


@dataclass(frozen=True)
class Outcome:
    """A turn and the decisions it came from."""

    turn: Turn
    decisions: tuple[Decision, ...] = ()


def plain(text: str, conversation: Conversation, situation: Situation) -> Outcome:
    """A reply that settles nothing."""
    return Outcome(Turn("", "small_talk", remember(conversation), (Reply(introduced(text, situation)),)))


def remember(conversation: Conversation, **changes: object) -> Conversation:
    """The memory after a turn: questions asked are over unless asked again."""
    over: dict[str, object] = {"greeted": True, "options": (), "clarified": False, "erase_asked": False}
    over |= {"forward_offered": False, "asked": 0, "mail_asked": False, "code_asked": False}
    return conversation.model_copy(update=over | changes)
