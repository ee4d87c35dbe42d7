"""Reads one piece of a message: the likeliest intents, and the emergency it may speak of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from bot.core.content import Body, Content, KnownIntent
from bot.core.understanding import Candidate
from bot.understanding.catalogue import Catalogue, catalogue_of, together
from bot.understanding.classifier import Alarm, Scores, Trust, signals
from bot.understanding.features import Floats
from bot.understanding.model import (
    ENGLISH,
    GERMAN,
    OTHER,
    Columns,
    Model,
    columns_of,
    meant_by_one_word,
    train_model,
)
from bot.understanding.normalise import tokens
from bot.understanding.parting import Parting, part

TOP = 5
FITTED = Trust()
PIECES = 32
"""So many pieces of text are remembered: one message is read whole, by sentence and by clause, often the same words."""
EXACT = 0.99
SUBJECT_USERS, SUBJECT_SHARE, SUBJECT_LETTERS = 5, 0.5, 4
"""A word of four letters tells the subject if five examples, half of those that want a service, want the same."""
OFTEN = 3
"""Examples from which a word is no single writer's slip."""
REMIND_AT = 0.05
"""Probability from which the reply to an ordinary message begins with the emergency numbers."""


@dataclass(frozen=True)
class Reading:
    """What the classifier makes of one piece: intents, and the emergency it may be with its probability."""

    candidates: tuple[Candidate, ...]
    urgent: str | None
    probability: float


class Reader:
    """The trained languages and where each organisation's intents stand in them."""

    def __init__(self, content: Content) -> None:
        bodies = self._bodies = content.bodies
        self._models = {language: train_model(bodies.values(), language) for language in (GERMAN, ENGLISH, OTHER)}
        self._taught = _taught_by(content)
        self._columns = self._columns_of(content)
        self.spoken = {language: counts for model in self._models.values() for language, counts in model.spoken.items()}
        self._alarm = Alarm()
        self._remembered = lru_cache(maxsize=PIECES)(self._read)
        self._laid_over, self.catalogues = self._taught, _catalogues(content)

    def over(self, content: Content) -> Reader:
        """The same languages for the intents of other content, as far as they were taught."""
        other = copy(self)
        other._bodies = content.bodies
        other._columns = self._columns_of(content)
        other._remembered = lru_cache(maxsize=PIECES)(other._read)
        if _taught_by(content) != self._laid_over:
            other._laid_over, other.catalogues = _taught_by(content), _catalogues(content)
        return other

    def knows(self, content: Content) -> bool:
        """Whether these languages were taught by just such intents."""
        return self._taught == _taught_by(content)

    def _columns_of(self, content: Content) -> dict[tuple[str, str], Columns]:
        return {
            (id, language): columns_of(body, model.classifier.labels)
            for id, body in content.bodies.items()
            for language, model in self._models.items()
        }

    def is_ordinary(self, word: str) -> bool:
        """Whether a folded word stands in a dictionary or in several German examples."""
        model = self._models[GERMAN]
        return word in model.classifier.semantics or model.spoken[GERMAN][word] >= OFTEN

    def model(self, language: str) -> Model:
        """The model that reads a language."""
        return self._models[language if language in self._models else OTHER]

    def columns(self, language: str, body: Body) -> Columns:
        """Where an organisation's intents stand in that model."""
        return self._columns[body.id, language if language in self._models else OTHER]

    def act_at(self, language: str, body: Body) -> float:
        """The confidence from which, on average, no more messages are misread than the organisation tolerates."""
        return self.model(language).classifier.trust.threshold(body.organisation.tolerated_errors)

    def read(self, text: str, language: str, body: Body) -> Reading:
        """The likeliest intents of one piece of text, most certain first."""
        return self._remembered(text, language, body.id)

    def _read(self, text: str, language: str, organisation: str) -> Reading:
        body = self._bodies[organisation]
        reading = self._trained(text, language, body)
        if (catalogue := self.catalogues.get(organisation)) is None:
            return reading
        words = tokens(text)
        corrected = self._models[GERMAN].speller.correct(words) if language == GERMAN else words
        services = catalogue.candidates((tuple(words), tuple(corrected)), reading.candidates, TOP)
        return replace(reading, candidates=together(reading.candidates, services, body, TOP))

    def _trained(self, text: str, language: str, body: Body) -> Reading:
        """What the classifier makes of it, without the services that no example teaches."""
        model, columns = self.model(language), self.columns(language, body)
        words = tokens(text)
        taught = model.examples.get(tuple(words))
        if taught and taught.label in columns.at:
            at = columns.at[taught.label]
            urgent = columns.ids[at] if at in columns.emergencies else None
            return Reading((Candidate(columns.ids[at], EXACT),), urgent, float(urgent is not None))
        if len(words) == 1 and (shared := meant_by_one_word(model, words[0], columns)):
            return Reading(shared, None, 0.0)
        found = mean_scores(model, words)
        scores, own = found.raw, found.raw[columns.intents]
        order = np.argsort(-own, kind="stable")
        about, lead = found.about[columns.intents], kind_lead(scores, columns, int(order[0]))
        doubt = signals(own, about, columns.strangers, found.known, len(words), lead)
        confidences = model.classifier.trust.confidences(own[order], doubt, TOP)
        candidates = tuple(Candidate(columns.ids[i], c) for i, c in zip(order[:TOP], confidences, strict=True))
        urgent, probability = self._urgency(scores, columns, len(words))
        # One word is no story: "Auto" gets a reminder at most, "Feuer" is a guard phrase or an example.
        return Reading(candidates, urgent, probability if len(words) > 1 else min(probability, REMIND_AT))

    def parting(self, text: str, language: str, body: Body) -> tuple[Parting, str, str] | None:
        """Two wishes that the words hold, with their intents, however probable.

        Only where the content is so large that scores mean what they meant when the curve was fitted.
        """
        model, columns = self.model(language), self.columns(language, body)
        if language != GERMAN or model.classifier.trust != FITTED:
            return None
        found = part(
            model.classifier, self.spellings(text, language), text.count("?"), columns.wishes, columns.complaints
        )
        names = dict(zip(columns.intents.tolist(), columns.ids, strict=True))
        return (found, names[found.first], names[found.second]) if found else None

    def spellings(self, text: str, language: str) -> list[list[str]]:
        """The words as written and, if that is another, as the speller reads them."""
        words = tokens(text)
        corrected = self.model(language).speller.correct(words)
        return [words] if corrected == words else [words, corrected]

    def fitting(self, text: str, language: str, body: Body, context: tuple[str, ...]) -> Candidate | None:
        """Of some intents the one that fits a text best, with how near its score comes to the best of all."""
        model, columns = self.model(language), self.columns(language, body)
        own = mean_scores(model, tokens(text)).raw[columns.intents]
        near = [(float(own[columns.ids.index(intent)]), intent) for intent in context if intent in columns.ids]
        fits = self._fitting_service(text, language, body, context)
        if near:
            score, intent = max(near)
            trained = Candidate(intent, float(np.exp(score - own.max())))
            fits = max(fits or trained, trained, key=lambda candidate: candidate.confidence)
        return fits

    def _fitting_service(self, text: str, language: str, body: Body, context: tuple[str, ...]) -> Candidate | None:
        """The same for services of the catalogue."""
        catalogue = self.catalogues.get(body.id)
        asked = {intent for intent in context if catalogue and intent in catalogue.ids}
        if not asked:
            return None
        found = self.read(text, language, body).candidates
        own = next((c for c in found if c.intent in asked), None)
        return replace(own, confidence=own.confidence / found[0].confidence) if own else None

    def _urgency(self, scores: Floats, columns: Columns, words: int) -> tuple[str | None, float]:
        """The likeliest emergency and how probable it is that the text speaks of one."""
        if not columns.emergencies.size:
            return None, 0.0
        worst, found = urgency(scores, columns)
        return columns.ids[worst], self._alarm.probability(*found, words)

    def subject(self, words: Sequence[str], body: Body) -> str | None:
        """The service that a complaint or objection is about, by words that mostly one service's examples use.

        Of a compound unknown to them its beginning counts, "wohngeld" of "wohngeldbescheid".
        """
        columns, users = self.columns(GERMAN, body), self.model(GERMAN).users
        votes: Counter[str] = Counter()
        for word in dict.fromkeys(words):
            for end in range(len(word), SUBJECT_LETTERS - 1, -1):
                wanted = _services(users.get(word[:end], Counter()), columns, body)
                service, number = wanted.most_common(1)[0] if wanted else ("", 0)
                if number >= SUBJECT_USERS and number >= wanted.total() * SUBJECT_SHARE:
                    votes[service] += number
                    break
        best = votes.most_common(1)
        return best[0][0] if best else None


