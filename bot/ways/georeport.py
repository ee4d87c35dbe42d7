"""Reads answers of GeoReport v2, in JSON or XML, into rows of plain text.

Source: https://wiki.open311.org/GeoReport_v2. The same rows come as a JSON array of objects, or as `request` and
`error` elements inside one root element.
"""

from __future__ import annotations

import json
from xml.parsers import expat

Row = dict[str, str]

_LISTS = ("service_requests", "requests", "errors")
_ELEMENTS = frozenset({"request", "error"})


def rows_of(body: bytes) -> list[Row] | None:
    """The requests or errors of an answer; None if it is neither JSON nor XML of that kind."""
    try:
        text = body.decode("utf-8-sig").strip()
        return _xml_rows(text) if text.startswith("<") else _json_rows(json.loads(text))
    except (ValueError, RecursionError, expat.ExpatError):
        return None


def _json_rows(value: object) -> list[Row] | None:
    if isinstance(value, dict):
        # Some servers keep the root element of the XML in their JSON.
        inner = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
        value = [value] if inner is None else inner
    if not isinstance(value, list):
        return None
    return [{key: _text(given) for key, given in row.items()} for row in value if isinstance(row, dict)]


def _text(value: object) -> str:
    plain = isinstance(value, str | int | float) and not isinstance(value, bool)
    return str(value).strip() if plain else ""


def _xml_rows(text: str) -> list[Row]:
    rows: list[Row] = []
    path: list[str] = []

    def start(name: str, _: object) -> None:
        path.append(name)
        if len(path) == 2 and name in _ELEMENTS:
            rows.append({})

    def end(_: str) -> None:
        path.pop()

    def data(piece: str) -> None:
        if len(path) == 3 and path[1] in _ELEMENTS:
            rows[-1][path[2]] = (rows[-1].get(path[2], "") + piece).lstrip()

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(text, True)
    return [{key: given.strip() for key, given in row.items()} for row in rows]


def _refuse(*_: object) -> None:
    """Entities, which make a small file large or read files, are only declared in a DOCTYPE."""
    raise ValueError("DOCTYPE")
