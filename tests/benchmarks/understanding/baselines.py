"""What one would build without this project: a search for the nearest example, and a linear SVM."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import fuzz, process, utils

from tests.benchmarks.understanding.figures import Ranking, softmax_top

NEAREST = 200
"""So many examples are looked through for different labels: where an intent has 100, that is two intents at least."""


class RapidFuzz:
    """The nearest example by string similarity; case and punctuation are evened out, as its manual advises."""

    fast = False

    def __init__(self, name: str = "rapidfuzz", scorer: Callable[..., float] = fuzz.token_sort_ratio) -> None:
        self.name = name
        self._scorer = scorer

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        self._texts = [utils.default_process(text) for text in texts]
        self._labels = list(labels)

    def rank(self, text: str) -> Ranking:
        found = process.extract(utils.default_process(text), self._texts, scorer=self._scorer, limit=NEAREST)
        labels = list(dict.fromkeys(self._labels[at] for _, _, at in found))
        return Ranking(labels, found[0][1] / 100)

    def rank_all(self, texts: Sequence[str]) -> list[Ranking]:
        return [self.rank(text) for text in texts]


class Svm:
    """TF-IDF of words and characters, a linear SVM; imported when used, so that nobody else's memory is measured."""

    name = "svm"
    fast = True

    def fit(self, texts: Sequence[str], labels: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import FeatureUnion, Pipeline
        from sklearn.svm import LinearSVC

        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        features = FeatureUnion([("words", words), ("chars", chars)])
        self._pipeline = Pipeline([("features", features), ("svm", LinearSVC(C=1, random_state=0))])
        self._pipeline.fit(texts, labels)

    def rank(self, text: str) -> Ranking:
        return self.rank_all([text])[0]

    def rank_all(self, texts: Sequence[str]) -> list[Ranking]:
        if not texts:
            return []
        scores = self._pipeline.decision_function(texts)
        scores = np.column_stack([-scores, scores]) if scores.ndim == 1 else scores
        labels = self._pipeline.classes_[np.argsort(-scores, axis=1, kind="stable")]
        return [Ranking(own.tolist(), softmax_top(row)) for own, row in zip(labels, scores, strict=True)]
