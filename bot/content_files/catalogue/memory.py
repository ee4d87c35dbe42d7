"""What the last import wrote, beside the files of the organisation: only so can a person's changes be told apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.content_files.catalogue.merging import Fields, Value
from bot.errors import ContentError

FILE = ".import.json"
"""Begins with a dot: no content file, nothing to be edited."""


@dataclass(frozen=True)
class Memory:
    """Fields as last imported: of services by the id of their intent, of offices by their id in `offices.yaml`.

    `names` says which office of the file an office of the catalogue is, by its name there; `ids` the same of services
    and intents.
    """

    services: Mapping[str, Fields] = field(default_factory=dict)
    offices: Mapping[str, Fields] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)


def recall(path: Path) -> Memory:
    """What was written; nothing if there was no import. Raises ContentError for a file that cannot be read."""
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        parts = [{id: _fields(fields) for id, fields in known[part].items()} for part in ("services", "offices")]
        names, ids = ({str(there): str(here) for there, here in known[part].items()} for part in ("names", "ids"))
        return Memory(parts[0], parts[1], names, ids)
    except FileNotFoundError:
        return Memory()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ContentError(
            f"{path}:1: Diese Datei merkt sich den letzten Import und ist nicht lesbar. Holen Sie eine frühere Fassung "
            "zurück oder löschen Sie sie: Dann gilt alles, was anders ist als im Katalog, als von Hand geändert."
        ) from None


def as_json(memory: Memory) -> str:
    """The file's text, one entry a line, so that versions can be compared."""
    parts = []
    for name in ("services", "offices", "names", "ids"):
        entries = [f"  {_json(id)}: {_json(fields)}" for id, fields in sorted(getattr(memory, name).items())]
        parts.append(f" {_json(name)}: {{\n" + ",\n".join(entries) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _fields(raw: Mapping[str, object]) -> Fields:
    return {key: _value(value) for key, value in raw.items()}


def _value(raw: object) -> Value:
    return tuple(str(entry) for entry in raw) if isinstance(raw, list) else str(raw)
