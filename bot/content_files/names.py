"""Which short names intents and offices may have, and which names places may have."""

from __future__ import annotations

import re

_ID = re.compile(r"[a-z0-9_-]{1,57}")
"""With "intent:" or "office:" before it, it is a button's value, of which Telegram takes 64 bytes."""


MAX_PLACE_NAME, MAX_PLACE_BYTES = 40, 58
"""A place's name is a button's label, and with "place:" before it the button's value."""


def place_fault(name: str) -> str | None:
    """What is wrong with the name of a place."""
    if (
        any(letter.isalpha() for letter in name)
        and len(name) <= MAX_PLACE_NAME
        and len(name.encode()) <= MAX_PLACE_BYTES
    ):
        return None
    return f"Der Name „{name}“ braucht einen Buchstaben und darf höchstens {MAX_PLACE_NAME} Zeichen haben."


def id_fault(id: str) -> str | None:
    """What is wrong with the short name of an intent or office."""
    if _ID.fullmatch(id):
        return None
    return f"Der Name „{id}“ darf nur aus Kleinbuchstaben a–z, Ziffern, - und _ bestehen, höchstens 57 Zeichen."
