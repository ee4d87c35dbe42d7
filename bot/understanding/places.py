"""The place and the street that a message names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.core.places import Place
from bot.understanding.normalise import fold, tokens, words_as_written
from bot.understanding.place_index import (
    COMPASS,
    LITTLE,
    MAX_WORDS,
    SHORTEST_FUZZY,
    PlaceIndex,
    PlaceName,
    place_tokens,
)

_ARTICLES = frozenset("der die das dem den d de dr em em s the unserer unserem unser meiner ganz".split())
_WHERE = frozenset(
    "in im i inne am an auf aufm uff beim bei um ums zum zur zu nach ins aus von vom nahe nahe richtung gegend ecke "
    "stadtteil ortsteil bezirk viertel quartier gebiet ort wohne wohn wohnen wohnhaft lebe leben near at live".split()
)
"""What stands before a place; before an ordinary word it tells that a place is meant."""
_IN = frozenset("in i stadtteil ortsteil bezirk viertel quartier gebiet wohngebiet wohnort".split())
"""The same for the points of the compass: "in Süd", but not "nach Süd" or "im Süd"."""
_MOVING = re.compile(r"(?:um|ge|her)*(?:zieh|zog|zug|wohn)|kommen?$")
_FROM = frozenset("von aus vom from".split())
_PEOPLE = frozenset("herr herrn frau fr hr familie fam kollege kollegin kollegen doktor professor heisse name".split())
_STREET_WORDS = frozenset({"str", "gass"})
_STREET_ENDS = ("str", "gass", "weg", "platz", "alle", "ring")
_JOINING = frozenset("und oder bis sowie and or".split())
_SMALL = (
    _ARTICLES
    | _WHERE
    | frozenset(
        "ich wir bin sind ist es das ists liegt glaub glaube also ja bitte danke nr nummer hausnummer haus mein meine "
        "wohnort adresse hier da dort i am is its it we street please und direkt str mal halt eben uh ah ahm".split()
    )
)
"""Words beside a place that say nothing more."""
_GLUED = re.compile(r"([^\d]{4,}?)(\d{1,4})[a-z]?")
_NUMBER = re.compile(r"(\d{1,4})[a-z]?")


@dataclass(frozen=True)
class Located:
    """The place a message names, or `places` if it may be several; `only` says that it says nothing else."""

    place: str | None = None
    places: tuple[str, ...] = ()
    street: str | None = None
    only: bool = False


NOWHERE = Located()


@dataclass(frozen=True)
class _Hit:
    """Names that the words from `start` to before `end` may mean, with the typos in them."""

    start: int
    end: int
    names: tuple[PlaceName, ...]
    typos: int

    @property
    def weight(self) -> int:
        """Long names before short ones; each typo costs three letters."""
        return len(self.names[0].key) - 3 * self.typos

    @property
    def places(self) -> frozenset[str]:
        """The places they lie in."""
        return frozenset(name.place for name in self.names)


class Places:
    """Reads the places of one organisation out of messages."""

    def __init__(self, places: Mapping[str, Place], organisation: str, is_ordinary: Callable[[str], bool]) -> None:
        """`organisation` is its name: "Musterstadt-West" is a place; ordinary words are never places with a typo."""
        self._index = PlaceIndex(places, is_ordinary)
        self._order = {place: i for i, place in enumerate(places)}
        self._towns = frozenset(tokens(organisation)[-1:])
        self._is_ordinary = is_ordinary

    def find(self, text: str, taken: Collection[int] = ()) -> Located:
        """The place named, and the street; the words at the positions `taken` name an office and no place."""
        if not self._index:
            return NOWHERE
        words = _Words(text, taken, self._towns)
        hits = _heaviest(self._hits(words))
        if not hits:
            return NOWHERE
        only = all(i in words.small or any(hit.start <= i < hit.end for hit in hits) for i in range(len(words.spelled)))
        arrived = [hit for hit in hits if not words.comes_from(hit.start)] or hits
        if arrived == hits and words.leaves(hits[-1].start, hits[-1].end):
            return NOWHERE
        places = frozenset.intersection(*(hit.places for hit in arrived))
        places = places or frozenset().union(*(hit.places for hit in arrived))
        ordered = tuple(sorted(places, key=self._order.__getitem__))
        street = next((n.street.name for hit in arrived for n in hit.names if n.street and n.place in places), None)
        return Located(ordered[0] if len(ordered) == 1 else None, ordered if len(ordered) > 1 else (), street, only)

    def _hits(self, words: _Words) -> Iterable[_Hit]:
        for start in range(len(words.spelled)):
            key = ""
            for end in range(start + 1, min(start + MAX_WORDS, len(words.spelled)) + 1):
                if end - 1 in words.taken:
                    break
                key += words.spelled[end - 1]
                if len(key) > self._index.longest:
                    break
                names, typos = self._named(key, words, start, end)
                number = words.number_at(end)
                fitting = tuple(n for n in names if (n.street is None or n.street.has(number))) or tuple(names)
                fitting = tuple(n for n in fitting if words.allow(n, start, end))
                if fitting:
                    yield _Hit(start, end, fitting, typos)

    def _named(self, key: str, words: _Words, start: int, end: int) -> tuple[Sequence[PlaceName], int]:
        if exact := self._index.exactly(key):
            return exact, 0
        if len(key) < SHORTEST_FUZZY - 1 or (end == start + 1 and self._is_ordinary(words.folded[start])):
            return (), 0
        near, typos = self._index.nearly(key)
        return [name for name in near if _same_words(words.spelled[start:end], name)], typos


class _Words:
    """The words of a text as written, folded and in one spelling, with what stands around each."""

    def __init__(self, text: str, taken: Collection[int], towns: frozenset[str]) -> None:
        self.written = words_as_written(text)
        self.folded = [fold(word) for word in self.written]
        glued = [_GLUED.fullmatch(word) for word in self.folded]
        self.folded = [match[1] if match else word for match, word in zip(glued, self.folded, strict=True)]
        self._glued = [int(match[2]) if match else None for match in glued]
        self.spelled = place_tokens(self.folded)
        self.taken, self._towns = taken, towns
        self._hyphens = _hyphens(text, len(self.written))
        self.small = frozenset(
            i for i, word in enumerate(self.spelled) if word in _SMALL or _NUMBER.fullmatch(word) or len(word) == 1
        )

    def number_at(self, end: int) -> int | None:
        """The house number glued to the word before `end` or behind it; it is never kept."""
        if (glued := self._glued[end - 1]) is not None:
            return glued
        match = _NUMBER.fullmatch(self.spelled[end]) if end < len(self.spelled) else None
        return int(match[1]) if match else None

    def leaves(self, start: int, end: int) -> bool:
        """Whether someone moves from here to somewhere that is not known: "von der Nordstadt ins Neubaugebiet"."""
        moving = any(_MOVING.match(word) for word in self.folded)
        return moving and self.comes_from(start) and not {"nach", "in", "ins"}.isdisjoint(self.spelled[end:])

    def comes_from(self, start: int) -> bool:
        """Whether "von" or "aus" stands before: someone moves away from there."""
        return self._before(start, _FROM)

    def allow(self, name: PlaceName, start: int, end: int) -> bool:
        """Whether the words around let this name be a place."""
        street = name.street is not None and not name.weak
        after = self.spelled[end] if end < len(self.spelled) else ""
        if not street and (self._person(start) or (after in _STREET_WORDS and name.street is None)):
            return False
        if name.compass:
            return self._compass(start, end)
        alone = all(i in self.small or start <= i < end for i in range(len(self.spelled)))
        placed = self._before(start, _WHERE) or start - 1 in self.taken or self._in_town(start)
        return not name.weak or alone or placed or (name.street is not None and self.number_at(end) is not None)

    def _compass(self, start: int, end: int) -> bool:
        """Whether "Süd" is the district: "in Süd", "Musterstadt-Süd", but not "in Nord und Süd", "West-Berlin"."""
        if end in self._hyphens or (start in self._hyphens and not self._in_town(start)):
            return False
        near = {*self.spelled[max(0, start - 1) : start], *self.spelled[end : end + 1]}
        if self.spelled[end : end + 1] and self.spelled[end] in _JOINING:
            near |= set(self.spelled[end + 1 : end + 2])
        if start > 1 and self.spelled[start - 1] in _JOINING:
            near.add(self.spelled[start - 2])
        if near & COMPASS:
            return False
        if all(i in self.small or start <= i < end for i in range(len(self.spelled))) or self._in_town(start):
            return True
        before = self.spelled[start - 1] if start else ""
        at_street = _NUMBER.sub("", before) or self.spelled[max(0, start - 2)]
        if at_street.endswith(_STREET_ENDS) or "".join(self.spelled[end : end + 1]).endswith(_STREET_ENDS):
            return True
        moving = before in _FROM | {"nach"} and any(_MOVING.match(word) for word in self.folded)
        return before in _IN or moving

    def _in_town(self, start: int) -> bool:
        return start > 0 and self.spelled[start - 1] in self._towns

    def _before(self, start: int, wanted: frozenset[str]) -> bool:
        before = self.spelled[max(0, start - 2) : start]
        return bool(before) and (before[-1] in wanted or (before[-1] in _ARTICLES and before[0] in wanted))

    def _person(self, start: int) -> bool:
        """Whether a name of a person stands here: "Frau Weinberg", "P. Weinberg", "mein Name ist Weinberg"."""
        before = self.spelled[max(0, start - 2) : start]
        if not before:
            return False
        initial = len(self.written[start - 1]) == 1 and self.written[start - 1].isupper()
        named = before[-1] in ("ist", "lautet", "is") and before[0] == "name"
        return initial or before[-1] in _PEOPLE or named


def _hyphens(text: str, count: int) -> frozenset[int]:
    """The positions of words that a hyphen joins to the word before."""
    positions, position = set(), 0
    for part in re.findall(r"\S+", text):
        inside = words_as_written(part)
        if "-" in part.strip("-"):
            positions |= set(range(position + 1, position + len(inside)))
        position += len(inside)
    return frozenset(p for p in positions if p < count)


def _heaviest(hits: Iterable[_Hit]) -> list[_Hit]:
    """Hits that do not overlap, the heaviest first chosen, in the order of the text."""
    chosen: list[_Hit] = []
    for hit in sorted(hits, key=lambda h: (-h.weight, h.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in chosen):
            chosen.append(hit)
    return sorted(chosen, key=lambda h: h.start)


def _same_words(words: Sequence[str], name: PlaceName) -> bool:
    """Whether the words have typos and are not others: "Weinberge" for Weinberg, "im Weiher" for Am Weiher."""
    first, last = words[0], words[-1]
    if len(words) == 1:
        return not (name.weak and first.startswith(name.key))
    if first in LITTLE and first != name.first:
        return False
    return last in _STREET_WORDS or (name.words == len(words) and OSA.distance(last, name.last) <= 1)
