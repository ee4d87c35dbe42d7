"""A catalogue as CSV or as JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.content_files.catalogue.values import CatalogueOffice, Row, as_list, one_line
from bot.content_files.yaml_file import Problem

COLUMNS = ("id", "title", "synonyms", "description", "office", "phone", "email", "address", "url", "areas")
DELIMITERS = ",;\t"
MAX_CELL = 200_000
NAMELESS = frozenset({"", "weitere", "sonstige"})
"""Offices that a JSON catalogue names without naming them."""


def csv_rows(text: str, file: str) -> Iterator[Row | Problem | str]:
    """The rows of a CSV file with a header, divided by comma, semicolon or tab; also problems and notes."""
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [one_line(cell).casefold() for cell in cells]
                yield from (faults := list(_header(header, file, start)))
                if any(isinstance(fault, Problem) for fault in faults):
                    return
            elif len(cells) > len(header):
                text_ = f"Die Zeile hat {len(cells)} Spalten, die Kopfzeile aber {len(header)}."
                yield Problem(file, start, f"{text_} Setzen Sie Texte mit Trennzeichen in Anführungszeichen.")
            else:
                yield _from_cells(dict(zip(header, cells, strict=False)), start)
    except csv.Error:
        yield Problem(file, line, "Ab hier ist die Datei kein gültiges CSV. Prüfen Sie die Anführungszeichen.")
    if header is None:
        yield Problem(file, 1, "Die Datei ist leer.")


def _delimiter(text: str) -> str:
    """What divides the names of the first line with anything in it."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def _header(header: list[str], file: str, line: int) -> Iterator[Problem | str]:
    for key in ("id", "title"):
        if key not in header:
            known = ", ".join(COLUMNS)
            yield Problem(file, line, f"In der Kopfzeile fehlt die Spalte „{key}“. Möglich sind: {known}.")
    for key in sorted({key for key in header if key and header.count(key) > 1}):
        yield Problem(file, line, f"Die Spalte „{key}“ gibt es zweimal.")
    if unknown := [key for key in header if key and key not in COLUMNS]:
        yield f"Diese Spalten werden nicht gelesen: {', '.join(unknown)}."


def _from_cells(cells: Mapping[str, str], line: int) -> Row:
    plain = {key: one_line(cells.get(key, "")) for key in COLUMNS}
    return Row(
        line=line,
        id=plain["id"],
        title=plain["title"],
        synonyms=as_list(cells.get("synonyms", "")),
        description=plain["description"],
        link=plain["url"],
        office=_office(plain, as_list(cells.get("areas", ""))),
    )


def _office(plain: Mapping[str, str], areas: tuple[str, ...]) -> CatalogueOffice | None:
    if not plain["office"]:
        return None
    return CatalogueOffice(plain["office"], plain["phone"], plain["email"], plain["address"], areas=areas)


def json_rows(text: str, file: str) -> Iterator[Row | Problem]:
    """One JSON object a line; `text` and `label` stand for `title` and `id` too.

    Topics are no description: hundreds of services share them, and measured, they helped to find none.
    """
    for line, content in enumerate(text.splitlines(), 1):
        if not content.strip():
            continue
        try:
            entry = json.loads(content)
        except (ValueError, RecursionError):
            entry = None
        if not isinstance(entry, dict):
            yield Problem(file, line, "Diese Zeile ist kein JSON-Objekt.")
        else:
            yield _from_json(entry, line)


def _from_json(entry: dict[str, Any], line: int) -> Row:
    plain = {key: one_line(_text(entry.get(key))) for key in COLUMNS}
    authorities = [name for name in _texts(entry.get("authorities")) if not name.isdigit()]
    if plain["office"].casefold() in NAMELESS:
        plain["office"] = authorities[0] if len(authorities) == 1 else ""
    plain["office"] = plain["office"][:1].upper() + plain["office"][1:]
    return Row(
        line=line,
        id=plain["id"] or one_line(_text(entry.get("label"))),
        title=plain["title"] or one_line(_text(entry.get("text"))),
        synonyms=_texts(entry.get("synonyms")),
        description=plain["description"],
        link=plain["url"],
        office=_office(plain, _texts(entry.get("areas"))),
    )


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return as_list(value)
    return tuple(dict.fromkeys(filter(None, map(one_line, map(_text, value))))) if isinstance(value, list) else ()
