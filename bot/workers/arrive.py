"""Does what a mail asks for that came to one of our addresses: pass on an answer, note a bounce, call the desk."""

from __future__ import annotations

import logging

from bot.core import notices
from bot.core.content import Body, Content
from bot.core.mail import ArrivedMail
from bot.core.messages import Reply
from bot.core.senders import belongs_to
from bot.delivery_ports import Deliveries, Delivery, Settled
from bot.ports import Clock

log = logging.getLogger(__name__)


async def take_mail(mail: ArrivedMail, store: Deliveries, content: Content, clock: Clock) -> bool:
    """Whether the citizen was told something; a mail that belongs to nothing of ours is left alone."""
    delivery = await store.sent_under(mail.token) if mail.token else None
    body = content.bodies.get(delivery.organisation) if delivery else None
    if delivery is None or body is None:
        log.info("a mail came that belongs to no delivery")
        return False
    if delivery.purpose == "erasure":  # the conversation is gone: there is nobody to tell
        log.info("a mail came about an erasure: %s", mail.sort)
        return False
    if mail.sort == "bounce":
        return not mail.delayed and await _bounced(delivery, mail, store, body, clock)
    if mail.sort == "automatic":
        await store.arrived(mail, clock(), None, None)
        return False
    reason = _desk_reason(delivery, mail, body)
    reply = None if reason else _answer(delivery, mail, body, clock)
    return await store.arrived(mail, clock(), reply, reason) and reply is not None


async def _bounced(delivery: Delivery, mail: ArrivedMail, store: Deliveries, body: Body, clock: Clock) -> bool:
    log.warning("delivery %d bounced: %s", delivery.id, mail.status)
    told = {}
    if delivery.purpose == "forward":
        failed = notices.not_forwarded(delivery.reference, delivery.office, delivery.language, body, clock())
        told = {"failed": failed}
    elif delivery.purpose == "answer" and delivery.payload:
        told = {"failed": Reply(str(delivery.payload["text"]))}
    elif delivery.purpose == "code":
        told = {"failed": notices.no_code(delivery.language, body, clock())}
    return await store.settle(delivery.token, Settled("bounced", mail.status, told=told), clock())


def _desk_reason(delivery: Delivery, mail: ArrivedMail, body: Body) -> str | None:
    """Why a person has to read this mail; None if it may go to the citizen."""
    if delivery.purpose in ("answer", "code"):
        return "mail_from_citizen"
    if delivery.purpose == "warning":
        return "mail_to_team"
    if delivery.office not in body.offices or not belongs_to(mail.sender, delivery.office, body):
        return "mail_unverified"
    return None if _says_something(mail.text) else "mail_empty"


def _says_something(text: str) -> bool:
    """Whether a person wrote anything: notes about what was left out stand in brackets on lines of their own."""
    return any(line.strip() and not line.strip().startswith("[") for line in text.splitlines())


def _answer(delivery: Delivery, mail: ArrivedMail, body: Body, clock: Clock) -> Reply:
    text = mail.text.strip()
    return notices.answered(text, delivery.reference, delivery.office, delivery.language, body, clock())
