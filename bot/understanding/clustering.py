"""Puts messages about the same thing together, whatever their spelling and word order.

A message's direction in the table of meanings stands for what it is about. The message with most others near it leads a
group of all that are near it, then the next of those left; in the end every message goes to the group whose middle is
nearest. Nothing is random: the same messages give the same groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.understanding.features import Floats
from bot.understanding.normalise import MAX_CHARS, clean, tokens
from bot.understanding.semantics import semantics

NEAR, NEAR_MIDDLE = 0.8, 0.77
"""Cosines from which a message is about the same as a leader, as a whole group: `bench_learning` shows what they do."""
LEAST = 3
"""Messages that make a group."""
ROUNDS = 2
AT_ONCE = 1_000
"""Rows compared with all others at once: 40 MB for 10,000 messages."""

Rows: TypeAlias = npt.NDArray[np.int64]


def clusters(texts: Sequence[str]) -> list[list[int]]:
    """Groups of at least three positions in `texts`, the most typical first in each; the biggest group first."""
    alike: dict[tuple[str, ...], list[int]] = {}
    for i, text in enumerate(texts):
        alike.setdefault(tuple(tokens(clean(text)[:MAX_CHARS])), []).append(i)
    alike.pop((), None)
    if not alike:
        return []
    same = list(alike.values())
    sizes = np.array([len(positions) for positions in same], np.int64)
    vectors = np.array([semantics().vector(words) for words in alike], np.float32)
    groups = _big(_led(vectors, sizes), sizes)
    for _ in range(ROUNDS):
        groups = _big(_gathered(vectors, sizes, groups), sizes)
    found = [[i for row in group for i in same[row]] for group in groups]
    return sorted(found, key=lambda group: (-len(group), group[0]))


def _big(groups: Iterator[Rows], sizes: Rows) -> list[Rows]:
    return [rows for rows in groups if sizes[rows].sum() >= LEAST]


def _led(vectors: Floats, sizes: Rows) -> Iterator[Rows]:
    """Of the rows left, the one with most messages around it leads."""
    around = _around(vectors)
    weight = np.array([sizes[rows].sum() for rows in around])
    left = np.ones(len(vectors), bool)
    for leader in np.argsort(-weight, kind="stable"):
        if left[leader]:
            rows = around[leader][left[around[leader]]]
            left[rows] = False
            yield rows


def _around(vectors: Floats) -> list[Rows]:
    """For each row the rows near it, itself included."""
    found: list[Rows] = []
    for start in range(0, len(vectors), AT_ONCE):
        near = vectors[start : start + AT_ONCE] @ vectors.T >= NEAR
        own = np.arange(len(near))
        near[own, start + own] = True  # also where no piece of a word is known and the direction is zero
        found += [np.flatnonzero(row) for row in near]
    return found


def _gathered(vectors: Floats, sizes: Rows, groups: Sequence[Rows]) -> Iterator[Rows]:
    """Every row in the group whose middle is nearest, nearest first, if it is near."""
    if not groups:
        return
    middles = np.array([sizes[rows] @ vectors[rows] for rows in groups], np.float32)
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), np.float32(1e-9))
    group, nearness = np.empty(len(vectors), np.int64), np.empty(len(vectors), np.float32)
    for start in range(0, len(vectors), AT_ONCE):
        part = vectors[start : start + AT_ONCE] @ middles.T
        group[start : start + AT_ONCE], nearness[start : start + AT_ONCE] = part.argmax(1), part.max(1)
    for number in range(len(groups)):
        rows = np.flatnonzero((group == number) & (nearness >= NEAR_MIDDLE))
        yield rows[np.argsort(-nearness[rows], kind="stable")]
