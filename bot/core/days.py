"""A day that a citizen named, as a date."""

from __future__ import annotations

from datetime import date, timedelta

from bot.core.calendar import DAYS

TODAY, TOMORROW, AFTER_TOMORROW = "today", "tomorrow", "after_tomorrow"
_AHEAD = {TODAY: 0, TOMORROW: 1, AFTER_TOMORROW: 2}
_LEAP_YEARS_AHEAD = 9
"""A 29 February lies at most eight years ahead."""


def date_of(day: str, today: date) -> date | None:
    """The date of "today", "tomorrow", "after_tomorrow", "sat", "12-24" or "2026-12-24"; the next such day from today.

    None for a day that does not exist or is over.
    """
    if day in _AHEAD:
        return today + timedelta(days=_AHEAD[day])
    if day in DAYS:
        return today + timedelta(days=(DAYS.index(day) - today.weekday()) % 7)
    years = [""] if len(day) > len("12-24") else [f"{today.year + ahead}-" for ahead in range(_LEAP_YEARS_AHEAD)]
    found = (_date(year + day) for year in years)
    return next((one for one in found if one and one >= today), None)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
