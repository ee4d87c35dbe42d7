"""A citizen's wish to get answers by mail: an address, a code that proves it, and nothing kept beyond."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from bot.core.content import MAIL_INTENT, Body
from bot.core.decision import Answer, Decision
from bot.core.forwarding import Ways

CODE_DIGITS = 6
VALID_FOR = timedelta(minutes=30)
MOST_TRIES = 5
"""Guesses of one code: with six digits a stranger's chance stays below 1 in 200,000."""

_ADDRESS = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[A-Za-z]{2,63}")
_CODE = re.compile(r"(?<!\d)\d{3}[ .-]?\d{3}(?!\d)")


_BESIDE = frozenset(
    "meine mein adresse ist lautet mail e email mailadresse bitte an die das der es hier und danke ja gerne gern "
    "schicken senden sie mir dann also okay ok code er wäre my address is please send it to the here s".split()
)
"""Words that may stand beside an address or a code."""


@dataclass(frozen=True)
class PendingCode:
    """The code that was mailed last, with the wrong answers so far."""

    code: str
    asked_at: datetime
    tries: int = 0


@dataclass(frozen=True)
class MailStep:
    """What a turn does to the wish: `ask` mails a code to an address, `confirm` or `wrong` judge an answer."""

    action: Literal["ask", "confirm", "wrong"]
    address: str = ""
    code: str = ""
    office: str = ""


def may_wish(decisions: tuple[Decision, ...], body: Body, ways: Ways) -> bool:
    """Whether the message wishes for answers by mail and the organisation and this installation can."""
    asked = len(decisions) == 1 and isinstance(decisions[0], Answer) and decisions[0].intent == MAIL_INTENT
    return asked and body.organisation.answer_by_mail and "email" in ways


def address_in(text: str) -> str | None:
    """The mail address that a message names."""
    found = _ADDRESS.search(text)
    return found[0] if found else None


def address_alone(text: str) -> str | None:
    """The mail address that a message gives and little else; beside anything else it is a new message."""
    return address_in(text) if _little_beside(_ADDRESS, text) else None


def code_alone(text: str) -> str | None:
    """The code that a message gives and little else, e.g. "123456" in "der Code ist 123 456"."""
    found = _CODE.search(text)
    return re.sub(r"\D", "", found[0]) if found and _little_beside(_CODE, text) else None


def _little_beside(pattern: re.Pattern[str], text: str) -> bool:
    return set(re.findall(r"[^\W_]+", pattern.sub(" ", text).lower())) <= _BESIDE


def judge(answer: str, pending: PendingCode | None, now: datetime) -> Literal["right", "wrong", "over"]:
    """Whether an answer is the code; `over` if it has expired or too many were tried."""
    if pending is None or not pending.code or now - pending.asked_at > VALID_FOR or pending.tries >= MOST_TRIES:
        return "over"
    return "right" if answer == pending.code else "wrong"


def spell_code(number: int) -> str:
    """Six digits from a random number."""
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}}"
