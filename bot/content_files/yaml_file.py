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

from bot.content_files.mistakes import say
from bot.content_files.syntax import explain

MAX_BYTES = 2_000_000
MAX_DEPTH = 20

UNSEEN = say("unseen")

Path_ = tuple[str | int, ...]
Place = tuple[int, int]
"""Line and column, counted from 1."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_LONG = re.compile(r"„([^“]{200})[^“]+“")
_HASHTAG = re.compile(r"[ \t]+(#\w\S*)")


@dataclass(frozen=True, order=True)
class Problem:
    """A finding in a file; a hint does not keep the bot from starting.

    Shown on one line as `file:line:column: text`; lines and columns count from 1.
    """

    file: str
    line: int
    text: str
    hint: bool = False
    column: int = 1

    @property
    def shown(self) -> str:
        """The text on one line, with long quotations cut and without characters that a terminal obeys."""
        return "".join(letter if letter.isprintable() else " " for letter in _LONG.sub(r"„\1…“", self.text))

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {'Hinweis: ' if self.hint else ''}{self.shown}"


@dataclass
class YamlFile:
    """The values of a file and the place of each, its line and column, by its path of keys and indices."""

    name: str
    data: Any
    places: dict[Path_, Place]
    problems: list[Problem]

    def place_of(self, path: Path_) -> Place:
        """Line and column of a value, or of the nearest one above it that exists."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def line_of(self, path: Path_) -> int:
        """The line of a value, or of the nearest one above it that exists."""
        return self.place_of(path)[0]

    def report(self, line: int, text: str, column: int = 1) -> None:
        """Notes what is wrong with this file."""
        self.problems.append(Problem(self.name, line, text, column=column))


def read_yaml(path: Path, name: str) -> YamlFile:
    """Reads a file; whatever is wrong with it becomes a problem, never an exception."""
    raw = read_bytes(path, name)
    return YamlFile(name, None, {}, [raw]) if isinstance(raw, Problem) else parse_yaml(raw, name)


def read_bytes(path: Path, name: str) -> bytes | Problem:
    """What stands in a file, at most a little more than may stand there, or why it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except PermissionError:
        return Problem(name, 1, say("no-right"))
    except OSError:
        return Problem(name, 1, say("unreadable"))


def parse_yaml(raw: bytes, name: str) -> YamlFile:
    """The values in the bytes of a file; whatever is wrong with them becomes a problem, never an exception."""
    file = YamlFile(name, None, {}, [])
    if len(raw) > MAX_BYTES:
        file.report(1, say("too-large"))
        return file
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        file.report(line, say("not-utf8"))
        return file
    _load(text, file)
    return file


def _load(text: str, file: YamlFile) -> None:
    if unseen := _CONTROL.search(text):
        before = text[: unseen.start()]
        file.report(before.count("\n") + 1, UNSEEN, len(before) - before.rfind("\n"))
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
        file.report(1, say("not-yaml"))
        return
    if node is None:
        file.report(1, say("empty-file"))
        return
    file.data = _value(node, (), file, lines)


def _refused(text: str, loader: Any) -> tuple[int, str, int] | None:
    """The line of what YAML allows and these files do not, what to do about it, and the column."""
    depth = 0
    for event in yaml.parse(text, loader):
        line, column = _place(event.start_mark) if event.start_mark else (1, 1)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return line, say("star-first"), column
        if getattr(event, "tag", None):
            return line, say("bang-first"), column
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return line, say("nested"), column
    return None


def _place(mark: Any) -> Place:
    return mark.line + 1, mark.column + 1


def _value(node: yaml.Node, path: Path_, file: YamlFile, lines: list[str]) -> Any:
    file.places[path] = _place(node.start_mark)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, file, lines)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, i), file, lines) for i, item in enumerate(node.value)]
    if _CONTROL.search(node.value):
        file.report(node.start_mark.line + 1, UNSEEN, node.start_mark.column + 1)
    if not isinstance(node, yaml.ScalarNode) or node.style:
        return node.value
    end = node.end_mark
    rest = lines[end.line][end.column :] if end.line < len(lines) else ""
    if lost := _HASHTAG.match(rest):
        file.report(
            end.line + 1,
            say("hash", text=lost[1]),
            end.column + 1 + lost.start(1),
        )
    return None if node.value in ("", "~", "null") else node.value


def _mapping(node: yaml.MappingNode, path: Path_, file: YamlFile, lines: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, item in node.value:
        line, column = _place(key.start_mark)
        if not isinstance(key, yaml.ScalarNode):
            file.report(line, say("no-simple-key"), column)
        elif key.value in values:
            file.report(line, say("twice", key=key.value), column)
        else:
            values[key.value] = _value(item, (*path, key.value), file, lines)
            file.places[(*path, key.value)] = line, column
    return values
