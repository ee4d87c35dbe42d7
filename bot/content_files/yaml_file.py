"""One YAML file to plain values with a place for each, without YAML's surprises.

Every scalar is text and the model says what it means: `8:30` stays a time, `no` stays a word and `030123`
keeps its zero. That, and a tenth of ruamel.yaml's loading time, is why nodes are composed by libyaml and
constructed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.content_files.syntax import explain

MAX_BYTES = 2_000_000
MAX_DEPTH = 20

UNSEEN = "Hier steht ein unsichtbares Steuerzeichen. Löschen Sie es und speichern Sie als UTF-8."

Path_ = tuple[str | int, ...]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_LONG = re.compile(r"„([^“]{200})[^“]+“")
_HASHTAG = re.compile(r"[ \t]+(#\w\S*)")


@dataclass(frozen=True, order=True)
class Problem:
    """A finding in a file; a hint does not keep the bot from starting.

    Shown on one line as `file:line: text`, with long quotations cut and without characters that a terminal obeys.
    """

    file: str
    line: int
    text: str
    hint: bool = False

    def __str__(self) -> str:
        text = "".join(letter if letter.isprintable() else " " for letter in _LONG.sub(r"„\1…“", self.text))
        return f"{self.file}:{self.line}: {'Hinweis: ' if self.hint else ''}{text}"


@dataclass
class YamlFile:
    """The values of a file and the line of each value by its path of keys and indices."""

    name: str
    data: Any
    lines: dict[Path_, int]
    problems: list[Problem]

    def line_of(self, path: Path_) -> int:
        """The line of a value, or of the nearest one above it that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def report(self, line: int, text: str) -> None:
        """Notes what is wrong with this file."""
        self.problems.append(Problem(self.name, line, text))


def read_yaml(path: Path, name: str) -> YamlFile:
    """Reads a file; whatever is wrong with it becomes a problem, never an exception."""
    file = YamlFile(name, None, {}, [])
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except PermissionError:
        file.report(1, "Dem Programm fehlt das Recht, diese Datei zu lesen. Ändern Sie die Zugriffsrechte.")
        return file
    except OSError:
        file.report(1, "Die Datei lässt sich nicht lesen. Speichern Sie sie bitte neu.")
        return file
    if len(raw) > MAX_BYTES:
        file.report(1, "Die Datei ist größer als 2 MB. Teilen Sie sie bitte auf.")
        return file
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        file.report(line, "Die Datei ist nicht in UTF-8 gespeichert. Wählen Sie beim Speichern UTF-8.")
        return file
    _load(text, file)
    return file


def _load(text: str, file: YamlFile) -> None:
    if unseen := _CONTROL.search(text):
        file.report(text.count("\n", 0, unseen.start()) + 1, UNSEEN)
        return
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    lines = text.splitlines()
    try:
        if refused := _refused(text, loader):
            file.report(*refused)
            return
        node = yaml.compose(text, loader)
    except yaml.MarkedYAMLError as error:
        file.report(*explain(error, lines))
        return
    except (yaml.YAMLError, ValueError, RecursionError):
        file.report(1, "Die Datei ist kein lesbares YAML.")
        return
    if node is None:
        file.report(1, "Die Datei ist leer. Tragen Sie etwas ein oder löschen Sie die Datei.")
        return
    file.data = _value(node, (), file, lines)


def _refused(text: str, loader: Any) -> tuple[int, str] | None:
    """The line of what YAML allows and these files do not, and what to do about it."""
    depth = 0
    for event in yaml.parse(text, loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return line, "Ein Text, der mit & oder * beginnt, gehört ganz in Anführungszeichen."
        if getattr(event, "tag", None):
            return line, "Ein Text, der mit ! beginnt, gehört ganz in Anführungszeichen."
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return line, "Hier stecken zu viele Klammern oder Einrückungen ineinander."
    return None


def _value(node: yaml.Node, path: Path_, file: YamlFile, lines: list[str]) -> Any:
    file.lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, file, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, i), file, lines) for i, item in enumerate(node.value)]
    if _CONTROL.search(node.value):
        file.report(node.start_mark.line + 1, UNSEEN)
    if not isinstance(node, yaml.ScalarNode) or node.style:
        return node.value
    end = node.end_mark
    rest = lines[end.line][end.column :] if end.line < len(lines) else ""
    if lost := _HASHTAG.match(rest):
        file.report(
            end.line + 1,
            f"Ab „{lost[1]}“ fehlt der Text, denn # beginnt eine Notiz. "
            "Setzen Sie den ganzen Text in Anführungszeichen.",
        )
    return None if node.value in ("", "~", "null") else node.value


def _mapping(node: yaml.MappingNode, path: Path_, file: YamlFile, lines: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, item in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            file.report(line, "Vor dem Doppelpunkt muss ein einfacher Name stehen.")
        elif key.value in values:
            file.report(line, f"„{key.value}“ steht hier zweimal. Löschen Sie einen der Einträge.")
        else:
            values[key.value] = _value(item, (*path, key.value), file, lines)
            file.lines[(*path, key.value)] = line
    return values
