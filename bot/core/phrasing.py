"""Puts facts into authored texts: placeholders, dates, office hours, in German and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from bot.core.calendar import Hours, IsHoliday, opening_at, spans_on
from bot.core.content import Body, SharedText, parse_as_of
from bot.core.organisation import Office
from bot.core.promises import END_OF_DAY

PLACEHOLDERS = frozenset(
    f"organisation_{key}" for key in ("name", "in", "subject", "phone", "email", "website", "address", "fax")
) | frozenset(f"office_{key}" for key in ("name", "nominative", "accusative", "phone", "email", "website", "address"))
PLACEHOLDERS |= {"office_fax", "office_hours", "office_opening", "privacy_notice", "due", "reference", "link", "date"}
PLACEHOLDERS |= {"time", "day", "desk_accusative", "raw_messages", "conversations_idle"}
PLACEHOLDERS |= {
    "desk_phone",
    "hours",
    "desk_email",
    "channel",
    "code",
    "office_areas",
    "place",
    "received",
    "share",
    "topic",
    "words",
}
"""The names an author may put in braces; everything else in braces is a problem in the file."""

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BLANK_LINES = re.compile(r"\n{3,}")

_WEEKDAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def fill(template: str, values: Mapping[str, str | None]) -> str:
    """The template with its placeholders replaced.

    A part between " · " or a whole line is left out if a value it needs is missing, so that no reply ever shows an
    empty label. Values are put in as they are: braces in a value stay text.
    """
    lines = []
    for line in template.splitlines():
        parts = [part for part in line.split(" · ") if _complete(part, values)]
        if parts or not line.strip():
            lines.append(" · ".join(PLACEHOLDER.sub(lambda m: values.get(m[1]) or "", part) for part in parts))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _complete(part: str, values: Mapping[str, str | None]) -> bool:
    return all((values.get(name) or "").strip() for name in PLACEHOLDER.findall(part))


def text_in(text: SharedText, language: str) -> str:
    """The English text for English, else the German one."""
    return text.en if language == "en" else text.de


def _spoken(language: str) -> str:
    """The language in which dates and hours are said: English for English, else German, as in `text_in`."""
    return "en" if language == "en" else "de"


def say_day(day: date, today: date, language: str) -> str:
    """ "Mittwoch, 25. November", with the year only if it is another one."""
    weekday, month = _WEEKDAYS[_spoken(language)][day.weekday()], _MONTHS[_spoken(language)][day.month - 1]
    year = "" if day.year == today.year else f" {day.year}"
    return f"{weekday}, {day.day} {month}{year}" if language == "en" else f"{weekday}, {day.day}. {month}{year}"


def say_due(due: datetime, now: datetime, language: str) -> str:
    """The day of a promise after "bis" or "by"; today with its hour, "heute um 15 Uhr", "15:00 today".

    On another day no hour is said: the promise to the citizen is then never tighter than the one to the desk.
    """
    due = due.astimezone(now.tzinfo)
    if due.date() != now.date():
        return say_day(due.date(), now.date(), language)
    if due.time() >= END_OF_DAY:
        return "this evening" if language == "en" else "heute Abend"
    said = say_time(due.time(), language)
    return f"{said} today" if language == "en" else f"heute um {said}"


def say_as_of(as_of: str, today: date, language: str) -> str:
    """ "2. November", "2. November 2024" or "Februar 2021", as exactly as the source gives it."""
    day, exact = parse_as_of(as_of)
    month = _MONTHS[_spoken(language)][day.month - 1]
    if not exact:
        return f"{month} {day.year}"
    dot = "" if language == "en" else "."
    return f"{day.day}{dot} {month}" + ("" if day.year == today.year else f" {day.year}")


def say_time(moment: time, language: str) -> str:
    """ "8 Uhr", "8:30 Uhr", "08:30"."""
    if language == "en":
        return f"{moment:%H:%M}"
    return f"{moment.hour} Uhr" if moment.minute == 0 else f"{moment.hour}:{moment:%M} Uhr"


def say_hours(hours: Hours, language: str) -> str | None:
    """ "Mo–Do 8–17 Uhr, Fr 8–13 Uhr"; None if no hours are known."""
    groups: list[tuple[int, int, tuple[tuple[time, time], ...]]] = []
    for day, spans in sorted(hours.items()):
        if groups and groups[-1][1] == day - 1 and groups[-1][2] == spans:
            groups[-1] = (groups[-1][0], day, spans)
        else:
            groups.append((day, day, spans))
    said = [f"{_say_days(first, last, language)} {_say_spans(spans, language)}" for first, last, spans in groups]
    return ", ".join(said) or None


def _say_days(first: int, last: int, language: str) -> str:
    length = 3 if language == "en" else 2
    names = [name[:length] for name in _WEEKDAYS[_spoken(language)]]
    return names[first] if first == last else f"{names[first]}–{names[last]}"


def _say_spans(spans: tuple[tuple[time, time], ...], language: str) -> str:
    if language == "en":
        return " and ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in spans)
    said = " und ".join(f"{_short(start)}–{_short(end)}" for start, end in spans)
    return f"{said} Uhr"


def _short(moment: time) -> str:
    return str(moment.hour) if moment.minute == 0 else f"{moment.hour}:{moment:%M}"


def say_opening(
    hours: Hours, is_holiday: IsHoliday, now: datetime, texts: Mapping[str, SharedText], language: str
) -> str | None:
    """ "jetzt geöffnet, bis 16 Uhr" or "öffnet morgen um 8 Uhr"; None if no hours are known."""
    if not hours:
        return None
    opening = opening_at(hours, is_holiday, now)
    if opening.is_open and opening.until:
        return fill(text_in(texts["open_until"], language), {"time": say_time(opening.until.time(), language)})
    if opening.opens is None:
        return None
    days = (opening.opens.date() - now.date()).days
    key = {0: "opens_today", 1: "opens_tomorrow"}.get(days, "opens_on")
    day = (
        _WEEKDAYS[_spoken(language)][opening.opens.weekday()]
        if days < 7
        else say_day(opening.opens, now.date(), language)
    )
    return fill(text_in(texts[key], language), {"time": say_time(opening.opens.time(), language), "day": day})


def say_hours_on(day: date, body: Body, office_id: str, language: str) -> str:
    """ "8–12 und 13–17 Uhr" on that day, "geschlossen" on a day without hours and on a holiday."""
    spans = spans_on(body.offices[office_id].opening_hours, is_free(body, office_id), day)
    return _say_spans(spans, language) if spans else text_in(body.texts["closed"], language)


def is_free(body: Body, office_id: str) -> IsHoliday:
    """Whether an office is closed on a day; another body need not be because the organisation is."""
    return body.is_holiday if body.offices[office_id].ours else body.working_time.is_public_holiday


def body_values(body: Body, language: str) -> dict[str, str | None]:
    """What the placeholders about the organisation stand for."""
    organisation, contact = body.organisation, body.organisation.contact
    desk = body.offices[organisation.desk]
    english = language == "en"
    return {
        "organisation_name": organisation.name,
        "organisation_in": organisation.in_sentence.en if english else organisation.in_sentence.de,
        "organisation_subject": organisation.subject.en if english else organisation.subject.de,
        "organisation_phone": contact.phone,
        "organisation_email": contact.email,
        "organisation_website": contact.website,
        "organisation_address": contact.address,
        "organisation_fax": contact.fax,
        "privacy_notice": organisation.privacy_notice or contact.website,
        "desk_accusative": _named(desk, desk.accusative, language),
        "desk_phone": desk.phone or contact.phone,
        "desk_email": desk.email or contact.email,
    }


def office_values(body: Body, office_id: str, now: datetime, language: str) -> dict[str, str | None]:
    """What the placeholders about an office stand for; what one of ours lacks is the organisation's."""
    office, general = body.offices[office_id], body.organisation.contact
    own = office.phone or office.email or office.website or office.address
    source = office if own or not office.ours else general
    fallback = general if office.ours else office
    is_holiday = is_free(body, office_id)
    return {
        "office_name": (office.name_en or office.name) if language == "en" else office.name,
        "office_nominative": _named(office, office.nominative, language),
        "office_accusative": _named(office, office.accusative, language),
        "office_phone": source.phone or fallback.phone,
        "office_email": source.email or fallback.email,
        "office_website": source.website or (None if own and office.ours else fallback.website),
        "office_address": source.address or fallback.address,
        "office_fax": source.fax or fallback.fax,
        "office_areas": ", ".join(office.areas),
        "office_hours": say_hours(office.opening_hours, language),
        "office_opening": say_opening(office.opening_hours, is_holiday, now, body.texts, language),
    }


def _named(office: Office, german: str | None, language: str) -> str:
    if language == "en":
        return office.name_en or office.name
    return german or office.name
