"""What an organisation's files say now, as far as an import is concerned."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.content_files.catalogue.merging import Fields, Value
from bot.content_files.catalogue.names import short_name
from bot.content_files.folders import COMMON, Found, content_files
from bot.content_files.loader import check_content
from bot.content_files.yaml_file import read_yaml
from bot.errors import ContentError

CATALOGUE = "katalog"
"""Imported services stand in `katalog.yaml`, `katalog_2.yaml` … unless a person moves them."""
_IMPORTED = re.compile(rf"{CATALOGUE}(_\d+)?")
SERVICE_KEYS = ("description", "link", "synonyms", "vanished")
OFFICE_KEYS = ("name", "phone", "email", "address", "website", "areas", "serves", "aliases", "vanished")


@dataclass(frozen=True)
class Existing:
    """The organisation's intents and offices as fields; `places` names the file of each intent.

    `shared` has the kind of each intent of all organisations, `by_hand` the file of the organisation's intents that
    stand outside of the catalogue's files.
    """

    intents: Mapping[str, Fields]
    places: Mapping[str, Path]
    offices: Mapping[str, Fields]
    shared: Mapping[str, str]
    by_hand: Mapping[str, str]

    def office_called(self, name: str) -> str | None:
        """The office whose id, name or other name is this one, whatever the spelling."""
        return self._offices_by_name.get(short_name(name))

    @cached_property
    def _offices_by_name(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for id, fields in self.offices.items():
            for name in (id, fields.get("name", ""), *fields.get("aliases", ())):
                found.setdefault(short_name(str(name)), id)
        return found


def read_existing(root: Path, organisation: str, today: date) -> Existing:
    """Raises ContentError if the organisation does not exist or any file has a problem: nothing is added to those."""
    content, problems = check_content(root, today)
    serious = [str(problem) for problem in problems if not problem.hint]
    if content is None:
        raise ContentError("\n".join(["Erst müssen die vorhandenen Dateien stimmen:", *serious]))
    if organisation not in content.bodies:
        known = ", ".join(content.bodies)
        raise ContentError(f"Die Organisation „{organisation}“ gibt es nicht. Möglich sind: {known}.")
    intents: dict[str, Fields] = {}
    places: dict[str, Path] = {}
    for found in content_files(root, "intents"):
        if isinstance(found, Found) and found.scope == organisation:
            own = read_yaml(found.path, found.name).data["intents"]
            intents |= {id: _service_fields(raw) for id, raw in own.items()}
            places |= dict.fromkeys(own, found.path)
    offices = read_yaml(root / "responses" / organisation / "offices.yaml", "offices.yaml").data["offices"]
    return Existing(
        intents,
        places,
        {id: _fields(raw, OFFICE_KEYS) for id, raw in offices.items()},
        {k.id: k.intent.kind for k in content.bodies[organisation].intents.values() if k.scope == COMMON},
        {id: path.relative_to(root).as_posix() for id, path in places.items() if not _IMPORTED.fullmatch(path.stem)},
    )


def _service_fields(raw: Mapping[str, Any]) -> Fields:
    titles = {f"title.{language}": str(title) for language, title in raw["title"].items()}
    return titles | dict(_fields(raw, SERVICE_KEYS))


def _fields(raw: Mapping[str, Any], keys: tuple[str, ...]) -> Fields:
    found: dict[str, Value] = {}
    for key in keys:
        if value := raw.get(key):
            found[key] = tuple(map(str, value)) if isinstance(value, list) else str(value)
    return found
