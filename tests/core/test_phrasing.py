"""How facts are put into words."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar import parse_hours
from bot.core.content import Body, SharedText
from bot.core.organisation import Contact, InSentence, Office, Organisation
from bot.core.phrasing import (
    PLACEHOLDERS,
    body_values,
    fill,
    office_values,
    say_as_of,
    say_day,
    say_hours,
    say_opening,
    say_time,
    text_in,
)

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 23)
BLOCK = "Telefon {office_phone} · {office_opening}\nE-Mail {office_email}\nPost {office_address}"


@pytest.mark.parametrize(
    ("values", "filled"),
    [
        (
            {"office_phone": "115", "office_opening": "jetzt geöffnet", "office_email": "a@b.example"},
            "Telefon 115 · jetzt geöffnet\nE-Mail a@b.example",
        ),
        ({"office_phone": "115", "office_opening": None}, "Telefon 115"),
        ({"office_opening": "jetzt geöffnet"}, "jetzt geöffnet"),
        ({"office_address": "Markt 1"}, "Post Markt 1"),
        ({"office_phone": "", "office_email": "  ", "office_address": None}, ""),
        ({}, ""),
    ],
)
def test_no_label_is_left_without_its_value(values: dict[str, str | None], filled: str) -> None:
    assert fill(BLOCK, values) == filled


@pytest.mark.parametrize(
    "value",
    [
        *("{office_name.__class__}", "{office_name}", "{secret}", "{0}", "{{secret}}", "{", "}", "%s", "\\1", "\\g<0>"),
        "a · b",
    ],
)
def test_a_value_is_put_in_as_it_is(value: str) -> None:
    assert fill("Zuständig ist {office_name}.", {"office_name": value, "secret": "x"}) == f"Zuständig ist {value}."


@pytest.mark.parametrize("name", ["office_name.__class__", "office_name!r", "office_name:>9", "", " office_name ", "0"])
def test_what_is_no_flat_name_is_never_evaluated_but_left_out(name: str) -> None:
    assert fill(f"eins\nzwei {{{name}}}\ndrei", {"office_name": "Bürgerbüro"}) == "eins\ndrei"


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("ohne Platzhalter", "ohne Platzhalter"),
        ("", ""),
        ("eins\n\nzwei", "eins\n\nzwei"),
        ("eins\n{gone}\nzwei", "eins\nzwei"),
        ("eins\n\n{gone}\n\nzwei", "eins\n\nzwei"),
        ("{gone}\n\neins", "eins"),
        ("eins\n\n{gone}", "eins"),
        ("{here} {here}", "da da"),
        ("{here} {gone}", ""),
        ("{here} · {gone} · fest", "da · fest"),
        ("eine { Klammer", "eine { Klammer"),
    ],
)
def test_a_line_goes_with_its_value_and_leaves_no_gap(template: str, filled: str) -> None:
    assert fill(template, {"here": "da", "gone": None}) == filled


@given(st.text(), st.dictionaries(st.sampled_from(["office_name", "due"]), st.none() | st.text()))
def test_filling_never_fails_and_a_text_without_braces_keeps_its_words(
    text: str, values: dict[str, str | None]
) -> None:
    filled = fill(text, values)
    if not set(text) & set("{}"):
        assert filled.split() == text.split()


@pytest.mark.parametrize(
    ("day", "language", "said"),
    [
        (date(2026, 11, 25), "de", "Mittwoch, 25. November"),
        (date(2026, 11, 25), "en", "Wednesday, 25 November"),
        (date(2027, 1, 1), "de", "Freitag, 1. Januar 2027"),
        (date(2027, 1, 1), "en", "Friday, 1 January 2027"),
        (date(2026, 3, 1), "de", "Sonntag, 1. März"),
        (date(2026, 11, 25), "de-x-leicht", "Mittwoch, 25. November"),
        (date(2026, 11, 25), "tr", "Mittwoch, 25. November"),
    ],
)
def test_a_day_is_said_with_the_year_only_if_it_is_another(day: date, language: str, said: str) -> None:
    assert say_day(day, TODAY, language) == said


@pytest.mark.parametrize(
    ("as_of", "language", "said"),
    [
        ("2026-11-02", "de", "2. November"),
        ("2026-11-02", "en", "2 November"),
        ("2024-11-02", "de", "2. November 2024"),
        ("2024-11-02", "en", "2 November 2024"),
        ("2021-02", "de", "Februar 2021"),
        ("2026-02", "en", "February 2026"),
        ("2021-02", "uk", "Februar 2021"),
    ],
)
def test_the_state_of_a_fact_is_said_as_exactly_as_it_is_known(as_of: str, language: str, said: str) -> None:
    assert say_as_of(as_of, TODAY, language) == said


@pytest.mark.parametrize(
    ("moment", "german", "english"),
    [(time(8), "8 Uhr", "08:00"), (time(8, 30), "8:30 Uhr", "08:30"), (time(0, 5), "0:05 Uhr", "00:05")],
)
def test_a_time_is_said_as_people_say_it(moment: time, german: str, english: str) -> None:
    assert (say_time(moment, "de"), say_time(moment, "en")) == (german, english)


@pytest.mark.parametrize(
    ("hours", "german", "english"),
    [
        ({}, None, None),
        ({"mon": "08:00-12:00"}, "Mo 8–12 Uhr", "Mon 08:00–12:00"),
        (
            {"mon-thu": "08:00-17:00", "fri": "08:00-13:00"},
            "Mo–Do 8–17 Uhr, Fr 8–13 Uhr",
            "Mon–Thu 08:00–17:00, Fri 08:00–13:00",
        ),
        (
            {"mon-tue": "08:00-12:30, 13:30-16:00"},
            "Mo–Di 8–12:30 und 13:30–16 Uhr",
            "Mon–Tue 08:00–12:30 and 13:30–16:00",
        ),
        (
            {"mon": "08:00-12:00", "tue": "08:00-12:00", "thu": "08:00-12:00"},
            "Mo–Di 8–12 Uhr, Do 8–12 Uhr",
            "Mon–Tue 08:00–12:00, Thu 08:00–12:00",
        ),
        ({"sat-sun": "10:00-18:00"}, "Sa–So 10–18 Uhr", "Sat–Sun 10:00–18:00"),
    ],
)
def test_office_hours_are_said_in_groups_of_equal_days(
    hours: dict[str, str], german: str | None, english: str | None
) -> None:
    parsed = parse_hours(hours)
    assert (say_hours(parsed, "de"), say_hours(parsed, "en"), say_hours(parsed, "ru")) == (german, english, german)


TEXTS = {
    "open_until": SharedText(de="jetzt geöffnet, bis {time}", en="open now, until {time}"),
    "opens_today": SharedText(de="öffnet heute um {time}", en="opens today at {time}"),
    "opens_tomorrow": SharedText(de="öffnet morgen um {time}", en="opens tomorrow at {time}"),
    "opens_on": SharedText(de="öffnet {day} um {time}", en="opens {day} at {time}"),
}
HOURS = {"mon": "08:00-16:00", "tue": "08:30-12:00"}


@pytest.mark.parametrize(
    ("now", "german", "english"),
    [
        ("2026-11-23 10:00", "jetzt geöffnet, bis 16 Uhr", "open now, until 16:00"),
        ("2026-11-23 07:00", "öffnet heute um 8 Uhr", "opens today at 08:00"),
        ("2026-11-23 17:00", "öffnet morgen um 8:30 Uhr", "opens tomorrow at 08:30"),
        ("2026-11-24 12:00", "öffnet Montag um 8 Uhr", "opens Monday at 08:00"),
        ("2026-11-20 12:00", "öffnet Montag um 8 Uhr", "opens Monday at 08:00"),
    ],
)
def test_the_opening_is_said_as_the_day_is_near(now: str, german: str, english: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=BERLIN)
    said = [say_opening(parse_hours(HOURS), lambda _: False, moment, TEXTS, language) for language in ("de", "en")]
    assert said == [german, english]


def test_an_opening_a_week_away_names_the_date() -> None:
    moment = datetime(2026, 12, 21, 17, tzinfo=BERLIN)
    hours = parse_hours({"mon": "08:00-12:00"})
    assert say_opening(hours, lambda _: False, moment, TEXTS, "de") == "öffnet Montag, 28. Dezember um 8 Uhr"
    later = say_opening(hours, lambda day: day.month == 12, moment, TEXTS, "en")
    assert later == "opens Monday, 4 January 2027 at 08:00"


def test_no_opening_is_said_where_none_is_known() -> None:
    moment = datetime(2026, 11, 23, 10, tzinfo=BERLIN)
    assert say_opening({}, lambda _: False, moment, TEXTS, "de") is None
    assert say_opening(parse_hours(HOURS), lambda _: True, moment, TEXTS, "de") is None


def musterstadt() -> Body:
    name = InSentence(de="der Stadt Musterstadt", en="Musterstadt")
    contact = Contact(phone="030 1", email="stadt@m.example", website="https://m.example")
    offices = {
        "rathaus": Office(name="Rathaus", serves=("*",)),
        "buero": Office(
            name="Bürgerbüro", name_en="Citizens' Office", accusative="das Bürgerbüro", phone="030 2", hours=HOURS
        ),
        "land": Office(name="Landesamt", ours=False),
    }
    organisation = Organisation(
        name="Musterstadt", in_sentence=name, subject=name, state="RP", contact=contact, desk="rathaus"
    )
    return Body("musterstadt", organisation, offices, {}, {}, TEXTS, lambda _: False)


NOW = datetime(2026, 11, 23, 10, tzinfo=BERLIN)


def test_an_office_shows_its_own_contact_and_hours() -> None:
    values = office_values(musterstadt(), "buero", NOW, "en")
    assert values["office_name"] == values["office_accusative"] == "Citizens' Office"
    assert values["office_phone"] == "030 2"
    assert values["office_hours"] == "Mon 08:00–16:00, Tue 08:30–12:00"
    assert values["office_opening"] == "open now, until 16:00"


def test_an_office_of_ours_without_contact_shows_the_organisations() -> None:
    values = office_values(musterstadt(), "rathaus", NOW, "de")
    assert (values["office_phone"], values["office_email"]) == ("030 1", "stadt@m.example")
    assert values["office_hours"] is None


def test_an_office_of_others_never_shows_our_contact() -> None:
    values = office_values(musterstadt(), "land", NOW, "de")
    assert values["office_name"] == "Landesamt"
    assert {values[f"office_{key}"] for key in ("phone", "email", "website", "address", "fax")} == {None}


@pytest.mark.parametrize("language", ["de", "de-x-leicht", "en", "tr", "uk", "ar"])
def test_every_value_has_a_placeholder_that_authors_may_use(language: str) -> None:
    values = body_values(musterstadt(), language) | office_values(musterstadt(), "buero", NOW, language)
    assert set(values) <= PLACEHOLDERS


def test_english_is_for_english_and_german_for_all_others() -> None:
    text = SharedText(de="Guten Tag", en="Hello")
    assert [text_in(text, language) for language in ("en", "de", "tr")] == ["Hello", "Guten Tag", "Guten Tag"]
