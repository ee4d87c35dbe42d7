"""What an office reads of a forward, and what a citizen reads of an office's answer."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from bot.core.forwarding import Forward

MAX_DESCRIPTION = 4_000
"""Characters of a description (GeoReport v2, POST Service Request)."""
MAX_NOTE = 3_500
"""Characters that still fit into one message of every channel."""

_CHANNELS = {"telegram": "Telegram", "web": "Web-Chat"}
_ZONE = ZoneInfo("Europe/Berlin")
_TAG = re.compile(r"</?(?:a|b|br|div|em|font|h\d|i|img|li|ol|p|script|span|strong|style|table|u|ul)\b[^<>]*>", re.I)
"""By which HTML is known where nothing says so; "<Mast 12>" is none."""
_BREAKS = frozenset("address blockquote br dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section table tr ul".split())
_UNSEEN = frozenset("head iframe noscript object script style svg template textarea title".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


def case_number(forward: Forward) -> str:
    """The reference with the concern's number: no two cases share it."""
    return f"{forward.reference}/{forward.number}"


def place_of(forward: Forward) -> str:
    """Street and place, the most specific first as GeoReport v2 wants it; "" if neither was named."""
    return ", ".join(part for part in (forward.street, forward.place) if part)


def defect_text(forward: Forward) -> str:
    """The description of a defect report."""
    number = f"\n\n{number_line(forward)}"
    return cut(forward.words, MAX_DESCRIPTION - len(number)) + number


def number_line(forward: Forward) -> str:
    """The line by which a case is found again."""
    return f"Nummer: {case_number(forward)}"


def ticket_text(forward: Forward, title: str) -> str:
    """The first article of a ticket, for staff."""
    received = forward.received_at.astimezone(_ZONE)
    channel = _CHANNELS.get(forward.channel, forward.channel)
    lines = [forward.words, "", f"Anliegen: {title}"]
    lines += [f"Ort: {place_of(forward)}"] if place_of(forward) else []
    lines += [f"Sprache: {forward.language}"] if forward.language != "de" else []
    lines += [f"Eingegangen: {received:%d.%m.%Y, %H:%M} Uhr, {channel}", number_line(forward), ""]
    lines += ["Ihre öffentliche Antwort an diesem Ticket geht in den Chat. Interne Notizen bleiben bei Ihnen."]
    return "\n".join(lines)


def cut(text: str, length: int) -> str:
    """The text, shortened with "…" if it is longer."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def note_text(text: str, is_html: bool | None = None) -> str:
    """An office's words as plain text of bounded length; without `is_html` tags decide."""
    if is_html if is_html is not None else _TAG.search(text):
        reader = _HtmlText()
        reader.feed(text)
        reader.close()
        text = "".join(reader.pieces)
    text = text.replace("\r\n", "\n")
    seen = "".join(letter for letter in text if letter.isprintable() or letter.isspace())
    lines = [" ".join(line.split()) for line in seen.split("\n")]
    return cut(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), MAX_NOTE)


class _HtmlText(HTMLParser):
    """Collects what a reader of the page sees, without quoted history and Zammad's signature."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden: list[str] = []
        """Open elements from the one on that hides them."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        hides = tag in _UNSEEN or "data-signature" in given or (tag == "blockquote" and given.get("type") == "cite")
        if tag not in _VOID and (self._hidden or hides):
            self._hidden.append(tag)
        elif tag in _BREAKS and not self._hidden:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            if tag in self._hidden:
                del self._hidden[len(self._hidden) - 1 - self._hidden[::-1].index(tag) :]
        elif tag in _BREAKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(re.sub(r"\s+", " ", data))
