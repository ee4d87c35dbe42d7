"""Figures computed from judged messages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

BINS = 10


class Ranking(NamedTuple):
    """Labels, best first, and how sure a system is of the first."""

    labels: list[str]
    confidence: float


class Judged(NamedTuple):
    """Whether the first, and one of the first three labels was right, and how sure the system was."""

    first: bool
    third: bool
    confidence: float


class Answered(NamedTuple):
    """The share of messages at or above a threshold; the threshold is infinite if none may be answered."""

    share: float
    threshold: float


def answered(confidences: Sequence[float], right: Sequence[bool], precision: float) -> Answered:
    """The largest share of messages, taken by confidence, of which at least `precision` are right."""
    values, hits = np.asarray(confidences, float), np.asarray(right, bool)
    order = np.argsort(-values, kind="stable")
    values, hits = values[order], hits[order]
    precise = np.cumsum(hits) / np.arange(1, len(hits) + 1) >= precision
    ends = np.append(values[1:] != values[:-1], True)  # equally sure messages are answered together or not at all
    cuts = np.flatnonzero(precise & ends)
    if not len(cuts):
        return Answered(0.0, math.inf)
    return Answered(float(cuts[-1] + 1) / len(values), float(values[cuts[-1]]))


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error over ten bins of equal width."""
    values, hits = np.asarray(confidences, float), np.asarray(right, float)
    bins = np.clip((values * BINS).astype(int), 0, BINS - 1)
    gaps = [(bins == b).sum() * abs(values[bins == b].mean() - hits[bins == b].mean()) for b in set(bins.tolist())]
    return float(sum(gaps) / len(values))


def share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None


def times_ms(seconds: Sequence[float]) -> dict[str, float]:
    median, last = np.percentile(seconds, (50, 99)) * 1000
    return {"median ms": float(median), "p99 ms": float(last)}


def softmax_top(scores: np.ndarray) -> float:
    """The largest share of the softmax."""
    return float(1 / np.exp(scores - scores.max()).sum())
