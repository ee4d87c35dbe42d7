"""Writes differences into YAML files that people edit too: comments, order and quotes stay as they are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from ruamel.yaml.tag import Tag

from bot.content_files.catalogue.merging import VANISHED, Difference, Value

HEAD = """\
# Übernommen mit `amtsbote import`. Was Sie hier ändern, bleibt beim nächsten Import so; Beispielsätze (examples) helfen
# beim Verstehen. Eine Leistung mit vanished stand nicht mehr im Katalog: Löschen Sie sie, oder löschen Sie die Zeile.
topic: katalog
title: {de: Leistungen, en: Services}
intents:
"""
_PLAIN = re.compile(r"(?!(?i:null|true|false|yes|no|on|off|y|n)$)[^\W\d].*", re.DOTALL)
"""What every YAML reader takes for text without quotes."""


class _TextOnly(VersionedResolver):
    """Every plain scalar is text and is written as it was read: 8:30, no and 030123 are left alone."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """The tag of a node."""
        if kind is ScalarNode and implicit[0]:
            return Tag(suffix="tag:yaml.org,2002:str")
        return super().resolve(kind, value, implicit)


def edited(text: str, section: str, differences: Iterable[Difference]) -> str:
    """The text of a file with the differences in its section, `intents` or `offices`."""
    yaml = round_trip()
    data = yaml.load(text)
    if data[section] is None or isinstance(data[section], str):
        data[section] = CommentedMap()
    for difference in differences:
        if difference.new:
            data[section][difference.id] = _entry(section, difference)
        else:
            _change(data[section][difference.id], difference)
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def new_file(differences: Iterable[Difference]) -> str:
    """The text of a new file of the catalogue."""
    return edited(HEAD, "intents", differences)


def read_text(path: Path) -> str:
    """A file's text, without a byte order mark."""
    return path.read_text(encoding="utf-8-sig")


def round_trip() -> YAML:
    """Reads and writes a file so that what is not touched stays as it is."""
    yaml = YAML()
    yaml.Resolver = _TextOnly
    yaml.preserve_quotes = True
    yaml.width = 120
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _entry(section: str, difference: Difference) -> CommentedMap:
    fields = {change.key: change.after for change in difference.changes if change.after}
    entry = CommentedMap()
    if section == "intents":
        entry["kind"] = "service_request"
        entry["title"] = CommentedMap({key: scalar(str(fields.pop(f"title.{key}"))) for key in ("de", "en")})
        entry["title"].fa.set_flow_style()
    for key, value in fields.items():
        entry[key] = _node(value)
    return entry


def _change(entry: CommentedMap, difference: Difference) -> None:
    for change in difference.changes:
        above, _, key = change.key.rpartition(".")
        place = entry[above] if above else entry
        if change.after is None:
            del place[key]
        elif isinstance(change.after, tuple) and isinstance(place.get(key), CommentedSeq):
            change_list(place[key], change.after)
        elif key in place:
            place[key] = _node(change.after)
        else:
            # Not at the end: what stands behind the last entry, a blank line or a note, belongs to what follows.
            place.insert(1 if key == VANISHED else max(1, len(place) - 1), key, _node(change.after))


def change_list(entries: CommentedSeq, wanted: tuple[str, ...]) -> None:
    """Makes a list hold the wanted texts; those that stay keep their place and their notes."""
    for i in range(len(entries) - 1, -1, -1):
        if str(entries[i]) not in wanted:
            del entries[i]
    known = {str(entry) for entry in entries}
    for text in wanted:
        if text not in known:
            # A note behind the last entry belongs to what follows the list.
            entries.insert(len(entries) - bool(entries.ca.items.get(len(entries) - 1)), scalar(text))


def _node(value: Value) -> Any:
    return CommentedSeq(map(scalar, value)) if isinstance(value, tuple) else scalar(value)


def scalar(text: str) -> str:
    """A text with quotes where YAML readers need them."""
    return text if _PLAIN.fullmatch(text) else DoubleQuotedScalarString(text)
