"""Brings spellings together: case, umlauts, accents, held-down keys, invisible characters."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u0640]")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_APOSTROPHE = re.compile("['’ʼ`´]")
_HELD_KEY = re.compile(r"([^\W\d_])\1{2,}")
_DIGRAPH_UE = re.compile(r"(?<![aeiouyq])ue")
_SENTENCE_END = re.compile(r"(?<=[!?…;])\s+|(?<=\.)\s+|[\n\r]+|(?<=[!?])(?=\S)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:str|art|abs|bzw|tel|geb|ca|nr|inkl|max|min|mind|ggf|evtl|dr|prof|hr|fr|st|vs|no|mr|mrs|\w)|\d)\.$",
    re.IGNORECASE,
)
"""Full stops that end no sentence."""

MAX_CHARS = 4_000
"""Longer texts are understood by their first 4,000 characters, a long letter's length."""


def clean(text: str) -> str:
    """Text without control and direction characters; line breaks stay, runs of blanks become one."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else " " for c in text)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "œ": "oe", "æ": "ae"})
"""Letters that Unicode does not decompose."""


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """One spelling for "für", "fuer" and "fur"; both sides of every comparison go through it."""
    word = word.lower().replace("ß", "ss").translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", word)
    word = "".join(c for c in decomposed if not unicodedata.combining(c))
    word = word.replace("ae", "a").replace("oe", "o")
    return _HELD_KEY.sub(r"\1", _DIGRAPH_UE.sub("u", word))


def tokens(text: str) -> list[str]:
    """The folded words of a text; numbers stay, as 110 and 112 matter."""
    return [fold(word) for word in words_as_written(text)]


def words_as_written(text: str) -> list[str]:
    """The words of a text before they are folded, in the order of `tokens`."""
    return _WORD.findall(_APOSTROPHE.sub("", text))


def word_starts(text: str) -> list[int]:
    """Where each word of `tokens` begins in the text."""
    kept = [i for i, letter in enumerate(text) if not _APOSTROPHE.match(letter)]
    return [kept[word.start()] for word in _WORD.finditer(_APOSTROPHE.sub("", text))]


def sentences(text: str) -> list[str]:
    """A cleaned text, cut where a sentence or a line ends."""
    found, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[start : end.start()]) or "\n" in end[0]:
            found.append(text[start : end.start()].strip())
            start = end.end()
    return [part for part in (*found, text[start:].strip()) if part]
