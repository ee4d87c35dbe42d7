"""What mail servers say of a mail that they could not deliver, or not yet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.mail.headers import Part, decode, header, headers, kind_of, sender_name, sender_of
from bot.mail.parts import content_of, leaves
from bot.mail.phrases import DELAYED, FAILED, FULL_MAILBOX, RETIRED, UNKNOWN_MAILBOX, fold

UNKNOWN_FAILURE, UNKNOWN_DELAY = "5.0.0", "4.0.0"
NO_LONGER_USED = "5.1.6"
"""The mailbox has moved (RFC 3463, section 3.2)."""
BEGINNING = 3000
"""Characters of a mail server's own words; the returned mail may follow."""

_SYSTEM = re.compile(
    r"(?:mailer-?daemon|mail-?daemon|mdaemon|postmaster|mail-?delivery\S*|mail\.delivery\S*|microsoftexchange[0-9a-f]*)@.*"
)
_SYSTEM_NAME = re.compile(r"mail delivery (?:sub)?system|mail delivery service|mail system|mailer-daemon")
_ENHANCED = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?!\.?\d)")
_SMTP_CODE = re.compile(r"(?<![\d.])([45])[0-5]\d[ -](?=\D|[45]\.)")


@dataclass(frozen=True)
class Failure:
    """A mail of ours that did not arrive: the enhanced status code, and whether the server still tries."""

    status: str
    delayed: bool


def failure_in(message: Part, body: str) -> Failure | None:
    """What a bounce says; None for any other mail, and for a report that all went well."""
    reports = [part for part in leaves(message) if kind_of(part) in _STATUS_REPORTS]
    from_server = is_from_mail_server(message)
    if reports and (kind_of(message) == "multipart/report" or from_server):
        return _of_report("\n\n".join(_report_text(part) for part in reports))
    said = fold(f"{header(message, 'subject')}\n{body[:BEGINNING]}")
    if from_server or headers(message, "x-failed-recipients"):
        return _of_words(said, bool(headers(message, "x-failed-recipients")))
    automatic = header(message, "auto-submitted").lower().startswith("auto")
    if automatic and RETIRED.search(said):
        return Failure(NO_LONGER_USED, delayed=False)
    return _of_words(said, surely=False) if automatic and FAILED.search(fold(header(message, "subject"))) else None


def is_from_mail_server(message: Part) -> bool:
    """Whether a program that must not be answered wrote this: no return path, or a mail server's own name."""
    no_way_back = any(value.replace(" ", "") == "<>" for value in headers(message, "return-path"))
    return no_way_back or bool(_SYSTEM.fullmatch(sender_of(message)) or _SYSTEM_NAME.search(sender_name(message)))


_STATUS_REPORTS = {"message/delivery-status", "message/global-delivery-status"}


def _report_text(part: Part) -> str:
    return decode(content_of(part), None).replace("\r\n", "\n")


def _of_report(text: str) -> Failure | None:
    """The worst that a report (RFC 3464) says of a recipient."""
    unfolded = re.sub(r"\n[ \t]+", " ", text)
    outcomes = [_of_recipient(group) for group in re.split(r"\n\s*\n", unfolded)]
    failures = [outcome for outcome in outcomes if outcome]
    return min(failures, key=lambda failure: failure.delayed, default=None)


def _of_recipient(group: str) -> Failure | None:
    fields = {name.lower(): value.strip() for name, value in re.findall(r"(?m)^([\w-]+)[ \t]*:[ \t]*(.*)$", group)}
    action = re.sub(r"[^a-z].*", "", fields.get("action", "").lower())
    found = _ENHANCED.search(fields.get("status", ""))
    status = found[1] if found else ""
    if not action:
        action = {"2": "delivered", "4": "delayed", "5": "failed"}.get(status[:1], "")
    if action not in ("failed", "delayed"):
        return None
    default = UNKNOWN_DELAY if action == "delayed" else UNKNOWN_FAILURE
    if not status or status.endswith(".0.0"):
        status = _status_in(fold(fields.get("diagnostic-code", "")), status or default)
    return Failure(status, action == "delayed")


def _of_words(said: str, surely: bool) -> Failure | None:
    if DELAYED.search(said):
        return Failure(_status_in(said, UNKNOWN_DELAY), delayed=True)
    if surely or FAILED.search(said) or RETIRED.search(said):
        return Failure(_status_in(said, UNKNOWN_FAILURE), delayed=False)
    return None


def _status_in(text: str, default: str) -> str:
    if found := _ENHANCED.search(text):
        return found[1]
    if default == UNKNOWN_FAILURE and FULL_MAILBOX.search(text):
        return "5.2.2"
    if default == UNKNOWN_FAILURE and UNKNOWN_MAILBOX.search(text):
        return "5.1.1"
    code = _SMTP_CODE.search(text)
    return f"{code[1]}.0.0" if code else default
