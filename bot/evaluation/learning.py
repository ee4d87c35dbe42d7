"""What the bot could learn: groups of messages it did not settle, and the intent nearest to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.content import Body
from bot.core.learning import Group, Said, Unsettled, groups_to_show, without_labels
from bot.core.understanding import Understand, Understanding

Cluster = Callable[[Sequence[str]], list[list[int]]]
"""Puts texts about the same thing together, as positions, the most typical first."""
MOST = 50
"""Groups that are looked at in one go."""


def find_groups(messages: Sequence[Unsettled], cluster: Cluster, understand: Understand, body: Body) -> list[Group]:
    """The groups an editor should see; what the bot would by now act upon as it should is left out."""
    clusters = [[messages[i] for i in positions] for positions in cluster([without_labels(m.text) for m in messages])]
    looked_at = [_read(group, understand, body) for group in groups_to_show(clusters)[:MOST]]
    return [group for group, learnt in looked_at if not learnt]


def _read(group: Group, understand: Understand, body: Body) -> tuple[Group, bool]:
    """The group with its nearest intent, and whether the bot knows by now what is meant."""
    read = [understand(said.text, body.id) for said in group.typical]
    found = [_candidates(understanding, body) for understanding in read]
    confidence: Counter[str] = Counter()
    for candidates in found:
        confidence.update(candidates)
    typical = tuple(Said(said.text, one.language) for said, one in zip(group.typical, read, strict=True))
    if not confidence:
        return replace(group, typical=typical), False
    nearest = min(confidence, key=lambda intent: (-confidence[intent], intent))
    acted = all(own.get(nearest, 0.0) >= one.act_at for own, one in zip(found, read, strict=True))
    learnt = acted and group.meant in (None, nearest)
    return replace(group, typical=typical, nearest=nearest, confidence=confidence[nearest] / len(read)), learnt


def _candidates(understanding: Understanding, body: Body) -> dict[str, float]:
    """What a message may mean, except nothing."""
    found: dict[str, float] = {}
    for concern in understanding.concerns:
        for candidate in concern.candidates:
            if candidate.intent in body.intents and body.kind_of(candidate.intent) != "unclear":
                found[candidate.intent] = max(found.get(candidate.intent, 0.0), candidate.confidence)
    return found
