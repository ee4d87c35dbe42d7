"""Which language a short message is written in; German when in doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

GERMAN = "de"
_CYRILLIC, _ARABIC = re.compile(r"[\u0400-\u04ff]"), re.compile(r"[\u0600-\u06ff]")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
ENOUGH_WORDS = 4
"""Below this many words there must be more to go by."""
UNKNOWN = log(1e-6)
"""What a word counts that no text of a language has."""
LEAD, SHORT_LEAD = 3.0, 5.0
"""By how much (log probability) another language must be likelier than German, in a message and in a few words."""
FAMILIAR = 0.34
"""Where no language knows this share of the words, py3langid is asked."""
SURE = 6.0
"""By how much it must prefer another language over German."""
_ASKED = ["de", "en", "tr", "uk", "ru", "ar", "pl", "fr", "es", "it", "ro"]


class Languages:
    """Tells languages apart by script, by how often the files use a word and, where they know none, by py3langid."""

    def __init__(self, spoken: Mapping[str, Counter[str]]) -> None:
        """From how often each word stands in the texts of each language."""
        self._rates = {
            language: {word: log(n / total) for word, n in counts.items()}
            for language, counts in spoken.items()
            if language not in ("uk", "ru", "ar") and (total := counts.total())
        }
        self._rates.setdefault(GERMAN, {})
        self._cyrillic = {language: spoken.get(language, Counter()) for language in ("uk", "ru")}

    def of(self, text: str, words: Sequence[str]) -> str:
        """The ISO 639-1 code of a text, `de` by default."""
        letters = sum(map(str.isalpha, text))
        if len(_CYRILLIC.findall(text)) > letters / 3:
            return self._slavic(text, words)
        if len(_ARABIC.findall(text)) > letters / 3:
            return "ar"
        words = [word for word in words if word.isalpha()]
        likely = {language: sum(rates.get(w, UNKNOWN) for w in words) for language, rates in self._rates.items()}
        best = max(likely, key=lambda language: (likely[language], language == GERMAN))
        if best == GERMAN or not words:
            return GERMAN
        familiar = sum(word in self._rates[best] for word in words)
        if familiar < FAMILIAR * len(words):
            return self._identified(text) if len(words) >= ENOUGH_WORDS else GERMAN
        needed = LEAD if len(words) >= ENOUGH_WORDS else SHORT_LEAD
        return best if likely[best] - likely[GERMAN] >= needed else GERMAN

    def _slavic(self, text: str, words: Sequence[str]) -> str:
        if _UKRAINIAN.search(text):
            return "uk"
        ukrainian, russian = (sum(word in self._cyrillic[language] for word in words) for language in ("uk", "ru"))
        return "uk" if ukrainian > russian else "ru"

    def _identified(self, text: str) -> str:
        # Imported here: it takes most of a second and messages in known words never get this far.
        import py3langid

        py3langid.set_languages(_ASKED)
        ranking = dict(py3langid.rank(text))
        likely = max(ranking, key=lambda language: ranking[language])
        return GERMAN if ranking[likely] - ranking[GERMAN] < SURE else str(likely)
