"""Versions of content files in git, where the folder is a repository; git is asked as a program."""

from __future__ import annotations

import logging
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

log = logging.getLogger(__name__)

LIMIT = 30
SECONDS = 10
_BETWEEN = "\x1f"
_OURS = ("-c", "user.name=Amtsbote", "-c", "user.email=amtsbote@localhost")
"""Only where the repository names nobody: git refuses to commit without."""


@dataclass(frozen=True)
class FileVersion:
    """A whole file as it was committed."""

    id: str
    at: datetime
    who: str
    what: str
    text: str


def keep(root: Path, name: str, id: str, who: str) -> bool:
    """Commits one file as it stands now; False if there is no repository or git refuses, which fails nothing."""
    if _git(root, "rev-parse", "--is-inside-work-tree") is None:
        return False
    named = _git(root, "config", "user.email") and _git(root, "config", "user.name")
    identity = () if named else _OURS
    message = f"{name}: {id}\n\nGeändert am Bearbeitungsplatz von {who}."
    done = _git(root, "add", "--", name) is not None
    done = done and _git(root, *identity, "commit", "--quiet", "--message", message, "--", name) is not None
    if not done:
        log.warning("%s is saved, but git did not take it as a version", name)
    return done


def of_file(root: Path, name: str) -> list[FileVersion] | None:
    """The last versions of a file, newest first; None without a repository."""
    told = _git(root, "log", f"--max-count={LIMIT}", "--format=%H%x1f%aI%x1f%an%x1f%s%x1f%b%x1e", "--", name)
    if told is None:
        return None
    found = []
    for record in filter(None, (part.strip("\n") for part in told.split("\x1e"))):
        id, at, author, subject, body = record.split(_BETWEEN)
        text = _git(root, "show", f"{id}:./{name}")
        if text is not None:
            who = body.strip().removeprefix("Geändert am Bearbeitungsplatz von ").removesuffix(".")
            found.append(
                FileVersion(id, datetime.fromisoformat(at), who if who != body.strip() else author, subject, text)
            )
    return found


def _git(root: Path, *arguments: str) -> str | None:
    """What git says; None if it is not there or refuses."""
    try:
        command = ["git", "-C", str(root), *arguments]
        done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
