"""A conversation as the browser gets it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from bot.ports import Line


class ButtonAsJson(TypedDict):
    """A choice below a reply."""

    label: str
    value: str


class LineAsJson(TypedDict):
    """One line; `id` is 0 for the citizen's own, `at` ISO 8601."""

    id: int
    by: str
    text: str
    buttons: list[ButtonAsJson]
    at: str


def lines_as_json(lines: Sequence[Line]) -> list[LineAsJson]:
    """The lines in their order; where a citizen pressed a button, its label instead of its value."""
    shown: list[LineAsJson] = []
    labels: dict[str, str] = {}
    for line in lines:
        buttons = line.reply.buttons if line.reply else ()
        labels |= {button.value: button.label for button in buttons}
        shown.append(
            {
                "id": line.outgoing_id,
                "by": "citizen" if line.by_citizen else "bot",
                "text": labels.get(line.text, line.text) if line.by_citizen else line.text,
                "buttons": [{"label": button.label, "value": button.value} for button in buttons],
                "at": line.at.isoformat(),
            }
        )
    return shown
