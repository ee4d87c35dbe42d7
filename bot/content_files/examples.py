"""Examples of different intents that say the same but for order, fillers or a typo."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.content_files.folders import COMMON
from bot.content_files.loaded import Loaded
from bot.content_files.mistakes import say
from bot.content_files.yaml_file import Problem

FILLERS = frozenset(
    "ach also bitte denn doch eben eigentlich einfach gern gerne guten gute hallo halt hi ja jetzt ma mal na nun tag "
    "hello hey please".split()
)
"""Words that change nothing about what is wanted."""
TYPO_LETTERS, SELDOM, USUAL = 7, 1, 4
"""A long word that stands in one example is a typo of a word one letter away that stands in at least four."""

_WORD = re.compile(r"[^\W_]+")
_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


class _Example(NamedTuple):
    scope: str
    intent: str
    language: str
    number: int
    text: str
    words: tuple[str, ...]


def alike(loaded: Loaded) -> Iterator[Problem]:
    """A hint at the later of two examples that nobody could tell apart; what is equal letter by letter is not named."""
    by_language: defaultdict[str, list[_Example]] = defaultdict(list)
    for example in _examples(loaded):
        by_language[example.language].append(example)
    for examples in by_language.values():
        read_as = _typos(Counter(word for example in examples for word in set(example.words)))
        groups: defaultdict[tuple[str, ...], list[_Example]] = defaultdict(list)
        for example in examples:
            words = sorted([read_as.get(word, word) for word in example.words if word not in FILLERS])
            if len(words) > 1:
                groups[tuple(words)].append(example)
        for group in groups.values():
            if len(group) > 1:
                yield from _of_group(loaded, group)


def _of_group(loaded: Loaded, group: list[_Example]) -> Iterator[Problem]:
    for i, example in enumerate(group):
        for other in group[:i]:
            meets = COMMON in (example.scope, other.scope) or example.scope == other.scope
            if meets and example.intent != other.intent and _plain(example.text) != _plain(other.text):
                said = say("example-alike", text=example.text, like=other.text, other=other.intent)
                place = ("intents", example.intent, "examples", example.language, example.number)
                yield loaded.at(loaded.origin["intent", example.scope, example.intent], place, said, hint=True)
                break


def _examples(loaded: Loaded) -> Iterator[_Example]:
    for scope in sorted(loaded.intents, key=lambda scope: (scope != COMMON, scope)):
        for id, known in loaded.intents[scope].items():
            for language, texts in known.intent.examples.items():
                for number, text in enumerate(texts):
                    words = tuple(_WORD.findall(text.lower().translate(_FOLDED)))
                    yield _Example(scope, id, language, number, text, words)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _typos(counts: Counter[str]) -> dict[str, str]:
    """Seldom words as the usual word that is one letter away; found by what both are without one letter."""
    shortened: defaultdict[str, list[str]] = defaultdict(list)
    for word, number in counts.items():
        if number >= USUAL and len(word) >= TYPO_LETTERS:
            for form in _without_one_letter(word):
                shortened[form].append(word)
    read_as: dict[str, str] = {}
    for word, number in counts.items():
        if number <= SELDOM and len(word) >= TYPO_LETTERS:
            near = {usual for form in _without_one_letter(word) if form in shortened for usual in shortened[form]}
            close = [usual for usual in sorted(near) if OSA.distance(word, usual, score_cutoff=1) <= 1]
            if len(close) == 1:
                read_as[word] = close[0]
    return read_as


def _without_one_letter(word: str) -> list[str]:
    return [word, *[word[:i] + word[i + 1 :] for i in range(len(word))]]
