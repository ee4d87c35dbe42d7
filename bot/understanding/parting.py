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
class Parting:
    """Columns of the first and the second wish, the word that the second begins with, and how probable it is."""

    first: int
    second: int
    at: int
    probability: float


@dataclass(frozen=True)
class PartingCurve:
    """The probability that the best intent and a rival are both meant.

    Fitted on 130 messages with several wishes and 2,500 with one: `tests/utterances` without `unseen` and `fresh`.
    """

    rival: float = 4.16
    lead: float = -1.57
    apart: float = 2.14
    joined: float = 1.09
    joins: float = 0.7
    questions: float = 0.8
    bias: float = -6.1

    def probability(self, rival: float, lead: float, apart: float, joined: bool, joins: int, questions: int) -> float:
        """From the rival's score, the lead over it, how far the words part the two, and what joins or asks."""
        logit = self.rival * rival + self.lead * lead + self.apart * apart + self.bias
        logit += self.joined * joined + self.joins * joins + self.questions * questions
        return float(1 / (1 + np.exp(-logit)))


CURVE = PartingCurve()


def part(
    classifier: Classifier, spellings: Sequence[Sequence[str]], questions: int, among: Columns, loud: Collection[int]
) -> Parting | None:
    """The likeliest two wishes in the same words as they are spelled, of the columns `among`.

    Two `loud` ones, complaints, are one: anger has many sides.
    """
    words = spellings[0]
    if len(words) < SHORTEST or len(among) < RIVALS or any(len(other) != len(words) for other in spellings):
        return None
    shares = np.mean([classifier.shares(spelled) for spelled in spellings], axis=0)
    scores = shares.sum(axis=0) + classifier.bias
    best, *rivals = among[np.argsort(-scores[among])[: RIVALS + 1]].tolist()
    rivals = [rival for rival in rivals if not (best in loud and rival in loud)]
    found = [_parting(words, shares, scores, best, rival, questions) for rival in rivals]
    return max(found, key=lambda parting: parting.probability, default=None)


def _parting(words: Sequence[str], shares: Floats, scores: Floats, best: int, rival: int, questions: int) -> Parting:
    lead = np.cumsum(shares[:, best] - shares[:, rival])
    parted = 2 * lead[:-1] - lead[-1]
    at = int(np.abs(parted).argmax()) + 1
    joined = bool(AND & set(words[max(0, at - NEAR) : at + NEAR + 1]))
    ahead, joins = float(scores[best] - scores[rival]), len(set(words) & AND)
    apart = float(np.abs(parted[at - 1]))
    probability = CURVE.probability(float(scores[rival]), ahead, apart, joined, joins, questions)
    first, second = (best, rival) if parted[at - 1] > 0 else (rival, best)
    return Parting(first, second, at, probability)
