"""Finds two wishes that one sentence holds: "Perso und Führerschein sind weg, wie krieg ich beides ersetzt?".

A classifier of one class against all others gives both a good score, and the words that speak for the one stand before
those that speak for the other. Cutting at punctuation alone misses that: each half is too short to be sure of.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.understanding.classifier import Classifier
from bot.understanding.features import Floats

Columns: TypeAlias = npt.NDArray[np.intp]

RIVALS = 5
"""The second wish is among so many behind the best."""
SHORTEST = 4
"""Fewer words hold one wish."""
NEAR = 2
"""A word that joins stands so near to the cut."""
AND = frozenset(
    "und ausserdem auch dazu zudem beides beide zweitens dann noch sowie plus ps and also gleichzeitig nebenbei".split()
)


@dataclass(frozen=True)
class PartingCurve:
    """The probability that the best intent and a rival are both meant.

    Fitted by `tools/fit_curves.py` on 130 messages with several wishes and 2,470 with one.
    """

    rival: float = 3.89
    lead: float = -1.54
    apart: float = 2.31
    joined: float = 0.83
    joins: float = 0.84
    questions: float = 0.75
    bias: float = -6.68

    def probability(
        self, rival: float, lead: float, apart: float, joined: float, joins: float, questions: float
    ) -> float:
        """From the rival's score, the lead over it, how far the words part the two, and what joins or asks."""
        logit = self.rival * rival + self.lead * lead + self.apart * apart + self.bias
        logit += self.joined * joined + self.joins * joins + self.questions * questions
        return float(1 / (1 + np.exp(-logit)))


CURVE = PartingCurve()


@dataclass(frozen=True)
class Parting:
    """Columns of a first and a second wish, the word that the second begins with, and what the curve is asked."""

    first: int
    second: int
    at: int
    signals: tuple[float, ...]

    @property
    def probability(self) -> float:
        """How probable it is that both are meant."""
        return CURVE.probability(*self.signals)


def part(
    classifier: Classifier, spellings: Sequence[Sequence[str]], questions: int, among: Columns, loud: Collection[int]
) -> Parting | None:
    """The likeliest two wishes in the same words as they are spelled, of the columns `among`.

    Two `loud` ones, complaints, are one: anger has many sides.
    """
    pairs = [
        pair for pair in pairs_of(classifier, spellings, questions, among) if not {pair.first, pair.second} <= set(loud)
    ]
    return max(pairs, key=lambda pair: pair.probability, default=None)


def pairs_of(
    classifier: Classifier, spellings: Sequence[Sequence[str]], questions: int, among: Columns
) -> list[Parting]:
    """The best intent with each of its nearest rivals; none in a few words."""
    words = spellings[0]
    if len(words) < SHORTEST or len(among) < RIVALS or any(len(other) != len(words) for other in spellings):
        return []
    shares = np.mean([classifier.shares(spelled) for spelled in spellings], axis=0)
    scores = shares.sum(axis=0) + classifier.bias
    best, *rivals = among[np.argsort(-scores[among])[: RIVALS + 1]].tolist()
    return [_parting(words, shares, scores, best, rival, questions) for rival in rivals]


def _parting(words: Sequence[str], shares: Floats, scores: Floats, best: int, rival: int, questions: int) -> Parting:
    lead = np.cumsum(shares[:, best] - shares[:, rival])
    parted = 2 * lead[:-1] - lead[-1]
    at = int(np.abs(parted).argmax()) + 1
    joined = bool(AND & set(words[max(0, at - NEAR) : at + NEAR + 1]))
    ahead, joins = float(scores[best] - scores[rival]), len(set(words) & AND)
    apart = float(np.abs(parted[at - 1]))
    first, second = (best, rival) if parted[at - 1] > 0 else (rival, best)
    return Parting(first, second, at, (float(scores[rival]), ahead, apart, joined, joins, questions))
