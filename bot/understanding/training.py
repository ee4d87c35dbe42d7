"""Trains a classifier; needs scikit-learn, which answering does not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from bot.understanding.classifier import KIND, Classifier
from bot.understanding.features import Floats, Vectorizer

TOLERANCE = 0.01
"""Where the solver stops; a tenth of it takes three times as long and changes no decision that was measured."""


def train(texts: Sequence[Sequence[str]], labels: Sequence[str], kinds: Sequence[str]) -> Classifier:
    """A linear support vector machine, one class against all others, for the intents and another for the kinds.

    Least squares, solved in one step, came out five points behind where intents have ten to seven hundred examples.
    """
    vectorizer = Vectorizer.learn(texts)
    matrix = _matrix(vectorizer, texts)
    names, weights, bias = _fit(matrix, labels)
    kind_names, kind_weights, kind_bias = _fit(matrix, [KIND + kind for kind in kinds], balanced=True)
    return Classifier(
        labels=names + kind_names,
        vectorizer=vectorizer,
        weights=np.hstack([weights, kind_weights]),
        bias=np.concatenate([bias, kind_bias]),
        vocabulary=sorted({word for text in texts for word in text}),
    )


def _fit(matrix: sparse.csr_matrix, labels: Sequence[str], balanced: bool = False) -> tuple[list[str], Floats, Floats]:
    weight = "balanced" if balanced else None
    machine = LinearSVC(C=1.0, tol=TOLERANCE, class_weight=weight, random_state=0).fit(matrix, labels)
    names = [str(name) for name in machine.classes_]
    weights, bias = machine.coef_.T, machine.intercept_
    if len(names) == 2:  # scikit-learn keeps one column for two classes
        weights, bias = np.hstack([-weights, weights]), np.concatenate([-bias, bias])
    return names, weights.astype(np.float32), bias.astype(np.float32)


def _matrix(vectorizer: Vectorizer, texts: Sequence[Sequence[str]]) -> sparse.csr_matrix:
    rows = [vectorizer.vector(words) for words in texts]
    indptr = np.cumsum([0] + [len(columns) for columns, _ in rows])
    columns = np.concatenate([columns for columns, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return sparse.csr_matrix((values, columns, indptr), shape=(len(rows), len(vectorizer.pieces)))
