"""A linear classifier over n-grams, trained at load, and what its scores are worth as probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.understanding.features import Floats, Vectorizer

KIND = "kind:"
"""Marks the labels that are kinds; an intent's id has no colon."""


@dataclass(frozen=True)
class Scores:
    """Raw scores per label and the share of the text that the training texts know."""

    raw: Floats
    known: float


class Classifier:
    """A weight for each piece of text and label; answering is a look-up and a sum."""

    def __init__(
        self, labels: Sequence[str], vectorizer: Vectorizer, weights: Floats, bias: Floats, vocabulary: Sequence[str]
    ) -> None:
        self.labels = list(labels)
        self.vectorizer = vectorizer
        self.weights = weights
        self.bias = bias
        self.vocabulary = frozenset(vocabulary)

    def scores(self, words: Sequence[str]) -> Scores:
        """The score of each label for a text: above 0 it fits, near -1 it has nothing to do with it."""
        columns, values = self.vectorizer.vector(words)
        known = sum(len(w) for w in words if w in self.vocabulary) / max(1, sum(map(len, words)))
        return Scores(values @ self.weights[columns] + self.bias, known)


@dataclass(frozen=True)
class Calibration:
    """Turns scores into probabilities: a logistic curve over the best score, its lead, known words and length.

    The numbers were fitted on messages that are neither examples nor test utterances.
    """

    top: float = 0.6
    lead: float = 3.9
    known: float = -2.4
    length: float = 0.4
    bias: float = 1.5
    sharpness: float = 4.0

    def confidences(self, ranked: Floats, known: float, words: int) -> list[float]:
        """The probability of each ranked score (best first) to be what is meant; the sum is less than one.

        What the best leaves is shared among the others by a softmax of the given sharpness.
        """
        lead = float(ranked[0] - ranked[1]) if len(ranked) > 1 else float(ranked[0])
        logit = self.top * float(ranked[0]) + self.lead * lead + self.known * known + self.length * np.log1p(words)
        trust = float(1 / (1 + np.exp(-(logit + self.bias))))
        weights = np.exp(self.sharpness * (ranked[1:] - ranked[0]))
        return [trust, *(float((1 - trust) * w / (1 + weights.sum())) for w in weights)]


@dataclass(frozen=True)
class Alarm:
    """The probability that a text speaks of an emergency, from the scores of kinds and intents.

    Fitted on 265 emergencies and 915 ordinary messages, 180 of them full of alarming words, none of them an example or
    a test utterance, with emergencies weighing as much as the rest: recall comes first.
    """

    kind: float = 3.4
    other_kind: float = 0.6
    intent: float = 4.6
    other_intent: float = -4.8
    bias: float = 2.7

    def probability(self, kind: float, other_kind: float, intent: float, other_intent: float) -> float:
        """From the scores of the kind "emergency", the best other kind, the best emergency and other intent."""
        logit = self.kind * kind + self.other_kind * other_kind + self.intent * intent
        return float(1 / (1 + np.exp(-(logit + self.other_intent * other_intent + self.bias))))
