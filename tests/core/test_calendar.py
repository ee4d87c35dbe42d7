"""Office hours, holidays of the states and durations, as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.content_files.holidays import holidays_of
from bot.core.calendar import (
    Opening,
    add_duration,
    opening_at,
    parse_duration,
    parse_hours,
    subtract_duration,
)

BERLIN = ZoneInfo("Europe/Berlin")
RP, NW, BE = holidays_of("RP"), holidays_of("NW"), holidays_of("BE")
HOURS = parse_hours({"mon-thu": "08:00-12:00, 13:00-17:00", "fri": "08:00-13:00"})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def until(text: str) -> Opening:
    return Opening(True, until=at(text))


def opens(text: str) -> Opening:
    return Opening(False, opens=at(text))


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-23 08:00", until("2026-11-23 12:00")),
        ("2026-11-23 11:59:59", until("2026-11-23 12:00")),
        ("2026-11-23 16:00", until("2026-11-23 17:00")),
        ("2026-11-27 12:59", until("2026-11-27 13:00")),
    ],
)
def test_an_open_office_says_until_when(now: str, state: Opening) -> None:
    assert opening_at(HOURS, RP, at(now)) == state


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-23 07:59", opens("2026-11-23 08:00")),
        ("2026-11-23 12:00", opens("2026-11-23 13:00")),
        ("2026-11-23 17:00", opens("2026-11-24 08:00")),
        ("2026-11-23 23:59", opens("2026-11-24 08:00")),
        ("2026-11-24 00:00", opens("2026-11-24 08:00")),
    ],
)
def test_a_closed_office_says_whether_it_opens_today_or_tomorrow(now: str, state: Opening) -> None:
    assert opening_at(HOURS, RP, at(now)) == state


@pytest.mark.parametrize(
    ("now", "is_holiday", "state"),
    [
        ("2026-11-27 13:00", RP, opens("2026-11-30 08:00")),  # over the weekend
        ("2026-12-24 09:00", RP, until("2026-12-24 12:00")),  # Christmas Eve is no public holiday
        ("2026-12-24 18:00", RP, opens("2026-12-28 08:00")),  # 25 and 26, then a weekend
        ("2026-12-25 10:00", RP, opens("2026-12-28 08:00")),
        ("2026-12-26 10:00", RP, opens("2026-12-28 08:00")),
        ("2026-12-31 18:00", RP, opens("2027-01-04 08:00")),
        ("2026-06-04 10:00", RP, opens("2026-06-05 08:00")),  # Fronleichnam
        ("2026-06-04 10:00", NW, opens("2026-06-05 08:00")),
        ("2026-06-04 10:00", BE, until("2026-06-04 12:00")),
        ("2027-03-08 10:00", BE, opens("2027-03-09 08:00")),  # Frauentag
        ("2027-03-08 10:00", RP, until("2027-03-08 12:00")),
        ("2027-03-25 18:00", RP, opens("2027-03-30 08:00")),  # over Easter
        ("2026-11-01 10:00", NW, opens("2026-11-02 08:00")),
    ],
)
def test_weekends_and_holidays_of_the_state_are_skipped(now: str, is_holiday, state: Opening) -> None:
    assert opening_at(HOURS, is_holiday, at(now)) == state


@pytest.mark.parametrize(
    ("now", "opens_in_utc"),
    [
        ("2026-03-27 14:00", "2026-03-30 06:00"),  # summer time from 29 March: 8 o'clock is 6 in UTC
        ("2026-10-23 14:00", "2026-10-26 07:00"),  # winter time from 25 October: 8 o'clock is 7 in UTC
    ],
)
def test_the_office_opens_at_eight_local_time_after_the_clock_change(now: str, opens_in_utc: str) -> None:
    opening = opening_at(HOURS, RP, at(now))
    assert opening.opens is not None
    assert opening.opens.astimezone(UTC).strftime("%Y-%m-%d %H:%M") == opens_in_utc


@pytest.mark.parametrize("now", ["2026-03-29 01:59", "2026-03-29 03:00", "2026-10-25 02:30"])
def test_hours_in_the_night_of_the_clock_change_are_read_off_the_clock_on_the_wall(now: str) -> None:
    night = parse_hours({"sun": "01:00-04:00"})
    assert opening_at(night, RP, at(now)) == until(now[:10] + " 04:00")


def test_an_office_without_hours_or_without_any_working_day_has_no_next_opening() -> None:
    assert opening_at({}, RP, at("2026-11-23 10:00")) == Opening(False)
    assert opening_at(HOURS, lambda _: True, at("2026-11-23 10:00")) == Opening(False)


def test_hours_that_touch_are_one_span() -> None:
    hours = parse_hours({"mon": "08:00-12:00, 12:00-16:00"})
    assert hours == {0: ((time(8), time(16)),)}
    assert opening_at(hours, RP, at("2026-11-23 11:00")) == until("2026-11-23 16:00")


def test_hours_are_read_by_weekday_in_order() -> None:
    hours = parse_hours({"sat": "9:00–11:30", " mon-tue ": "08:00 - 12:00"})
    assert list(hours) == [0, 1, 5]
    assert hours[5] == ((time(9), time(11, 30)),)


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ({"monday": "08:00-12:00"}, "kein Tag"),
        ({"mo": "08:00-12:00"}, "kein Tag"),
        ({"mon-": "08:00-12:00"}, "kein Tag"),
        ({"-fri": "08:00-12:00"}, "kein Tag"),
        ({"mon,tue": "08:00-12:00"}, "kein Tag"),
        ({"fri-mon": "08:00-12:00"}, "läuft rückwärts"),
        ({"mon-fri": "08:00-12:00", "wed": "08:00-12:00"}, "„wed“ steht zweimal da"),
        ({"mon": ""}, "keine Zeitspanne"),
        ({"mon": "08:00"}, "keine Zeitspanne"),
        ({"mon": "8-12"}, "keine Zeitspanne"),
        ({"mon": "08:00-12:00,"}, "keine Zeitspanne"),
        ({"mon": "08:00-24:00"}, "gibt es nicht"),
        ({"mon": "08:60-12:00"}, "gibt es nicht"),
        ({"mon": "12:00-08:00"}, "aufeinander folgen"),
        ({"mon": "08:00-08:00"}, "aufeinander folgen"),
        ({"mon": "13:00-17:00, 08:00-12:00"}, "aufeinander folgen"),
        ({"mon": "08:00-12:00, 11:00-13:00"}, "aufeinander folgen"),
    ],
)
def test_hours_that_cannot_be_meant_are_named_in_german(raw: dict[str, str], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_hours(raw)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("90 days", (90, "day")),
        ("1 day", (1, "day")),
        (" 2 years ", (2, "year")),
        ("1 month", (1, "month")),
        ("2 weeks", (2, "week")),
        ("4 hours", (4, "hour")),
        ("2 service hours", (2, "service hour")),
        ("1 working day", (1, "working day")),
        ("3 working days", (3, "working day")),
        ("0 days", (0, "day")),
        ("100 years", (100, "year")),
    ],
)
def test_durations_are_read_as_number_and_unit(text: str, duration: tuple[int, str]) -> None:
    assert parse_duration(text) == duration


@pytest.mark.parametrize("text", ["", "days", "90", "90 Tage", "-1 days", "1.5 days", "1 fortnight", "1 day later"])
def test_what_is_no_duration_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="ist keine Dauer"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("moment", "later"),
    [
        (datetime(2026, 3, 28, 22, tzinfo=BERLIN), datetime(2026, 3, 29, 5, tzinfo=BERLIN)),  # a night of five hours
        (datetime(2026, 10, 24, 22, tzinfo=BERLIN), datetime(2026, 10, 25, 3, tzinfo=BERLIN)),
    ],
)
def test_six_hours_are_six_hours_also_when_the_clock_is_changed(moment: datetime, later: datetime) -> None:
    assert add_duration(moment, "6 hours") == later
    assert add_duration(moment, "6 hours").astimezone(UTC) - moment.astimezone(UTC) == timedelta(hours=6)
    assert subtract_duration(later, "6 hours") == moment


@pytest.mark.parametrize(
    ("moment", "duration", "before"),
    [
        ("2026-03-31 10:00", "1 month", "2026-02-28 10:00"),
        ("2028-03-31 10:00", "1 month", "2028-02-29 10:00"),
        ("2028-02-29 10:00", "1 year", "2027-02-28 10:00"),
        ("2027-01-15 10:00", "1 month", "2026-12-15 10:00"),
        ("2026-12-31 10:00", "12 months", "2025-12-31 10:00"),
        ("2026-11-23 10:00", "90 days", "2026-08-25 10:00"),
        ("2026-11-23 10:00", "2 weeks", "2026-11-09 10:00"),
    ],
)
def test_going_back_ends_on_the_last_day_of_a_shorter_month(moment: str, duration: str, before: str) -> None:
    assert subtract_duration(at(moment), duration) == at(before)


def test_going_forward_from_the_31st_ends_on_the_last_day_of_a_shorter_month() -> None:
    assert add_duration(at("2026-01-31 10:00"), "1 month") == at("2026-02-28 10:00")
    assert add_duration(at("2026-12-31 10:00"), "2 months") == at("2027-02-28 10:00")


@pytest.mark.parametrize(
    ("day", "states"),
    [
        (date(2026, 6, 4), {"RP", "NW"}),
        (date(2027, 3, 8), {"BE"}),
        (date(2026, 12, 24), set()),
        (date(2026, 12, 25), {"RP", "NW", "BE"}),
        (date(2026, 12, 26), {"RP", "NW", "BE"}),
    ],
)
def test_each_state_has_its_own_holidays(day: date, states: set[str]) -> None:
    assert {state for state in ("RP", "NW", "BE") if holidays_of(state)(day)} == states


def test_a_duration_of_thousands_of_years_stays_on_the_calendar() -> None:
    assert subtract_duration(at("2026-11-23 10:00"), "3650 years").year == 1000
    assert add_duration(at("2026-11-23 10:00"), "9999 years").year == 9000
