"""Service hours and free days in an organisation's file: what they mean and what an administrator reads about them."""

from __future__ import annotations

from datetime import date, time

import pytest

from tests.content_files.folder import FILES, ORGANISATION, Folder

POSSIBLE = "Weiberfastnacht, Rosenmontag, Fastnachtsdienstag, ein Tag jedes Jahres wie 12-24 (Monat-Tag)"
PLACE = f"{ORGANISATION}:{FILES[ORGANISATION].splitlines().index('state: RP') + 2}: "


def add(folder: Folder, lines: str, state: str = "RP") -> None:
    folder.edit(ORGANISATION, "state: RP", f"state: {state}\n{lines}")


def test_free_days_of_a_municipality_close_its_offices_but_only_some_are_holidays_by_law(folder: Folder) -> None:
    add(folder, "extra_holidays: [Mariä Himmelfahrt, 12-24, 2026-05-15, Rosenmontag, 12-25]", "BY")
    assert folder.problems() == []
    body = folder.load().bodies["dorf"]
    closing = [date(2027, 12, 24), date(2026, 5, 15), date(2026, 2, 16), date(2027, 2, 8)]
    by_law = [date(2028, 8, 15), date(2026, 12, 25), date(2027, 1, 6)]
    assert all(body.is_holiday(day) for day in closing + by_law)
    assert [day for day in closing + by_law if body.is_closing_day(day)] == closing
    assert not any(body.is_holiday(day) for day in (date(2027, 5, 14), date(2028, 8, 8), date(2026, 2, 17)))
    assert body.working_time.is_public_holiday(by_law[0])


def test_without_a_word_about_it_15_august_is_a_working_day_in_bavaria(folder: Folder) -> None:
    folder.edit(ORGANISATION, "state: RP", "state: BY")
    assert not folder.load().bodies["dorf"].is_holiday(date(2028, 8, 15))


def test_a_day_of_leap_years_is_free_in_leap_years(folder: Folder) -> None:
    add(folder, "extra_holidays: [02-29]")
    body = folder.load().bodies["dorf"]
    assert body.is_holiday(date(2028, 2, 29))
    assert not body.is_holiday(date(2027, 3, 1))


@pytest.mark.parametrize(
    ("state", "entry", "problem"),
    [
        ("RP", "Mariä Himmelfahrt", f"Möglich sind in RP: {POSSIBLE}"),
        ("BY", "15. August", f"Möglich sind in BY: Mariä Himmelfahrt, Augsburger Hohes Friedensfest, {POSSIBLE}"),
        ("SN", "24.12.", f"Möglich sind in SN: Fronleichnam, {POSSIBLE}"),
        ("RP", "Fronleichnam", "„Fronleichnam“ ist in RP überall Feiertag. Löschen Sie den Eintrag."),
        ("SL", "Mariä Himmelfahrt", "„Mariä Himmelfahrt“ ist in SL überall Feiertag. Löschen Sie den Eintrag."),
        ("RP", "24-12", "Den Tag „24-12“ gibt es nicht."),
        ("RP", "02-30", "Den Tag „02-30“ gibt es nicht."),
        ("RP", "2026-02-29", "Den Tag „2026-02-29“ gibt es nicht."),
    ],
)
def test_a_free_day_that_cannot_be_meant_is_named_with_what_is_possible(
    folder: Folder, state: str, entry: str, problem: str
) -> None:
    add(folder, f"extra_holidays: [{entry}]", state)
    (found,) = folder.problems()
    assert found.startswith(PLACE)
    assert problem in found


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("emergency: 1 hour", "Ein Notfall ist immer sofort fällig. Löschen Sie den Eintrag."),
        ("complaint: 0 days", "Die Frist „0 days“ lässt niemandem Zeit."),
    ],
)
def test_a_term_that_nobody_can_keep_or_that_has_no_effect_is_named(folder: Folder, rule: str, problem: str) -> None:
    folder.edit(ORGANISATION, "due: {default: 2 working days}", f"due:\n  default: 2 working days\n  {rule}")
    (found,) = folder.problems()
    assert problem in found


def test_service_hours_are_read_like_the_hours_of_an_office(folder: Folder) -> None:
    add(folder, "service_hours: {mon-thu: 08:00-16:00, fri: 8:00-13:00}")
    assert folder.problems() == []
    hours = folder.load().bodies["dorf"].working_time.hours
    assert (hours[3], hours[4]) == (((time(8), time(16)),), ((time(8), time(13)),))


@pytest.mark.parametrize(
    ("hours", "problem"),
    [
        ("{mon-sat: 08:00-16:00}", "Servicezeiten gehen von mon bis fri, denn Fristen laufen am Wochenende nicht"),
        ("{mon: 16:00-08:00}", "die Spannen müssen aufeinander folgen (mon)."),
        ("{montag: 08:00-16:00}", "„montag“ ist kein Tag"),
        ("[mon]", "Unter „service_hours“ gehören eingerückte Einträge"),
    ],
)
def test_service_hours_that_cannot_be_meant_are_named(folder: Folder, hours: str, problem: str) -> None:
    add(folder, f"service_hours: {hours}")
    (found,) = folder.problems()
    assert found.startswith(PLACE)
    assert problem in found
