"""Understands a message: language, guards, concerns and their intents; built once from the content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.core.content import Body, Content
from bot.core.understanding import Candidate, Concern, Understanding
from bot.understanding.days import named_day
from bot.understanding.guards import Guards
from bot.understanding.languages import Languages
from bot.understanding.mentions import MAX_FOLLOW_UP_WORDS, Mentions, asks_day, points_back
from bot.understanding.model import EMERGENCY, GERMAN
from bot.understanding.normalise import MAX_CHARS, clean, tokens, word_starts
from bot.understanding.places import NOWHERE, Located, Places
from bot.understanding.reading import EXACT, REMIND_AT, Reader, Reading
from bot.understanding.splitting import MAX_PIECES, Courtesy, clauses, sentence_pieces

THANKS, THANKFUL = "dank", frozenset("👍👌🙏❤😊🙂😀💪🤝🎉🥰😍")
"""A message of nothing but such signs is a thank-you."""
GUARDED_CHARS = 20_000
"""Guards read this much of a message: an emergency may stand at the end of a long letter."""
SPLIT_AT = 0.7
"""Confidence that two pieces need, each for an intent of its own, to be two concerns."""
STRANGE_AT = 0.9
"""Confidence that a sentence needs in a message that as a whole is no matter for a public body."""
CLAUSE_AT = 0.9
"""The same for pieces that only a comma or "und" divides."""
PART_AT = 0.5
"""How probable two wishes must be where no punctuation parts them."""
ECHO = 4
"""A concern of its own shows among this many likeliest intents of the whole message; a sentence of story does not."""
ALARM_AT = 0.2
"""Probability from which a message is an emergency even without a guard phrase: recall comes first."""
ALARM_IN_SENTENCE = 0.97
"""The same for one sentence among several: there is less to go by."""
FEW_WORDS, ALARM_IN_FEW_WORDS = 3, 0.8
CALM = 0.01
"""Where the words make an emergency less probable than this, a guard phrase only puts the numbers before the reply.

