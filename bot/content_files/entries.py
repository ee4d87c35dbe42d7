"""One entry of a file as text: found, changed and put back while every other line stays as it is."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import LiteralScalarString

from bot.content_files.catalogue.editing import change_list, scalar, text_only_yaml
from bot.content_files.mistakes import say
from bot.content_files.yaml_file import Path_, YamlFile, parse_yaml
from bot.errors import ContentError

_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")
INDENT = 2
IN_FILE_ONLY = "Dieser Eintrag lässt sich hier nicht ändern, nur in der Datei {file}."
LEADING = ("de", "de-x-leicht", "en")
"""New languages come after these and before `link`."""


@dataclass(frozen=True)
class Span:
    """Lines of an entry, counted from 0, the last one excluded, and how far its key is indented."""

    first: int
    last: int
    indent: int


def lines_of(text: str) -> list[str]:
    """The lines as YAML counts them, with their ends."""
    return text.splitlines(keepends=True)


def find(file: YamlFile, text: str, section: str, id: str) -> Span | None:
    """Where an entry stands; raises ContentError if its lines are not its own."""
    place = file.places.get((section, id))
    if place is None or not isinstance(file.data, dict):
        return None
    lines, (line, column) = lines_of(text), place
    if lines[line - 1][: column - 1].strip():
        raise ContentError(IN_FILE_ONLY.format(file=file.name))
    later = [at for path, (at, _) in file.places.items() if _is_key(path, section) and at > line]
    return Span(line - 1, _without_rest(lines, line, min(later, default=len(lines) + 1) - 1, column - 1), column - 1)


def end_of_section(file: YamlFile, text: str, section: str) -> Span:
    """Where a new entry may be put, behind the last one of its section."""
    entries = file.data.get(section) if isinstance(file.data, dict) else None
    if isinstance(entries, dict) and entries:
        last = find(file, text, section, max(entries, key=lambda id: file.places[section, id]))
        if last is not None:
            return Span(last.last, last.last, last.indent)
    raise ContentError(IN_FILE_ONLY.format(file=file.name))


def cut_out(text: str, span: Span) -> str:
    """The entry, not indented."""
    lines = lines_of(text)[span.first : span.last]
    return "\n".join(line.rstrip("\r\n")[span.indent :] for line in lines).rstrip() + "\n"


def put_in(text: str, span: Span, entry: str) -> str:
    """The file's text with the entry in place of those lines."""
    lines = lines_of(text)
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    before = "".join(lines[: span.first])
    if before and not before.endswith("\n"):
        before += end
    body = "".join((" " * span.indent + line if line else "") + end for line in entry.rstrip().split("\n"))
    return before + body + "".join(lines[span.last :])


def with_fields(id: str, entry: str, fields: Mapping[str, str | Mapping[str, str]]) -> str:
    """The entry with other values; what is empty is taken out."""
    data, values = _read(id, entry)
    for key, value in fields.items():
        if not value:
            values.pop(key, None)
        elif key not in values:
            values.insert(_place_for(key, values), key, _value(value))
        elif not isinstance(value, str) or str(values[key]).strip() != value.strip():
            values[key] = _value(value)
    return _written(data, entry)


def with_examples(id: str, entry: str, examples: Mapping[str, Sequence[str]]) -> str:
    """The entry with these sentences by language."""
    data, values = _read(id, entry)
    known = values.setdefault("examples", CommentedMap())
    for language, wanted in examples.items():
        if isinstance(known.get(language), CommentedSeq):
            change_list(known[language], tuple(wanted))
        elif wanted:
            known[language] = CommentedSeq(map(scalar, wanted))
        if not wanted:
            known.pop(language, None)
    return _written(data, entry)


def simple_fields(values: Any) -> dict[str, str]:
    """The values that are one text each."""
    return {key: value for key, value in values.items() if isinstance(value, str)} if isinstance(values, dict) else {}


def examples_of(values: Any) -> dict[str, tuple[str, ...]]:
    """The sentences by language."""
    found = values.get("examples") if isinstance(values, dict) else None
    lists = found.items() if isinstance(found, dict) else ()
    return {language: tuple(map(str, texts)) for language, texts in lists if isinstance(texts, list)}


def _is_key(path: Path_, section: str) -> bool:
    return len(path) == 1 or (len(path) == 2 and path[0] == section)


def _without_rest(lines: list[str], first: int, last: int, indent: int) -> int:
    """Blank lines and notes between two entries belong to the second."""
    while last > first:
        line = lines[last - 1]
        note = line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= indent
        if line.strip() and not note:
            break
        last -= 1
    return last


def _read(id: str, entry: str) -> tuple[Any, Any]:
    try:
        data = text_only_yaml().load(entry or f"{id}: {{}}\n")
    except (YAMLError, ValueError, TypeError, RecursionError):
        raise ContentError(parse_problem(entry)) from None
    if not isinstance(data, CommentedMap) or list(data) != [id]:
        raise ContentError(f"Der Eintrag muss mit „{id}:“ beginnen.")
    if not isinstance(data[id], CommentedMap) or not entry:
        data[id] = CommentedMap()
    return data, data[id]


def parse_problem(entry: str) -> str:
    """Why a text is not YAML, in German."""
    problems = parse_yaml(entry.encode(), "").problems
    return problems[0].text if problems else say("not-yaml")


def _place_for(key: str, values: CommentedMap) -> int:
    """Texts come first; what else is new, not at the end: a note behind the last line belongs to what follows."""
    if key in LEADING[1:] or (len(key) == 2 and key != "de"):
        return sum(1 for known in values if known in LEADING or len(str(known)) == 2)
    return 0 if key == "de" else len(values)


def _value(text: str | Mapping[str, str]) -> Any:
    if not isinstance(text, str):
        made = CommentedMap({key: scalar(value) for key, value in text.items()})
        made.fa.set_flow_style()
        return made
    if "\n" in text:
        return LiteralScalarString(text)
    return text if _DAY.fullmatch(text) else scalar(text)


def _written(data: Any, entry: str) -> str:
    out, yaml = io.StringIO(), text_only_yaml()
    step = next((len(line) - len(line.lstrip()) for line in entry.split("\n") if line[:1] == " "), INDENT)
    yaml.indent(mapping=step, sequence=step + 2, offset=step)
    yaml.width = 1_000_000  # a long line that nobody changed is not broken
    yaml.dump(data, out)
    return out.getvalue()
