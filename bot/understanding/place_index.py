"""The names of an organisation's places and streets in every spelling that people use, with one typo or two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.core.places import Place, Street
from bot.understanding.normalise import tokens

SHORTEST_FUZZY, LONG = 6, 12
"""Letters from which a name is recognised with one typo, and with two."""
MAX_WORDS = 6

_SPELLED = (
    (re.compile(r"str(?:[ao]{1,2}(?:s{1,2}|s?z)?(?:en|e)?)?$"), "str"),
    (re.compile(r"gas{1,2}(?:e|le|l|erl)?$"), "gass"),
    (re.compile(r"pla(?:tz|z|ts)(?:le|l|erl)?$"), "platz"),
    (re.compile(r"(?<=.)(?:wech|weech|wegle|wegl)$"), "weg"),
    (re.compile(r"alee?$|allee$"), "alle"),
    (re.compile(r"(?<=.)s(?:ch)?[dt]a[dt]{1,2}(?:le|l)?$"), "stadt"),
)
"""How the end of a name is written: in full, shortened, as it is spoken."""
_SHORT = {"st": "sankt", "bgm": "burgermeister", "dr": "doktor", "prof": "professor"}
_ENDINGS = ("e", "en", "er", "es", "em")
_ADJECTIVE = re.compile(r"(\w{2,})(?:e|en|er|es|em)")
LITTLE = frozenset("an am auf aus bei beim der die das dem den hinter im in unter vom vor zum zur".split())
"""What a street's name may begin with."""
STRONG_ENDS = ("str", "gass", "stadt", "viertel")
"""A name that ends so is no ordinary word."""
COMPASS = frozenset("nord sud ost west mitte".split())
_ORDINARY = frozenset(
    "anger au aue bach bahnhof berg brucke burg dorf feld friedhof garten graben hafen halle heide hof insel kirche "
    "markt muhle park rathaus ring schloss schule see siedlung stein tor turm wald wall weinberg wiese zentrum".split()
)


@dataclass(frozen=True)
class PlaceName:
    """A way to name a place: by itself or by one of its streets; `words` as in the files.

    `weak` names are ordinary words too and `compass` names even more so: they count only where the words around fit.
    """

    key: str
    place: str
    street: Street | None
    words: int
    first: str
    last: str
    weak: bool
    compass: bool


def place_tokens(words: Iterable[str]) -> tuple[str, ...]:
    """Folded words in one spelling: "weinbergstrasse", "weinbergstross" and "weinbergstr" are the same."""
    return tuple(map(_spelled, words))


def _spelled(word: str) -> str:
    for pattern, spelling in _SPELLED:
        if pattern.search(word):
            return pattern.sub(spelling, word)
    return _SHORT.get(word, word)


class PlaceIndex:
    """Finds names by their letters without blanks, exactly or with the typos their length allows."""

    def __init__(self, places: Mapping[str, Place], is_ordinary: Callable[[str], bool]) -> None:
        self._exact: dict[str, list[PlaceName]] = {}
        self._near: dict[str, list[tuple[str, str]]] = {}
        self._is_ordinary = is_ordinary
        for place, known in places.items():
            for text in (place, *known.aliases):
                self._add(text, place, None)
            for street in known.parsed_streets:
                self._add(street.name, place, street)
        self._spans_places()
        self.longest = max(map(len, self._exact), default=0) + len("asse") + 1
        """Letters of the longest spelling with an ending in full and one letter too many."""

    def __bool__(self) -> bool:
        return bool(self._exact)

    def exactly(self, key: str) -> Sequence[PlaceName]:
        """The names spelled so."""
        return self._exact.get(key, ())

    def nearly(self, key: str) -> tuple[Sequence[PlaceName], int]:
        """The names that come nearest with one or two typos, and how many these are."""
        if not SHORTEST_FUZZY - 1 <= len(key) <= self.longest:
            return (), 0
        choices = {choice for part in _shortened(key) for choice in self._near.get(part, ())}
        best, found = LONG, list[PlaceName]()
        for spelling, name in sorted(choices):
            distance = OSA.distance(key, spelling, score_cutoff=2)
            if distance <= _allowed(key, spelling) and distance <= best:
                found = [*(found if distance == best else ()), *self._exact[name]]
                best = distance
        return list(dict.fromkeys(found)), best

    def _add(self, text: str, place: str, street: Street | None) -> None:
        folded = tokens(text)
        spelled = place_tokens(folded)
        key = "".join(spelled)
        if not key:
            return
        ordinary = len(folded) == 1 and (key in _ORDINARY or self._is_ordinary(folded[0]))
        weak = (ordinary or len(key) < 4) and not key.endswith(STRONG_ENDS)
        name = PlaceName(key, place, street, len(spelled), spelled[0], spelled[-1], weak, key in COMPASS)
        if key not in self._exact and len(key) >= SHORTEST_FUZZY:
            for spelling in _in_full(key):
                for part in _shortened(spelling):
                    self._near.setdefault(part, []).append((spelling, key))
        for spelling in dict.fromkeys((key, *_inflected(spelled, street))):
            self._exact.setdefault(spelling, []).append(name)

    def _spans_places(self) -> None:
        """A street "Am Weinberg" may also mean the district Weinberg."""
        for names in list(self._exact.values()):
            for name in [n for n in names if n.street and n.words > 1]:
                words = place_tokens(tokens(name.street.name if name.street else ""))
                rest = "".join(words[1:]) if words[0] in LITTLE else ""
                names += [n for n in self._exact.get(rest, ()) if n.street is None and n not in names]


def _in_full(key: str) -> tuple[str, ...]:
    """With the ending written out too: a typo may stand in it."""
    full = next((key + rest for end, rest in (("str", "asse"), ("gass", "e")) if key.endswith(end)), key)
    return tuple(dict.fromkeys((key, full)))


def _shortened(key: str) -> Iterator[str]:
    """The key and what it is with one letter left out: two keys one typo apart share one of these."""
    yield key
    for i in range(len(key)):
        yield key[:i] + key[i + 1 :]


def _allowed(key: str, name: str) -> int:
    return 2 if len(name) >= LONG and key[0] == name[0] else 1


def _inflected(words: Sequence[str], street: Street | None) -> Iterator[str]:
    """ "in der Langen Straße" for "Lange Straße"; "des Birkenhofs", "die Südstädter"."""
    for i, word in enumerate(words[:-1]):
        if word not in LITTLE and (match := _ADJECTIVE.fullmatch(word)):
            yield from ("".join((*words[:i], match[1] + ending, *words[i + 1 :])) for ending in _ENDINGS)
    key = "".join(words)
    if street is None and len(key) > 4:
        yield key + "s"
        yield key + "es"
        if key.endswith("stadt"):
            yield key + "er"
