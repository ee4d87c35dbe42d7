"""Office hours, public holidays and working days; all times carry a zone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

IsHoliday = Callable[[date], bool]
"""Whether a day is a holiday in the organisation's Bundesland or one that the organisation adds."""

Hours = Mapping[int, tuple[tuple[time, time], ...]]
"""Weekday (0 is Monday) to its opening spans, in order."""

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")
_DURATION = re.compile(r"(\d+) (working day|service hour|hour|day|week|month|year)s?")
_LOOK_AHEAD_DAYS = 60
_YEARS = range(1000, 9001)
"""Where dates end up that a duration of thousands of years would take off the calendar."""
_DAYS_IN = {"day": 1, "working day": 1, "week": 7}


def parse_hours(raw: Mapping[str, str]) -> Hours:
    """Reads `{"mon-thu": "08:00-12:00, 13:00-17:00"}`.

    Raises ValueError, in German, for unknown days, times that do not exist and spans that end before they begin.
    """
    hours: dict[int, tuple[tuple[time, time], ...]] = {}
    for days, spans in raw.items():
        for day in _parse_days(days):
            if day in hours:
                raise ValueError(f"der Tag „{DAYS[day]}“ steht zweimal da")
            hours[day] = _parse_spans(spans)
    return dict(sorted(hours.items()))


def _parse_days(text: str) -> range:
    first, dash, last = text.strip().partition("-")
    if first not in DAYS or (dash and last not in DAYS):
        raise ValueError(f"„{text}“ ist kein Tag; möglich sind {', '.join(DAYS)} und Spannen wie mon-fri")
    start, end = DAYS.index(first), DAYS.index(last or first)
    if end < start:
        raise ValueError(f"die Spanne „{text}“ läuft rückwärts")
    return range(start, end + 1)


def _parse_spans(text: str) -> tuple[tuple[time, time], ...]:
    spans: list[tuple[time, time]] = []
    for part in text.split(","):
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"„{part.strip()}“ ist keine Zeitspanne wie 08:00-12:00")
        h1, m1, h2, m2 = map(int, match.groups())
        try:
            start, end = time(h1, m1), time(h2, m2)
        except ValueError:
            raise ValueError(f"die Uhrzeit in „{part.strip()}“ gibt es nicht") from None
        if end <= start or (spans and start < spans[-1][1]):
            raise ValueError(f"„{text}“: die Spannen müssen aufeinander folgen")
        if spans and start == spans[-1][1]:
            start = spans.pop()[0]
        spans.append((start, end))
    return tuple(spans)


def parse_duration(text: str) -> tuple[int, str]:
    """Reads "90 days" or "1 working day" as (number, unit); raises ValueError in German."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"„{text}“ ist keine Dauer wie „90 days“, „2 years“, „1 month“ oder „1 working day“")
    return int(match[1]), match[2]


@dataclass(frozen=True)
class Opening:
    """The state of an office at a moment: open until `until`, or closed and next open at `opens` (None: unknown)."""

    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None


def opening_at(hours: Hours, is_holiday: IsHoliday, now: datetime) -> Opening:
    """Whether an office with these hours is open at `now` (in the organisation's zone) and what comes next."""
    for start, end in spans_on(hours, is_holiday, now.date()):
        if start <= now.time() < end:
            return Opening(True, until=datetime.combine(now.date(), end, now.tzinfo))
        if now.time() < start:
            return Opening(False, opens=datetime.combine(now.date(), start, now.tzinfo))
    for offset in range(1, _LOOK_AHEAD_DAYS):
        day = now.date() + timedelta(days=offset)
        for start, _ in spans_on(hours, is_holiday, day):
            return Opening(False, opens=datetime.combine(day, start, now.tzinfo))
    return Opening(False)


def spans_on(hours: Hours, is_holiday: IsHoliday, day: date) -> tuple[tuple[time, time], ...]:
    """From when to when an office with these hours is open on a day; nothing if it is closed."""
    return () if is_holiday(day) else hours.get(day.weekday(), ())


def is_working_day(day: date, is_holiday: IsHoliday) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < 5 and not is_holiday(day)


def add_duration(moment: datetime, duration: str) -> datetime:
    """`moment` plus hours, calendar days, weeks, months or years; the 31st becomes a shorter month's last day."""
    return _shift(moment, duration, 1)


def subtract_duration(moment: datetime, duration: str) -> datetime:
    """`moment` minus calendar days, weeks, months or years."""
    return _shift(moment, duration, -1)


def _shift(moment: datetime, duration: str, sign: int) -> datetime:
    number, unit = parse_duration(duration)
    if unit in ("month", "year"):
        months = moment.year * 12 + moment.month - 1 + sign * number * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        year = min(max(year, _YEARS[0]), _YEARS[-1])
        last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
        return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
    if "hour" in unit:
        # In UTC, because an hour lasts an hour also in the night the clock is changed.
        return (moment.astimezone(UTC) + sign * timedelta(hours=number)).astimezone(moment.tzinfo)
    return moment + sign * timedelta(days=_DAYS_IN[unit] * number)
