"""Offices that a message names, with typos, and words that point back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.core.content import Body
from bot.understanding.normalise import tokens

CLOSE = 88
"""rapidfuzz ratio (0 to 100) from which a word counts as a name with a typo."""
SHORTEST_FUZZY = 6

_DAYS = frozenset(
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag montags dienstags mittwochs donnerstags "
    "freitags samstags sonntags heute morgen wochenende monday tuesday wednesday thursday friday saturday sunday "
    "today tomorrow weekend nachmittags abends fruh mittags".split()
)
MAX_FOLLOW_UP_WORDS = 6


def points_back(words: Sequence[str]) -> bool:
    """Whether a short message makes sense only after another: "und am Samstag?", "wo finde ich das?"."""
    if not words or len(words) > MAX_FOLLOW_UP_WORDS:
        return False
    return words[0] in ("und", "and") or asks_day(words) or bool({"das", "dort", "da", "that", "there"} & set(words))


def asks_day(words: Sequence[str]) -> bool:
    """Whether a short message names a day of the week."""
    return len(words) <= MAX_FOLLOW_UP_WORDS and bool(_DAYS & set(words))


class Mentions:
    """The names and aliases of an organisation's offices."""

    def __init__(self, body: Body) -> None:
        self._starting: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for id, office in body.offices.items():
            for name in filter(None, (office.name, office.name_en, *office.aliases)):
                words = tuple(tokens(name))
                self._starting.setdefault(words[0], []).append((words, id))
        self._words = sorted({w for names in self._starting.values() for words, _ in names for w in words})
        self._known = frozenset(self._words)
        self._nearest = lru_cache(maxsize=20_000)(self._search)

    def of(self, words: Sequence[str]) -> tuple[str, ...]:
        """The ids of the offices named, those with the longest name first."""
        found: dict[str, int] = {}
        for start, end, id in self.spans(words):
            found[id] = max(found.get(id, 0), sum(map(len, words[start:end])))
        return tuple(sorted(found, key=lambda id: -found[id]))

    def spans(self, words: Sequence[str]) -> list[tuple[int, int, str]]:
        """Where which office is named; of "Bürgerbüro Süd" not also every other "Bürgerbüro"."""
        spelled = tuple(self._nearest(word) for word in words)
        found = [
            (i, i + len(name), id)
            for i, word in enumerate(spelled)
            for name, id in self._starting.get(word, ())
            if spelled[i : i + len(name)] == name
        ]
        return [(a, b, id) for a, b, id in found if not any(s <= a and b <= e and e - s > b - a for s, e, _ in found)]

    def _search(self, word: str) -> str:
        """The word of a name that this one is, or nearly is."""
        if word in self._known or len(word) < SHORTEST_FUZZY:
            return word
        found = process.extractOne(word, self._words, scorer=fuzz.ratio, score_cutoff=CLOSE)
        return str(found[0]) if found and abs(len(found[0]) - len(word)) <= 2 else word
