"""Which files are read: YAML files directly in `intents/` or `responses/`, or one folder below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content_files.mistakes import say
from bot.content_files.yaml_file import Problem

COMMON = "common"

_FOLDER = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_MEANT_AS_YAML = re.compile(r".*\.ya?ml(\.txt)?", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Found:
    """A file with its scope, an organisation's id or "common", and its name relative to the content folder."""

    scope: str
    path: Path
    name: str


def content_files(root: Path, top: str) -> Iterator[Found | Problem]:
    """Each file of `root/top` in order, or why it is not read; nothing outside of it is ever opened."""
    base = root / top
    try:
        for path in _entries(base):
            if not path.is_dir():
                yield from _file(path, COMMON, root, base)
            elif _leads_out(path, base):
                yield Problem(_name(path, root), 1, _LEADS_OUT)
            else:
                yield from _folder(path, root, base)
    except OSError as error:
        folder = Path(str(error.filename or base))
        text = say("unreadable-folder")
        yield Problem(_name(folder, root) if folder.is_relative_to(root) else top, 1, text)


_LEADS_OUT = say("leads-out")


def _folder(folder: Path, root: Path, base: Path) -> Iterator[Found | Problem]:
    found: list[Found | Problem] = []
    for path in _entries(folder):
        if path.is_dir():
            text = say("too-deep")
            found.append(Problem(_name(path, root), 1, text, hint=True))
        else:
            found += _file(path, folder.name, root, base)
    if found and not _FOLDER.fullmatch(folder.name):
        text = say("folder-name")
        yield Problem(_name(folder, root), 1, text)
        return
    yield from found


def _file(path: Path, scope: str, root: Path, base: Path) -> Iterator[Found | Problem]:
    if not _MEANT_AS_YAML.fullmatch(path.name):
        return
    name = _name(path, root)
    if not path.name.isprintable():
        yield Problem(name, 1, say("file-name"))
    elif path.suffix != ".yaml":
        yield Problem(name, 1, say("file-ending"))
    elif _leads_out(path, base):
        yield Problem(name, 1, _LEADS_OUT)
    elif not path.is_file():
        yield Problem(name, 1, say("no-file"))
    else:
        yield Found(scope, path, name)


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _leads_out(path: Path, base: Path) -> bool:
    """Whether a link ends outside; links inside stay allowed because Kubernetes mounts files that way."""
    try:
        return not path.resolve().is_relative_to(base.resolve())
    except (OSError, RuntimeError):
        return True


def _name(path: Path, root: Path) -> str:
    """The name as it can be printed on one line."""
    name = path.relative_to(root).as_posix()
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)
