"""The little language in which guard phrases are written.

Words in order; `(a|b c|d*)` alternatives; `*` any beginning or ending; `..` up to five words in between; `^` and `$`
the edges of the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_GAP = 5
_TOKEN = re.compile(r"\([^()]*\)|\.\.|\^|\$|[^\s()]+")
_WORD = re.compile(r"\*?[^\W_]+\*?", re.UNICODE)


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
    if text.count("(") != text.count(")"):
        raise ValueError(f"„{text}“: eine Klammer wird nicht geschlossen")
    parts: list[Part] = []
    gap, at_start, at_end = 0, False, False
    for token in _TOKEN.findall(text):
        if token == "..":  # noqa: S105 - a mark of the phrase language
            gap = MAX_GAP
        elif token == "^":  # noqa: S105
            at_start = True
        elif token == "$":  # noqa: S105
            at_end = True
        else:
            parts.append(Part(_alternatives(token, text), gap))
            gap = 0
    if not parts:
        raise ValueError(f"„{text}“ enthält kein Wort")
    return Phrase(tuple(parts), at_start, at_end)


def _alternatives(token: str, phrase: str) -> tuple[tuple[str, ...], ...]:
    alternatives = tuple(tuple(option.split()) for option in token.strip("()").split("|"))
    for option in alternatives:
        if not option or not all(_WORD.fullmatch(word) for word in option):
            raise ValueError(f"„{phrase}“: „{token}“ besteht nicht aus Wörtern, | und *")
    return alternatives
