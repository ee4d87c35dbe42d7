"""A conversation in the order in which it happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.desk import StoredAnswer, StoredNote, StoredReply, StoredTurn, Thread


@dataclass(frozen=True)
class Moment:
    """One thing that was said or noted."""

    at: datetime
    turn: StoredTurn | None = None
    reply: StoredReply | None = None
    note: StoredNote | None = None
    answer: StoredAnswer | None = None


def timeline(thread: Thread) -> list[Moment]:
    """All of it; replies after the message they answer, even where both carry the same time."""
    moments = [Moment(turn.at, turn=turn) for turn in thread.turns]
    moments += [Moment(reply.at, reply=reply) for reply in thread.replies]
    moments += [Moment(note.at, note=note) for note in thread.notes]
    moments += [Moment(answer.at, answer=answer) for answer in thread.answers]
    return sorted(moments, key=lambda moment: (moment.at, moment.turn is None, moment.note is not None))
