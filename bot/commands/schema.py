"""`amtsbote schema`."""

from __future__ import annotations

import json
from pathlib import Path

from bot.content_files.handbook import BEGIN, HANDBOOKS, with_mistakes
from bot.content_files.schema import schemas


def write_schemas(root: Path) -> None:
    """Writes the schemas beside the files they describe, and the list of mistakes into the handbooks there."""
    for name, schema in schemas().items():
        path = root / name
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        print(path)  # noqa: T201
    for folder in HANDBOOKS:
        handbook = root / folder / "README.md"
        if handbook.is_file() and BEGIN in (text := handbook.read_text(encoding="utf-8")):
            handbook.write_text(with_mistakes(text, folder), encoding="utf-8")
            print(handbook)  # noqa: T201
