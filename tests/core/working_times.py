"""Organisations' working times and moments, for the tables of the tests about promises."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.content_files.holidays import closing_days_of, holidays_of
from bot.core.calendar import parse_hours
from bot.core.promises import WorkingTime

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def working(state: str, *extra: str, **hours: str) -> WorkingTime:
    """`working("RP", "12-24", mon="08:00-12:00")`; days may be spans, `mon_thu`."""
    spans = parse_hours({days.replace("_", "-"): span for days, span in hours.items()})
    return WorkingTime(holidays_of(state, extra), closing_days_of(state, extra), spans)


RP, NW, BE, BY, SN, HE = (working(state) for state in ("RP", "NW", "BE", "BY", "SN", "HE"))
SERVICE = working("RP", mon_fri="08:00-18:00")
TOWN_HALL = working("RP", mon_thu="08:00-12:00, 13:00-16:00", fri="08:00-13:00")
