"""Sends what is for offices, and answers that citizens wished for by mail; "accepted" is noted only after it was."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from pydantic import TypeAdapter

from bot.core import notices, office_mails
from bot.core.content import Body, Content
from bot.core.forwarding import Forward, WayName, Ways
from bot.core.mail_wish import VALID_FOR
from bot.core.messages import Reply
from bot.delivery_ports import Deliveries, Delivery, Settled
from bot.errors import DeliveryRefused, DeliveryUnavailable, StoreError
from bot.pauses import pauses
from bot.ports import Clock, Mailer, OfficeSystem
from bot.workers.loops import repeat

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
AT_ONCE = 4
"""Deliveries under way at the same time, so that one slow server does not hold up the others."""
FIRST_WAIT, FIRST_WAIT_OF_SYSTEMS, MAX_WAIT = 15.0, 120.0, 3_600.0
"""Seconds after the first failed attempt, doubled with each, and the longest.

Offices' systems need a while until a case that they took shows up in their search.
"""
GIVE_UP_AFTER = timedelta(days=1)
"""Mail servers give up after four or five days (RFC 5321, 4.5.4.1); citizens shall know sooner."""

_forward = TypeAdapter(Forward)


@dataclass(frozen=True)
class Outward:
    """The ways out of this installation."""

    mailer: Mailer | None = None
    systems: Mapping[WayName, OfficeSystem] = field(default_factory=dict)

    @property
    def ways(self) -> Ways:
        """What forwards may be sent by."""
        return frozenset(self.systems) | (frozenset({"email"}) if self.mailer else frozenset())


async def deliver_forwards(
    store: Deliveries,
    content: Callable[[], Content],
    outward: Outward,
    clock: Clock,
    wake: asyncio.Event,
    told: Callable[[], None],
) -> None:
    """Runs until cancelled; `told` is called whenever a citizen was told something."""

    async def work() -> None:
        if await deliver_due(store, content(), outward, clock):
            told()

    await repeat(work, wake, IDLE_SECONDS, "forwards")


async def deliver_due(store: Deliveries, content: Content, outward: Outward, clock: Clock) -> bool:
    """Tries everything that is due once; whether a citizen was told something."""
    told = False
    while due := await store.due_deliveries(clock(), outward.ways, clock() - GIVE_UP_AFTER):
        for i in range(0, len(due), AT_ONCE):
            jobs = [deliver_one(delivery, store, content, outward, clock) for delivery in due[i : i + AT_ONCE]]
            told |= any(await asyncio.gather(*jobs))
    return told


async def deliver_one(delivery: Delivery, store: Deliveries, content: Content, outward: Outward, clock: Clock) -> bool:
    """Tries one delivery once and notes what became of it; whether the citizen was told something."""
    first = FIRST_WAIT if delivery.way == "email" else FIRST_WAIT_OF_SYSTEMS
    wait = min(first * 2**delivery.attempts, MAX_WAIT)
    if not await store.begin(delivery, clock() + timedelta(seconds=wait)):
        return False
    body = content.bodies.get(delivery.organisation)
    try:
        if body is None or (delivery.purpose == "forward" and delivery.office not in body.offices):
            raise DeliveryRefused("office has no entry any more")
        case_id = await _send(delivery, body, outward, clock)
    except DeliveryUnavailable as error:
        if clock() - delivery.created_at < (VALID_FOR if delivery.purpose == "code" else GIVE_UP_AFTER):
            log.warning("delivery %d waits: %s", delivery.id, error.code)
            await store.postpone_delivery(delivery, error.code, clock() + timedelta(seconds=error.retry_after or wait))
            return False
        settled = Settled("refused", f"given up: {error.code}", told=_told(delivery, body, clock))
    except DeliveryRefused as error:
        log.warning("delivery %d refused: %s", delivery.id, error.code)
        settled = Settled("refused", error.code, told=_told(delivery, body, clock))
    else:
        settled = Settled("accepted", case_id=case_id, told=_told(delivery, body, clock))
    return await _note(store, delivery, settled, clock)


async def _note(store: Deliveries, delivery: Delivery, settled: Settled, clock: Clock) -> bool:
    """Writes down what is known, however long the database is locked: what was accepted must not be sent again."""
    for pause in pauses():
        try:
            return await store.settle(delivery.token, settled, clock())
        except StoreError as error:
            log.warning("the outcome of delivery %d waits for the database: %s", delivery.id, error)
        await asyncio.sleep(pause)
    return False


async def _send(delivery: Delivery, body: Body, outward: Outward, clock: Clock) -> str:
    """Hands the delivery over; the id of the case if an office's system gave one."""
    if delivery.way == "email":
        if outward.mailer is None:
            raise DeliveryUnavailable("mail is switched off")
        worded = _worded(delivery, body, clock)
        mail = office_mails.as_mail(worded, delivery.address, delivery.token, delivery.reference, body)
        await outward.mailer.send(mail)
        return ""
    system = outward.systems.get(delivery.way)
    if system is None:
        raise DeliveryUnavailable("this way is switched off")
    forward = _forward.validate_python(delivery.payload)
    title = office_mails.case_title(forward, body)
    return await system.open_case(forward, body.offices[delivery.office], title, delivery.attempts > 0)


def _worded(delivery: Delivery, body: Body, clock: Clock) -> tuple[str, str]:
    now, payload = clock(), delivery.payload
    match delivery.purpose:
        case "forward":
            return office_mails.forward_mail(_forward.validate_python(payload), body, now)
        case "warning":
            return office_mails.warning_mail(payload, delivery.office, delivery.reference, body, now)
        case "erasure":
            return office_mails.erasure_mail(delivery.office, delivery.reference, body, now)
        case "answer":
            text, office = str(payload["text"]), delivery.office
            return office_mails.answer_mail(text, office, delivery.reference, body, now, delivery.language)
        case "code":
            return office_mails.code_mail(str(payload["code"]), body, now, delivery.language)


def _told(delivery: Delivery, body: Body | None, clock: Clock) -> dict[str, Reply]:
    """What the citizen reads when this delivery decides the matter."""
    if body is None:
        return {}
    now, reference, language = clock(), delivery.reference, delivery.language
    office = delivery.office if delivery.office in body.offices else body.general_office
    match delivery.purpose:
        case "forward":
            due_at = _forward.validate_python(delivery.payload).due_at
            return {
                "accepted": notices.forwarded(reference, office, due_at, language, body, now),
                "failed": notices.not_forwarded(reference, office, language, body, now),
            }
        case "answer":
            return {
                "accepted": notices.mailed(reference, language, body, now),
                "failed": Reply(str(delivery.payload["text"])),
            }
        case "code":
            return {"failed": notices.no_code(language, body, now)}
        case "warning" | "erasure":
            return {}
