"""Puts an import into the content folder: checked as a whole in a copy first, then file by file, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.content_files.catalogue.editing import edited, new_file, read_text
from bot.content_files.catalogue.existing import CATALOGUE, Existing
from bot.content_files.catalogue.memory import FILE, as_json
from bot.content_files.catalogue.merging import Difference
from bot.content_files.catalogue.planning import Plan
from bot.content_files.overlay import check_with, write_all
from bot.content_files.parsed import ParsedFiles
from bot.errors import ContentError

PER_FILE = 400
"""Services in one file: it stays far below 2 MB and can be read by a person."""


def new_texts(root: Path, organisation: str, plan: Plan, existing: Existing) -> dict[Path, str]:
    """What each file that changes will hold; the memory comes last."""
    texts: dict[Path, str] = {}
    changed = [d for d in plan.services if d.changes and not d.new]
    new = [d for d in plan.services if d.new]
    rooms = _rooms(root / "intents" / organisation, existing, new)
    for path in sorted({*(existing.places[d.id] for d in changed), *rooms}):
        here = [d for d in changed if existing.places[d.id] == path]
        added = rooms.get(path, [])
        texts[path] = edited(read_text(path), "intents", [*here, *added]) if path.exists() else new_file(added)
    offices = [d for d in plan.offices if d.changes or d.new]
    if offices:
        path = root / "responses" / organisation / "offices.yaml"
        texts[path] = edited(read_text(path), "offices", offices)
    return texts | {root / "responses" / organisation / FILE: as_json(plan.memory)}


def apply(root: Path, texts: Mapping[Path, str], seen: Mapping[Path, bytes | None], today: date) -> None:
    """Writes all files; raises ContentError and leaves everything as it was if the result has a problem.

    `seen` is what each file held when the plan was made: what has been saved since by someone else is not overwritten.
    """
    new = {path: text.encode() for path, text in texts.items()}
    named = {path.relative_to(root).as_posix(): raw for path, raw in new.items()}
    _, found = check_with(root, named, today, ParsedFiles())
    if problems := [problem for problem in found if not problem.hint]:
        said = "So stimmten die Dateien nicht mehr, es wurde nichts geändert:"
        raise ContentError("\n".join([said, *map(str, problems)]))
    for path in texts:
        if contents(path) != seen[path]:
            name = path.relative_to(root).as_posix()
            raise ContentError(f"{name}:1: Die Datei wurde inzwischen geändert. Bitte versuchen Sie es noch einmal.")
    write_all({path: (seen[path] or b"", raw) for path, raw in new.items()})


def contents(path: Path) -> bytes | None:
    """What a file holds now; None if there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _rooms(folder: Path, existing: Existing, new: Sequence[Difference]) -> dict[Path, list[Difference]]:
    """The file each new service goes into: the first of the catalogue's files with room."""
    held: dict[Path, int] = {}
    for path in existing.places.values():
        held[path] = held.get(path, 0) + 1
    rooms: dict[Path, list[Difference]] = {}
    files = _catalogue_files(folder)
    path = next(files)
    for difference in new:
        while held.get(path, 0) >= PER_FILE:
            path = next(files)
        held[path] = held.get(path, 0) + 1
        rooms.setdefault(path, []).append(difference)
    return rooms


def _catalogue_files(folder: Path) -> Iterator[Path]:
    yield folder / f"{CATALOGUE}.yaml"
    number = 2
    while True:
        yield folder / f"{CATALOGUE}_{number}.yaml"
        number += 1
