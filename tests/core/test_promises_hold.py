"""What is true of every promise, whenever it is made and whatever the organisation's working time is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.promises import WorkingTime, due_at, warn_times
from tests.core.working_times import BE, BERLIN, BY, NW, RP, SERVICE, SN, TOWN_HALL, at, working

BAVARIAN = working("BY", "Mariä Himmelfahrt", "12-24", "12-31", mon_thu="07:30-16:00", fri="07:30-12:00")
SELDOM = working("NW", "Rosenmontag", "12-24", *(f"12-{day}" for day in range(27, 32)), tue="09:00-09:30")
WORKING = st.sampled_from([RP, NW, BE, BY, SN, SERVICE, TOWN_HALL, BAVARIAN, SELDOM])
UNITS = ["working day", "service hour", "hour", "day", "week", "month"]
CLOCK_CHANGES = [at("2026-10-25 00:00"), at("2027-03-28 00:00")]
STARTS = st.one_of(
    st.datetimes(datetime(2024, 1, 1), datetime(2031, 12, 31)).map(lambda moment: moment.replace(tzinfo=BERLIN)),
    st.tuples(st.sampled_from(CLOCK_CHANGES), st.integers(-5_000, 5_000)).map(
        lambda near: (near[0].astimezone(UTC) + timedelta(minutes=near[1])).astimezone(BERLIN)
    ),
)


@settings(deadline=None)
@given(STARTS, st.integers(1, 40), st.sampled_from(UNITS), WORKING)
def test_a_promise_ends_later_than_it_begins_and_on_a_day_somebody_works(
    start: datetime, number: int, unit: str, working: WorkingTime
) -> None:
    due = due_at(start, f"{number} {unit}", working)
    assert due.astimezone(UTC) > start.astimezone(UTC)
    assert working.works_on(due.date())
    assert due.tzinfo is BERLIN


@settings(deadline=None)
@given(STARTS, st.integers(0, 40), st.integers(1, 20), st.sampled_from(UNITS), WORKING)
def test_more_time_never_ends_earlier(start: datetime, number: int, more: int, unit: str, working: WorkingTime) -> None:
    sooner, later = (due_at(start, f"{n} {unit}", working) for n in (number, number + more))
    assert sooner.astimezone(UTC) <= later.astimezone(UTC)


@settings(deadline=None)
@given(STARTS, st.integers(1, 5_000), st.integers(1, 40), st.sampled_from(UNITS).filter(lambda u: u != "hour"), WORKING)
def test_who_writes_later_is_never_answered_earlier(
    start: datetime, minutes: int, number: int, unit: str, working: WorkingTime
) -> None:
    # Not so in plain hours: who writes on a Sunday leaves all of Monday, who writes on Monday an hour.
    after = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(BERLIN)
    first, second = (due_at(moment, f"{number} {unit}", working) for moment in (start, after))
    assert first.astimezone(UTC) <= second.astimezone(UTC)


@settings(deadline=None)
@given(STARTS, st.integers(0, 40), st.sampled_from(UNITS), WORKING)
def test_warnings_come_in_order_between_start_and_due(
    start: datetime, number: int, unit: str, working: WorkingTime
) -> None:
    due = due_at(start, f"{number} {unit}", working)
    half, most, end = (moment.astimezone(UTC) for moment in warn_times(start, due, working))
    assert half <= most <= end == due.astimezone(UTC)
    assert number == 0 or start.astimezone(UTC) <= half


@settings(deadline=None)
@given(STARTS, st.integers(1, 40), st.sampled_from(UNITS), WORKING)
def test_no_warning_comes_on_a_free_day_and_unless_in_plain_hours_none_outside_the_service_hours(
    start: datetime, number: int, unit: str, working: WorkingTime
) -> None:
    for moment in warn_times(start, due_at(start, f"{number} {unit}", working), working)[:2]:
        assert working.works_on(moment.date())
        spans = working.hours.get(moment.weekday(), ())
        assert unit == "hour" or not working.hours or any(a <= moment.time() <= b for a, b in spans)


@settings(deadline=None)
@given(STARTS, st.integers(1, 60), WORKING)
def test_working_days_leave_that_many_whole_days_to_work_in(start: datetime, number: int, working: WorkingTime) -> None:
    due = due_at(start, f"{number} working days", working)
    days = range(1, (due.date() - start.date()).days + 1)
    assert sum(working.works_on(start.date() + timedelta(days=day)) for day in days) == number
