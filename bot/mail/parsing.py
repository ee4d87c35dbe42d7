"""Arrived mails as values: what sort of mail, about which of ours, and what its sender wrote."""

from __future__ import annotations

import hashlib
import logging
import re
from email import message_from_bytes

from bot.core.mail import ArrivedMail, Attachment, Sort
from bot.mail.automatic import is_automatic
from bot.mail.bounces import Failure, failure_in
from bot.mail.headers import Part, decode, header, sender_of
from bot.mail.parts import MAX_ATTACHED_BYTES, attachments_of, body_of
from bot.mail.quoting import without_history
from bot.mail.signature import without_signature
from bot.mail.tokens import find_token, token_in

log = logging.getLogger(__name__)

MAX_MAIL = 16_000_000
"""Bytes of a mail that are read: what 10 MB of attachments take, packed, and some text. The rest is left out."""
MAX_TEXT = 20_000
"""Characters of the text that are kept."""
MAX_PARTS, MAX_MULTIPARTS, MAX_LINES = 10_000, 50, 500_000
"""More than any real mail has. The parser's time grows with lines times nested parts: minutes without these bounds."""

TEXT_LEFT_OUT = "[Der Rest dieser Mail ist zu lang und fehlt hier.]"
FILES_LEFT_OUT = "[Nicht alle Anhänge dieser Mail wurden übernommen.]"
UNREADABLE = "mail.eml"
"""The name under which a mail that could not be read is kept whole, for a person."""

_LONG_HEADER = re.compile(rb"(?im)^content-(?:type|disposition)[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*")
_LONGEST_HEADER = 5000


def parse_mail(raw: bytes, address: str) -> ArrivedMail:
    """Reads a mail that came to `address`, our mailbox, or to `address` with +token in its local part; never raises.

    A mail that the standard library's parser stumbles over comes without text and with the mail itself attached.
    """
    try:
        return _parsed(raw, address)
    except Exception as error:  # whatever strangers send must not stop the mailbox; a person gets the mail as it is
        log.warning("a mail could not be read: %s", type(error).__name__)
        return _unreadable(raw, address)


def _parsed(raw: bytes, address: str) -> ArrivedMail:
    kept = raw[:MAX_MAIL]
    if _is_monstrous(kept):
        return _unreadable(raw, address)
    message = message_from_bytes(_LONG_HEADER.sub(_shortened, kept))
    body = body_of(message)
    new = without_history(body)
    failure = failure_in(message, body)
    sort: Sort = "bounce" if failure else "automatic" if is_automatic(message, new) else "answer"
    token = find_token(message, address, sort == "bounce")
    sender, message_id = sender_of(message), _message_id(message, raw)
    if failure:
        return _bounce(message_id, token, sender, failure)
    attachments, left_out = attachments_of(message, len(raw) > MAX_MAIL)
    return ArrivedMail(message_id, sort, token, sender, _text(new, left_out), attachments)


def _is_monstrous(raw: bytes) -> bool:
    return (
        raw.count(b"\n--") > MAX_PARTS
        or raw.lower().count(b"multipart/") > MAX_MULTIPARTS
        or raw.count(b"\n") > MAX_LINES
    )


def _bounce(message_id: str, token: str, sender: str, failure: Failure) -> ArrivedMail:
    return ArrivedMail(message_id, "bounce", token, sender, status=failure.status, delayed=failure.delayed)


def _unreadable(raw: bytes, address: str) -> ArrivedMail:
    token = token_in(decode(raw[:MAX_MAIL], None), address)
    whole = len(raw) <= MAX_ATTACHED_BYTES
    attachments = (Attachment(UNREADABLE, "message/rfc822", raw),) if whole else ()
    return ArrivedMail(_made_id(raw), "answer", token, "", "" if whole else FILES_LEFT_OUT, attachments)


def _text(new: str, left_out: bool) -> str:
    text = without_signature(new)
    notes = [FILES_LEFT_OUT] if left_out else []
    if len(text) > MAX_TEXT:
        text = text[:MAX_TEXT].rstrip()
        notes.insert(0, TEXT_LEFT_OUT)
    return "\n\n".join(filter(None, [text, *notes]))


def _message_id(message: Part, raw: bytes) -> str:
    """The mail's own id, or one made of its bytes, so that the same mail is known again."""
    found = re.search(r"<[^<>\s]{3,250}>", header(message, "message-id"))
    return found[0] if found else _made_id(raw)


def _made_id(raw: bytes) -> str:
    return f"<{hashlib.sha256(raw).hexdigest()[:40]}@no-message-id.invalid>"


def _shortened(match: re.Match[bytes]) -> bytes:
    """Guards the parser, whose time grows with the square of a header's length."""
    return match[0] if len(match[0]) <= _LONGEST_HEADER else b"Content-Type: application/octet-stream"
