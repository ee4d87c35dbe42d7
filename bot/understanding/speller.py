"""Corrects words that no file knows towards the files' vocabulary."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
LONG = 7


class Speller:
    """Finds the nearest known word; names, numbers and short words are left alone."""

    def __init__(self, vocabulary: Collection[str]) -> None:
        self._known = frozenset(vocabulary)
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(vocabulary):
            if len(word) >= SHORTEST and word.isalpha():
                self._by_length.setdefault(len(word), []).append(word)
        self._nearest = lru_cache(maxsize=20_000)(self._search)

    def correct(self, words: Sequence[str]) -> list[str]:
        """The words, those unknown replaced by the nearest known: one edit away, from seven letters on two."""
        return [self._nearest(word) for word in words]

    def _search(self, word: str) -> str:
        if word in self._known or len(word) < SHORTEST or not word.isalpha():
            return word
        edits = 1 if len(word) < LONG else 2
        choices = [w for n in range(len(word) - edits, len(word) + edits + 1) for w in self._by_length.get(n, ())]
        found = process.extractOne(word, choices, scorer=OSA.distance, score_cutoff=edits)
        return str(found[0]) if found else word
