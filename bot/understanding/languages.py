"""Which language a short message is written in; German when in doubt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

GERMAN = "de"
_CYRILLIC, _ARABIC = re.compile(r"[\u0400-\u04ff]"), re.compile(r"[\u0600-\u06ff]")
_PERSIAN = re.compile(r"[\u067e\u0686\u0698\u06af\u06cc]")
"""Letters that Arabic does not have: Persian, Urdu and Kurdish are not read as Arabic."""
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_UKRAINIAN = re.compile(r"[іїєґІЇЄҐ]")
ENOUGH_WORDS = 4
"""Below this many words there must be more to go by."""
UNKNOWN = log(1e-6)
"""What a word counts that no text of a language has."""
LEAD, SHORT_LEAD = 3.0, 5.0
"""By how much (log probability) another language must be likelier than German, in a message and in a few words."""
FAMILIAR, FAMILIAR_GERMAN = 0.34, 0.7
"""Where the likeliest language knows less than this share of the words, py3langid is asked; German should know more."""
SURE = 10.0
"""By how much it must prefer another language over German: of 4,389 held-out German messages no sentence is lost."""
NOT_SPOKEN = ("lb", "la", "zxx")
"""What it takes dialect and gibberish for."""
OTHER_SCRIPT = "und"
"""A language that neither we nor Latin letters can name (ISO 639-2)."""


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
            return "fa" if _PERSIAN.search(text) else "ar"
        if len(_LATIN.findall(text)) < letters / 3:
            return self._identified(text) or OTHER_SCRIPT
        words = [word for word in words if word.isalpha()]
        likely = self._likely(words)
        best = max(likely, key=lambda language: (likely[language], language == GERMAN))
        familiar = sum(word in self._rates[best] for word in words)
        if familiar < (FAMILIAR_GERMAN if best == GERMAN else FAMILIAR) * len(words):
            return (self._identified(text) if len(words) >= ENOUGH_WORDS else None) or GERMAN
        if best == GERMAN or not words:
            return GERMAN
        needed = LEAD if len(words) >= ENOUGH_WORDS else SHORT_LEAD
        return best if likely[best] - likely[GERMAN] >= needed else GERMAN

    def nearest(self, language: str, words: Sequence[str]) -> str:
        """The language of the files whose words are most like those of a language that they do not have."""
        if language in self._rates or language in ("uk", "ru", "ar"):
            return language
        likely = self._likely(words)
        best = max(likely, key=lambda language: (likely[language], language == GERMAN))
        known = sum(word in self._rates[best] for word in words)
        return best if known >= FAMILIAR * len(words) else GERMAN

    def _likely(self, words: Sequence[str]) -> dict[str, float]:
        return {language: sum(rates.get(w, UNKNOWN) for w in words) for language, rates in self._rates.items()}

    def _slavic(self, text: str, words: Sequence[str]) -> str:
        if _UKRAINIAN.search(text):
            return "uk"
        ukrainian, russian = (sum(word in self._cyrillic[language] for word in words) for language in ("uk", "ru"))
        return "uk" if ukrainian > russian else "ru"

    def _identified(self, text: str) -> str | None:
        # Imported here: it takes most of a second and messages in known words never get this far.
        import py3langid

        ranking = dict(py3langid.rank(text))
        likely = max(ranking, key=lambda language: ranking[language])
        sure = likely not in NOT_SPOKEN and ranking[likely] - ranking[GERMAN] >= SURE
        return str(likely) if sure else None
