"""`amtsbote new organisation`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import get_args

import typer

from bot.content_files.contacts import email_fault, is_phone, link_fault
from bot.content_files.folders import COMMON
from bot.content_files.loader import check_files
from bot.content_files.mistakes import say
from bot.content_files.new_organisation import Facts, folder_name, new_files
from bot.core.organisation import State
from bot.errors import SettingsError

STATES = get_args(State)
QUESTIONS = {
    "name": "Wie heißt Ihre Organisation?",
    "in_sentence": "Wie geht der Satz weiter: „Ich bin ein Programm …“?",
    "subject": "Wie beginnt der Satz: „… antwortet hier.“?",
    "name_en": "Wie heißt sie auf Englisch, mit Artikel?",
    "state": f"In welchem Bundesland? ({', '.join(STATES)})",
    "phone": "Allgemeine Telefonnummer mit Vorwahl (leer: keine)",
    "email": "Allgemeine E-Mail-Adresse (leer: keine)",
    "website": "Internetadresse (leer: keine)",
    "privacy_notice": "Seite mit der Datenschutzerklärung (leer: noch keine)",
}
OPTIONAL = frozenset({"phone", "email", "website", "privacy_notice"})
ENGLISH = {"stadt": "the City of", "gemeinde": "the Municipality of", "landkreis": "the District of"}
FEMININE = ("stadt", "gemeinde", "verbandsgemeinde", "landeshauptstadt", "bibliothek", "stadtbibliothek")


def create_organisation(root: Path, name: str, given: dict[str, str | None], ask: bool, with_offices: bool) -> None:
    """Writes the folder of a new organisation, asking for what is not given; raises SettingsError if it cannot.

    Without `ask`, what may be missing is left out and the rest must be given.
    """
    id = folder_name(name)
    folder = root / "responses" / id
    if not id or id == COMMON:
        raise SettingsError(f"„{name}“ gibt keinen Ordnernamen. Nehmen Sie Buchstaben a–z und Ziffern.")
    if folder.exists():
        raise SettingsError(f"Den Ordner {folder} gibt es schon. Wählen Sie einen anderen Namen.")
    facts = _facts(name, given, ask)
    written = list(new_files(root, id, facts, with_offices))
    for file, text in written:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path)  # noqa: T201
    _report(root, id)


def _facts(name: str, given: dict[str, str | None], ask: bool) -> Facts:
    values: dict[str, str] = {}
    for field in fields(Facts):
        key = field.name
        default = _guess(key, name if key == "name" else values["name"])
        value = given.get(key)
        if value is None and ask:
            value = _asked(key, default)
        value = (default if value is None else value).strip()
        if fault := _fault(key, value):
            raise SettingsError(f"--{key.replace('_', '-')}: {fault}")
        values[key] = value
    return Facts(**values)


def _asked(key: str, default: str) -> str:
    while True:
        suggested = default if default or key in OPTIONAL else None
        answer: str = typer.prompt(QUESTIONS[key], default=suggested, show_default=bool(default))
        fault = _fault(key, answer.strip())
        if fault is None:
            return answer
        print(fault)  # noqa: T201


def _fault(key: str, value: str) -> str | None:
    if not value:
        return None if key in OPTIONAL else "Diese Angabe fehlt."
    checks: dict[str, Callable[[str], str | None]] = {
        "state": lambda text: None if text in STATES else f"Möglich sind {', '.join(STATES)}.",
        "phone": lambda text: None if is_phone(text) else say("no-phone", number=text),
        "email": email_fault,
        "website": link_fault,
        "privacy_notice": link_fault,
    }
    return checks[key](value) if key in checks else None


def _guess(key: str, name: str) -> str:
    """What is likely right, to be confirmed; nothing where a guess would be a fact."""
    first, _, rest = name.partition(" ")
    feminine = first.lower() in FEMININE and rest
    guesses = {
        "name": name,
        "in_sentence": f"der {name}" if feminine else "",
        "subject": f"die {name}" if feminine else "",
        "name_en": f"{ENGLISH[first.lower()]} {rest}" if rest and first.lower() in ENGLISH else "",
    }
    return guesses.get(key, "")


def _report(root: Path, id: str) -> None:
    own = [p for p in check_files(root, date.today(), thorough=True).problems if p.file.startswith(f"responses/{id}")]
    print("\nNoch zu tun (amtsbote check):")  # noqa: T201
    for problem in own:
        print(problem)  # noqa: T201
    print("\nDateien mit der Endung .vorlage liest der Bot nicht. Passen Sie eine an und benennen Sie sie um in .yaml.")  # noqa: T201