Of 420 held-out emergencies that guards heard, none was less probable; the nearest, in dialect, only just stays above.
"""
BRIEF = 25
"""Up to this many words a message may depend on what was said before."""
LETTER = 4
"""From this many sentences on, one may be an emergency though the message as a whole does not sound like one."""
NEVER = 2.0
CRISIS = "lebenskrise"
"""A guard that hears someone despair is never overruled."""
LOUD = frozenset({"emergency", "complaint"})
"""Kinds that a few words of a long message suffice for."""


class Understander:
    """The `Understand` of the spine; call it with a text and an organisation's id."""

    def __init__(self, content: Content, reader: Reader | None = None, guards: Guards | None = None) -> None:
        self._bodies, self._guards = content.bodies, content.guards
        self.reader = reader or Reader(content)
        self.languages = Languages(self.reader.spoken)
        self.guards = guards or Guards(content.guards, frozenset().union(*self.reader.spoken.values()))
        self.courtesy = Courtesy(content.courtesies.greetings, content.courtesies.signatures)
        self._mentions = {id: Mentions(body) for id, body in content.bodies.items()}
        ordinary = self.reader.is_ordinary
        self._places = {id: Places(b.places, b.organisation.name, ordinary) for id, b in content.bodies.items()}

    def over(self, content: Content) -> Understander:
        """The same knowledge for other content: intents that it was not taught are not found yet."""
        guards = self.guards if content.guards == self._guards else None
        return Understander(content, self.reader.over(content), guards)

    def knows(self, content: Content) -> bool:
        """Whether it was taught just what this content teaches."""
        return self.reader.knows(content)

    def __call__(self, text: str, organisation: str, context: tuple[str, ...] = ()) -> Understanding:
        """Understands one message; an empty one has no concerns."""
        text = clean(text[:GUARDED_CHARS])
        words = tokens(text[:MAX_CHARS])
        if not words:
            thanks = THANKS if set(text) & THANKFUL and THANKS in self._bodies[organisation].intents else None
            return Understanding(GERMAN, (Concern(text, (Candidate(thanks, EXACT),)),) if thanks else ())
        written = self.languages.of(text[:MAX_CHARS], words)
        language = self.languages.nearest(written, words)
        body = self._bodies[organisation]
        pieces = sentence_pieces(text)
        heard, rest = self._guarded(pieces, body)
        guarded = [self._sharpened(c, language, body) for c in heard if self._believed(c, text, language, body)]
        alarming = len(guarded) < len(heard)
        if alarming:
            rest = [piece for piece in pieces if piece not in {concern.text for concern in guarded}]
        concerns = list(guarded)
        if rest:
            remaining = self.courtesy.strip("\n".join(rest)[:MAX_CHARS] if guarded else text[:MAX_CHARS])
            reading = self.reader.read(remaining, language, body)
            alarming = alarming or reading.probability >= REMIND_AT
            answering = bool(context) and len(words) <= BRIEF
            alarm_at = _alarm_at(tokens(remaining), answering)
            concerns += self._concerns(remaining, reading, alarm_at, language, body, alone=not guarded)
        if context and len(concerns) == 1 and len(words) <= BRIEF and not concerns[0].guarded:
            fits = self.reader.fitting(concerns[0].text, language, body, context)
            concerns = [replace(concerns[0], fits=fits)]
        located = self._located(text[:MAX_CHARS], concerns, body)
        return Understanding(written, located, alarming, self.reader.act_at(language, body))

    def _located(self, text: str, concerns: Sequence[Concern], body: Body) -> tuple[Concern, ...]:
        """The concerns with their places; one that names none is where the rest of the message is."""
        whole = self._place(text, body)
        if whole == NOWHERE:
            return tuple(concerns)
        located = []
        for concern in concerns:
            own = whole if len(concerns) == 1 else self._place(concern.text, body)
            found = own if own != NOWHERE else whole
            only = found.only and len(concerns) == 1
            # A street said of one thing is not where the other thing is, and an office would drive there.
            located.append(replace(concern, place=found.place, places=found.places, street=own.street, only_place=only))
        return tuple(located)

    def _place(self, text: str, body: Body) -> Located:
        taken = {i for start, end, _ in self._mentions[body.id].spans(tokens(text)) for i in range(start, end)}
        return self._places[body.id].find(text, taken)

    def _believed(self, concern: Concern, text: str, language: str, body: Body) -> bool:
        """Whether a guard phrase for an emergency stands in words that may speak of one."""
        intent = _intent(concern)
        if intent == CRISIS or body.kind_of(intent) != EMERGENCY:
            return True
        read = (self.courtesy.strip(text[:MAX_CHARS]), concern.text)
        return any(self.reader.read(words, language, body).probability >= CALM for words in read)

    def _sharpened(self, concern: Concern, language: str, body: Body) -> Concern:
        """Guards are quick to hear an emergency, the classifier knows better which: whose number to call first."""
        intent = _intent(concern)
        if intent == CRISIS:
            return concern
        if body.kind_of(intent) != EMERGENCY:
            return replace(concern, subject=self.reader.subject(tokens(concern.text), body))
        reading = self.reader.read(concern.text, language, body)
        if reading.urgent is None or reading.probability < ALARM_AT:
            return concern
        return replace(concern, candidates=(Candidate(reading.urgent, reading.probability),))

    def _guarded(self, pieces: Sequence[str], body: Body) -> tuple[list[Concern], list[str]]:
        """Concerns that guard phrases settle, and the pieces that remain."""
        hits: dict[str, str] = {}
        rest = []
        for piece in pieces:
            found = [i for i, _, _ in self.guards.found(tokens(piece), len(pieces) == 1) if i in body.intents]
            for intent in found:
                hits.setdefault(intent, piece)
            if not found:
                rest.append(piece)
        if not hits:  # a phrase may run across the cut
            whole = " ".join(pieces)
            across = self.guards.found(tokens(whole), len(pieces) == 1)
            hits = {intent: whole for intent, _, _ in across if intent in body.intents}
            rest = [] if hits else rest
        return [Concern(piece, (Candidate(intent, 1.0),), guarded=True) for intent, piece in hits.items()], rest

    def _concerns(
        self, text: str, reading: Reading, alarm_at: float, language: str, body: Body, alone: bool
    ) -> Iterator[Concern]:
        whole = self._concern(text, reading, alarm_at, body)
        parts = sentence_pieces(text)[:MAX_PIECES]
        heard = reading.probability >= REMIND_AT or len(parts) >= LETTER
        in_sentence = ALARM_IN_SENTENCE if heard else NEVER
        pieces = [c for part in parts for c in self._divide(part, language, body, in_sentence)]
        echoed = {candidate.intent for candidate in reading.candidates[:ECHO]}
        speaking = [p for p in pieces if _speaks(p, body)]
        sure = [p for p in speaking if _confidence(p) >= SPLIT_AT and (_intent(p) in echoed or _kind(p, body) in LOUD)]
        if len({_intent(p) for p in sure}) > 1:
            yield from _one_each(sure)
            return
        best = whole if whole.guarded else _best(whole, speaking, body)
        if not best.guarded and _speaks(best, body) and (two := self._parted(text, language, body)):
            yield from two
            return
        if alone or _confidence(best) >= SPLIT_AT:
            yield replace(
                best,
                text=text,
                offices=whole.offices or best.offices,
                follows_up=whole.follows_up,
                asks_day=whole.asks_day,
                day=whole.day,
            )

    def _parted(self, text: str, language: str, body: Body) -> list[Concern]:
        """The two concerns of a text that no punctuation divides, if it has two."""
        found = self.reader.parting(text, language, body)
        if found is None or found[0].probability < PART_AT:
            return []
        parting, *intents = found
        cut = word_starts(text)[parting.at]
        sure = (1 + parting.probability) / 2
        parts = [
            self._concern(t.strip(), self.reader.read(t, language, body), NEVER, body) for t in (text[:cut], text[cut:])
        ]
        return [
            replace(part, candidates=(Candidate(intent, sure),)) for part, intent in zip(parts, intents, strict=True)
        ]

    def _divide(self, sentence: str, language: str, body: Body, alarm_at: float) -> list[Concern]:
        """A sentence as one concern, or as several if its clauses clearly want different things."""
        parts = [self._concern(c, self.reader.read(c, language, body), NEVER, body) for c in clauses(sentence)]
        sure = [p for p in parts if _confidence(p) >= CLAUSE_AT and _speaks(p, body)]
        if len({_intent(p) for p in sure}) > 1:
            return list(_one_each(sure))
        return [self._concern(sentence, self.reader.read(sentence, language, body), alarm_at, body)]

    def _concern(self, text: str, reading: Reading, alarm_at: float, body: Body) -> Concern:
        if reading.urgent and reading.probability >= alarm_at:
            return Concern(text, (Candidate(reading.urgent, reading.probability),), guarded=True)
        # What is no emergency as a whole must not become one by its best-scoring intent.
        candidates = tuple(c for c in reading.candidates if body.kind_of(c.intent) != EMERGENCY) or reading.candidates
        words, day = tokens(text), named_day(text)
        return Concern(
            text,
            candidates,
            offices=self._mentions[body.id].of(words),
            subject=self.reader.subject(words, body) if body.kind_of(candidates[0].intent) == "complaint" else None,
            follows_up=points_back(words),
            asks_day=asks_day(words) or (day is not None and len(words) <= MAX_FOLLOW_UP_WORDS),
            day=day,
        )


