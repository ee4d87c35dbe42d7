"""Mails that no person wrote: out-of-office notes, read receipts, acknowledgements of ticket systems."""

from __future__ import annotations

import re
from itertools import takewhile

from bot.mail.bounces import is_from_mail_server
from bot.mail.headers import Part, header, headers, kind_of
from bot.mail.parts import leaves
from bot.mail.phrases import ABSENCE, NOTE_SUBJECT, RECEIPT, SAID_IN_NOTES, fold
from bot.mail.signature import is_greeting

_REPORTS = {"message/disposition-notification", "message/delivery-status", "message/global-delivery-status"}
_REPORTS |= {"message/feedback-report", "message/global-disposition-notification"}
_MARKS = ("x-autoreply", "x-auto-reply", "x-autorespond", "x-autoresponse", "x-auto-respond", "x-mail-autoreply")
_MONTHS = "Jan|Feb|März|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Mar|May|Oct|Dec"
_SENTENCE = re.compile(rf"(?<=[.!?:])\s+(?=[A-ZÄÖÜ„\"])(?!{_MONTHS})|\n+")
_LONGEST_NOTE = 2500
"""Characters; whoever writes more has something to say."""


def is_automatic(message: Part, text: str) -> bool:
    """Whether a program wrote this: it says so itself, or there is nothing in it but what such notes say.

    An answer that merely mentions an absence says something else as well, and stays an answer.
    `text` is without history.
    """
    kinds = {kind_of(part) for part in leaves(message)}
    if kind_of(message) == "multipart/report" or kinds & _REPORTS or is_from_mail_server(message):
        return True
    return _says_so(message) or bool(NOTE_SUBJECT.match(fold(header(message, "subject")))) or _is_note(text)


def _says_so(message: Part) -> bool:
    submitted = header(message, "auto-submitted").lower()
    suppressed = {word.strip() for word in header(message, "x-auto-response-suppress").lower().split(",")}
    return (
        submitted.startswith("auto")
        or bool(suppressed & {"all", "oof", "autoreply"})
        or any(value.lower() not in ("", "no", "none", "false") for value in headers(message, *_MARKS))
        or header(message, "precedence").lower() in ("auto_reply", "bulk", "junk")
    )


def _is_note(text: str) -> bool:
    """Whether every sentence is one of those that such notes consist of, and one says what the note is for."""
    if len(text) > _LONGEST_NOTE:
        return False
    lines = list(takewhile(lambda line: not is_greeting(line), text.split("\n")))
    sentences = [fold(one) for one in _SENTENCE.split("\n".join(lines)) if re.search(r"\w", one)]
    telling = [one for one in sentences if ABSENCE.search(one) or RECEIPT.search(one)]
    return bool(telling) and all(_belongs_to_note(one) for one in sentences)


def _belongs_to_note(sentence: str) -> bool:
    """Whether such notes say this; behind "Ihre Meldung ist eingegangen und …" news may follow."""
    if ABSENCE.search(sentence):
        return True
    clauses = re.split(", | und ", sentence) if RECEIPT.search(sentence) else [sentence]
    return all(RECEIPT.search(clause) or SAID_IN_NOTES.search(clause) for clause in clauses)
