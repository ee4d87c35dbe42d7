"""What the bot remembers between two turns of one citizen."""

from __future__ import annotations

import re

from bot.core.organisation import Model


class Conversation(Model):
    """The memory of an exchange; holds no words of the citizen."""

    greeted: bool = False
    language: str | None = None
    last_intent: str | None = None
    last_office: str | None = None
    place: str | None = None
    """The place that the citizen named last, as the files spell it; never a street or a house number."""
    options: tuple[str, ...] = ()
    """Intents, offices or places offered by the last question, as button values."""
    clarified: bool = False
    """Whether the last turn already asked back."""
    asked: int = 0
    """How many turns in a row have just asked back."""
    erase_asked: bool = False
    """Whether the last turn asked for confirmation of a deletion."""
    forward_offered: bool = False
    """Whether the last turn offered to pass the message on to an office."""
    forwarded: bool = False
    """Whether anything was ever passed on to an office: it has to be erased there, too."""
    mail_asked: bool = False
    """Whether the last turn asked for an address for answers by mail."""
    code_asked: bool = False
    """Whether the last turn asked for the code that was mailed."""


ERASE_YES, ERASE_NO = "erase:yes", "erase:no"
INTENT_PREFIX, OFFICE_PREFIX, PLACE_PREFIX, FORWARD_PREFIX = "intent:", "office:", "place:", "forward:"
BUTTON_PREFIXES = (INTENT_PREFIX, OFFICE_PREFIX, PLACE_PREFIX, FORWARD_PREFIX)


def talked_about(conversation: Conversation) -> tuple[str, ...]:
    """The intents that the next message may refer to: those just offered, else the last one."""
    offered = tuple(o.removeprefix(INTENT_PREFIX) for o in conversation.options if o.startswith(INTENT_PREFIX))
    return offered or ((conversation.last_intent,) if conversation.last_intent else ())


def place_asked(conversation: Conversation) -> bool:
    """Whether the last turn asked for the place."""
    return any(option.startswith(PLACE_PREFIX) for option in conversation.options)


MAX_ANSWER_WORDS = 5
"""A longer text is no answer to yes or no but a new message."""

_YES = frozenset("ja j jo jep jap jup yes y ok okay genau bitte sicher klar".split())
_ERASE = frozenset({"löschen", "delete"})
"""A yes too, but only to the question whether to erase."""
_NO = frozenset(
    "nein ne nee nö nope no n stopp stop abbrechen nicht not don't dont kein keine keinesfalls lieber".split()
)
_WITH_YES = frozenset("alles alle daten jetzt das sie gern gerne mach machen please everything all it".split())
"""What may stand beside a yes; anything else makes it no clear yes, for a deletion cannot be undone."""
_WITH_NO = frozenset(
    "danke doch auf keinen fall do es ihn mal erst erstmal weiterleiten weiter leiten thanks thank you it pass "
    "on".split()
)
"""What may stand beside a no."""
_ORDINALS = (
    frozenset("1 eins erste ersten erster erstes ersteres first".split()),
    frozenset("2 zwei zweite zweiten zweiter zweites second two".split()),
    frozenset("3 drei dritte dritten dritter drittes third three".split()),
    frozenset("4 vier vierte vierten vierter viertes fourth four".split()),
    frozenset("5 fünf fünfte fünften fünfter fünftes fifth five".split()),
    frozenset("6 sechs sechste sechsten sechster sechstes sixth six".split()),
    frozenset("7 sieben siebte siebten siebter siebtes seventh seven".split()),
    frozenset("8 acht achte achten achter achtes eighth eight".split()),
)
_WITH_ORDINAL = frozenset(
    "das die der den dem nummer nr option punkt bitte ich nehme meine the number one please ja".split()
)
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def confirms(text: str, erasing: bool = False) -> bool | None:
    """Whether a short answer means yes (True), no (False) or something else (None); in doubt it is no yes.

    Only words known beside a yes or no may stand in it: "Mein Mann atmet nicht" is a new message, whatever was asked.
    `erasing` is whether the question was about erasing.
    """
    if text in (ERASE_YES, ERASE_NO):
        return text == ERASE_YES
    words = set(_words(text))
    if not words or "?" in text or len(_words(text)) > MAX_ANSWER_WORDS:
        return None
    yes = _YES | _ERASE if erasing else _YES
    if _NO & words:
        return False if words <= _NO | _YES | _ERASE | _WITH_YES | _WITH_NO else None
    return True if yes & words and words <= yes | _WITH_YES else None


def chosen_option(text: str, options: tuple[str, ...], labels: tuple[str, ...]) -> str | None:
    """The offered option that an answer means: its button, its number, "das zweite" or its words."""
    if text in options:
        return text
    words = _words(text)
    answer, spoken = " ".join(words), [" ".join(_words(label)) for label in labels]
    if answer and spoken.count(answer) == 1:
        return options[spoken.index(answer)]
    if counted := _counted(words):
        return options[counted[0]] if len(counted) == 1 and counted[0] < len(options) else None
    named = [option for option, label in zip(options, spoken, strict=True) if len(answer) > 3 and answer in label]
    return named[0] if len(named) == 1 else None


def _counted(words: list[str]) -> list[int]:
    """Which options are counted out, e.g. [1] for "das zweite bitte"; none in "in 2 Tagen"."""
    if words == ["one"]:
        return [0]
    if not all(word in _WITH_ORDINAL.union(*_ORDINALS) for word in words):
        return []
    return [i for i, names in enumerate(_ORDINALS) if names & set(words)]


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.lower().replace("’", "'"))