def _alarm_at(words: Sequence[str], answering: bool) -> float:
    """How probable an emergency must be: few words, or an answer in an ongoing exchange, say less on their own."""
    if answering:
        return ALARM_IN_SENTENCE
    return ALARM_IN_FEW_WORDS if len(words) <= FEW_WORDS else ALARM_AT


def _speaks(concern: Concern, body: Body) -> bool:
    """Whether a piece wants something; an insult around a wish does not count, a threat does."""
    best = concern.best
    if best is None or body.kind_of(best.intent) in ("small_talk", "unclear"):
        return False
    return body.kind_of(best.intent) != "abuse" or body.intents[best.intent].intent.escalates


def _best(whole: Concern, speaking: list[Concern], body: Body) -> Concern:
    """The message as a whole, unless only a part of it wants something or is an emergency.

    A sentence alone is surer of itself than it should be: on messages that were no examples, reading all of them
    together was right more than twice as often where the two differ.
    """
    urgent = [p for p in speaking if p.guarded]
    if urgent or _speaks(whole, body):
        return max(urgent, key=_confidence) if urgent else whole
    least = STRANGE_AT if _kind(whole, body) == "unclear" else SPLIT_AT
    return max((p for p in speaking if _confidence(p) >= least), key=_confidence, default=whole)


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
