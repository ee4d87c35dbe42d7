"""Understands a message: language, guards, concerns and their intents; built once from the content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bot.core.content import Body, Content, KnownIntent
from bot.core.understanding import Candidate, Concern, Understanding
from bot.understanding.classifier import KIND, Calibration, Classifier
from bot.understanding.cache import trained
from bot.understanding.features import Floats
from bot.understanding.guards import Guards
from bot.understanding.languages import Languages
from bot.understanding.mentions import Mentions, asks_day, points_back
from bot.understanding.normalise import MAX_CHARS, clean, tokens
from bot.understanding.speller import Speller
from bot.understanding.splitting import MAX_PIECES, Courtesy, clauses, sentence_pieces

GERMAN, ENGLISH, OTHER = "de", "en", "other"
TOP = 5
GUARDED_CHARS = 20_000
"""Guards read this much of a message: an emergency may stand at the end of a long letter."""
SPLIT_AT = 0.5
"""Confidence that two pieces need, each for an intent of its own, to be two concerns."""
CLAUSE_AT = 0.6
"""The same for pieces that only a comma or "und" divides."""
ECHO = 4
"""A concern of its own shows among this many likeliest intents of the whole message; a sentence of story does not."""
EMERGENCY = "emergency"
ALARM_AT = 0.30
"""Score of the kind "emergency" from which it counts even without a guard phrase: recall comes first."""
ALARM_LEAD = 0.8
"""What share of the strongest kind's score it must reach."""
KIND_WEIGHT = np.float32(0.2)
"""How much the score of its kind helps an intent."""


@dataclass(frozen=True)
class _Model:
    classifier: Classifier
    speller: Speller


@dataclass(frozen=True)
class _Columns:
    """One organisation's intents in one model: ids, their columns, the columns of their kinds."""

    ids: list[str]
    intents: npt.NDArray[np.intp]
    kinds: npt.NDArray[np.intp]
    emergencies: npt.NDArray[np.intp]
    alarm: int


class Understander:
    """The `Understand` of the spine; call it with a text and an organisation's id."""

    def __init__(self, content: Content) -> None:
        self._bodies = content.bodies
        self._models = {language: _train(content.bodies.values(), language) for language in (GERMAN, ENGLISH, OTHER)}
        german, english = (self._models[language].classifier.vocabulary for language in (GERMAN, ENGLISH))
        self._languages = Languages(german, {ENGLISH: english})
        self._guards = Guards(content.guards, german | english)
        self._courtesy = Courtesy(content.courtesies.greetings, content.courtesies.signatures)
        self._mentions = {id: Mentions(body) for id, body in content.bodies.items()}
        self._columns = {
            (id, language): _columns(body, model.classifier.labels)
            for id, body in content.bodies.items()
            for language, model in self._models.items()
        }
        self._calibration = Calibration()

    def __call__(self, text: str, organisation: str) -> Understanding:
        """Understands one message; an empty one has no concerns."""
        text = clean(text[:GUARDED_CHARS])
        words = tokens(text[:MAX_CHARS])
        if not words:
            return Understanding(GERMAN, ())
        language = self._languages.of(text[:MAX_CHARS], words)
        body = self._bodies[organisation]
        guarded, rest = self._guarded(sentence_pieces(text), body)
        concerns = list(guarded)
        if rest:
            remaining = self._courtesy.strip("\n".join(rest)[:MAX_CHARS] if guarded else text[:MAX_CHARS])
            concerns += self._concerns(remaining, language, body, alone=not guarded)
        return Understanding(language, tuple(concerns))

    def candidates(self, text: str, language: str, organisation: str) -> tuple[Candidate, ...]:
        """The likeliest intents of one piece of text; an emergency that may be meant is the only one."""
        language = language if language in self._models else OTHER
        model, columns = self._models[language], self._columns[organisation, language]
        words = tokens(text)
        scores, known = self._scores(model, words)
        own = scores[columns.intents]
        ranked = own + KIND_WEIGHT * scores[columns.kinds]
        if columns.emergencies.size and self._alarming(scores, columns):
            urgent = columns.emergencies[np.argmax(own[columns.emergencies])]
            return (Candidate(columns.ids[urgent], 1.0),)
        order = np.argsort(-ranked, kind="stable")[:TOP]
        confidences = self._calibration.confidences(ranked[order], known, len(words))
        return tuple(Candidate(columns.ids[i], c) for i, c in zip(order, confidences, strict=True))

    @staticmethod
    def _scores(model: _Model, words: list[str]) -> tuple[Floats, float]:
        """Scores and share of known words, the mean of the text as written and as the speller reads it."""
        scores = model.classifier.scores(words)
        corrected = model.speller.correct(words)
        if corrected == words:
            return scores.raw, scores.known
        again = model.classifier.scores(corrected)
        return (scores.raw + again.raw) * np.float32(0.5), (scores.known + again.known) / 2

    @staticmethod
    def _alarming(scores: Floats, columns: _Columns) -> bool:
        alarm = scores[columns.alarm]
        return bool(alarm >= ALARM_AT and alarm >= ALARM_LEAD * scores[columns.kinds].max())

    def _guarded(self, pieces: Sequence[str], body: Body) -> tuple[list[Concern], list[str]]:
        """Concerns that guard phrases settle, and the pieces that remain."""
        hits: dict[str, str] = {}
        rest = []
        for piece in pieces:
            found = [intent for intent, _, _ in self._guards.found(tokens(piece)) if intent in body.intents]
            for intent in found:
                hits.setdefault(intent, piece)
            if not found:
                rest.append(piece)
        if not hits:  # a phrase may run across the cut
            whole = " ".join(pieces)
            hits = {i: whole for i, _, _ in self._guards.found(tokens(whole)) if i in body.intents}
            rest = [] if hits else rest
        return [Concern(piece, (Candidate(intent, 1.0),), guarded=True) for intent, piece in hits.items()], rest

    def _concerns(self, text: str, language: str, body: Body, alone: bool) -> Iterator[Concern]:
        pieces = [concern for piece in sentence_pieces(text)[:MAX_PIECES] for concern in self._divide(piece, language, body)]
        whole = self._concern(text, language, body)
        echoed = {candidate.intent for candidate in whole.candidates[:ECHO]}
        sure = [p for p in pieces if _confidence(p) >= SPLIT_AT and _kind(p, body) != "small_talk"]
        sure = [p for p in sure if p.guarded or _intent(p) in echoed]
        if len({_intent(p) for p in sure}) > 1:
            yield from _one_each(sure)
            return
        best = max([whole, *pieces], key=_confidence)
        if alone or _confidence(best) >= SPLIT_AT:
            yield replace(
                best,
                text=text,
                offices=whole.offices or best.offices,
                follows_up=whole.follows_up,
                asks_day=whole.asks_day,
            )

    def _divide(self, piece: str, language: str, body: Body) -> list[Concern]:
        """A sentence as one concern, or as several if its clauses clearly want different things."""
        parts = [self._concern(part, language, body) for part in clauses(piece)]
        sure = [p for p in parts if _confidence(p) >= CLAUSE_AT and _kind(p, body) != "small_talk"]
        if len({_intent(p) for p in sure}) > 1:
            return list(_one_each(sure))
        return [self._concern(piece, language, body)]

    def _concern(self, text: str, language: str, body: Body) -> Concern:
        candidates = self.candidates(text, language, body.id)
        if candidates and body.kind_of(candidates[0].intent) == EMERGENCY and len(candidates) == 1:
            return Concern(text, candidates, guarded=True)
        words = tokens(text)
        named = self._mentions[body.id].of(words)
        return Concern(text, candidates, False, named, follows_up=points_back(words), asks_day=asks_day(words))


