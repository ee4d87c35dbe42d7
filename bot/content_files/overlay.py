"""The content folders with some files changed: looked through before anything is written, then written together."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from bot.content_files.loader import check_content
from bot.content_files.parsed import ParsedFiles
from bot.content_files.yaml_file import Problem
from bot.core.content import Content
from bot.errors import ContentError


def check_with(
    root: Path, changed: Mapping[str, bytes], today: date, parsed: ParsedFiles
) -> tuple[Content | None, list[Problem]]:
    """What the folders would be and what would be wrong if these files, by name, were so; raises ContentError."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        try:
            for top in ("intents", "responses"):
                shutil.copytree(root / top, copy / top, ignore=shutil.ignore_patterns(".*", "*.json", "*.md"))
            for name, raw in changed.items():
                (copy / name).parent.mkdir(exist_ok=True)
                (copy / name).write_bytes(raw)
        except OSError as error:
            raise ContentError(f"Die Dateien lassen sich nicht prüfen ({error.strerror or error}).") from error
        return check_content(copy, today, parsed)


def write_all(files: Mapping[Path, tuple[bytes, bytes]]) -> None:
    """Puts the second text in place of the first in each file, or in none; an empty first one is no file yet.

    Raises ContentError.
    """
    done: list[Path] = []
    for path, (_, new) in files.items():
        try:
            _write(path.resolve(), new)
        except OSError as error:
            for written in done:
                with contextlib.suppress(OSError):
                    _take_back(written, files[written][0])
            raise ContentError(
                f"{path}:1: Die Datei lässt sich nicht schreiben, es wurde nichts geändert ({error.strerror})."
            ) from error
        done.append(path)


def _take_back(path: Path, before: bytes) -> None:
    if before:
        _write(path.resolve(), before)
    else:
        path.unlink(missing_ok=True)


def _write(target: Path, raw: bytes) -> None:
    """Replaces a file at once; what reads it meanwhile sees the old or the new one, whole."""
    target.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
