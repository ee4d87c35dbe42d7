"""`amtsbote schema`."""

from __future__ import annotations

import json
from pathlib import Path

from bot.content_files.schema import schemas


def write_schemas(root: Path) -> None:
    """Writes the schemas beside the files they describe."""
    for name, schema in schemas().items():
        path = root / name
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        print(path)  # noqa: T201
