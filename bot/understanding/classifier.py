"""A linear classifier over n-grams and meanings, and what its scores are worth as probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.understanding.features import Columns, Floats, Vectorizer
from bot.understanding.semantics import Semantics

KIND = "kind:"
"""Marks the labels that are kinds; an intent's id has no colon."""
SHARP = 4.0
"""How steeply probability falls among the intents behind the best."""


Signals: TypeAlias = npt.NDArray[np.float64]
BRIEF = 12
"""Texts of fewer words count as if they had so many, when it is about an alarm."""
LEAST, SUREST = 0.35, 0.95
"""Bounds of what is acted upon: never less sure than this, and never asking back when this sure."""


@dataclass(frozen=True)
class Scores:
    """Raw scores per label and the share of the text that the training texts know."""

    raw: Floats
    known: float


@dataclass(frozen=True)
class Trust:
    """The probability that the best-ranked intent is meant: a logistic curve over signals of doubt.

    The numbers here were fitted on `tests/utterances/fitting`, messages that are no examples; a small content gets its
    own, from examples and whole intents left out of training in turn.
    """

    weights: tuple[float, ...] = (1.73, 2.46, -0.34, -0.35, 0.28, 0.06)
    bias: float = -0.23
    spread: tuple[float, ...] = (
        *(0.186, 0.45, 0.574, 0.676, 0.749, 0.816, 0.867, 0.899, 0.925, 0.943, 0.959),
        *(0.97, 0.979, 0.985, 0.989, 0.992, 0.995, 0.997, 0.998, 0.999, 1.0),
    )
    """How confidences spread over messages: quantiles at equal steps."""

    def threshold(self, tolerated: float) -> float:
        """The least confidence above which, on average, no greater share than `tolerated` is misread; at most 0.95."""
        wrong, least = 0.0, SUREST
        for above, confidence in enumerate(sorted(self.spread, reverse=True), 1):
            wrong += 1 - confidence
            if wrong > tolerated * above:
                break
            least = confidence
        return min(max(least, LEAST), SUREST)

    def confidences(self, ranked: Floats, doubt: Signals, shown: int) -> list[float]:
        """The probability of each of the `shown` best scores (sorted, best first); the sum is less than one."""
        logit = float(doubt @ np.array(self.weights)) + self.bias
        trust = float(1 / (1 + np.exp(-logit)))
        rest = np.exp(SHARP * (ranked[1:shown] - ranked[0]))
        return [trust, *(float((1 - trust) * share / (1 + rest.sum())) for share in rest)]


def signals(ranked: Floats, known: float, words: int, kind_lead: float) -> Signals:
    """What tells of doubt: the best score, its lead, the energy of all scores, known words, length, its kind's lead."""
    lead = ranked[0] - ranked[1] if len(ranked) > 1 else ranked[0]
    energy = np.log(np.exp(SHARP * (ranked - ranked[0])).sum()) / SHARP + ranked[0]
    return np.array([ranked[0], lead, energy, known, np.log1p(words), kind_lead], np.float64)


class Classifier:
    """A weight for each label and piece of text or dimension of meaning; answering is a look-up and a sum."""

    def __init__(
        self,
        labels: Sequence[str],
        vectorizer: Vectorizer,
        semantics: Semantics,
        weights: npt.NDArray[np.float16] | sparse.csr_matrix,
        meaning: Floats,
        bias: Floats,
        vocabulary: Sequence[str],
        trust: Trust,
    ) -> None:
        self.labels = list(labels)
        self.vectorizer = vectorizer
        self.semantics = semantics
        self.weights = weights
        self.meaning = meaning
        self.bias = bias
        self.vocabulary = frozenset(vocabulary)
        self.trust = trust

    def scores(self, words: Sequence[str]) -> Scores:
        """The score of each label for a text: the higher, the better it fits."""
        columns, values = self.vectorizer.vector(words)
        lexical = self._sum(columns, values)
        about = self.semantics.vector(words) @ self.meaning
        raw = np.asarray(lexical + about + self.bias, np.float32)
        return Scores(raw, share_known(words, self.vocabulary))

    def _sum(self, columns: Columns, values: Floats) -> Floats:
        rows = self.weights[columns]
        if isinstance(rows, np.ndarray):
            return np.asarray(values @ rows.astype(np.float32), np.float32)
        return np.asarray(rows.T @ values, np.float32)

    def shares(self, words: Sequence[str]) -> Floats:
        """What each word adds to each label's score: rows are words; with the bias they sum up to `scores` exactly."""
        rows = np.zeros((len(words), len(self.labels)), np.float32)
        parts = zip(self.vectorizer.shares(words), self.semantics.shares(words), strict=True)
        for row, (lexical, about) in zip(rows, parts, strict=True):
            row += self._sum(np.array(list(lexical), np.int64), np.array(list(lexical.values()), np.float32))
            row += about @ self.meaning
        return rows


def share_known(words: Sequence[str], vocabulary: frozenset[str]) -> float:
    """Which share of a text's letters stands in words that the training texts have."""
    return sum(len(w) for w in words if w in vocabulary) / max(1, sum(map(len, words)))


@dataclass(frozen=True)
class Alarm:
    """The probability that a text speaks of an emergency, from the scores of kinds and intents.

    Fitted on 594 emergencies and 2,790 other messages, many of them full of alarming words: `tests/utterances` without
    `unseen` and `fresh`. None of them is an example. Scores shrink as texts grow, so length moves the curve.
    """

    kind: float = 1.38
    other_kind: float = -0.58
    intent: float = 2.86
    other_intent: float = -3.08
    length: float = 1.14
    bias: float = -4.05

    def probability(self, kind: float, other_kind: float, intent: float, other_intent: float, words: int) -> float:
        """From the scores of the kind "emergency", the best other kind, the best emergency and other intent."""
        logit = self.kind * kind + self.other_kind * other_kind + self.intent * intent
        logit += self.other_intent * other_intent + self.length * np.log1p(max(words, BRIEF)) + self.bias
        return float(1 / (1 + np.exp(-logit)))
