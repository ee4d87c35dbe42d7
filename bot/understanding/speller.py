"""Corrects words that no file knows towards the files' vocabulary."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
LONG = 7


class Speller:
    """Finds the nearest known word; names, numbers and short words are left alone."""

    def __init__(self, vocabulary: Mapping[str, int], correct: Container[str] = ()) -> None:
        """From each word and how often it is used; `correct` are words that stand in no file and yet are no typos."""
        self._known = vocabulary
        self._correct = correct
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(vocabulary):
            if len(word) >= SHORTEST and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
        self._nearest = lru_cache(maxsize=20_000)(self._search)

    def correct(self, words: Sequence[str]) -> list[str]:
        """The words, those unknown replaced by the nearest known: one edit away, from seven letters on two."""
        return [self._nearest(word) for word in words]

    def _search(self, word: str) -> str:
        if word in self._known or word in self._correct or len(word) < SHORTEST or not word.isalpha():
            return word
        edits = 1 if len(word) < LONG else 2
        choices = [w for n in range(len(word) - edits, len(word) + edits + 1) for w in self._by_length.get(n, ())]
        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=edits, limit=None)
        # Of equally near words the commonest: the files hold typos too.
        return min(found, key=lambda f: (f[1], -self._known[f[0]]))[0] if found else word
