"""How easy a text in Leichte Sprache is to read, by the few rules that a program can judge."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content_files.mistakes import say

MAX_WORDS = 12
"""Of a sentence: the rules of Netzwerk Leichte Sprache ask for short sentences with one thought each."""
MAX_LETTERS = 16
"""Of a word without a hyphen."""
MAX_GRADE = 6.0
"""Of the fourth Wiener Sachtextformel (Bamberger and Vanecek 1984), about the school year that understands a text."""
ENOUGH_WORDS = 20
"""Fewer say nothing about a text as a whole."""

_SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(r"[aeiouyäöü]+", re.IGNORECASE)
_SUBJUNCTIVE = re.compile(
    r"\b(würden?|würdest|hätten?|hättest|wären?|wärst|könnten?|könntest|müssten?|dürften?|sollten?|möchten?)\b",
    re.IGNORECASE,
)
_POLITE = frozenset({"möchten", "möchte"})
"""Everyone knows these words, also the rules use them."""


def faults(text: str) -> Iterator[str]:
    """What makes a text harder than it must be, in German."""
    text = _ADDRESS.sub("", _PLACEHOLDER.sub("", text))
    for sentence in filter(None, _SENTENCE.split(text)):
        number = len(_tokens(sentence))
        if number > MAX_WORDS:
            yield say("long-sentence", sentence=sentence.strip(), number=number)
    for word in dict.fromkeys(_WORD.findall(text)):
        if len(word) > MAX_LETTERS:
            yield say("hard-word", word=word)
    for match in _SUBJUNCTIVE.finditer(text):
        if match[1].lower() not in _POLITE:
            yield say("subjunctive", word=match[1])
    grade = reading_grade(text)
    if len(_WORD.findall(text)) >= ENOUGH_WORDS and grade > MAX_GRADE:
        yield say("hard-text", number=f"{grade:.1f}".replace(".", ","))


def reading_grade(text: str) -> float:
    """The fourth Wiener Sachtextformel; the parts of a word with hyphens count as words, as they are read."""
    words = _WORD.findall(text)
    sentences = [sentence for sentence in _SENTENCE.split(text) if _WORD.search(sentence)]
    if not words:
        return 0.0
    long = sum(len(_SYLLABLE.findall(word)) >= 3 for word in words) / len(words) * 100
    return 0.2656 * len(words) / len(sentences) + 0.2744 * long - 1.693


def _tokens(sentence: str) -> list[str]:
    return [word for word in sentence.split() if any(letter.isalnum() for letter in word)]
