"""What a validation error means, in German, for someone who does not program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.content_files.mistakes import say
from bot.core.calendar import parse_hours

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_RULES = {
    "extra_forbidden": "unknown-key",
    "missing": "missing-key",
    "string_too_short": "empty",
    "string_too_long": "too-long",
    "too_short": "empty-section",
    "literal_error": "not-possible",
    "dict_type": "needs-entries",
    "tuple_type": "needs-list",
    "date_type": "no-date",
    "bool_type": "no-switch",
}
_HOURS = ("hours", "service_hours")
_ALIKE = {
    "model_type": "dict_type",
    "model_attributes_type": "dict_type",
    "list_type": "tuple_type",
    "bool_parsing": "bool_type",
}


def in_german(details: ErrorDetails, place: Sequence[str | int]) -> str:
    """One sentence that names the entry and what to do about it."""
    key = next((part for part in reversed(place) if isinstance(part, str) and part != "[key]"), "")
    type_, given, context = details["type"], details["input"], details.get("ctx", {})
    if not key:
        return say("no-entries")
    if given is None:
        return _empty(key, place)
    if type_ == "string_type":
        return _not_text(key, given)
    if type_ == "literal_error" and place[-1] == "[key]":
        return say("no-language", key=key, expected=_options(context))
    if type_ == "value_error":
        said = str(context.get("error", details["msg"])).rstrip(".")
        return f"{said[:1].upper()}{said[1:]} ({key})."
    type_ = "date_type" if type_.startswith("date_") else _ALIKE.get(type_, type_)
    values = {"key": key, "shown": _shown(given), "expected": _options(context)}
    return say(_RULES.get(type_, "unfit"), **values, max_length=context.get("max_length"))


def narrowed(details: ErrorDetails, place: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The place of the one day that is wrong, as the model judges the hours of all days together."""
    hours = details["input"]
    if not place or place[-1] not in _HOURS or details["type"] != "value_error" or not isinstance(hours, dict):
        return place
    for day, spans in hours.items():
        try:
            parse_hours({day: spans})
        except ValueError:
            return (*place, day)
    return place


def _empty(key: str, place: Sequence[str | int]) -> str:
    if isinstance(place[-1], int):
        return say("empty-line", key=key)
    return say("empty", key=key)


def _not_text(key: str, given: Any) -> str:
    return say("needs-text" if isinstance(given, dict) else "needs-text-no-list", key=key)


def _shown(value: Any) -> str:
    return f"„{value}“" if isinstance(value, str) else "Das"


def _options(context: dict[str, Any]) -> str:
    """The values that pydantic lists as `'a', 'b' or 'c'`."""
    return str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
