"""Understands a message: language, guards, concerns and their intents; built once from the content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.core.content import Body, Content
from bot.core.understanding import Candidate, Concern, Understanding
from bot.understanding.classifier import Alarm, Calibration
from bot.understanding.features import Floats
from bot.understanding.guards import Guards
from bot.understanding.languages import Languages
from bot.understanding.mentions import Mentions, asks_day, points_back
from bot.understanding.model import (
    EMERGENCY,
    ENGLISH,
    GERMAN,
    OTHER,
    Columns,
    Model,
    columns_of,
    meant_by_one_word,
    train_model,
)
from bot.understanding.normalise import MAX_CHARS, clean, tokens
from bot.understanding.splitting import MAX_PIECES, Courtesy, clauses, sentence_pieces

TOP = 5
EXACT = 0.99
THANKS, THANKFUL = "dank", frozenset("👍👌🙏❤😊🙂😀💪🤝🎉🥰😍")
"""A message of nothing but such signs is a thank-you."""
GUARDED_CHARS = 20_000
"""Guards read this much of a message: an emergency may stand at the end of a long letter."""
SPLIT_AT = 0.6
"""Confidence that two pieces need, each for an intent of its own, to be two concerns."""
CLAUSE_AT = 0.9
"""The same for pieces that only a comma or "und" divides."""
ECHO = 4
"""A concern of its own shows among this many likeliest intents of the whole message; a sentence of story does not."""
ALARM_AT = 0.8
"""Probability from which a message is an emergency even without a guard phrase."""
ALARM_IN_SENTENCE = 0.9
"""The same for one sentence among several and for languages with few examples: there is less to go by."""
LETTER = 4
"""From this many sentences on, one may be an emergency though the message as a whole does not sound like one."""
NEVER = 2.0
CRISIS = "lebenskrise"
"""A guard that hears someone despair is never overruled."""
LOUD = frozenset({"emergency", "complaint"})
"""Kinds that a few words of a long message suffice for."""
SUBJECT_USERS, SUBJECT_SHARE, SUBJECT_LETTERS = 5, 0.5, 4
"""A word of four letters tells the subject if five examples, half of those that want a service, want the same."""
REMIND_AT = 0.1
"""Probability from which the reply to an ordinary message begins with the emergency numbers."""
KIND_WEIGHT = np.float32(0.15)
"""How much the score of its kind helps an intent."""


@dataclass(frozen=True)
class _Reading:
    """What the classifier makes of one piece: intents, and the emergency it may be with its probability."""

    candidates: tuple[Candidate, ...]
    urgent: str | None
    probability: float


class Understander:
    """The `Understand` of the spine; call it with a text and an organisation's id."""

    def __init__(self, content: Content) -> None:
        self._bodies = content.bodies
        self._models = {
            language: train_model(content.bodies.values(), language) for language in (GERMAN, ENGLISH, OTHER)
        }
        german, english = (self._models[language].classifier.vocabulary for language in (GERMAN, ENGLISH))
        self._languages = Languages(german, {ENGLISH: english})
        self._guards = Guards(content.guards, german | english)
        self._courtesy = Courtesy(content.courtesies.greetings, content.courtesies.signatures)
        self._mentions = {id: Mentions(body) for id, body in content.bodies.items()}
        self._columns = {
            (id, language): columns_of(body, model.classifier.labels)
            for id, body in content.bodies.items()
            for language, model in self._models.items()
        }
        self._calibration = Calibration()
        self._alarm = Alarm()

    def __call__(self, text: str, organisation: str) -> Understanding:
        """Understands one message; an empty one has no concerns."""
        text = clean(text[:GUARDED_CHARS])
        words = tokens(text[:MAX_CHARS])
        if not words:
            thanks = THANKS if set(text) & THANKFUL and THANKS in self._bodies[organisation].intents else None
            return Understanding(GERMAN, (Concern(text, (Candidate(thanks, EXACT),)),) if thanks else ())
        language = self._languages.of(text[:MAX_CHARS], words)
        body = self._bodies[organisation]
        guarded, rest = self._guarded(sentence_pieces(text), body)
        guarded = [self._sharpened(concern, language, body) for concern in guarded]
        concerns = list(guarded)
        alarming = False
        if rest:
            remaining = self._courtesy.strip("\n".join(rest)[:MAX_CHARS] if guarded else text[:MAX_CHARS])
            reading = self._read(remaining, language, body)
            alarming = reading.probability >= REMIND_AT
            concerns += self._concerns(remaining, reading, language, body, alone=not guarded)
        return Understanding(language, tuple(concerns), alarming)

    def candidates(self, text: str, language: str, organisation: str) -> tuple[Candidate, ...]:
        """The likeliest intents of one piece of text."""
        return self._read(text, language, self._bodies[organisation]).candidates

    def _read(self, text: str, language: str, body: Body) -> _Reading:
        language = language if language in self._models else OTHER
        model, columns = self._models[language], self._columns[body.id, language]
        words = tokens(text)
        if (label := model.examples.get(tuple(words))) in columns.at:
            taught = columns.at[label]
            urgent = columns.ids[taught] if taught in columns.emergencies else None
            return _Reading((Candidate(columns.ids[taught], EXACT),), urgent, float(urgent is not None))
        if len(words) == 1 and (shared := meant_by_one_word(model, words[0], columns)):
            return _Reading(shared, None, 0.0)
        scores, known = self._scores(model, words)
        own = scores[columns.intents]
        ranked = own + KIND_WEIGHT * scores[columns.kinds]
        order = np.argsort(-ranked, kind="stable")[:TOP]
        confidences = self._calibration.confidences(ranked[order], known, len(words))
        candidates = tuple(Candidate(columns.ids[i], c) for i, c in zip(order, confidences, strict=True))
        urgent, probability = self._urgency(scores, own, columns)
        # One word is no story: "Auto" gets a reminder at most, "Feuer" is a guard phrase or an example.
        return _Reading(candidates, urgent, probability if len(words) > 1 else min(probability, REMIND_AT))

    def _urgency(self, scores: Floats, own: Floats, columns: Columns) -> tuple[str | None, float]:
        """The likeliest emergency and how probable it is that the text speaks of one."""
        if not columns.emergencies.size:
            return None, 0.0
        kinds = np.unique(columns.kinds)
        other_kind = scores[kinds[kinds != columns.alarm]].max()
        worst = columns.emergencies[np.argmax(own[columns.emergencies])]
        other_intent = np.delete(own, columns.emergencies).max()
        probability = self._alarm.probability(scores[columns.alarm], other_kind, own[worst], other_intent)
        return columns.ids[worst], probability

    @staticmethod
    def _scores(model: Model, words: list[str]) -> tuple[Floats, float]:
        """Scores and share of known words, the mean of the text as written and as the speller reads it."""
        scores = model.classifier.scores(words)
        corrected = model.speller.correct(words)
        if corrected == words:
            return scores.raw, scores.known
        again = model.classifier.scores(corrected)
        return (scores.raw + again.raw) * np.float32(0.5), (scores.known + again.known) / 2

    def _sharpened(self, concern: Concern, language: str, body: Body) -> Concern:
        """Guards are quick to hear an emergency, the classifier knows better which: whose number to call first."""
        intent = _intent(concern)
        if intent == CRISIS:
            return concern
        if body.kind_of(intent) != EMERGENCY:
            return replace(concern, subject=self._subject(tokens(concern.text), body))
        reading = self._read(concern.text, language, body)
        if reading.urgent is None or reading.probability < ALARM_AT:
            return concern
        return replace(concern, candidates=(Candidate(reading.urgent, reading.probability),))

    def _guarded(self, pieces: Sequence[str], body: Body) -> tuple[list[Concern], list[str]]:
        """Concerns that guard phrases settle, and the pieces that remain."""
        hits: dict[str, str] = {}
        rest = []
        for piece in pieces:
            found = [i for i, _, _ in self._guards.found(tokens(piece), len(pieces) == 1) if i in body.intents]
            for intent in found:
                hits.setdefault(intent, piece)
            if not found:
                rest.append(piece)
        if not hits:  # a phrase may run across the cut
            whole = " ".join(pieces)
            across = self._guards.found(tokens(whole), len(pieces) == 1)
            hits = {intent: whole for intent, _, _ in across if intent in body.intents}
            rest = [] if hits else rest
        return [Concern(piece, (Candidate(intent, 1.0),), guarded=True) for intent, piece in hits.items()], rest

    def _concerns(self, text: str, reading: _Reading, language: str, body: Body, alone: bool) -> Iterator[Concern]:
        whole = self._concern(text, reading, ALARM_AT if language in (GERMAN, ENGLISH) else ALARM_IN_SENTENCE, body)
        parts = sentence_pieces(text)[:MAX_PIECES]
        heard = reading.probability >= REMIND_AT or len(parts) >= LETTER
        alarm_at = ALARM_IN_SENTENCE if heard else NEVER
        pieces = [c for part in parts for c in self._divide(part, language, body, alarm_at)]
        echoed = {candidate.intent for candidate in reading.candidates[:ECHO]}
        speaking = [p for p in pieces if _speaks(p, body)]
        sure = [p for p in speaking if _confidence(p) >= SPLIT_AT and (_intent(p) in echoed or _kind(p, body) in LOUD)]
        if len({_intent(p) for p in sure}) > 1:
            yield from _one_each(sure)
            return
        best = whole if whole.guarded else _best(whole, speaking, body)
        if alone or _confidence(best) >= SPLIT_AT:
            yield replace(
                best,
                text=text,
                offices=whole.offices or best.offices,
                follows_up=whole.follows_up,
                asks_day=whole.asks_day,
            )

    def _divide(self, sentence: str, language: str, body: Body, alarm_at: float) -> list[Concern]:
        """A sentence as one concern, or as several if its clauses clearly want different things."""
        parts = [self._concern(c, self._read(c, language, body), NEVER, body) for c in clauses(sentence)]
        sure = [p for p in parts if _confidence(p) >= CLAUSE_AT and _speaks(p, body)]
        if len({_intent(p) for p in sure}) > 1:
            return list(_one_each(sure))
        return [self._concern(sentence, self._read(sentence, language, body), alarm_at, body)]

    def _concern(self, text: str, reading: _Reading, alarm_at: float, body: Body) -> Concern:
        if reading.urgent and reading.probability >= alarm_at:
            return Concern(text, (Candidate(reading.urgent, reading.probability),), guarded=True)
        # What is no emergency as a whole must not become one by its best-scoring intent.
        candidates = tuple(c for c in reading.candidates if body.kind_of(c.intent) != EMERGENCY) or reading.candidates
        words = tokens(text)
        return Concern(
            text,
            candidates,
            offices=self._mentions[body.id].of(words),
            subject=self._subject(words, body) if body.kind_of(candidates[0].intent) == "complaint" else None,
            follows_up=points_back(words),
            asks_day=asks_day(words),
        )

    def _subject(self, words: Sequence[str], body: Body) -> str | None:
        """The service that a complaint or objection is about, by words that mostly one service's examples use.

        Of a compound unknown to them its beginning counts, "wohngeld" of "wohngeldbescheid".
        """
        columns, users = self._columns[body.id, GERMAN], self._models[GERMAN].users
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


def _services(users: Counter[str], columns: Columns, body: Body) -> Counter[str]:
    """Which services the examples with a word want, if at least two in five of them want one."""
    known = [(body.intents[columns.ids[columns.at[u]]], n) for u, n in users.items() if u in columns.at]
    wanted = {k.id: n for k, n in known if k.intent.kind == "service_request" and not k.intent.legal_form}
    return Counter(wanted) if sum(wanted.values()) * 5 >= users.total() * 2 else Counter()


def _speaks(concern: Concern, body: Body) -> bool:
    """Whether a piece wants something; an insult around a wish does not count, a threat does."""
    best = concern.best
    if best is None or body.kind_of(best.intent) in ("small_talk", "unclear"):
        return False
    return body.kind_of(best.intent) != "abuse" or body.intents[best.intent].intent.escalates


def _best(whole: Concern, speaking: list[Concern], body: Body) -> Concern:
    """The message as a whole or its clearest piece; a wish inside greetings or insults counts more than they do."""
    wishes = [p for p in speaking if _confidence(p) >= SPLIT_AT]
    if wishes and not _speaks(whole, body):
        return max(wishes, key=_confidence)
    return max([whole, *speaking], key=_confidence)


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
