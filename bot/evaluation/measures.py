"""Measures over judged utterances: F1, confusions, coverage, and the same by language and manner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.figures import Judged, threshold_for

PRECISIONS = (0.95, 0.98)
SHOWN = 25
"""So many confused pairs are named."""


@dataclass(frozen=True)
class Coverage:
    """Which share can be acted upon so that `precision` of it is right, and from which confidence."""

    precision: float
    threshold: float
    covered: float


@dataclass(frozen=True)
class Confusion:
    """How often one intent was taken for another; None stands for none of the taught ones."""

    wanted: str | None
    found: str | None
    number: int


@dataclass(frozen=True)
class Group:
    """The utterances that have something in common: shares from 0 to 1, None where there is nothing to share."""

    number: int
    kind: float | None
    intent: float | None
    acted: float | None
    wrong_when_acted: float | None


def macro_f1(judged: Sequence[Judged]) -> float:
    """The mean F1 over intents: each counts the same, however many utterances want it."""
    hits, wanted, found = Counter[str](), Counter[str](), Counter[str]()
    for one in judged:
        want = one.utterance.intent
        got = want if one.right else one.intent
        wanted.update([want] if want else [])
        found.update([got] if got else [])
        hits.update([want] if want and one.right else [])
    scores = [2 * hits[intent] / (number + found[intent]) for intent, number in wanted.items()]
    return sum(scores) / len(scores) if scores else 0.0


def confusions(judged: Sequence[Judged]) -> list[Confusion]:
    """The pairs that are confused most, most frequent first."""
    pairs = Counter((j.utterance.intent, j.intent) for j in judged if not j.right and j.utterance.intent != j.intent)
    ordered = sorted(pairs.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return [Confusion(wanted, found, number) for (wanted, found), number in ordered[:SHOWN]]


def coverages(judged: Sequence[Judged]) -> Iterator[Coverage]:
    """For each precision the largest share of utterances that reaches it."""
    for precision in PRECISIONS:
        threshold = threshold_for(judged, 1 - precision)
        covered = share([j.confidence >= threshold for j in judged])
        yield Coverage(precision, threshold, covered or 0.0)


def precision_curve(judged: Sequence[Judged], steps: int = 20) -> list[tuple[float, float]]:
    """(share acted upon, share of it that is right), the surest first."""
    ordered = sorted(judged, key=lambda j: -j.confidence)
    points = []
    for step in range(1, steps + 1):
        number = len(ordered) * step // steps
        if number:
            points.append((number / len(ordered), sum(j.first for j in ordered[:number]) / number))
    return points


def grouped(judged: Sequence[Judged], key: Callable[[Judged], str]) -> Mapping[str, Group]:
    """The figures of each group, the largest group first."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(key(one), []).append(one)
    return {name: _group(own) for name, own in sorted(groups.items(), key=lambda group: -len(group[1]))}


def share(hits: Sequence[bool]) -> float | None:
    """The share of hits, None of nothing."""
    return sum(hits) / len(hits) if hits else None


def _group(judged: Sequence[Judged]) -> Group:
    return Group(
        number=len(judged),
        kind=share([j.kind == j.utterance.kind for j in judged]),
        intent=share([j.right for j in judged]),
        acted=share([j.acted for j in judged]),
        wrong_when_acted=share([not j.right for j in judged if j.acted]),
    )
