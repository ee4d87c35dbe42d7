"""Promises in service hours, and when staff are warned before a promise ends."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.promises import WorkingTime, due_at, warn_times
from tests.core.working_times import BE, BERLIN, NW, RP, SERVICE, TOWN_HALL, at, working

CLOSED_AT_CHRISTMAS = working("RP", "12-24", "12-31", mon_fri="08:00-18:00")


@pytest.mark.parametrize(
    ("now", "duration", "working", "due"),
    [
        ("2026-11-27 15:00", "24 service hours", RP, "2026-11-30 15:00"),
        ("2026-11-23 15:00", "24 service hours", RP, "2026-11-24 15:00"),
        ("2026-11-28 15:00", "24 service hours", RP, "2026-12-01 00:00"),  # all of Monday
        ("2026-11-27 15:00", "33 service hours", RP, "2026-12-01 00:00"),
        ("2026-11-27 15:00", "9 service hours", RP, "2026-11-30 00:00"),  # Friday's last is Monday's first moment
        ("2026-11-27 23:59:30", "1 service hour", RP, "2026-11-30 00:59:30"),
        ("2026-12-24 15:00", "24 service hours", RP, "2026-12-28 15:00"),
        ("2026-12-31 15:00", "24 service hours", RP, "2027-01-04 15:00"),
        ("2026-06-03 15:00", "24 service hours", NW, "2026-06-05 15:00"),
        ("2026-06-03 15:00", "24 service hours", BE, "2026-06-04 15:00"),
        ("2026-10-23 15:00", "24 service hours", RP, "2026-10-26 15:00"),  # the clock is changed on 25 October
        ("2027-03-25 15:00", "24 service hours", RP, "2027-03-30 15:00"),  # and on 28 March, Easter Sunday
        ("2028-02-28 15:00", "24 service hours", RP, "2028-02-29 15:00"),
    ],
)
def test_without_service_hours_working_days_count_around_the_clock(
    now: str, duration: str, working: WorkingTime, due: str
) -> None:
    assert due_at(at(now), duration, working) == at(due)


@pytest.mark.parametrize(
    ("now", "duration", "working", "due"),
    [
        ("2026-11-23 08:00", "24 service hours", SERVICE, "2026-11-25 12:00"),
        ("2026-11-27 15:00", "24 service hours", SERVICE, "2026-12-02 09:00"),
        ("2026-11-23 15:00", "3 service hours", SERVICE, "2026-11-23 18:00"),
        ("2026-11-23 15:00:01", "3 service hours", SERVICE, "2026-11-24 08:00:01"),
        ("2026-11-23 18:00", "1 service hour", SERVICE, "2026-11-24 09:00"),
        ("2026-11-23 23:59", "1 service hour", SERVICE, "2026-11-24 09:00"),
        ("2026-11-24 00:00", "1 service hour", SERVICE, "2026-11-24 09:00"),
        ("2026-11-28 12:00", "1 service hour", SERVICE, "2026-11-30 09:00"),
        ("2026-11-24 11:00", "2 service hours", TOWN_HALL, "2026-11-24 14:00"),  # over the break at noon
        ("2026-11-24 12:30", "2 service hours", TOWN_HALL, "2026-11-24 15:00"),
        ("2026-11-27 12:00", "2 service hours", TOWN_HALL, "2026-11-30 09:00"),
        ("2026-12-23 17:00", "2 service hours", SERVICE, "2026-12-24 09:00"),
        ("2026-12-23 17:00", "2 service hours", CLOSED_AT_CHRISTMAS, "2026-12-28 09:00"),
        ("2026-12-30 17:00", "2 service hours", CLOSED_AT_CHRISTMAS, "2027-01-04 09:00"),
        ("2026-10-23 17:00", "2 service hours", SERVICE, "2026-10-26 09:00"),
        ("2027-03-25 17:00", "2 service hours", SERVICE, "2027-03-30 09:00"),
    ],
)
def test_service_hours_count_only_while_people_work(now: str, duration: str, working: WorkingTime, due: str) -> None:
    assert due_at(at(now), duration, working) == at(due)


@pytest.mark.parametrize(
    ("now", "utc"),
    [("2026-10-23 17:00", "2026-10-26 08:00"), ("2026-03-27 17:00", "2026-03-30 07:00")],
)
def test_nine_in_the_morning_stays_nine_after_the_clock_change(now: str, utc: str) -> None:
    assert due_at(at(now), "2 service hours", SERVICE).astimezone(UTC) == datetime.fromisoformat(utc + "+00:00")


def warnings(start: str, due: str, working: WorkingTime) -> tuple[str, ...]:
    return tuple(f"{moment:%m-%d %H:%M}" for moment in warn_times(at(start), at(due), working))


@pytest.mark.parametrize(
    ("start", "due", "working", "moments"),
    [
        ("2026-11-23 08:00", "2026-11-24 18:00", SERVICE, ("11-23 18:00", "11-24 14:00", "11-24 18:00")),
        ("2026-11-27 08:00", "2026-11-30 23:59", SERVICE, ("11-27 18:00", "11-30 14:00", "11-30 23:59")),
        ("2026-11-27 20:00", "2026-11-30 23:59", SERVICE, ("11-30 13:00", "11-30 16:00", "11-30 23:59")),
        ("2026-11-28 20:00", "2026-11-30 23:59", TOWN_HALL, ("11-30 11:30", "11-30 14:36", "11-30 23:59")),
        ("2026-12-24 14:00", "2026-12-28 14:00", SERVICE, ("12-28 09:00", "12-28 12:00", "12-28 14:00")),
        ("2026-11-26 00:00", "2026-12-01 00:00", RP, ("11-27 12:00", "11-30 09:36", "12-01 00:00")),
        ("2026-11-26 00:00", "2026-11-30 23:00", RP, ("11-27 11:30", "11-30 08:48", "11-30 23:00")),
        # a month from 24 November: 23 working days until and with 24 December
        ("2026-11-24 08:00", "2026-12-24 18:00", SERVICE, ("12-09 13:00", "12-18 12:00", "12-24 18:00")),
        ("2026-10-23 08:00", "2026-10-26 18:00", SERVICE, ("10-23 18:00", "10-26 14:00", "10-26 18:00")),
    ],
)
def test_staff_are_warned_after_half_and_four_fifths_of_the_working_time(
    start: str, due: str, working: WorkingTime, moments: tuple[str, ...]
) -> None:
    assert warnings(start, due, working) == moments


def test_half_of_the_time_that_ends_with_a_friday_is_used_when_monday_begins() -> None:
    assert warnings("2026-11-27 12:00", "2026-11-30 12:00", RP)[0] == "11-30 00:00"


def test_a_promise_in_the_evening_is_divided_by_the_clock() -> None:
    assert warnings("2026-11-23 19:00", "2026-11-23 21:00", SERVICE) == ("11-23 20:00", "11-23 20:36", "11-23 21:00")


def test_what_is_due_at_once_or_was_due_before_has_all_its_warnings_then() -> None:
    now = datetime(2026, 11, 28, 3, tzinfo=BERLIN)
    assert warn_times(now, now, SERVICE) == (now, now, now)
    earlier = at("2026-11-27 10:00")
    assert warn_times(now, earlier, SERVICE) == (earlier, earlier, earlier)
