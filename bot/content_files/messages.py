"""What a validation error means, in German, for someone who does not program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.core.calendar import parse_hours

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_TEMPLATES = {
    "extra_forbidden": "Den Eintrag „{key}“ gibt es hier nicht. Prüfen Sie die Schreibweise und die Einrückung.",
    "missing": "Es fehlt der Eintrag „{key}“.",
    "string_too_short": "„{key}“ ist leer. Tragen Sie dahinter etwas ein.",
    "string_too_long": "„{key}“ ist zu lang, höchstens {max_length} Zeichen sind möglich.",
    "too_short": "„{key}“ ist leer. Tragen Sie etwas ein oder löschen Sie den Eintrag.",
    "literal_error": "{shown} ist hier nicht möglich ({key}). Möglich sind: {expected}.",
    "dict_type": "Unter „{key}“ gehören eingerückte Einträge der Form „name: wert“.",
    "tuple_type": "Unter „{key}“ gehört eine Liste, jede Zeile beginnt mit „- “.",
    "date_type": "{shown} ist kein Datum wie 2026-11-02 ({key}).",
    "bool_type": "{shown} ist weder true (ja) noch false (nein) ({key}).",
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
        return "In der Datei stehen keine Einträge der Form „name: wert“."
    if given is None:
        return _empty(key, place)
    if type_ == "string_type":
        return _not_text(key, given)
    if type_ == "literal_error" and place[-1] == "[key]":
        return f"Die Sprache „{key}“ gibt es nicht. Möglich sind: {_options(context)}."
    if type_ == "value_error":
        said = str(context.get("error", details["msg"])).rstrip(".")
        return f"{said[:1].upper()}{said[1:]} ({key})."
    type_ = "date_type" if type_.startswith("date_") else _ALIKE.get(type_, type_)
    template = _TEMPLATES.get(type_, "{shown} passt hier nicht ({key}).")
    values = {"key": key, "shown": _shown(given), "expected": _options(context)}
    return template.format(**values, max_length=context.get("max_length"))


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
        return f"In der Liste „{key}“ ist eine Zeile leer. Löschen Sie sie oder tragen Sie etwas ein."
    return f"„{key}“ ist leer. Tragen Sie dahinter etwas ein."


def _not_text(key: str, given: Any) -> str:
    if isinstance(given, dict):
        return (
            f"Bei „{key}“ gehört ein Text hin. Enthält er einen Doppelpunkt oder beginnt mit {{, "
            "setzen Sie ihn ganz in Anführungszeichen."
        )
    return f"Bei „{key}“ gehört ein Text hin, keine Liste. Beginnt er mit [, setzen Sie ihn in Anführungszeichen."


def _shown(value: Any) -> str:
    return f"„{value}“" if isinstance(value, str) else "Das"


def _options(context: dict[str, Any]) -> str:
    """The values that pydantic lists as `'a', 'b' or 'c'`."""
    return str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
