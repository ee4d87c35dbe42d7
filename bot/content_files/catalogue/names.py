"""Short names for what a catalogue names at length."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping

from bot.core.content import MAX_TITLE

MAX_ID = 57
"""As `bot.content_files.names` allows."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_DASH = re.compile(r"\s+[-–—]\s+|:\s+")
_SMALL = frozenset(
    "für der die das den des dem und oder in im zu zur zum von vom mit bei auf an am aus nach als".split()
)


def short_name(text: str) -> str:
    """A name for files: "Bürgeramt Mitte" as `buergeramt_mitte`; one that is too long keeps its end."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).lower().translate(_UMLAUTS))
    bare = re.sub(r"_{2,}", "_", re.sub(r"[^a-z0-9]+", "_", folded.encode("ascii", "ignore").decode())).strip("_")
    if bare and len(bare) <= MAX_ID:
        return bare
    end = re.sub(r".*_(?=\d+$)", "", bare) if re.search(r"_\d{3,20}$", bare) else ""
    end = end or hashlib.sha256(text.encode()).hexdigest()[:8]
    head = bare[: MAX_ID - len(end) - 1].rstrip("_")
    return f"{head}_{end}".lstrip("_")


def button_titles(titles: Mapping[str, str]) -> dict[str, str]:
    """For each id a title of at most 40 characters, different from all others where the titles are."""
    found: dict[str, str] = {}
    for shorten in _WAYS:
        proposed = {id: shorten(title) for id, title in titles.items()}
        often = Counter(text.casefold() for text in proposed.values())
        taken = {text.casefold() for text in found.values()}
        for id, text in proposed.items():
            if (
                id not in found
                and len(text) <= MAX_TITLE
                and often[text.casefold()] == 1
                and text.casefold() not in taken
            ):
                found[id] = text
    short = {id: found.get(id) or _cut(title) for id, title in titles.items()}
    return {id: title[:1].upper() + title[1:] for id, title in short.items()}


def _without_brackets(title: str) -> str:
    return _BRACKETS.sub("", title).strip(" -–,") or title


def _ends(title: str, left: int) -> str:
    """The beginning and the end of a title: services of one kind often differ at the end only."""
    words = _without_brackets(title).split()
    head = _fitting(words, left)
    tail = _fitting(words[len(head) :][::-1], MAX_TITLE - len(" ".join(head)) - 3)[::-1]
    while tail and (tail[0].casefold().strip(",.-–") in _SMALL or not tail[0].strip(",.-–")):
        tail = tail[1:]
    return f"{' '.join(head).rstrip(' ,-–')} … {' '.join(tail)}" if head and tail else title


def _fitting(words: list[str], most: int) -> list[str]:
    kept: list[str] = []
    for word in words:
        if len(" ".join([*kept, word])) > most:
            break
        kept.append(word)
    return kept


def _cut(title: str) -> str:
    if len(title) <= MAX_TITLE:
        return title
    words = _fitting(title.split(), MAX_TITLE - 2)
    while len(words) > 1 and (words[-1].casefold() in _SMALL or not words[-1].strip(",.-–")):
        words = words[:-1]
    return f"{' '.join(words).rstrip(' ,-–') or title[: MAX_TITLE - 2]} …"


_WAYS: tuple[Callable[[str], str], ...] = (
    lambda title: title,
    _without_brackets,
    lambda title: " - ".join(_DASH.split(_without_brackets(title))[:2]),
    lambda title: _ends(title, 20),
    lambda title: _ends(title, 12),
    lambda title: _DASH.split(_without_brackets(title))[0],
    _cut,
)
"""From the best to the worst."""
