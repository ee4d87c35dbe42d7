"""Which short names intents and offices may have."""

from __future__ import annotations

import re

from bot.content_files.mistakes import say

_ID = re.compile(r"[a-z0-9_-]{1,57}")
"""With "intent:" or "office:" before it, it is a button's value, of which Telegram takes 64 bytes."""


def id_fault(id: str) -> str | None:
    """What is wrong with the short name of an intent or office."""
    if _ID.fullmatch(id):
        return None
    return say("id", id=id)
