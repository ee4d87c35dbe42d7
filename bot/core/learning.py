"""Messages the bot did not settle by itself, grouped for an editor, and what the editor makes of a group."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.core.content import Kind
from bot.core.organisation import Language
from bot.core.redaction import redact

LEAST_CONVERSATIONS = 3
"""From how many conversations on a group is shown: fewer would tell of single persons."""
SHOWN = 5
"""Messages shown of a group."""
LONGEST = 200
"""Characters; longer messages tell a story of somebody and are counted only."""

Why = Literal["unclear", "clarified", "rerouted"]

_LABEL = re.compile(r"\[[^\]\n]{1,40}\]")


@dataclass(frozen=True)
class Unsettled:
    """A message as it is stored, redacted; `meant` is the intent staff gave it, `settled` that an editor decided."""

    turn_id: int
    conversation_id: int
    text: str
    why: Why
    meant: str | None = None
    settled: bool = False


@dataclass(frozen=True)
class Said:
    """A message that may be shown, and its language."""

    text: str
    language: str = "de"


@dataclass(frozen=True)
class Group:
    """Messages about the same thing, with the nearest intent and the mean confidence (0 to 1) that it is meant.

    `turns` are the ids of all messages; `typical` are some that may be shown, the most typical first; `meant` is the
    intent that staff gave most of those they corrected.
    """

    turns: tuple[int, ...]
    conversations: int
    typical: tuple[Said, ...]
    why: Mapping[Why, int]
    nearest: str | None = None
    confidence: float = 0.0
    meant: str | None = None


@dataclass(frozen=True)
class Examples:
    """Sentences, by language, that an editor gives an intent."""

    intent: str
    texts: Mapping[Language, tuple[str, ...]]


@dataclass(frozen=True)
class NewIntent:
    """A new intent with its first sentences, and an answer by language; without one the office is named."""

    examples: Examples
    title_de: str
    title_en: str
    kind: Kind
    topic: str
    answer: Mapping[Language, str]
    source: str
    as_of: date
    to_verify: str


def groups_to_show(clusters: Sequence[Sequence[Unsettled]]) -> list[Group]:
    """The clusters that may and should be shown, those of most conversations first.

    Each cluster comes with its most typical message first. What an editor has decided on stays away until more
    new messages have come than there were then.
    """
    groups = [_group(cluster) for cluster in clusters if 2 * sum(m.settled for m in cluster) < len(cluster)]
    shown = [group for group in groups if group.conversations >= LEAST_CONVERSATIONS and group.typical]
    return sorted(shown, key=lambda group: (-group.conversations, group.turns))


def may_be_shown(text: str) -> bool:
    """Whether a stored message may stand on an editor's page: short, and nothing had to be taken out of it."""
    return len(text) <= LONGEST and not _LABEL.search(text)


def without_labels(text: str) -> str:
    """What a stored message says beside what was taken out of it."""
    return _LABEL.sub(" ", text)


def personal_in(text: str) -> str | None:
    """What in a sentence may not get into a file, e.g. "Telefon"; None if nothing is found."""
    if label := _LABEL.search(text):
        return label[0].strip("[]")
    return next(iter(sorted(redact(text).found)), None)


def _group(cluster: Sequence[Unsettled]) -> Group:
    typical = dict.fromkeys(" ".join(m.text.split()) for m in cluster if may_be_shown(m.text))
    meant = [m.meant for m in cluster if m.meant]
    reasons: tuple[Why, ...] = ("unclear", "clarified", "rerouted")
    return Group(
        turns=tuple(sorted(m.turn_id for m in cluster)),
        conversations=len({m.conversation_id for m in cluster}),
        typical=tuple(map(Said, typical))[:SHOWN],
        why={why: n for why in reasons if (n := sum(m.why == why for m in cluster))},
        meant=max(sorted(set(meant)), key=meant.count) if meant else None,
    )
