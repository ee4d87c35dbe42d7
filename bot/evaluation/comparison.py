"""Compares figures with those of an earlier run, and says what got worse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SLACK = 0.005
"""Half a percentage point: an example more or less moves as much."""

BETTER_IF_MORE = ("kind", "intent", "macro_f1", "among_three", "emergencies_caught")
BETTER_IF_LESS = ("wrong_when_acted", "false_alarms", "strangers_answered", "calibration_error")
NO_SLACK = frozenset({"emergencies_caught"})


@dataclass(frozen=True)
class Change:
    """One figure then and now."""

    key: str
    before: float
    now: float
    worse: bool


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    """Each figure that both runs have."""
    for key in (*BETTER_IF_MORE, *BETTER_IF_LESS):
        old, new = before.get(key), now.get(key)
        if isinstance(old, int | float) and isinstance(new, int | float):
            loss = old - new if key in BETTER_IF_MORE else new - old
            yield Change(key, old, new, loss > (1e-9 if key in NO_SLACK else SLACK))


def lost(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The sentences that were understood then and are not now; sentences that are new do not count."""
    fine = {(s["text"], s["organisation"]) for s in before.get("sentences", ()) if s["right"]}
    return [s for s in now["sentences"] if not s["right"] and (s["text"], s["organisation"]) in fine]
