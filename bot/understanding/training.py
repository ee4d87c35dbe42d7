"""Trains a classifier; needs scikit-learn, which answering does not."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from typing import TypeAlias
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import solve_triangular
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from bot.understanding.classifier import KIND, UNCLEAR, Classifier, Trust, share_known, signals
from bot.understanding.features import Floats, Vectorizer
from bot.understanding.semantics import semantics

FEW = 3_000
"""Up to this many texts multinomial logistic regression is affordable; it ranks the first three better than an SVM."""
MANY = 1_000
"""From this many intents on, each is the mean of its texts."""
JUDGED = 10_000
"""So many texts suffice to judge doubt."""
MEANING, MEANING_OF_FEW, MEANING_OF_MANY = np.float32(0.3**0.5), np.float32(1.5**0.5), np.float32(0.7**0.5)
"""Length of the meaning beside the n-grams: the fewer the examples, the more the table must help.

For few German texts 1.5 is better than 0.5 by half a point to two, for few English ones worse by half a point.
"""
TOLERANCE = 0.01
"""Where the solver stops; a tenth of it takes three times as long and changes no decision that was measured."""
SHARES = 4
"""Into so many shares the classes are parted, however many processors there are: the result must not depend on it."""
STEPS, JITTER = 15, 1e-4
"""Steps of the solver, after which nothing measured changes, and what keeps equal texts apart."""
FOLDS, STRANGERS = 4, 8
"""In each of four rounds a quarter of the examples is left out, and one intent in eight as a whole."""
STRANGE = 0.15
"""What a text of an intent left out counts: as if one message in thirteen were none of the taught ones."""
QUANTILES = 51
ENOUGH = 100
"""Fewer texts than this say nothing about doubt."""


Texts: TypeAlias = Sequence[Sequence[str]]
Labels: TypeAlias = npt.NDArray[np.str_]
Places: TypeAlias = npt.NDArray[np.intp]
Weights: TypeAlias = Floats | sparse.csr_matrix


@dataclass(frozen=True)
class _Fitted:
    """Weights (features by labels) and biases, with the labels they belong to."""

    names: list[str]
    weights: Weights
    bias: Floats


Fit = Callable[[sparse.csr_matrix, Labels, bool], _Fitted]


def train(texts: Texts, labels: Sequence[str], kinds: Sequence[str]) -> Classifier:
    """Intents and kinds, each a class against all others: logistic regression for few texts, beyond that an SVM.

    Measured against each other on five public sets and on 15,000 examples of 220 intents. Least squares came out five
    points behind where intents have ten to seven hundred examples.
    """
    vectorizer = Vectorizer.learn(texts)
    many = len(set(labels)) > MANY
    few = len(texts) <= FEW and not many
    length = MEANING_OF_FEW if few else MEANING_OF_MANY if many else MEANING
    rows = _rows(vectorizer, texts, length)
    names, tagged = np.array(labels), np.array([KIND + kind for kind in kinds])
    fit = _only if len(set(labels)) == 1 else _logistic if few else _centroids if many else _machine
    intents = fit(rows, names, False)
    sorts = (_only if len(set(kinds)) == 1 else _logistic if few else _machine)(rows, tagged, True)
    pieces = len(vectorizer.pieces)
    return Classifier(
        labels=intents.names + sorts.names,
        vectorizer=vectorizer,
        semantics=semantics(),
        weights=_beside(intents.weights[:pieces], sorts.weights[:pieces]),
        meaning=length * np.hstack([_dense(intents.weights[pieces:]), _dense(sorts.weights[pieces:])]),
        bias=np.concatenate([intents.bias, sorts.bias]),
        vocabulary=sorted({word for text in texts for word in text}),
        trust=_trust(fit, rows, texts, names, tagged, pieces) if (few and len(texts) >= ENOUGH) or many else Trust(),
    )


def _beside(intents: Weights, sorts: Weights) -> npt.NDArray[np.float16] | sparse.csr_matrix:
    if sparse.issparse(intents):
        return sparse.hstack([intents, sparse.csr_matrix(sorts)], format="csr", dtype=np.float32)
    return np.hstack([intents, sorts]).astype(np.float16)


def _dense(weights: Weights) -> Floats:
    return np.asarray(weights if isinstance(weights, np.ndarray) else weights.toarray(), np.float32)


def _only(rows: sparse.csr_matrix, labels: Labels, balanced: bool) -> _Fitted:
    """Where there is one class, there is nothing to learn."""
    return _Fitted([str(labels[0])], np.zeros((rows.shape[1], 1), np.float32), np.zeros(1, np.float32))


def _machine(rows: sparse.csr_matrix, labels: Labels, balanced: bool) -> _Fitted:
    """A linear support vector machine; many classes are shared out among processes.

    Threads would share one source of random numbers and make each training a little different.
    """
    names = np.unique(labels)
    if balanced or len(names) < 3 * SHARES:
        weights, bias = _separated(rows, labels, names, balanced)
        return _Fitted([str(n) for n in names], weights, bias)
    shares = np.array_split(names, SHARES)
    with ProcessPoolExecutor(os.cpu_count() or 1, get_context("fork")) as pool:
        parts = list(pool.map(_separated, repeat(rows), repeat(labels), shares))
    return _Fitted([str(n) for n in names], np.hstack([w for w, _ in parts]), np.concatenate([b for _, b in parts]))


def _separated(rows: sparse.csr_matrix, labels: Labels, share: Labels, balanced: bool = False) -> tuple[Floats, Floats]:
    """Weights and biases of some of the classes, each against all other texts."""
    own = np.where(np.isin(labels, share), labels, "")
    weight = "balanced" if balanced else None
    machine = LinearSVC(C=1.0, tol=TOLERANCE, class_weight=weight, random_state=0).fit(rows, own)
    weights, bias = _both(machine.coef_, machine.intercept_)
    kept = machine.classes_ != ""
    return weights[:, kept], bias[kept]


def _centroids(rows: sparse.csr_matrix, labels: Labels, balanced: bool) -> _Fitted:
    """The mean of each class's texts: less exact than the others, but a catalogue of 5,000 services takes seconds."""
    names, which = np.unique(labels, return_inverse=True)
    member = sparse.csr_matrix((np.ones(len(labels), np.float32), (which, np.arange(len(labels)))))
    sums = (member @ rows).tocsr()
    length = np.sqrt(np.asarray(sums.multiply(sums).sum(axis=1)).ravel())
    means = sparse.diags_array(1 / np.maximum(length, 1e-9)) @ sums
    return _Fitted([str(n) for n in names], means.T.tocsr().astype(np.float32), np.zeros(len(names), np.float32))


