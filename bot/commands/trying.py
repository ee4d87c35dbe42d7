"""`amtsbote try`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TextIO

from bot.content_files.loader import load_content
from bot.core.content import Content
from bot.core.forwarding import WayName
from bot.errors import SettingsError
from bot.evaluation.trial import Trial, as_record, lines_for_person
from bot.settings import load_settings
from bot.understanding.engine import Understander


def load_content_and_understander(root: Path) -> tuple[Content, Understander]:
    """Both, loaded once; raises ContentError."""
    content = load_content(root, date.today())
    return content, Understander(content)


def load_trial(root: Path) -> Trial:
    """Content, understanding and the ways out that are set, for messages that are neither stored nor sent.

    Raises ContentError or SettingsError.
    """
    ways: set[WayName] = {"open311", "zammad"}
    if load_settings().smtp_host:
        ways.add("email")
    return Trial(*load_content_and_understander(root), ways)


def try_text(root: Path, organisation: str | None, text: str, at: str | None) -> None:
    """Prints decision and reply for one message."""
    trial = load_trial(root)
    chosen = organisation_of(trial.content, organisation)
    outcome = trial.answer(chosen, text, moment(at))
    print("\n".join(lines_for_person(outcome)))  # noqa: T201


def try_lines(root: Path, organisation: str | None, lines: Iterable[bytes], out: TextIO) -> int:
    """Answers JSON lines in order; a line that cannot be read gets an object with `error`. Exit status 1 if any did."""
    trial = load_trial(root)
    failed = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        record = _answer_line(trial, organisation, line, number)
        failed |= "error" in record
        out.write(json.dumps(record, ensure_ascii=False) + "\n")
        out.flush()
    return int(failed)


def _answer_line(trial: Trial, organisation: str | None, line: bytes, number: int) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    try:
        asked = json.loads(line.decode("utf-8-sig"))
        if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
            raise SettingsError("Erwartet wird ein Objekt mit „text“.")
        chosen = organisation_of(trial.content, asked.get("organisation") or organisation)
        conversation = asked.get("conversation")
        at = moment(asked.get("at"))
        outcome = trial.answer(chosen, asked["text"], at, None if conversation is None else str(conversation))
    except (SettingsError, ValueError, RecursionError) as error:
        id = asked.get("id", number) if isinstance(asked, dict) else number
        text = "Das ist kein JSON." if isinstance(error, json.JSONDecodeError | UnicodeDecodeError) else str(error)
        return {"id": id, "error": f"Zeile {number}: {text}"}
    return as_record(outcome, asked.get("id", number)) | {"organisation": chosen}


def organisation_of(content: Content, asked: str | None) -> str:
    """The organisation asked for, or the only one there is; raises SettingsError that names the choices."""
    if asked in content.bodies:
        return str(asked)
    if asked is None and len(content.bodies) == 1:
        return next(iter(content.bodies))
    known = ", ".join(content.bodies)
    missing = "Bitte --organisation angeben." if asked is None else f"Die Organisation „{asked}“ gibt es nicht."
    raise SettingsError(f"{missing} Möglich sind: {known}.")


def moment(text: str | None) -> datetime:
    """The time an ISO text names, now for none; raises SettingsError."""
    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise SettingsError(f"„{text}“ ist keine Zeit im ISO-Format wie 2026-11-23T10:00:00+01:00.") from None
    return moment if moment.tzinfo else moment.astimezone()