def _train(bodies: Iterable[Body], language: str) -> _Model:
    texts: dict[tuple[str, str, str], None] = {}
    for body in bodies:
        for known in body.intents.values():
            label = _label(body, known)
            for text in _training_texts(known, language):
                texts[text, label, known.intent.kind] = None
    words = [tokens(text) for text, _, _ in texts]
    classifier = trained(words, [label for _, label, _ in texts], [kind for _, _, kind in texts])
    return _Model(classifier, Speller(classifier.vocabulary))


def _label(body: Body, known: KnownIntent) -> str:
    """Intents of the common files are one class for all organisations, an organisation's own are its own."""
    return known.id if known.scope == "common" else f"{body.id}/{known.id}"


def _training_texts(known: KnownIntent, language: str) -> Iterator[str]:
    intent = known.intent
    if language == OTHER:
        for other, examples in intent.examples.items():
            if other not in (GERMAN, ENGLISH, "de-x-leicht"):
                yield from examples
        return
    yield from intent.examples.get(language, ())  # type: ignore[call-overload]
    yield intent.title.de if language == GERMAN else intent.title.en
    if language == GERMAN:
        yield from intent.synonyms
        if intent.description:
            yield intent.description


def _columns(body: Body, labels: Sequence[str]) -> _Columns:
    """Where an organisation's intents stand among the classes of a model."""
    own = {_label(body, known): known for known in body.intents.values()}
    at = {label: i for i, label in enumerate(labels)}
    found = [own[label] for label in labels if label in own]
    kinds = [known.intent.kind for known in found]
    return _Columns(
        ids=[known.id for known in found],
        intents=np.array([at[_label(body, known)] for known in found], np.intp),
        kinds=np.array([at[KIND + kind] for kind in kinds], np.intp),
        emergencies=np.array([i for i, kind in enumerate(kinds) if kind == EMERGENCY], np.intp),
        alarm=at.get(KIND + EMERGENCY, 0),
    )


def _one_each(concerns: Sequence[Concern]) -> Iterable[Concern]:
    found: dict[str, Concern] = {}
    for concern in concerns:
        found.setdefault(_intent(concern), concern)
    return found.values()


def _confidence(concern: Concern) -> float:
    return concern.best.confidence if concern.best else 0.0


def _intent(concern: Concern) -> str:
    return concern.best.intent if concern.best else ""


def _kind(concern: Concern, body: Body) -> str:
    return body.kind_of(concern.best.intent) if concern.best else "unclear"
