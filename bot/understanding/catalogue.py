"""Services that no example teaches: found by title, synonyms and description, however many there are.

They stand beside the trained classifier and do not change it: an import trains nothing anew, and what was understood
before is understood as before. Three things speak for a service: the words and pieces of words it shares with the
message, the nearness of their meanings, and what the trained intents made of the message: "I live with my sister now"
is known as a change of address, and a service that is called like that is probably meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.core.content import Body, KnownIntent
from bot.core.decision import MAX_OPTIONS
from bot.core.understanding import Candidate
from bot.understanding.features import Floats, Vectorizer
from bot.understanding.normalise import tokens
from bot.understanding.semantics import Semantics, semantics

DESCRIPTION, ABOUT = np.float32(0.8), np.float32(0.3)
"""What the words and the meaning of a description count beside titles and synonyms."""
KINDRED = np.float32(0.5)
"""What the nearness of a trained intent counts, times that intent's confidence."""
SHARP = 8.0
"""How steeply probability falls among the services behind the best."""
BEST, LEAD, BIAS = 2.7, 2.4, -4.3
"""The logistic curve of doubt, over the best score and its lead: fitted on the paraphrases for `fitting` in
tests/benchmarks and on messages about anything else."""
PLAUSIBLE, BEHIND, SURER = 0.1, 0.9, 2.0
"""Confidence from which services go before a common intent without an office; how near behind the third of them that
follows; and how much surer they become if it is sure."""
EXACT = 0.99
OFTEN, OFTEN_SHARE = 100, 0.03
"""In more texts than this, and in a greater share of them, a piece of a word is not looked at."""
CHUNK = 64
"""Trained intents whose nearness is computed at once, which bounds the memory."""

Words = tuple[str, ...]


def is_untaught(known: KnownIntent) -> bool:
    """Whether an intent is one of an organisation's services and nothing but its names tells what it means."""
    return known.scope != "common" and known.intent.kind == "service_request" and not known.intent.examples


def names_of(known: KnownIntent) -> list[str]:
    """Title and synonyms; a title cut short for its button says less than the synonym it was cut from."""
    title, synonyms = known.intent.title.de, known.intent.synonyms
    return list(dict.fromkeys((*(() if "…" in title and synonyms else (title,)), *synonyms)))


@dataclass(frozen=True)
class _Texts:
    """All texts of all services: whose each is, and what it counts."""

    words: list[Words]
    owner: npt.NDArray[np.intp]
    weight: Floats

    @classmethod
    def of(cls, services: Sequence[KnownIntent]) -> _Texts:
        words: list[Words] = []
        owner, weight = [], []
        for at, known in enumerate(services):
            described = [(known.intent.description, DESCRIPTION)] if known.intent.description else []
            for text, counts in [*((name, np.float32(1)) for name in names_of(known)), *described]:
                words.append(tuple(tokens(text)))
                owner.append(at)
                weight.append(counts)
        return cls(words, np.array(owner, np.intp), np.array(weight, np.float32))


class Catalogue:
    """The untaught services of one organisation."""

    def __init__(self, services: Sequence[KnownIntent], trained: Sequence[KnownIntent], table: Semantics) -> None:
        self.ids = [known.id for known in services]
        self._table = table
        texts = _Texts.of(services)
        self._vectorizer = Vectorizer.learn(texts.words)
        self._starts = np.searchsorted(texts.owner, np.arange(len(services)))
        rows = _rows(self._vectorizer, texts.words, texts.weight)
        self._pieces = _telling(rows.T.tocsr())
        self._meanings = np.stack([_meaning(known, table) for known in services])
        self._kindred = self._nearness(trained)
        self._exact: dict[Words, set[int]] = {}
        for words, at in zip(texts.words, texts.owner.tolist(), strict=True):
            self._exact.setdefault(words, set()).add(at)

    def candidates(self, versions: Sequence[Words], understood: Sequence[Candidate], shown: int) -> list[Candidate]:
        """The likeliest services for a text in its spellings, given what the trained intents make of it."""
        if len(meant := self._exact.get(versions[0], set())) == 1:
            return [Candidate(self.ids[at], EXACT) for at in meant]
        scores = np.mean([self._like(words) for words in dict.fromkeys(versions)], axis=0)
        for candidate in understood:
            if (near := self._kindred.get(candidate.intent)) is not None:
                scores = scores + KINDRED * np.float32(candidate.confidence) * near
        kept = min(shown + 1, len(scores))
        nearest = np.argpartition(-scores, kept - 1)[:kept]
        order = nearest[np.argsort(-scores[nearest], kind="stable")]
        found = zip(order.tolist(), confidences(scores[order]), strict=True)
        return [Candidate(self.ids[at], confidence) for at, confidence in found][:shown]

    def shares(self, words: Sequence[str], id: str) -> list[float]:
        """What each word adds to the likeness of a service: without it the score would be that much lower."""
        at = self.ids.index(id)
        whole = float(self._like(tuple(words))[at])
        without = [float(self._like((*words[:i], *words[i + 1 :]))[at]) for i in range(len(words))]
        return [whole - rest for rest in without]

    def _like(self, words: Words) -> Floats:
        columns, values = self._vectorizer.vector(words)
        # Not "@": the threads of BLAS cost more than they save here, and much more on a busy machine.
        about = np.einsum("ij,j->i", self._meanings, self._table.vector(words))
        return np.asarray(self._shared(columns, values) + about, np.float32)

    def _shared(self, columns: npt.NDArray[np.int64], values: Floats) -> Floats:
        """For each service the text that shares most with the message."""
        found = np.asarray(self._pieces[columns].T @ values, np.float32).ravel()
        return np.asarray(np.maximum.reduceat(found, self._starts), np.float32)

    def _nearness(self, trained: Sequence[KnownIntent]) -> dict[str, Floats]:
        """For each trained service request how near it is to each service."""
        own = [known for known in trained if known.intent.kind == "service_request"]
        found: dict[str, Floats] = {}
        for at in range(0, len(own), CHUNK):
            part = own[at : at + CHUNK]
            words = [tuple(word for name in names_of(known) for word in tokens(name)) for known in part]
            lexical = (_rows(self._vectorizer, words) @ self._pieces).toarray()
            shared = np.maximum.reduceat(lexical, self._starts, axis=1)
            about = np.stack([self._table.vector(w) for w in words]) @ self._meanings.T
            found |= {known.id: row for known, row in zip(part, (shared + about).astype(np.float32), strict=True)}
        return found


