"""Reads a catalogue file of any known format."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.content_files.catalogue.tables import csv_rows, json_rows
from bot.content_files.catalogue.values import Catalogue, Row, collect
from bot.content_files.catalogue.xzufi import xzufi_rows
from bot.content_files.yaml_file import Problem
from bot.errors import ContentError

MAX_BYTES = 100_000_000
SHOWN = 50
"""So many problems are listed; the others are counted."""


def read_catalogue(path: Path) -> Catalogue:
    """The services and offices of a file; raises ContentError with every problem as `file:line: text`, in German."""
    name, raw = path.name, _bytes(path)
    notes: list[str] = []
    rows: Iterable[Row | Problem | str]
    if raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        rows = xzufi_rows(raw, name)
    else:
        text = _decoded(raw, name, notes)
        rows = json_rows(text, name) if text.lstrip()[:1] == "{" else csv_rows(text, name)
    found = list(rows)
    catalogue, problems = collect(name, [row for row in found if isinstance(row, Row)])
    early = [problem for problem in found if isinstance(problem, Problem)]
    if problems := early + (problems if not early or catalogue.services else []):
        refuse(problems)
    catalogue.notes = notes + [note for note in found if isinstance(note, str)]
    return catalogue


def refuse(problems: Iterable[Problem]) -> None:
    """Raises ContentError with the problems in the order of lines."""
    ordered = sorted(set(problems))
    lines = [str(problem) for problem in ordered[:SHOWN]]
    if len(ordered) > SHOWN:
        lines.append(f"… und {len(ordered) - SHOWN} weitere")
    raise ContentError("\n".join(lines))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError:
        raise ContentError(f"{path}:1: Die Datei lässt sich nicht lesen. Gibt es sie?") from None
    if len(raw) > MAX_BYTES:
        refuse([Problem(path.name, 1, f"Die Datei ist größer als {MAX_BYTES // 1_000_000} MB.")])
    return raw


def _decoded(raw: bytes, name: str, notes: list[str]) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in raw:
        refuse([Problem(name, 1, "Die Datei ist kein Text in UTF-8. Wählen Sie beim Speichern „CSV UTF-8“.")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        refuse([Problem(name, line, "Die Datei ist weder in UTF-8 noch in Windows-1252 gespeichert.")])
        raise
    notes.append(f"{name} ist nicht in UTF-8 gespeichert und wurde als Windows-1252 gelesen. Prüfen Sie die Umlaute.")
    return text
