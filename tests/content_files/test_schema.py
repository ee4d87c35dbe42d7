"""The JSON Schemas that editors use say the same as the models that read the files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest
import yaml

from bot.content_files.mistakes import rule_of
from bot.content_files.schema import FILES, fields_without_words, schema_line, schemas
from tests.content_files.folder import ANSWERS, Folder
from tests.content_files.folder import FILES as SMALL
from tests.content_files.test_broken_content import EDITS
from tests.program import ROOT

SHAPE = {
    "unknown-key", "missing-key", "missing-language", "not-possible", "no-language", "needs-entries", "needs-list",
    "no-switch", "too-long", "no-date", "no-date-or-month",
}  # fmt: skip
"""Mistakes that a schema can know; the others need several files, or a calendar."""
TYPES = {"object": dict, "array": list, "string": str, "number": (int, float), "boolean": bool, "null": type(None)}
Schema = dict[str, Any]
Rule = Callable[[Any, Any, Schema, Schema], Iterable[str]]


class _Editor(yaml.CSafeLoader):
    """Reads as editors do: YAML 1.2, in which `no` is a word and a date is a text."""

    yaml_implicit_resolvers: dict[str, Any] = {}


_Editor.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
_Editor.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""])
_Editor.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?\d+$"), list("-+0123456789"))
_Editor.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?\d+\.\d*$"), list("-+0123456789"))


def _type(said: Any, value: Any, schema: Schema, whole: Schema) -> Iterable[str]:
    kinds = [TYPES[kind] for kind in ([said] if isinstance(said, str) else said)]
    return [] if any(isinstance(value, kind) for kind in kinds) else [f"type {value!r}"]


def _any_of(said: Any, value: Any, schema: Schema, whole: Schema) -> Iterable[str]:
    return [] if any(not faults(option, value, whole) for option in said) else [f"anyOf {value!r}"]


def _format(said: Any, value: Any, schema: Schema, whole: Schema) -> Iterable[str]:
    try:
        date.fromisoformat(value)
    except ValueError:
        return [f"no {said}"]
    return []


def _length(said: Any, value: Any, schema: Schema, whole: Schema) -> Iterable[str]:
    fine = not isinstance(value, str) or schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 9999)
    return [] if fine else [f"length {len(value)}"]


def _items(said: Any, value: Any, schema: Schema, whole: Schema) -> Iterable[str]:
    return [fault for item in value for fault in faults(said, item, whole)] if isinstance(value, list) else []


def _entries(said: Any, value: Any, schema: Schema, whole: Schema) -> Iterable[str]:
    for key, item in value.items() if isinstance(value, dict) else ():
        own = schema.get("properties", {}).get(key, schema.get("additionalProperties", {}))
        yield from [f"unknown {key}"] if own is False else faults(own, item, whole)
        yield from faults(schema.get("propertyNames", {}), key, whole)


RULES: dict[str, Rule] = {
    "$ref": lambda said, value, schema, whole: faults(whole["$defs"][said.rsplit("/", 1)[1]], value, whole),
    "anyOf": _any_of,
    "type": _type,
    "enum": lambda said, value, schema, whole: [] if value in said else [f"enum {value!r}"],
    "pattern": lambda said, value, schema, whole: [] if re.search(said, str(value)) else [f"pattern {value!r}"],
    "format": _format,
    "minLength": _length,
    "maxLength": _length,
    "required": lambda said, value, schema, whole: [f"missing {key}" for key in said if key not in value],
    "minItems": lambda said, value, *_: [] if len(value) >= said else ["no items"],
    "minProperties": lambda said, value, *_: [] if len(value) >= said else ["no entries"],
    "items": _items,
    "properties": _entries,
    "additionalProperties": lambda said, *rest: [] if "properties" in rest[1] else _entries(said, *rest),
    **dict.fromkeys(("$schema", "$defs", "description", "propertyNames"), lambda *_: []),
}
"""The keywords in use; any other is an error of this test."""


def faults(schema: Schema, value: Any, whole: Schema) -> list[str]:
    """What a schema finds wrong with a value."""
    found = list(_type(schema.get("type", list(TYPES)), value, schema, whole))
    return found or [fault for key, said in schema.items() for fault in RULES[key](said, value, schema, whole)]


def found_in(name: str, text: str) -> list[str]:
    """What an editor would underline in a file."""
    schema = schemas()[f"{name.split('/')[0]}/{schema_line(name).rsplit('/', 1)[-1].rsplit('=', 1)[-1]}"]
    return faults(schema, yaml.load(text, _Editor), schema)  # noqa: S506 - a safe loader


def test_every_entry_is_explained_in_german() -> None:
    assert fields_without_words() == []


@pytest.mark.parametrize("name", FILES)
def test_the_schema_on_disk_is_the_one_the_models_give(name: str) -> None:
    on_disk = json.loads((ROOT / name).read_text(encoding="utf-8"))
    assert on_disk == schemas()[name], "run amtsbote schema"


@pytest.mark.parametrize("name", SMALL)
def test_a_good_file_is_good_for_the_schema(name: str) -> None:
    assert found_in(name, SMALL[name]) == []


def test_every_shipped_file_names_its_schema_and_is_good_for_it() -> None:
    for folder in ("intents", "responses"):
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
            assert text.startswith(schema_line(name) + "\n"), f"{name}: run amtsbote schema"
            assert (path.parent / schema_line(name).rsplit("=", 1)[1]).resolve().is_file()
            assert found_in(name, text) == [], name


@pytest.mark.parametrize(("name", "old", "new"), [edit[:3] for edit in EDITS.values()], ids=EDITS)
def test_what_the_models_refuse_by_its_shape_the_schema_refuses_too(
    folder: Folder, name: str, old: str, new: str
) -> None:
    folder.edit(name, old, new)
    shapes = [p for p in folder.problems() if rule_of(p.split(": ", 1)[1]) in SHAPE and p.startswith(f"{name}:")]
    if shapes:
        assert found_in(name, SMALL[name].replace(old, new)) != []


def test_a_number_without_quotes_is_no_fault_where_the_reader_takes_text() -> None:
    assert found_in(ANSWERS, SMALL[ANSWERS].replace("de: Sie", "de: 112\n    fr: Sie")) == []
