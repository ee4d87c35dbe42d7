"""Promises in days, months and clock hours end on a day somebody works."""

from __future__ import annotations

import pytest

from bot.core.promises import WorkingTime, due_at
from tests.core.working_times import BE, BY, HE, NW, RP, SN, TOWN_HALL, at, working

ASSUMPTION = working("BY", "Mariä Himmelfahrt")
AUGSBURG = working("BY", "Mariä Himmelfahrt", "Augsburger Hohes Friedensfest")
CLOSED_AT_CHRISTMAS = working("RP", "12-24", "12-31")
BRIDGE_DAY = working("RP", "2026-05-15")
CARNIVAL = working("NW", "Weiberfastnacht", "Rosenmontag", "Fastnachtsdienstag")
NOT_ON_WEDNESDAYS = working("RP", mon_tue="08:00-16:00", thu_fri="08:00-12:00")


@pytest.mark.parametrize(
    ("now", "duration", "working", "due"),
    [
        ("2026-11-23 10:00", "1 working day", RP, "2026-11-24"),
        ("2026-11-27 10:00", "1 working day", RP, "2026-11-30"),
        ("2026-12-23 10:00", "1 working day", RP, "2026-12-24"),  # Christmas Eve is no public holiday
        ("2026-12-23 10:00", "2 working days", RP, "2026-12-28"),
        ("2026-12-24 10:00", "3 working days", RP, "2026-12-30"),
        ("2026-12-30 10:00", "2 working days", RP, "2027-01-04"),
        ("2027-03-25 10:00", "1 working day", RP, "2027-03-30"),  # over Easter
        ("2026-06-03 10:00", "1 working day", RP, "2026-06-05"),  # Fronleichnam
        ("2026-06-03 10:00", "1 working day", NW, "2026-06-05"),
        ("2026-06-03 10:00", "1 working day", BE, "2026-06-04"),
        ("2027-03-05 10:00", "1 working day", BE, "2027-03-09"),  # Frauentag
        *[("2027-03-05 10:00", "1 working day", state, "2027-03-08") for state in (RP, NW, BY, SN, HE)],
        ("2026-11-17 10:00", "1 working day", SN, "2026-11-19"),  # Buß- und Bettag
        *[("2026-11-17 10:00", "1 working day", state, "2026-11-18") for state in (RP, NW, BY, BE, HE)],
        ("2027-01-05 10:00", "1 working day", BY, "2027-01-07"),  # Heilige Drei Könige
        ("2027-01-05 10:00", "1 working day", RP, "2027-01-06"),
        ("2028-02-28 10:00", "1 working day", RP, "2028-02-29"),
        ("2028-02-29 10:00", "1 working day", RP, "2028-03-01"),
        ("2026-12-22 10:00", "3 days", RP, "2026-12-28"),  # 25 December would be the end
        ("2026-12-18 10:00", "1 week", RP, "2026-12-28"),
        ("2026-10-23 10:00", "2 working days", RP, "2026-10-27"),  # the clock is changed on 25 October
        ("2027-03-26 10:00", "2 days", BE, "2027-03-30"),  # and on 28 March, Easter Sunday
    ],
)
def test_a_promise_in_days_ends_with_a_day_somebody_works(
    now: str, duration: str, working: WorkingTime, due: str
) -> None:
    assert due_at(at(now), duration, working) == at(f"{due} 23:59")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-26 23:59", "2026-11-27"),
        ("2026-11-27 00:00", "2026-11-30"),
        ("2026-11-27 13:01", "2026-11-30"),  # a Friday, the town hall has just closed
        ("2026-11-27 23:59", "2026-11-30"),
        ("2026-11-28 10:00", "2026-11-30"),
        ("2026-11-29 23:59", "2026-11-30"),
        ("2026-11-30 00:00", "2026-12-01"),
    ],
)
def test_the_day_of_a_message_does_not_count_so_that_a_whole_working_day_is_left(now: str, due: str) -> None:
    for time in (RP, TOWN_HALL):
        assert due_at(at(now), "1 working day", time) == at(f"{due} 23:59")


def test_a_weekday_without_service_hours_is_no_working_day() -> None:
    assert due_at(at("2026-11-24 10:00"), "1 working day", NOT_ON_WEDNESDAYS) == at("2026-11-26 23:59")
    assert due_at(at("2026-11-24 10:00"), "1 day", NOT_ON_WEDNESDAYS) == at("2026-11-26 23:59")


