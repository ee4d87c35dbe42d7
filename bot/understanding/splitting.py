"""Cuts a message into the pieces that may each be a wish of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.normalise import fold, sentences

_CONNECTOR = re.compile(
    r"[,;]?\s*\b(?:und\s+)?(?:außerdem|ausserdem|zusätzlich|zweitens|drittens|erstens|des weiteren|weiterhin|"
    r"ach ja|und noch was|noch was|und noch etwas|noch etwas|noch eine frage|und dann noch|dann noch|ferner|"
    r"also my|also i|secondly|and another thing|on top of that)\b[,:]?\s*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\s*,?\s+(?:und|sowie|and)\s+"
    r"|\s*,\s+(?!(?:dass|das|die|der|den|dem|deren|dessen|ob|wenn|weil|wie|wo|was|wer|wann|warum|welche[rsnm]?|um|damit|"
    r"bevor|obwohl|falls|sobald|als|nachdem|ohne|statt|denn|aber|sondern|bis|seit|that|which|who|if|because|when|where|"
    r"how|what|why|so|to|but|until|since)\b)(?![^,;]*\bzu\s+\w+en\b)",
    re.IGNORECASE,
)
"""What joins two main clauses; a comma before a subordinate clause or an infinitive does not."""
_LIST_MARK = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
_SIGNED = re.compile(r"gru(?:ss|s)|^mfg|^lg|^vg|regards")
"""Closings that a name may follow."""
MAX_PIECES = 12
MIN_WORDS = 2


def sentence_pieces(text: str) -> list[str]:
    """Sentences, list items and what stands behind "außerdem"."""
    found = []
    for sentence in sentences(text):
        found += [part.strip() for part in _CONNECTOR.split(_LIST_MARK.sub("", sentence)) if part and part.strip()]
    return found


def clauses(text: str) -> list[str]:
    """The parts between commas and "und", if each says enough to stand alone."""
    parts = [part for part in _CLAUSE.split(text) if part and part.strip()]
    return parts if 1 < len(parts) <= MAX_PIECES and all(len(part.split()) >= MIN_WORDS for part in parts) else []


class Courtesy:
    """Takes greeting and signature off a message; they do not change what is meant."""

    def __init__(self, greetings: Sequence[str], signatures: Sequence[str]) -> None:
        self._greeting = _pattern(greetings, r"^\W*(?:{})\b[\s,!.:–-]*")
        signed = [s for s in signatures if _SIGNED.search(fold(s))]
        self._signature = _pattern(signed, r"[\s,.!–-]*\b(?:{})\b(?:[\s,!.]+[^\s,.!?]+){{0,3}}\W*$")
        self._thanks = _pattern([s for s in signatures if s not in signed], r"[\s,.!–-]*\b(?:{})\b\W*$")

    def strip(self, text: str) -> str:
        """The message without them, or as it was if nothing else is in it."""
        bare = text
        for _ in range(3):
            bare = self._greeting.sub("", bare)
        bare = self._thanks.sub("", self._signature.sub("", bare))
        return bare.strip() if len(bare.split()) >= 1 and re.search(r"\w{2}", bare) else text


def _pattern(phrases: Sequence[str], frame: str) -> re.Pattern[str]:
    variants = {v for phrase in phrases for v in (phrase.lower(), " ".join(fold(w) for w in phrase.split()))}
    ordered = sorted(variants, key=len, reverse=True) or ["(?!)"]
    return re.compile(frame.format("|".join(re.escape(v) for v in ordered)), re.IGNORECASE)
