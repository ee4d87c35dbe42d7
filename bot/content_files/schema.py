"""JSON Schemas of the content files, made from the models that read them, for editors that complete and explain."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from bot.core.content import (
    Courtesies,
    GuardsFile,
    IntentsFile,
    ModulesFile,
    OfficesFile,
    Response,
    ResponsesFile,
    TextsFile,
)
from bot.core.organisation import Language, Model, Organisation
from bot.core.places import PlacesFile

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The newest draft that yaml-language-server knows in full."""
FILES: dict[str, type[Model]] = {
    "intents/schema.json": IntentsFile,
    "intents/schema-guards.json": GuardsFile,
    "intents/schema-courtesies.json": Courtesies,
    "responses/schema.json": ResponsesFile,
    "responses/schema-texts.json": TextsFile,
    "responses/schema-offices.json": OfficesFile,
    "responses/schema-organisation.json": Organisation,
    "responses/schema-places.json": PlacesFile,
    "responses/schema-text_modules.json": ModulesFile,
}
SPECIAL = ("guards", "courtesies", "texts", "offices", "organisation", "places", "text_modules")
"""Names of files that have a schema of their own."""
SCHEMA_MARK = "# yaml-language-server: $schema="
YES_OR_NO = [True, False, "yes", "no", "on", "off"]
DAY, DAY_OR_MONTH = r"^\d{4}-\d{2}-\d{2}$", r"^\d{4}-\d{2}(-\d{2})?$"
TEXTS = Path(__file__).with_name("schema_texts.yaml")


def schemas() -> dict[str, dict[str, Any]]:
    """Each schema by the name of its file."""
    return {name: _schema(model) for name, model in FILES.items()}


def schema_line(name: str) -> str:
    """The first line by which an editor finds the schema of a content file, given the file's name in its folder."""
    stem = name.rsplit("/", 1)[-1].removesuffix(".yaml")
    file = f"schema-{stem}.json" if stem in SPECIAL else "schema.json"
    return f"{SCHEMA_MARK}{'../' * (name.count('/') - 1)}{file}"


@cache
def described() -> dict[str, str]:
    """What is said about each `Model.entry`."""
    texts: dict[str, str] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return texts


def _schema(model: type[Model]) -> dict[str, Any]:
    made = model.model_json_schema()
    known = {model.__name__: made, **made.get("$defs", {})}
    for name, part in known.items():
        part.pop("description", None)  # the docstring, which is for programmers
        for key, value in part.get("properties", {}).items():
            if text := _said_about(name, key):
                value["description"] = text
    if "Response" in known:
        _languages_as_keys(known["Response"])
    if "Place" in known:  # its name alone is enough
        places = made["properties"]["places"]
        places["additionalProperties"] = {"anyOf": [places["additionalProperties"], {"type": "null"}]}
    plain: dict[str, Any] = _as_written(made)
    return {"$schema": DRAFT, **plain}


def _languages_as_keys(response: dict[str, Any]) -> None:
    """In the file each language is a key of its own beside `source`."""
    text = response["properties"].pop("texts")["additionalProperties"]
    text["description"] = described()["Response.language"]
    response["properties"] = {language: dict(text) for language in get_args(Language)} | response["properties"]
    response["properties"]["as_of"]["pattern"] = DAY_OR_MONTH
    response["required"] = ["de", "en", *(key for key in response["required"] if key != "texts")]


def _as_written(schema: Any) -> Any:
    """The schema of what stands in a file: every scalar is text there, so `112` is a fine example."""
    if isinstance(schema, list):
        return [_as_written(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    noise = {key for key, said in schema.items() if key == "default" or (key == "title" and isinstance(said, str))}
    kept = {key: _as_written(said) for key, said in schema.items() if key not in noise}
    if kept.get("format") == "date":
        return {**kept, "pattern": DAY}
    if kept.get("type") == "string" and "pattern" not in kept and "enum" not in kept:
        return {**kept, "type": ["string", "number", "boolean"]}
    if kept.get("type") == "boolean":
        return {**{k: v for k, v in kept.items() if k != "type"}, "enum": YES_OR_NO}
    if kept.get("type") == "number":  # a share, written with its sign
        return {**{k: v for k, v in kept.items() if not k.startswith("exclusive")}, "type": "string"}
    return kept


def fields_without_words() -> list[str]:
    """The `Model.entry` of every model above that nothing is said about."""
    missing = []
    for model in FILES.values():
        made = model.model_json_schema()
        for name, part in {model.__name__: made, **made.get("$defs", {})}.items():
            keys = set(part.get("properties", {})) - ({"texts"} if name == Response.__name__ else set())
            missing += [f"{name}.{key}" for key in sorted(keys) if not _said_about(name, key)]
    return missing


def _said_about(model: str, key: str) -> str | None:
    return described().get(f"{model}.{key}") or described().get(f"Contact.{key}")
