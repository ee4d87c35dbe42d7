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
UNCLEAR = "unclear"
"""The kind of what is no concern of a public body."""
SHARP = 4.0
"""How steeply probability falls among the intents behind the best."""


Signals: TypeAlias = npt.NDArray[np.float64]
BRIEF = 12
"""Texts of fewer words count as if they had so many, when it is about an alarm."""
LEAST, SUREST = 0.35, 0.95
"""Bounds of what is acted upon: never less sure than this, and never asking back when this sure."""


@dataclass(frozen=True)
class Scores:
    """Raw scores per label, the part of them that comes from what the words are about, and the share of known words."""

    raw: Floats
    about: Floats
    known: float


@dataclass(frozen=True)
class Trust:
    """The probability that the best-ranked intent is meant: a logistic curve over signals of doubt.

    The numbers here were fitted on the German messages of `tests/utterances/fitting`, which are no examples; a small
    content gets its own, from examples and whole intents left out of training in turn.
    """

    weights: tuple[float, ...] = (1.87, 2.84, -0.49, 0.0, 0.02, 0.0, -1.18, 0.37, 1.33)
    bias: float = -0.59
    spread: tuple[float, ...] = (
        *(0.109, 0.307, 0.406, 0.453, 0.51, 0.569, 0.622, 0.682, 0.725, 0.765, 0.804, 0.829, 0.849, 0.873),
        *(0.892, 0.905, 0.916, 0.929, 0.943, 0.951, 0.959, 0.964, 0.97, 0.975, 0.978, 0.982, 0.985, 0.987),
        *(0.989, 0.991, 0.992, 0.994, 0.995, 0.996, 0.997, 0.998, 0.998, 0.999, 0.999, 1.0, 1.0),
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


def lead_of(best: int, scores: Floats) -> float:
    """By how much one of the scores is above all others, or below the highest of them."""
    return float(scores[best] - np.delete(scores, best).max()) if len(scores) > 1 else float(scores[best])


def signals(
    scores: Floats, about: Floats, strangers: npt.NDArray[np.bool_], known: float, words: int, kind_lead: float
) -> Signals:
    """What tells of doubt, from the intents' scores and the part of them that comes from what the words are about.

    The best score, its lead, the energy of all scores, known words, length, the lead of its kind, and its lead by what
    the words are about alone: where that agrees with the words themselves, both are seldom wrong. Then its lead over
    `strangers`, intents of those who want nothing of a public body, and whether it is one of them.
    """
    best = int(scores.argmax())
    energy = np.log(np.exp(SHARP * (scores - scores[best])).sum()) / SHARP + scores[best]
    leads = lead_of(best, scores), lead_of(best, about)
    strange = bool(strangers[best])
    apart = float(scores[best] - scores[strangers].max()) if strangers.any() and not strange else 0.0
    found = [scores[best], leads[0], energy, known, np.log1p(words), kind_lead, leads[1], apart, float(strange)]
    return np.array(found, np.float64)


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
        return Scores(raw, np.asarray(about, np.float32), share_known(words, self.vocabulary))

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
