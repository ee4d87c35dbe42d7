"""What Telegram's raw updates say, and how long texts are cut for it; needs no library of Telegram's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.core.messages import Attachment, InboundMessage

MESSAGE_LIMIT = 4096
"""Longest text of one message, in UTF-16 code units (Telegram Bot API, sendMessage)."""

# In this order: an animation also carries a document, a venue also a location.
ATTACHMENTS: dict[str, Attachment] = {
    "photo": "photo",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "voice": "voice",
    "audio": "voice",
    "venue": "location",
    "location": "location",
    "sticker": "sticker",
    "contact": "contact",
    "document": "document",
}
SERVICE_NOTES = {
    "pinned_message",
    "message_auto_delete_timer_changed",
    "write_access_allowed",
    "connected_website",
    "chat_background_set",
    "users_shared",
    "chat_shared",
    "web_app_data",
    "successful_payment",
}
"""What Telegram puts into a private chat although the citizen sent nothing."""


def read_update(organisation: str, update: Mapping[str, Any]) -> InboundMessage | None:
    """Read the message in a raw update; None if there is nothing in it that a bot for citizens answers.

    Raises AttributeError, KeyError, OSError, OverflowError, TypeError or ValueError for a malformed update.
    """
    attachment: Attachment | None = None
    if pressed := update.get("callback_query"):
        message, text, received_at = pressed.get("message"), pressed.get("data"), datetime.now(UTC)
    elif message := update.get("message") or update.get("edited_message"):
        text = message.get("text") or message.get("caption") or ""
        attachment = _attachment(message, text)
        received_at = datetime.fromtimestamp(int(message.get("edit_date") or message["date"]), UTC)
    else:
        return None
    # A shared live location is edited every few seconds: without words an edit says nothing new.
    says_something = text or (attachment and "edited_message" not in update)
    if not message or message["chat"]["type"] != "private" or not says_something:
        return None
    return InboundMessage(
        organisation=organisation,
        channel="telegram",
        address=str(int(message["chat"]["id"])),
        external_id=str(int(update["update_id"])),
        text=clean(text),
        received_at=received_at,
        attachment=attachment,
    )


def update_id_of(update: Any) -> int | None:
    """Return the number of a raw update, None if it has none."""
    update_id = update.get("update_id") if isinstance(update, Mapping) else None
    return update_id if isinstance(update_id, int) else None


def clean(text: str) -> str:
    """Take out what neither database nor HTTP can carry: halves of characters and the zero character."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def split(text: str, limit: int = MESSAGE_LIMIT) -> list[str]:
    """Cut a text into parts of at most `limit` UTF-16 code units, between lines or words where it can."""
    parts = []
    while len(encoded := text.encode("utf-16-le")) > 2 * limit:
        # "ignore" drops the half of a character that the limit cut in two.
        head = encoded[: 2 * limit].decode("utf-16-le", "ignore")
        window = text[: len(head) + 1]
        line = window.rfind("\n")
        cut = line if line > len(head) // 2 else max(line, window.rfind(" "))
        cut = cut if cut > 0 else len(head)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [part for part in [*parts, text] if part] or [text]


def _attachment(message: Mapping[str, Any], text: str) -> Attachment | None:
    for key, attachment in ATTACHMENTS.items():
        if key in message:
            return attachment
    return None if text or SERVICE_NOTES & message.keys() else "sticker"
