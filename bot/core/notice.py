"""The crisis switch: an approved notice that stands before every answer of an organisation until it ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.messages import Reply


@dataclass(frozen=True)
class Notice:
    """What stands before every answer; `released_at` is the time it names, `pauses_pr` holds PR answers back."""

    text_de: str
    text_en: str
    link: str
    released_at: datetime
    pauses_pr: bool = False


def notice_text(notice: Notice, languages: tuple[str, ...], zone: str) -> str:
    """The notice as a citizen reads it, e.g. "Stand 14:05 Uhr: …", in each of the languages it has."""
    at = notice.released_at.astimezone(ZoneInfo(zone))
    said = []
    if "en" not in languages or languages != ("en",) or not notice.text_en:
        said.append(f"Stand {at:%H:%M} Uhr: {notice.text_de}")
    if "en" in languages and notice.text_en:
        said.append(f"As of {at:%H:%M}: {notice.text_en}")
    return "\n".join([*said, *([notice.link] if notice.link else [])])


def with_notice(reply: Reply, text: str, after: bool = False) -> Reply:
    """The reply with the notice before it; an emergency's first line stays first (`after`)."""
    parts = (reply.text, text) if after else (text, reply.text)
    return replace(reply, text="\n\n".join(part for part in parts if part))
