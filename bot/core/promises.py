"""When a promise to a citizen is due, and when staff are warned before it is broken; all times carry a zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bot.core.calendar import Hours, IsHoliday, add_duration, is_working_day, parse_duration

WARN_AT = (50, 80)
"""Per cent of the working time after which staff are warned; the third warning comes when the promise is due."""

END_OF_DAY = time(23, 59)
"""When a promise ends that names only a day."""

_DAY = timedelta(days=1)


def no_day(_: date) -> bool:
    """For an organisation without closing days of its own."""
    return False


@dataclass(frozen=True)
class WorkingTime:
    """When an organisation's people work: Monday to Friday, in its service hours (none: the whole day).

    On days for which `is_holiday` is true nobody works; for some of them, `is_closing_day`, only because the
    organisation says so.
    """

    is_holiday: IsHoliday
    is_closing_day: IsHoliday = no_day
    hours: Hours = field(default_factory=dict)

    def works_on(self, day: date) -> bool:
        """Whether somebody works on that day."""
        return is_working_day(day, self.is_holiday) and (not self.hours or day.weekday() in self.hours)

    def is_public_holiday(self, day: date) -> bool:
        """Whether the law makes that day a holiday."""
        return self.is_holiday(day) and not self.is_closing_day(day)


def due_at(start: datetime, duration: str, working: WorkingTime) -> datetime:
    """The end of a promise that starts at `start`; never on a day on which nobody works.

    - Working days: the day of the message does not count (§ 187(1) BGB), so that people always have whole days,
      also for what came in the evening or on a weekend; the promise ends with the last day.
    - Service hours: they run while people work, as the German service number 115 counts its 24 hours.
    - Hours: they run by the clock, also at night, see `_end_of_hours`.
    - Days, weeks: they run by the calendar; what ends on a free day ends with the next working day.
    - Months, years: terms of law, see `_end_of_term`.
    """
    number, unit = parse_duration(duration)
    if unit == "service hour":
        return _after(start, timedelta(hours=number), working)
    day = start.date()
    if unit == "working day":
        for _ in range(number):
            day = _first_working(day + _DAY, working)
        return _end_of(_first_working(day, working), start)
    end = add_duration(start, duration)
    if unit in ("month", "year"):
        return _end_of(_end_of_term(end.date(), day, working), start)
    if unit == "hour":
        return _end_of_hours(end, start, working)
    return _end_of(_first_working(end.date(), working), start)


def warn_times(start: datetime, due: datetime, working: WorkingTime) -> tuple[datetime, datetime, datetime]:
    """When 50, 80 and 100 per cent of the working time between `start` and `due` are used; the last one is `due`.

    A warning reaches people while they work. Only a promise that leaves them no working time at all, such as two
    hours in the evening, is divided by the clock.
    """
    if due <= start:
        return (due, due, due)
    if total := _working_between(start, due, working):
        first, second = (_after(start, total * share // 100, working) for share in WARN_AT)
    else:
        begin, end = start.astimezone(UTC), due.astimezone(UTC)
        first, second = ((begin + (end - begin) * share // 100).astimezone(start.tzinfo) for share in WARN_AT)
    return (first, second, due)


def _working_between(start: datetime, due: datetime, working: WorkingTime) -> timedelta:
    total = timedelta()
    for opens, closes in _spans(start, working):
        if opens >= due:
            break
        total += min(closes, due) - opens
    return total


def _after(start: datetime, left: timedelta, working: WorkingTime) -> datetime:
    """The moment at which that much working time has passed."""
    spans = _spans(start, working)
    opens, closes = next(spans)
    while left > closes - opens:
        left -= closes - opens
        opens, closes = next(spans)
    end = (opens + left).astimezone(start.tzinfo)
    # Midnight after the last day before a weekend belongs to the weekend already.
    return end if working.works_on(end.date()) else next(spans)[0].astimezone(start.tzinfo)


def _spans(start: datetime, working: WorkingTime) -> Iterator[tuple[datetime, datetime]]:
    """The spans from `start` on in which people work, in UTC, because an hour lasts an hour when clocks change too."""
    begin, day = start.astimezone(UTC), start.date()
    while True:
        for opens, closes in _spans_on(day, start, working):
            if closes > begin:
                yield max(opens, begin), closes
        day += _DAY


def _spans_on(day: date, start: datetime, working: WorkingTime) -> Iterator[tuple[datetime, datetime]]:
    if not working.works_on(day):
        return
    for opens, closes in working.hours.get(day.weekday(), ((time(), None),)):
        ends = datetime.combine(day, closes) if closes else datetime.combine(day + _DAY, time())
        begins = datetime.combine(day, opens, start.tzinfo)
        yield begins.astimezone(UTC), ends.replace(tzinfo=start.tzinfo).astimezone(UTC)


def _end_of_hours(end: datetime, start: datetime, working: WorkingTime) -> datetime:
    """`end`, but after a free day not before the next working day is over, so that people have that day."""
    days = (end.date() - _DAY * back for back in range((end.date() - start.date()).days + 1))
    last_free = next((day for day in days if not working.works_on(day)), None)
    return end if last_free is None else max(end, _end_of(_first_working(last_free, working), start))


def _end_of_term(end: date, start: date, working: WorkingTime) -> date:
    """The last working day of a term of law (Art. 12(3) GDPR: one month).

    A term that ends on a Saturday, Sunday or public holiday ends with the next working day (§ 31(3) VwVfG, § 193
    BGB, Art. 3(4) Regulation 1182/71). It does not wait for the organisation's own closing days: then the working
    day before must do.
    """
    while not is_working_day(end, working.is_public_holiday):
        end += _DAY
    while not working.works_on(end) and end > start + _DAY:
        end -= _DAY
    return end


def _first_working(day: date, working: WorkingTime) -> date:
    while not working.works_on(day):
        day += _DAY
    return day


def _end_of(day: date, start: datetime) -> datetime:
    return datetime.combine(day, END_OF_DAY, start.tzinfo)
