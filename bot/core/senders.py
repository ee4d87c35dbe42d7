"""Whether the sender of a mail belongs to an office."""

from __future__ import annotations

from bot.core.content import Body

SHARED_BY_ALL = frozenset(
    "aol.com freenet.de gmail.com gmx.de gmx.net googlemail.com hotmail.com hotmail.de icloud.com live.de mail.de "
    "mailbox.org outlook.com outlook.de posteo.de proton.me protonmail.com t-online.de web.de yahoo.com "
    "yahoo.de".split()
)
"""Domains at which anybody has an address: there only the office's own address counts."""


def belongs_to(sender: str, office_id: str, body: Body) -> bool:
    """Whether a mail from this address may speak for the office.

    Its own addresses do, everyone at their domain, and what its entry lists under `answers_from`. A sender can be
    forged; what protects is that only the office knows the address with the token.
    """
    office = body.offices[office_id]
    own = {address.lower() for address in (*office.forward_to, office.email or "") if address}
    if not own and office.ours and body.organisation.contact.email:
        own = {body.organisation.contact.email.lower()}
    named = {entry.lower().removeprefix("@") for entry in office.answers_from}
    address = sender.lower()
    domain = address.rpartition("@")[2]
    colleagues = {a.rpartition("@")[2] for a in own} - SHARED_BY_ALL
    return bool(domain) and (address in own | named or domain in named | colleagues)