@pytest.mark.parametrize(
    ("now", "working", "due"),
    [
        ("2028-08-14 10:00", BY, "2028-08-15"),
        ("2028-08-14 10:00", ASSUMPTION, "2028-08-16"),
        ("2028-08-14 10:00", AUGSBURG, "2028-08-16"),
        ("2028-08-07 10:00", ASSUMPTION, "2028-08-08"),
        ("2028-08-07 10:00", AUGSBURG, "2028-08-09"),
        ("2026-05-13 10:00", RP, "2026-05-15"),  # after Christi Himmelfahrt
        ("2026-05-13 10:00", BRIDGE_DAY, "2026-05-18"),
        ("2025-05-14 10:00", BRIDGE_DAY, "2025-05-15"),  # one year only
        ("2026-12-23 10:00", CLOSED_AT_CHRISTMAS, "2026-12-28"),
        ("2027-12-23 10:00", CLOSED_AT_CHRISTMAS, "2027-12-27"),  # every year; 25 and 26 are a weekend
        ("2026-12-30 10:00", CLOSED_AT_CHRISTMAS, "2027-01-04"),
        ("2027-02-03 10:00", CARNIVAL, "2027-02-05"),
        ("2027-02-05 10:00", CARNIVAL, "2027-02-10"),
        ("2027-02-05 10:00", NW, "2027-02-08"),
    ],
)
def test_a_municipality_adds_its_own_free_days(now: str, working: WorkingTime, due: str) -> None:
    assert due_at(at(now), "1 working day", working) == at(f"{due} 23:59")


@pytest.mark.parametrize(
    ("now", "duration", "working", "due"),
    [
        ("2026-11-24 10:00", "1 month", RP, "2026-12-24"),
        ("2026-11-25 10:00", "1 month", RP, "2026-12-28"),
        ("2027-01-31 10:00", "1 month", RP, "2027-03-01"),  # 28 February is a Sunday
        ("2028-01-31 10:00", "1 month", RP, "2028-02-29"),
        ("2027-12-31 10:00", "2 months", RP, "2028-02-29"),
        ("2028-02-29 10:00", "1 month", RP, "2028-03-29"),
        ("2028-02-29 10:00", "1 year", RP, "2029-02-28"),
        ("2026-03-31 10:00", "1 month", RP, "2026-04-30"),
        ("2026-04-30 23:59", "1 month", RP, "2026-06-01"),  # 30 May is a Saturday
        ("2026-12-24 10:00", "1 year", RP, "2027-12-24"),
        ("2026-09-25 10:00", "1 month", RP, "2026-10-26"),  # the clock is changed on the 25th, a Sunday
        ("2027-02-08 10:00", "1 month", BE, "2027-03-09"),
        ("2027-02-08 10:00", "1 month", RP, "2027-03-08"),
        ("2028-07-15 10:00", "1 month", ASSUMPTION, "2028-08-16"),  # a holiday by law
        ("2028-07-15 10:00", "1 month", BY, "2028-08-15"),
        ("2026-11-24 10:00", "1 month", CLOSED_AT_CHRISTMAS, "2026-12-23"),
        ("2026-11-25 10:00", "1 month", CLOSED_AT_CHRISTMAS, "2026-12-28"),
        ("2026-04-15 10:00", "1 month", BRIDGE_DAY, "2026-05-13"),  # the 14th is a holiday
        ("2026-10-25 10:00", "1 month", NOT_ON_WEDNESDAYS, "2026-11-24"),
    ],
)
def test_a_term_of_law_waits_for_holidays_but_not_for_closing_days(
    now: str, duration: str, working: WorkingTime, due: str
) -> None:
    assert due_at(at(now), duration, working) == at(f"{due} 23:59")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23 10:00", "2026-11-23 14:00"),
        ("2026-11-23 22:00", "2026-11-24 02:00"),
        ("2026-11-27 19:59", "2026-11-27 23:59"),
        ("2026-11-27 20:00", "2026-11-30 23:59"),
        ("2026-12-24 22:00", "2026-12-28 23:59"),
        ("2026-11-28 10:00", "2026-11-30 23:59"),
        ("2026-11-29 22:00", "2026-11-30 23:59"),
        ("2026-11-30 00:00", "2026-11-30 04:00"),
    ],
)
def test_clock_hours_run_on_at_night_but_a_free_day_leaves_the_next_working_day(now: str, due: str) -> None:
    for time in (RP, TOWN_HALL):
        assert due_at(at(now), "4 hours", time) == at(due)


@pytest.mark.parametrize(
    ("now", "duration", "due"),
    [("2026-10-24 22:00", "62 hours", "2026-10-27 11:00"), ("2027-03-26 12:00", "109 hours", "2027-03-31 02:00")],
)
def test_clock_hours_last_an_hour_also_when_the_clock_is_changed(now: str, duration: str, due: str) -> None:
    assert due_at(at(now), duration, BE) == at(due)
