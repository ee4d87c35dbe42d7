"""What the bot remembers between two turns of one citizen."""

from __future__ import annotations

from bot.core.organisation import Model


class Conversation(Model):
    """The memory of an exchange; holds no words of the citizen."""

    greeted: bool = False
    language: str | None = None
    last_intent: str | None = None
    last_office: str | None = None
    options: tuple[str, ...] = ()
    """Intents or offices offered by the last question, as button values."""
    clarified: bool = False
    """Whether the last turn already asked back."""
    erase_asked: bool = False
    """Whether the last turn asked for confirmation of a deletion."""


ERASE_YES, ERASE_NO = "erase:yes", "erase:no"
INTENT_PREFIX, OFFICE_PREFIX = "intent:", "office:"

_YES = frozenset("ja j jo jep jap yes y ok okay genau bitte sicher klar".split())
_NO = frozenset("nein ne nee nö no n stopp stop abbrechen nicht".split())
_ORDINALS = (
    frozenset("1 1. eins erste ersten erstes das_erste first one".split()),
    frozenset("2 2. zwei zweite zweiten zweites second two".split()),
    frozenset("3 3. drei dritte dritten drittes third three".split()),
)


def confirms(text: str) -> bool | None:
    """Whether a short answer means yes (True), no (False) or something else (None)."""
    if text in (ERASE_YES, ERASE_NO):
        return text == ERASE_YES
    words = text.lower().replace(",", " ").strip(" .!").split()
    if not words or len(words) > 4:
        return None
    if _NO & set(words):
        return False
    return True if _YES & set(words) or "löschen" in words else None


def chosen_option(text: str, options: tuple[str, ...], labels: tuple[str, ...]) -> str | None:
    """The offered option that an answer means: its button, its number, "das zweite" or its words."""
    if text in options:
        return text
    words = set(text.lower().strip(" .!").split())
    if len(words) <= 4:
        for option, names in zip(options, _ORDINALS, strict=False):
            if words & names:
                return option
    lowered = text.lower().strip(" .!?")
    named = [o for o, label in zip(options, labels, strict=True) if len(lowered) > 3 and lowered in label.lower()]
    return named[0] if len(named) == 1 else None