def _catalogues(content: Content) -> dict[str, Catalogue]:
    return {id: found for id, body in content.bodies.items() if (found := catalogue_of(body))}


def _taught_by(content: Content) -> dict[str, Mapping[str, KnownIntent]]:
    return {id: body.intents for id, body in content.bodies.items()}


def mean_scores(model: Model, words: list[str]) -> Scores:
    """The mean of the scores of the text as written and as the speller reads it."""
    scores = model.classifier.scores(words)
    corrected = model.speller.correct(words)
    if corrected == words:
        return scores
    again = model.classifier.scores(corrected)
    half = np.float32(0.5)
    return Scores(
        (scores.raw + again.raw) * half, (scores.about + again.about) * half, (scores.known + again.known) / 2
    )


def urgency(scores: Floats, columns: Columns) -> tuple[int, tuple[float, float, float, float]]:
    """Which of the intents is the likeliest emergency, and the scores that `classifier.Alarm` asks for."""
    own, kinds = scores[columns.intents], np.unique(columns.kinds)
    other_kind = scores[kinds[kinds != columns.alarm]].max()
    worst = int(columns.emergencies[np.argmax(own[columns.emergencies])])
    other_intent = np.delete(own, columns.emergencies).max()
    return worst, (float(scores[columns.alarm]), float(other_kind), float(own[worst]), float(other_intent))


def kind_lead(scores: Floats, columns: Columns, best: int) -> float:
    """By how much the kind of the best intent leads among the kinds: they are learnt on their own, as a check."""
    own = columns.kinds[best]
    others = [scores[kind] for kind in np.unique(columns.kinds) if kind != own]
    return float(scores[own] - max(others)) if others else 0.0


def _services(users: Counter[str], columns: Columns, body: Body) -> Counter[str]:
    """Which services the examples with a word want, if at least two in five of them want one."""
    known = [(body.intents[columns.ids[columns.at[u]]], n) for u, n in users.items() if u in columns.at]
    wanted = {k.id: n for k, n in known if k.intent.kind == "service_request" and not k.intent.legal_form}
    return Counter(wanted) if sum(wanted.values()) * 5 >= users.total() * 2 else Counter()
