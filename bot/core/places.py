"""The parts of an organisation's area, with the names and streets by which citizens speak of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from bot.core.organisation import Model

_RANGE = re.compile(r"(?P<name>.*\S)\s+(?P<first>\d{1,4})\s*[-–]\s*(?P<last>\d{1,4})")


@dataclass(frozen=True)
class Street:
    """A street or the part of it with the house numbers `first` to `last`, both included."""

    name: str
    first: int = 0
    last: int = 9_999

    def has(self, number: int | None) -> bool:
        """Whether a house with this number stands here; a house without one may."""
        return number is None or self.first <= number <= self.last


def parse_street(text: str) -> Street:
    """Reads "Weinbergstraße" or "Hauptstraße 1-99"; raises ValueError in German if the numbers run backwards."""
    match = _RANGE.fullmatch(text)
    if not match:
        return Street(text)
    street = Street(match["name"], int(match["first"]), int(match["last"]))
    if street.first > street.last:
        raise ValueError(f"„{text}“: die kleinere Hausnummer gehört nach vorn")
    return street


def _street(text: str) -> str:
    parse_street(text)
    return text


Name = Annotated[str, Field(min_length=1, max_length=60)]
Names = Annotated[tuple[Name, ...], Field(min_length=1)]
StreetEntry = Annotated[Name, AfterValidator(_street)]


class Place(Model):
    """A district (Stadtteil, Ortsteil): other names for it, and its streets as far as they are known."""

    aliases: Names = ()
    streets: Annotated[tuple[StreetEntry, ...], Field(min_length=1)] = ()

    @cached_property
    def parsed_streets(self) -> tuple[Street, ...]:
        """The streets with their house numbers."""
        return tuple(map(parse_street, self.streets))


_BareName = Annotated[Place, BeforeValidator(lambda raw: {} if raw is None else raw)]
"""`Nord:` with nothing behind it is a place of which nothing more is known."""


class PlacesFile(Model):
    """`places.yaml` of an organisation; the keys are the names of the places, as citizens read them on buttons."""

    places: Annotated[dict[str, _BareName], Field(min_length=1)]
