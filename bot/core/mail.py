"""Mails as values: what goes out and what came in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Mail:
    """A mail to one recipient; `token` stands in the addresses that answers and bounces come back to.

    `message_id` is the same at every attempt, so that a mail server may drop a repetition.
    """

    to: str
    subject: str
    text: str
    sender_name: str
    token: str
    message_id: str
    reference: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail; only the desk offers it, nobody opens it here."""

    name: str
    media_type: str
    content: bytes


Sort = Literal["answer", "automatic", "bounce"]


@dataclass(frozen=True)
class ArrivedMail:
    """A mail that came to an address of ours.

    `token` is the one in the address it was sent to, "" if there is none; `text` is what the sender wrote anew, without
    quoted history and signature; of a bounce `status` is the enhanced status code (RFC 3463), e.g. "5.1.1", and
    `delayed` says that the mail server still tries.
    """

    message_id: str
    sort: Sort
    token: str
    sender: str
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    status: str = ""
    delayed: bool = False
