"""Warns before promises are broken, and says so to the citizen when one is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core import notices
from bot.core.content import Body, Content
from bot.core.escalation import PROMISED_NOTHING
from bot.core.forwarding import Ways, recipients_of
from bot.core.promises import warn_times
from bot.delivery_ports import Deliveries, Overdue, Warned
from bot.ports import Clock
from bot.workers.loops import repeat

IDLE_SECONDS = 30.0
SHARES = (50, 80, 100)
"""Per cent of the promised working time after which people are warned."""


async def remind(
    store: Deliveries,
    content: Callable[[], Content],
    ways: Ways,
    clock: Clock,
    wake: asyncio.Event,
    told: Callable[[], None],
) -> None:
    """Runs until cancelled; `told` is called when mails or replies are waiting to go out."""

    async def work() -> None:
        if await remind_all(store, content(), ways, clock):
            told()

    await repeat(work, wake, IDLE_SECONDS, "reminders")


async def remind_all(store: Deliveries, content: Content, ways: Ways, clock: Clock) -> int:
    """Warns about everything that is due now; how many warnings there were."""
    count = 0
    while overdue := await store.warnings_due(clock()):
        for entry in overdue:
            warned = warning_for(entry, content.bodies.get(entry.organisation), ways, clock())
            await store.warn(entry, warned, clock())
        count += len(overdue)
    return count


def warning_for(overdue: Overdue, body: Body | None, ways: Ways, now: datetime) -> Warned:
    """Whom a warning reaches: the office at 50 per cent, its deputy too at 80, at 100 the desk and the citizen.

    What no office answers in time is taken over by the deputy, else by the desk; of what an office was sent, it keeps
    the answering and the desk is told.
    """
    escalation = overdue.escalation
    if body is None:
        return Warned(SHARES[-1], None, escalation.office)
    share, next_at = _reached(overdue, body, now)
    holder = escalation.office if escalation.office in body.offices else body.organisation.desk
    office = body.offices[holder]
    deputy = office.deputy if office.deputy in body.offices else None
    warned = [holder]
    if share > SHARES[0] and deputy:
        warned.append(deputy)
    if share == SHARES[-1]:
        warned.append(body.organisation.desk)
    held = share < SHARES[-1] or escalation.reason == "forwarded"
    reply = None
    if share == SHARES[-1] and escalation.reason not in PROMISED_NOTHING:
        reply = notices.late(escalation.reference, holder, escalation.due_at, overdue.language, body, now)
    return Warned(
        share=share,
        next_at=next_at,
        office=holder if held else deputy or body.organisation.desk,
        addresses=_addresses(warned, body) if "email" in ways else (),
        reply=reply,
    )


def _reached(overdue: Overdue, body: Body, now: datetime) -> tuple[int, datetime | None]:
    """The greatest share of the time that has passed, and when the next one will have."""
    zone = ZoneInfo(body.organisation.timezone)
    start, due = overdue.created_at.astimezone(zone), overdue.escalation.due_at.astimezone(zone)
    times = dict(zip(SHARES, warn_times(start, due, body.working_time), strict=True))
    share = max((share for share, at in times.items() if at <= now), default=SHARES[0])
    return share, next((at for more, at in times.items() if more > share and at > now), None)


def _addresses(offices: list[str], body: Body) -> tuple[str, ...]:
    found = (recipient.address for office in offices for recipient in recipients_of(office, body, {"email"}))
    return tuple(dict.fromkeys(found))
