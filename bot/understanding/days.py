"""The day that a message names: "heute", "am Samstag", "24.12.", "Heiligabend"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.core.calendar import DAYS
from bot.core.days import AFTER_TOMORROW, TODAY, TOMORROW
from bot.understanding.normalise import fold, tokens

_WEEKDAYS = (
    ("montag", "monday"),
    ("dienstag", "tuesday"),
    ("mittwoch", "wednesday"),
    ("donnerstag", "thursday"),
    ("freitag", "friday"),
    ("samstag", "saturday", "sonnabend", "wochenende", "weekend"),
    ("sonntag", "sunday"),
)
_MONTHS = (
    ["januar", "january", "janner"],
    ["februar", "february"],
    ["marz", "march"],
    ["april"],
    ["mai", "may"],
    ["juni", "june"],
    ["juli", "july"],
    ["august"],
    ["september"],
    ["oktober", "october"],
    ["november"],
    ["dezember", "december"],
)
_NAMED = {
    "heute": TODAY,
    "today": TODAY,
    "tonight": TODAY,
    "ubermorgen": AFTER_TOMORROW,
    "tomorrow": TOMORROW,
    "heiligabend": "12-24",
    "heiligabends": "12-24",
    "silvester": "12-31",
    "neujahr": "01-01",
} | {name + end: day for names, day in zip(_WEEKDAYS, DAYS, strict=True) for name in names for end in ("", "s")}
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_NUMBERS = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.?(?:\s?(20\d\d)|(?!\d|\s*(?:uhr|euro|€)))", re.IGNORECASE)
_WRITTEN = (
    re.compile(r"\b(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?\s+(?P<month>[^\W\d_]+)"),
    re.compile(r"\b(?P<month>[^\W\d_]+)\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"),
)
LAST_DAY = 31
_NOT_TOMORROW = frozenset("guten gutn schonen schon heute am jeden den der samstag sonntag".split())
"""Before these, "morgen" is the morning."""


def named_day(text: str) -> str | None:
    """The first day in a text as `core.days.date_of` reads it: "today", "sat", "12-24"; None if it names none."""
    if found := _NUMBERS.search(text):
        day, month, year = int(found[1]), int(found[2]), found[3]
        if 1 <= day <= LAST_DAY and 1 <= month <= len(_MONTHS):
            return (f"{year}-" if year else "") + f"{month:02}-{day:02}"
    for found in (match for pattern in _WRITTEN for match in pattern.finditer(text)):
        if (month := _MONTH.get(fold(found["month"]), 0)) and 1 <= int(found["day"]) <= LAST_DAY:
            return f"{month:02}-{int(found['day']):02}"
    words = tokens(text)
    return next((_NAMED[word] for word in words if word in _NAMED), None) or _tomorrow(words)


def _tomorrow(words: Sequence[str]) -> str | None:
    """ "morgen" as the day, not as a greeting or the time of day."""
    said = [i for i, word in enumerate(words) if word == "morgen"]
    meant = any(words[i - 1] not in _NOT_TOMORROW if i else len(words) > 1 and not _greets(words) for i in said)
    return TOMORROW if meant else None


def _greets(words: Sequence[str]) -> bool:
    """ "Morgen, ich bräuchte …" against "morgen offen?"."""
    return len(words) > 1 and words[1] in ("ich", "wir", "zusammen", "allerseits", "ihr", "kann", "habt", "wann", "wie")
