"""Public holidays of each Bundesland, from the `holidays` library, and the days an organisation adds to them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from bot.core.calendar import IsHoliday

_DAY = re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)")
_LEAP_YEAR = 2028
_CARNIVAL = {"Weiberfastnacht": 50, "Rosenmontag": 46, "Fastnachtsdienstag": 45}
"""Days before Good Friday."""


def holidays_of(state: str, extra: tuple[str, ...] = ()) -> IsHoliday:
    """Whether a day is a public holiday in that Bundesland or one that the organisation adds.

    Years are computed when first asked for.
    """
    return lambda day: day in _public(state, day.year) or day in _added(state, extra, day.year)


def closing_days_of(state: str, extra: tuple[str, ...]) -> IsHoliday:
    """Whether a day is free only because the organisation is closed, not because the law makes it a holiday."""

    def is_closing_day(day: date) -> bool:
        by_law = day in _public(state, day.year) or day in _local(state, day.year).values()
        return not by_law and day in _added(state, extra, day.year)

    return is_closing_day


def extra_holiday_fault(entry: str, state: str) -> str | None:
    """What is wrong with an entry of `extra_holidays`, in German."""
    if match := _DAY.fullmatch(entry):
        exists = _date(int(match[1] or _LEAP_YEAR), match)
        return None if exists else f"Den Tag „{entry}“ gibt es nicht."
    local = _local(state, _LEAP_YEAR)
    if entry in local or entry in _CARNIVAL:
        return None
    if entry in _named(state, _LEAP_YEAR):
        return f"„{entry}“ ist in {state} überall Feiertag. Löschen Sie den Eintrag."
    names = ", ".join([*local, *_CARNIVAL])
    return (
        f"Den freien Tag „{entry}“ gibt es hier nicht. Möglich sind in {state}: {names}, "
        "ein Tag jedes Jahres wie 12-24 (Monat-Tag) und ein einzelner Tag wie 2026-05-15."
    )


@lru_cache(maxsize=1_000)
def _added(state: str, extra: tuple[str, ...], year: int) -> frozenset[date]:
    return frozenset(day for entry in extra if (day := _day_of(entry, state, year)))


def _day_of(entry: str, state: str, year: int) -> date | None:
    if match := _DAY.fullmatch(entry):
        return _date(year, match) if match[1] in (None, str(year)) else None
    if entry in _CARNIVAL:
        good_friday = _named(state, year).get("Karfreitag")
        return good_friday and good_friday - timedelta(days=_CARNIVAL[entry])
    return _local(state, year).get(entry)


def _date(year: int, match: re.Match[str]) -> date | None:
    """None for days that do not exist, such as 29 February in most years."""
    try:
        return date(year, int(match[2]), int(match[3]))
    except ValueError:
        return None


@lru_cache(maxsize=1_000)
def _public(state: str, year: int) -> frozenset[date]:
    return frozenset(_named(state, year).values())


@lru_cache(maxsize=1_000)
def _local(state: str, year: int) -> Mapping[str, date]:
    """Holidays by law in some municipalities of the Bundesland only.

    Art. 1 BayFTG: 15 August where more Catholics than Protestants live, 8 August in Augsburg; in Saxony and
    Thuringia Fronleichnam.
    """
    some = _named(state, year, "catholic") | (_named("Augsburg", year) if state == "BY" else {})
    return {name: day for name, day in some.items() if day not in _public(state, year)}


@lru_cache(maxsize=1_000)
def _named(state: str, year: int, *more: str) -> dict[str, date]:
    # Imported here because it takes a quarter of a second and `check` or a greeting needs no holiday.
    from holidays import country_holidays

    found = country_holidays("DE", subdiv=state, years=year, categories=("public", *more), language="de")
    return {name: day for day, names in found.items() for name in names.split("; ")}
