"""This project's classifier as one of the systems compared; imports scikit-learn for training only, as the bot does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from bot.understanding.classifier import KIND, Classifier, Signals, signals
from bot.understanding.features import Floats
from bot.understanding.normalise import tokens
from bot.understanding.reading import mean_scores
from bot.understanding.speller import Speller
from tests.benchmarks.understanding.figures import Ranking

SHOWN = 5
NO_LEAD = 0.0
"""The sets have labels of one kind, so no kind leads."""


class Scored(NamedTuple):
    """What this project's classifier makes of a text: labels and scores, best first, and signals of doubt."""

    labels: list[str]
    ranked: Floats
    doubt: Signals


class Ours:
    """This project's classifier and speller, without the rules and guards around them."""

    name = "ours"
    fast = True

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        from bot.understanding.training import train

        words = [tokens(text) for text in texts]
        self.adopt(train(words, labels, ["x"] * len(labels)), words)

    def adopt(self, classifier: Classifier, words: Sequence[Sequence[str]]) -> None:
        """Takes a trained classifier; `words` are the texts it was trained on."""
        speller = Speller(Counter(word for text in words for word in text), classifier.semantics)
        self.trust = classifier.trust
        self._model = SimpleNamespace(classifier=classifier, speller=speller)
        own = [(i, label) for i, label in enumerate(classifier.labels) if not label.startswith(KIND)]
        self._columns, self._labels = np.array([i for i, _ in own]), np.array([label for _, label in own])

    def scored(self, text: str) -> Scored:
        words = tokens(text)
        found = mean_scores(self._model, words)
        own = found.raw[self._columns]
        order = np.argsort(-own, kind="stable")
        strangers = np.zeros(len(own), np.bool_)
        doubt = signals(own, found.about[self._columns], strangers, found.known, len(words), NO_LEAD)
        return Scored(self._labels[order].tolist(), own[order], doubt)

    def confidence(self, scored: Scored) -> float:
        return self.trust.confidences(scored.ranked, scored.doubt, SHOWN)[0]

    def rank(self, text: str) -> Ranking:
        scored = self.scored(text)
        return Ranking(scored.labels, self.confidence(scored))

    def rank_all(self, texts: Sequence[str]) -> list[Ranking]:
        return [self.rank(text) for text in texts]
