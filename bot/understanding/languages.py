"""Which language a short message is written in; German when in doubt."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_CYRILLIC, _ARABIC = re.compile(r"[\u0400-\u04ff]"), re.compile(r"[\u0600-\u06ff]")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
ENOUGH_WORDS = 3
"""Below this many words a Latin text is German unless the files know all of them in another language."""
SURE = 6.0
"""By how much the identifier must prefer another language over German (log probability)."""
_ASKED = ["de", "en", "tr", "uk", "ru", "ar", "pl", "fr", "es", "it", "ro"]


class Languages:
    """Tells languages apart by script, by the vocabulary of the files and, in doubt, by py3langid."""

    def __init__(self, german: Collection[str], others: dict[str, Collection[str]]) -> None:
        self._german = frozenset(german)
        self._others = {language: frozenset(words) for language, words in others.items()}

    def of(self, text: str, words: Sequence[str]) -> str:
        """The ISO 639-1 code of a text, `de` by default."""
        if len(_CYRILLIC.findall(text)) > len(text) / 4:
            return "uk" if _UKRAINIAN.search(text) else "ru"
        if len(_ARABIC.findall(text)) > len(text) / 4:
            return "ar"
        words = [word for word in words if word.isalpha()]
        shares = {language: _share(words, known) for language, known in self._others.items()}
        german = _share(words, self._german)
        best = max(shares, key=lambda language: shares[language], default="de")
        if len(words) < ENOUGH_WORDS:
            return best if words and german < shares.get(best, 0) == 1 else "de"
        if german >= max(0.5, shares.get(best, 0)):
            return "de"
        return self._identified(text, german, best, shares.get(best, 0))

    def _identified(self, text: str, german: float, best: str, share: float) -> str:
        # Imported here: it takes most of a second and plain German never gets this far.
        import py3langid

        py3langid.set_languages(_ASKED)
        ranking = dict(py3langid.rank(text))
        likely = max(ranking, key=lambda language: ranking[language])
        if likely == "de" or ranking[likely] - ranking["de"] < SURE:
            return best if share >= 0.8 and german < 0.5 else "de"
        return str(likely)


def _share(words: Sequence[str], known: Collection[str]) -> float:
    return sum(word in known for word in words) / len(words) if words else 0.0
