"""Whether telephone numbers, addresses and links can be right at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from bot.core.organisation import Contact

SERVICE_NUMBERS = frozenset({"115", "110", "112", "116117", "116016"})
"""Short numbers that no numbering plan lists as telephone numbers."""
MIN_DIGITS = 5
"""Of the shortest number with its area code, without the leading zero."""

_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_][\w-]*[^\W_]")


def contact_faults(contact: Contact) -> Iterator[tuple[str, str]]:
    """(what is wrong, in German; the entry it stands in)."""
    for key in ("phone", "fax"):
        number = getattr(contact, key)
        if number and number.replace(" ", "") not in SERVICE_NUMBERS and not _is_phone(number):
            yield f"„{number}“ ist keine Telefonnummer mit Vorwahl.", key
    if contact.email and (fault := email_fault(contact.email)):
        yield fault, "email"
    if contact.website and (fault := link_fault(contact.website)):
        yield fault, "website"


def link_fault(link: str) -> str | None:
    """What is wrong with a web address; "www.town.de" without a scheme is fine."""
    fault = f"„{link}“ ist keine Internetadresse wie https://www.musterstadt.de."
    if not link.isprintable() or " " in link:
        return fault
    try:
        parts = urlsplit(link if "//" in link else f"https://{link}")
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return fault
    fine = parts.scheme in ("http", "https") and "@" not in parts.netloc and _HOST.fullmatch(host)
    return None if fine else fault


def sender_fault(sender: str) -> str | None:
    """What is wrong with an e-mail address, or a domain such as "musterstadt.de", that answers may come from."""
    if "@" in sender:
        return email_fault(sender)
    return None if _HOST.fullmatch(sender) else f"„{sender}“ ist weder E-Mail-Adresse noch Domain wie musterstadt.de."


def email_fault(email: str) -> str | None:
    """What is wrong with an e-mail address."""
    try:
        validate_email(email, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        # ".example" is kept for fiction (RFC 2606) and fits Musterstadt.
        if not email.endswith(".example") or email.count("@") != 1:
            return f"„{email}“ ist keine E-Mail-Adresse."
    return None


def _is_phone(number: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, "DE")
    except phonenumbers.NumberParseException:
        return False
    enough = len(phonenumbers.national_significant_number(parsed)) >= MIN_DIGITS
    return enough and number.lstrip("( ")[:1] in ("0", "+") and phonenumbers.is_possible_number(parsed)
