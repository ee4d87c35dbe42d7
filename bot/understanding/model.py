"""One language's classifier with what belongs to it, and where an organisation's intents stand in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import filterfalse
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.core.content import Body, KnownIntent
from bot.core.understanding import Candidate
from bot.understanding.cache import trained
from bot.understanding.catalogue import is_untaught, names_of
from bot.understanding.classifier import KIND, UNCLEAR, Classifier
from bot.understanding.normalise import tokens
from bot.understanding.speller import Speller

GERMAN, ENGLISH, OTHER = "de", "en", "other"
EMERGENCY = "emergency"
ALONE = (EMERGENCY, "small_talk", "abuse", UNCLEAR)
"""Kinds that are no second wish."""
ENOUGH_USERS = 4
"""From this many examples on, they tell what a message of one word means."""
PART_LETTERS = 5
"""From this length on, a word counts inside compounds too, and so does its own last part, "tonne" for "mülltonne"."""
CLEAR_LEAD, CLEAR = 2, 0.6
"""An intent whose examples use the word twice as often as any other's is meant; otherwise it is asked."""
CALM_SHARE = 0.5
"""What share of them must be no emergencies."""


class Example(NamedTuple):
    """A taught sentence as it stands in the file, and its label."""

    label: str
    text: str


@dataclass(frozen=True)
class Model:
    """A trained language."""

    classifier: Classifier
    speller: Speller
    examples: Mapping[tuple[str, ...], Example]
    """Each example by its words: who writes just that means just that."""
    users: Mapping[str, Counter[str]]
    """How many examples of each label use a word: a message of one word means what most of them mean, or is unclear."""
    spoken: Mapping[str, Counter[str]]
    """How often each word stands in the texts of a language (ISO 639-1)."""


@dataclass(frozen=True)
class Columns:
    """One organisation's intents in one model: ids, their columns, the columns of their kinds, which are strangers.

    `wishes` are the columns of those that may stand beside another in a message, `complaints` some of these.
    """

    ids: list[str]
    at: Mapping[str | None, int]
    intents: npt.NDArray[np.intp]
    kinds: npt.NDArray[np.intp]
    emergencies: npt.NDArray[np.intp]
    strangers: npt.NDArray[np.bool_]
    alarm: int
    wishes: npt.NDArray[np.intp]
    complaints: frozenset[int]


def train_model(bodies: Collection[Body], language: str) -> Model:
    """Trains on all organisations' intents together, or reads what was trained before."""
    texts: dict[tuple[str, str, str], str | None] = {}
    for body in bodies:
        for known in filterfalse(is_untaught, body.intents.values()):
            label = _label(body, known)
            texts |= {(text, label, known.intent.kind): spoken for text, spoken in _training_texts(known, language)}
    if not texts and language == OTHER:  # nobody has written examples in a third language
        return train_model(bodies, ENGLISH)
    words = [tuple(tokens(text)) for text, _, _ in texts]
    classifier = trained(words, [label for _, label, _ in texts], [kind for _, _, kind in texts])
    taught: dict[tuple[str, ...], Example] = {}
    users: dict[str, Counter[str]] = {}
    spoken_words: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for spelled, ((text, label, _), spoken) in zip(words, texts.items(), strict=True):
        spoken_words[spoken or language].update(spelled)
        if spoken:
            taught[spelled] = Example(label, text)
            for word in set(spelled):
                if word not in users:  # `setdefault` would make a counter for each of a million words
                    users[word] = Counter()
                users[word][label] += 1
    if language == GERMAN:
        named = spoken_words[GERMAN]
        for known in (known for body in bodies for known in body.intents.values() if is_untaught(known)):
            named.update(word for text in (*names_of(known), known.intent.description) for word in tokens(text))
    speller = Speller(sum(spoken_words.values(), Counter()), classifier.semantics)
    return Model(classifier, speller, taught, users, dict(spoken_words))


def _label(body: Body, known: KnownIntent) -> str:
    """Intents of the common files are one class for all organisations, an organisation's own are its own."""
    return known.id if known.scope == "common" else f"{body.id}/{known.id}"


def _training_texts(known: KnownIntent, language: str) -> Iterator[tuple[str, str | None]]:
    """Texts, each with the language it is an example of; None for titles, synonyms and descriptions."""
    intent = known.intent
    for spoken, examples in intent.examples.items():
        if spoken == language or (language == OTHER and spoken not in (GERMAN, ENGLISH, "de-x-leicht")):
            yield from ((example, spoken) for example in examples)
    if language == ENGLISH:
        yield intent.title.en, None
    if language == GERMAN:
        own = (intent.title.de, *intent.synonyms, intent.description)
        yield from ((text, None) for text in own if text)


def columns_of(body: Body, labels: Sequence[str]) -> Columns:
    """Where an organisation's intents stand among the classes of a model."""
    own = {_label(body, known): known for known in body.intents.values()}
    at = {label: i for i, label in enumerate(labels)}
    found = [own[label] for label in labels if label in own and KIND + own[label].intent.kind in at]
    kinds = [known.intent.kind for known in found]
    where = [at[_label(body, known)] for known in found]
    return Columns(
        ids=[known.id for known in found],
        at={_label(body, known): i for i, known in enumerate(found)},
        intents=np.array(where, np.intp),
        kinds=np.array([at[KIND + kind] for kind in kinds], np.intp),
        emergencies=np.array([i for i, kind in enumerate(kinds) if kind == EMERGENCY], np.intp),
        strangers=np.array([kind == UNCLEAR for kind in kinds], np.bool_),
        alarm=at.get(KIND + EMERGENCY, 0),
        wishes=np.array([i for i, kind in zip(where, kinds, strict=True) if kind not in ALONE], np.intp),
        complaints=frozenset(i for i, kind in zip(where, kinds, strict=True) if kind == "complaint"),
    )


def meant_by_one_word(model: Model, word: str, columns: Columns) -> tuple[Candidate, ...]:
    """The intents whose examples use a word, each with its share of them; none if too few or emergencies use it."""
    word = model.speller.correct([word])[0]
    users: Counter[str] = Counter()
    for other, labels in model.users.items():
        compound = len(word) >= PART_LETTERS and word in other
        head = len(other) >= PART_LETTERS and word.endswith(other)
        if word == other or compound or head:
            users.update(labels)
    own = [(columns.at[label], n) for label, n in users.most_common() if label in columns.at]
    calm = [(at, n) for at, n in own if at not in columns.emergencies]
    total, calm_total = sum(n for _, n in own), sum(n for _, n in calm)
    if calm_total < ENOUGH_USERS or calm_total < total * CALM_SHARE:
        return ()
    shares = [n / (calm_total + 1) for _, n in calm[:5]]
    if len(shares) < 2 or shares[0] >= shares[1] * CLEAR_LEAD:
        shares[0] = max(shares[0], CLEAR)
    return tuple(Candidate(columns.ids[at], share) for (at, _), share in zip(calm, shares, strict=False))
