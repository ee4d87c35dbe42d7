"""The little language in which guard phrases are written.

Words in order; `(a|b c|d*)` alternatives; `*` any beginning or ending; `..` up to five words in between; `^` and `$`
the edges of the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_GAP = 5
_TOKEN = re.compile(r"(?<!\S)(?:\([^()]*\)|[^\s()]+)(?!\S)")
_WORD = re.compile(r"\*?[^\W_]+\*?")


@dataclass(frozen=True)
class Part:
    """One place in a phrase: any of the alternatives, each one or more words; `gap` words may stand before it."""

    alternatives: tuple[tuple[str, ...], ...]
    gap: int = 0


@dataclass(frozen=True)
class Phrase:
    """A parsed phrase."""

    parts: tuple[Part, ...]
    at_start: bool = False
    at_end: bool = False


def parse_phrase(text: str) -> Phrase:
    """Parses one phrase; raises ValueError, in German, for anything outside the language."""
    tokens = _tokens(text)
    at_start, at_end = tokens[:1] == ["^"], tokens[-1:] == ["$"]
    places = tokens[at_start : len(tokens) - at_end]
    if not set(places) - {"^", "$", ".."}:
        raise ValueError(f"„{text}“ enthält kein Wort")
    parts: list[Part] = []
    for before, place in zip(["..", *places], [*places, ".."], strict=True):
        if place in ("^", "$"):
            raise ValueError(f"„{text}“: ^ steht nur am Anfang und $ nur am Ende")
        if place == ".." == before:
            raise ValueError(f"„{text}“: .. steht nur zwischen zwei Wörtern")
        if place != "..":
            parts.append(Part(_alternatives(place, text), MAX_GAP if parts and before == ".." else 0))
    return Phrase(tuple(parts), at_start, at_end)


def _tokens(text: str) -> list[str]:
    if text.count("(") != text.count(")"):
        raise ValueError(f"„{text}“: eine Klammer wird nicht geschlossen")
    tokens = _TOKEN.findall(text)
    if "".join("".join(tokens).split()) != "".join(text.split()):
        raise ValueError(f"„{text}“: um jede Klammer stehen Leerzeichen, und sie enthält keine andere")
    return tokens


def _alternatives(token: str, phrase: str) -> tuple[tuple[str, ...], ...]:
    if "|" in token and not token.startswith("("):
        raise ValueError(f"„{phrase}“: Alternativen stehen in Klammern, wie (a|b)")
    alternatives = tuple(tuple(option.split()) for option in token.strip("()").split("|"))
    for option in alternatives:
        if not option or not all(_WORD.fullmatch(word) for word in option):
            raise ValueError(f"„{phrase}“: „{token}“ besteht nicht aus Wörtern, | und *")
    return alternatives
