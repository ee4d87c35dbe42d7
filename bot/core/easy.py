"""Leichte Sprache: who asks for it gets the texts that are written in it, wherever there are some."""

from __future__ import annotations

import re

EASY = "de-x-leicht"
MAX_WORDS = 12
"""A longer message wants something beside it."""
_WISH = re.compile(
    r"\b(?:leichte[rn]?|einfache[rn]?)\s+sprache\b|\b(?:bitte\s+)?(?:viel\s+)?einfacher(?:\s+(?:bitte|sagen|schreiben|"
    r"erkl(?:ä|ae)ren|ausdr(?:ü|ue)cken))+|^bitte\s+einfacher\W*$|^einfacher\W*$",
    re.IGNORECASE,
)
_BACK = re.compile(r"\b(?:normale[rn]?|standard)\s?sprache\b|\bwieder\s+normal\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:web|home|internet|seite|flyer|brosch|formular|video|kurs|buch|bücher|brief)\w*", re.IGNORECASE
)
"""Who asks for a page or a book in Leichte Sprache does not ask for the next answer in it."""


def wants_easy(text: str) -> bool | None:
    """Whether someone asks to be written to in Leichte Sprache (True), no more (False), or neither (None)."""
    if len(text.split()) > MAX_WORDS or _ABOUT.search(text):
        return None
    return False if _BACK.search(text) else True if _WISH.search(text) else None
