"""`amtsbote schema`."""

from __future__ import annotations

import json
from pathlib import Path

from bot.content_files.folders import Found, content_files
from bot.content_files.handbook import BEGIN, HANDBOOKS, with_mistakes
from bot.content_files.schema import SCHEMA_MARK, schema_line, schemas


def write_schemas(root: Path) -> None:
    """Writes the schemas beside the files they describe, and the list of mistakes into the handbooks there.

    A file that does not name its schema in the first line gets that line.
    """
    for name, schema in schemas().items():
        path = root / name
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        print(path)  # noqa: T201
    for folder in HANDBOOKS:
        for found in content_files(root, folder):
            if isinstance(found, Found) and _name_schema(found):
                print(found.path)  # noqa: T201
        handbook = root / folder / "README.md"
        if handbook.is_file() and BEGIN in (text := handbook.read_text(encoding="utf-8")):
            handbook.write_text(with_mistakes(text, folder), encoding="utf-8")
            print(handbook)  # noqa: T201


def _name_schema(found: Found) -> bool:
    """Whether the file lacked the line and has it now; everything but a line like it stays byte by byte."""
    raw, line = found.path.read_bytes(), f"{schema_line(found.name)}\n".encode()
    if raw.startswith(line):
        return False
    rest = raw.removeprefix(b"\xef\xbb\xbf")
    if rest.startswith(SCHEMA_MARK.encode()):
        rest = rest.partition(b"\n")[2]
    found.path.write_bytes(line + rest)
    return True
