"""What must be right about places and the areas of offices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from bot.content_files.loaded import Loaded
from bot.content_files.names import place_fault
from bot.content_files.yaml_file import Path_, Problem
from bot.core.places import Place, Street

_STREET = re.compile(r"str(?:\.|asse)?(?![^\W_])")
_NO_LETTER = re.compile(r"[\W_]+")


def place_problems(loaded: Loaded, id: str) -> Iterator[Problem]:
    """Areas that no place has, names and streets that stand twice."""
    yield from _areas(loaded, id)
    if places := loaded.places.get(id):
        yield from _names(loaded, f"responses/{id}/places.yaml", places)
        yield from _streets(loaded, f"responses/{id}/places.yaml", places)


def _areas(loaded: Loaded, id: str) -> Iterator[Problem]:
    name, places = f"responses/{id}/offices.yaml", loaded.places.get(id)
    for office_id, office in loaded.offices[id].offices.items():
        for i, area in enumerate(office.areas):
            where = ("offices", office_id, "areas", i)
            if area in office.areas[:i]:
                yield loaded.at(name, where, f"Der Ort „{area}“ steht hier zweimal. Löschen Sie einen.")
            elif places is not None and area not in places:
                said = f"Den Ort „{area}“ gibt es nicht in places.yaml.{_meant(area, places)}"
                yield loaded.at(name, where, said)
            elif places is None and (fault := place_fault(area)):
                yield loaded.at(name, where, fault)


def _meant(area: str, places: dict[str, Place]) -> str:
    """The place whose name or alias comes nearest."""
    spelled = {same_spelling(alias): place for place, known in places.items() for alias in (*known.aliases, place)}
    near = get_close_matches(same_spelling(area), spelled, n=1)
    return f" Meinen Sie „{spelled[near[0]]}“?" if near else ""


def _names(loaded: Loaded, name: str, places: dict[str, Place]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for place, known in places.items():
        if fault := place_fault(place):
            yield loaded.at(name, ("places", place), fault)
        spelled: list[tuple[str, Path_]] = [(place, ("places", place))]
        spelled += [(alias, ("places", place, "aliases", i)) for i, alias in enumerate(known.aliases)]
        for text, where in spelled:
            if first := seen.get(same_spelling(text)):
                said = f"Der Name „{text}“ steht schon bei „{first}“. Löschen Sie einen der Einträge."
                yield loaded.at(name, where, said)
            seen.setdefault(same_spelling(text), place)


def _streets(loaded: Loaded, name: str, places: dict[str, Place]) -> Iterator[Problem]:
    seen: dict[str, list[tuple[str, Street]]] = {}
    for place, known in places.items():
        for i, street in enumerate(known.parsed_streets):
            same = seen.setdefault(same_spelling(street.name), [])
            first = next((p for p, other in same if street.first <= other.last and other.first <= street.last), None)
            where = ("places", place, "streets", i)
            if first == place:
                said = f"Die Straße „{street.name}“ steht bei „{place}“ zweimal. Löschen Sie einen der Einträge."
                yield loaded.at(name, where, said)
            elif first:
                said = f"Die Straße „{street.name}“ steht auch bei „{first}“. Der Bot fragt dann nach dem Stadtteil."
                yield loaded.at(name, where, said, hint=True)
            same.append((place, street))


def same_spelling(name: str) -> str:
    """One spelling for "Karl-Marx-Str." and "Karl-Marx-Straße"."""
    return _NO_LETTER.sub("", _STREET.sub("str", name.casefold()))
