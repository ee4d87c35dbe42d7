"""Public holidays of each Bundesland, from the `holidays` library."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from bot.core.calendar import IsHoliday


def holidays_of(state: str) -> IsHoliday:
    """Whether a day is a public holiday everywhere in that Bundesland; years are computed when first asked for."""
    return lambda day: day in _holidays_in(state, day.year)


@lru_cache(maxsize=200)
def _holidays_in(state: str, year: int) -> frozenset[date]:
    # Imported here because it takes a quarter of a second and `check` or a greeting needs no holiday.
    from holidays import country_holidays

    return frozenset(country_holidays("DE", subdiv=state, years=year))