def catalogue_of(body: Body) -> Catalogue | None:
    """The untaught services of an organisation, if it has any."""
    services = [known for known in body.intents.values() if is_untaught(known)]
    trained = [known for known in body.intents.values() if not is_untaught(known)]
    return Catalogue(services, trained, semantics()) if services else None


def _meaning(known: KnownIntent, table: Semantics) -> Floats:
    """What a service is about, by its names and, less, by its description."""
    names = table.vector([word for name in names_of(known) for word in tokens(name)])
    if not known.intent.description:
        return names
    described = table.vector(tokens(known.intent.description))
    return np.asarray((1 - ABOUT) * names + ABOUT * described, np.float32)


def confidences(ranked: Floats) -> list[float]:
    """The probability of each of the best scores, sorted, best first; the sum is less than one."""
    lead = ranked[0] - ranked[1] if len(ranked) > 1 else ranked[0]
    trust = float(1 / (1 + np.exp(-(BEST * ranked[0] + LEAD * lead + BIAS))))
    rest = np.exp(SHARP * (ranked[1:] - ranked[0]))
    return [trust, *(float((1 - trust) * share / (1 + rest.sum())) for share in rest)]


def together(
    trained: Sequence[Candidate], services: Sequence[Candidate], body: Body, shown: int
) -> tuple[Candidate, ...]:
    """Trained intents and services in one order: rivals with odds of their own, against the odds that none is meant.

    A common service request for which the organisation names no office speaks for the services of the catalogue, which
    have one: they are the surer, the surer it is, and it comes behind those that are offered.
    """
    odds = {candidate.intent: _odds(candidate.confidence) for candidate in services}
    if services and services[0].confidence >= PLAUSIBLE:
        homeless = {c.intent: c.confidence for c in trained if _homeless(c.intent, body)}
        odds = {intent: own * (1 + SURER * sum(homeless.values())) for intent, own in odds.items()}
        behind = BEHIND * sorted(odds.values(), reverse=True)[:MAX_OPTIONS][-1]
    else:
        homeless, behind = {}, 0.0
    for candidate in trained:
        own = _odds(candidate.confidence)
        odds[candidate.intent] = min(own, behind) if candidate.intent in homeless else own
    total = 1 + sum(odds.values())
    ranked = sorted(odds, key=lambda intent: -odds[intent])[:shown]
    return tuple(Candidate(intent, odds[intent] / total) for intent in ranked)


def _homeless(intent: str, body: Body) -> bool:
    return body.kind_of(intent) == "service_request" and body.offices_for(intent) == (body.general_office,)


def _odds(confidence: float) -> float:
    return confidence / (1 - min(confidence, 0.999))


def _telling(pieces: sparse.csr_matrix) -> sparse.csr_matrix:
    """Without the pieces that stand almost everywhere: they cost most and tell least."""
    often = np.diff(pieces.indptr) > max(OFTEN, OFTEN_SHARE * pieces.shape[1])
    keep = sparse.diags_array((~often).astype(np.float32))
    found = (keep @ pieces).tocsr()
    found.eliminate_zeros()
    return found.astype(np.float32)


def _rows(vectorizer: Vectorizer, texts: Sequence[Words], weight: Floats | None = None) -> sparse.csr_matrix:
    found = [vectorizer.vector(words) for words in texts]
    starts = np.cumsum([0] + [len(columns) for columns, _ in found])
    values = np.concatenate([values for _, values in found])
    if weight is not None:
        values = values * np.repeat(weight, np.diff(starts))
    columns = np.concatenate([columns for columns, _ in found])
    return sparse.csr_matrix((values, columns, starts), shape=(len(found), len(vectorizer.pieces)))
