"""What comes in from a citizen and what goes out to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Attachment = Literal["photo", "video", "voice", "location", "sticker", "contact", "document"]

COMMANDS = {
    "start": "start",
    "hilfe": "help",
    "help": "help",
    "datenschutz": "privacy",
    "privacy": "privacy",
    "loeschen": "erase",
    "löschen": "erase",
    "delete": "erase",
    "mensch": "person",
    "human": "person",
}
"""What a citizen may type after a slash, and the command it means."""


@dataclass(frozen=True)
class InboundMessage:
    """One message as a channel delivered it.

    `external_id` is the platform's own id, unique per channel and organisation; `address` is where a reply goes;
    `attachment` names what came with the text, its content is never fetched.
    """

    organisation: str
    channel: str
    address: str
    external_id: str
    text: str
    received_at: datetime
    attachment: Attachment | None = None

    def __post_init__(self) -> None:
        """Half characters and NUL, which no database and no channel takes, become "?" and a blank."""
        whole = self.text.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")
        object.__setattr__(self, "text", whole)

    @property
    def command(self) -> str | None:
        """The command this message is, e.g. `erase` for "/loeschen"; Telegram's "/hilfe@bot" counts too."""
        if not self.text.startswith("/"):
            return None
        word = self.text[1:].split(maxsplit=1)[:1]
        return COMMANDS.get(word[0].split("@")[0].lower()) if word else None


@dataclass(frozen=True)
class Button:
    """A choice below a reply; pressing it sends `value`, at most 64 bytes (Telegram Bot API, callback_data)."""

    label: str
    value: str


@dataclass(frozen=True)
class Reply:
    """What the citizen reads: plain text, never markup."""

    text: str
    buttons: tuple[Button, ...] = ()