def _logistic(rows: sparse.csr_matrix, labels: Labels, balanced: bool) -> _Fitted:
    """Multinomial logistic regression, solved in the dual: there are fewer texts than features."""
    kernel = (rows @ rows.T).toarray().astype(np.float64)
    kernel[np.diag_indices_from(kernel)] += JITTER
    root = np.linalg.cholesky(kernel)
    weight = "balanced" if balanced else None
    model = LogisticRegression(C=10.0, max_iter=STEPS, tol=1e-3, class_weight=weight)
    with warnings.catch_warnings():  # it stops as soon as nothing more is gained; a title may be all an intent has
        warnings.simplefilter("ignore", UserWarning)
        model.fit(root.astype(np.float32), labels)
    coefficients, bias = _both(model.coef_, model.intercept_)
    weights = rows.T @ solve_triangular(root, coefficients, trans="T", lower=True)
    return _Fitted([str(n) for n in model.classes_], weights.astype(np.float32), bias)


def _both(weights: Floats, bias: Floats) -> tuple[Floats, Floats]:
    """A column for each class; scikit-learn keeps one for two."""
    if len(weights) == 1:
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    return weights.T.astype(np.float32), bias.astype(np.float32)


def _trust(fit: Fit, rows: sparse.csr_matrix, texts: Texts, labels: Labels, kinds: Labels, pieces: int) -> Trust:
    """Doubt as it shows for examples, and for whole intents, that were left out of training.

    What the texts are about stands in the columns behind the `pieces`.
    """
    fold = np.arange(len(texts)) % FOLDS
    stranger = np.array([crc32(label.encode()) % STRANGERS for label in labels])
    every = 1 + len(texts) // JUDGED
    kind_of = dict(zip(labels.tolist(), kinds.tolist(), strict=True))
    seen, right, counts = [], [], []
    for number in range(FOLDS):
        left_out = (fold == number) | (stranger == number)
        if len(np.unique(labels[~left_out])) < 2:
            continue
        fitted = fit(rows[~left_out], labels[~left_out], False)
        vocabulary = frozenset(word for i in np.flatnonzero(~left_out).tolist() for word in texts[i])
        apart = np.flatnonzero(left_out)[::every]
        scores = _dense(rows[apart] @ fitted.weights) + fitted.bias
        about = _dense(rows[apart][:, pieces:] @ fitted.weights[pieces:])
        leads = _kind_leads(rows, kinds, left_out, apart, [kind_of[fitted.names[i]] for i in scores.argmax(1)])
        strange = np.array([kind_of[name] == KIND + UNCLEAR for name in fitted.names])
        for i, own, meant, lead in zip(apart.tolist(), scores, about, leads, strict=True):
            seen.append(signals(own, meant, strange, share_known(texts[i], vocabulary), len(texts[i]), lead))
            right.append(fitted.names[int(own.argmax())] == labels[i])
            counts.append(STRANGE if stranger[i] == number else 1.0)
    if len(set(right)) < 2:
        return Trust()
    curve = LogisticRegression(C=1.0, max_iter=1000).fit(np.array(seen), np.array(right), np.array(counts))
    confident = curve.predict_proba(np.array(seen)[np.array(counts) == 1.0])[:, 1]
    spread = np.quantile(confident, np.linspace(0, 1, QUANTILES))
    return Trust(tuple(curve.coef_[0].tolist()), float(curve.intercept_[0]), tuple(spread.tolist()))


def _kind_leads(
    rows: sparse.csr_matrix, kinds: Labels, left_out: npt.NDArray[np.bool_], apart: Places, found: Sequence[str]
) -> list[float]:
    """By how much the kind of the intent found for each text leads among the kinds."""
    if len(set(kinds[~left_out].tolist())) < 2 or len(kinds) > FEW:
        return [0.0] * len(found)
    sorts = _logistic(rows[~left_out], kinds[~left_out], True)
    scores = _dense(rows[apart] @ sorts.weights) + sorts.bias
    own = [sorts.names.index(kind) for kind in found]
    return [float(line[i] - np.delete(line, i).max()) for line, i in zip(scores, own, strict=True)]


def _rows(vectorizer: Vectorizer, texts: Texts, length: np.float32) -> sparse.csr_matrix:
    """Each text's n-grams, of length one, and in the last columns its meaning, of the length given."""
    found = [vectorizer.vector(words) for words in texts]
    starts = np.cumsum([0] + [len(columns) for columns, _ in found])
    columns = np.concatenate([columns for columns, _ in found])
    values = np.concatenate([values for _, values in found])
    lexical = sparse.csr_matrix((values, columns, starts), shape=(len(found), len(vectorizer.pieces)))
    table = semantics()
    meaning = sparse.csr_matrix(length * np.stack([table.vector(words) for words in texts]))
    return sparse.hstack([lexical, meaning], format="csr", dtype=np.float32)
