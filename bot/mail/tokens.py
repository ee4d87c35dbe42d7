"""Which mail of ours an arrived one is about: the token in the address it was sent to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.mail.headers import Part, headers
from bot.mail.parts import text_in

SHAPE = r"[a-z0-9-]{8,40}"
_MADE_BY_US = re.compile(r"[a-z0-9]{8}-[0-9a-f]{20}")
"""How our tokens look; other programs of the same domain make message ids, too."""

_ENVELOPE = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc")
_THREAD = ("in-reply-to", "references")


def find_token(message: Part, address: str, is_bounce: bool) -> str:
    """The token of the mail that this one answers, in lower case; "" if there is none.

    The recipients count first, then, of a bounce, what it returns of our mail, then the thread.
    """
    recipient, message_id = _patterns(address)
    found = [token for name in _ENVELOPE for value in headers(message, name) for token in recipient.findall(value)]
    if is_bounce:
        returned = list(_returned(message))
        found += [token for text in returned for token in recipient.findall(text)]
        found += _best([token for text in returned for token in message_id.findall(text)])
    # The last of a thread's ids is that of the mail answered.
    found += _best([token for value in headers(message, *_THREAD) for token in message_id.findall(value)][::-1])
    return found[0].lower() if found else ""


def token_in(text: str, address: str) -> str:
    """The first token in a text, for mails that cannot be read otherwise."""
    recipient, _ = _patterns(address)
    found = recipient.search(text)
    return found[1].lower() if found else ""


def _patterns(address: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    local, _, domain = address.rpartition("@")
    end = rf"@{re.escape(domain)}(?![\w.-]*\w)"
    recipient = re.compile(rf"(?<![\w.+-]){re.escape(local)}\+({SHAPE}){end}", re.IGNORECASE)
    return recipient, re.compile(rf"<({SHAPE}){end}>", re.IGNORECASE)


def _best(found: list[str]) -> list[str]:
    return sorted(found, key=lambda token: not _MADE_BY_US.fullmatch(token.lower()))


def _returned(message: Part) -> Iterator[str]:
    """What a bounce says and gives back: the headers of every part in it, and every text."""
    for part in message.walk():
        if part is not message:
            yield from headers(part)
        if part.get_content_maintype() == "text":
            yield text_in(part)
