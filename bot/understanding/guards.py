"""Finds guard phrases in a message, whatever the spelling."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.content import Guard
from bot.core.guard_phrases import Part, Phrase, parse_phrase
from bot.understanding.normalise import fold

FUZZY_FROM = 6
"""Words of this many letters tolerate one typo."""
UNLESS_REACH = 6
"""A false friend lifts a guard only this many words around it: a real emergency elsewhere still counts."""


@dataclass(frozen=True)
class _Rule:
    intent: str
    phrase: Phrase
    lifts: bool

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first looked at: a message looks at few of some thousand rules."""
        return _compiled(self.phrase)


class Guards:
    """All guards, indexed by the rarest word of each phrase so that a message looks at few of them."""

    def __init__(self, guards: Mapping[str, Guard], vocabulary: Collection[str]) -> None:
        self._vocabulary = frozenset(vocabulary)
        self._rules: list[_Rule] = []
        self._exact: dict[str, list[int]] = {}
        self._prefix: dict[str, list[int]] = {}
        self._suffix: dict[str, list[int]] = {}
        literals: set[str] = set()
        for intent, guard in guards.items():
            for lifts, phrases in ((False, guard.phrases), (True, guard.unless)):
                for text in dict.fromkeys(text for texts in phrases.values() for text in texts):
                    phrase = _folded(parse_phrase(text))
                    self._add(_Rule(intent, phrase, lifts))
                    literals.update(w.strip("*") for p in phrase.parts for a in p.alternatives for w in a)
        self._literals = sorted(w for w in literals if len(w) >= FUZZY_FROM)
        self._nearest = lru_cache(maxsize=20_000)(self._search)

    def _add(self, rule: _Rule) -> None:
        number = len(self._rules)
        self._rules.append(rule)
        part = max(rule.phrase.parts, key=lambda p: min(max(len(w) for w in a) for a in p.alternatives))
        for words in part.alternatives:
            word = max(words, key=len)
            table = self._suffix if word.startswith("*") else self._prefix if word.endswith("*") else self._exact
            table.setdefault(word.strip("*"), []).append(number)

    def found(self, words: Sequence[str], alone: bool = True) -> list[tuple[str, int, int]]:
        """(intent, first character, behind the last) of every guard phrase that no false friend lifts.

        Characters are counted in the words joined by blanks. Phrases with edges ("^ hilfe $") count only for a message
        that stands `alone`: in "Hilfe! Mein Ausweis ist weg." nobody burns.
        """
        spans: dict[tuple[str, int, int], None] = {}
        for version in dict.fromkeys((tuple(words), tuple(self._nearest(word) for word in words))):
            text = f" {' '.join(version)} "
            hits = [
                (rule, m.span())
                for rule in self._candidates(version)
                if alone or not rule.phrase.at_end
                for m in rule.pattern.finditer(text)
            ]
            friends = [(rule.intent, _widened(text, *span)) for rule, span in hits if rule.lifts]
            for rule, (start, end) in hits:
                lifted = any(i == rule.intent and a < end and start < b for i, (a, b) in friends)
                if not rule.lifts and not lifted:
                    spans[rule.intent, start, end] = None
        return list(spans)

    def _candidates(self, words: Sequence[str]) -> list[_Rule]:
        numbers: set[int] = set()
        for word in words:
            numbers.update(self._exact.get(word, ()))
            for i in range(1, len(word) + 1):
                numbers.update(self._prefix.get(word[:i], ()))
                numbers.update(self._suffix.get(word[-i:], ()))
        return [self._rules[number] for number in sorted(numbers)]

    def _search(self, word: str) -> str:
        """The guard word one typo away from a word that nobody knows."""
        if len(word) < FUZZY_FROM or word in self._vocabulary or not word.isalpha():
            return word
        found = process.extractOne(word, self._literals, scorer=OSA.distance, score_cutoff=1)
        return str(found[0]) if found else word


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A span and the words around it that a false friend speaks for."""
    before = text[:start].rsplit(" ", UNLESS_REACH)
    after = text[end:].split(" ", UNLESS_REACH)
    return start - len(" ".join(before[1:])) - 1, end + len(" ".join(after[:-1])) + 1


def _folded(phrase: Phrase) -> Phrase:
    parts = tuple(
        Part(tuple(tuple(_fold_word(word) for word in words) for words in part.alternatives), part.gap)
        for part in phrase.parts
    )
    return Phrase(parts, phrase.at_start, phrase.at_end)


def _fold_word(word: str) -> str:
    return ("*" if word.startswith("*") else "") + fold(word.strip("*")) + ("*" if word.endswith("*") else "")


def _compiled(phrase: Phrase) -> re.Pattern[str]:
    pieces = []
    for part in phrase.parts:
        options = "|".join(" ".join(_word_pattern(word) for word in words) for words in part.alternatives)
        pieces.append((rf"(?: \S+){{0,{part.gap}}}?" if part.gap else "") + f" (?:{options})(?= )")
    start, end = "^" if phrase.at_start else "", " $" if phrase.at_end else ""
    return re.compile(start + "".join(pieces) + end)


def _word_pattern(word: str) -> str:
    bare = re.escape(word.strip("*"))
    return (r"\S*" if word.startswith("*") else "") + bare + (r"\S*" if word.endswith("*") else "")
