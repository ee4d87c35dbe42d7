"""`amtsbote import`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from bot.content_files.catalogue.applying import apply, contents, new_texts
from bot.content_files.catalogue.existing import read_existing
from bot.content_files.catalogue.memory import FILE, recall
from bot.content_files.catalogue.merging import VANISHED, Change, Difference, Value
from bot.content_files.catalogue.planning import Plan, plan_import
from bot.content_files.catalogue.reading import read_catalogue, refuse
from bot.errors import ContentError

SHOWN_NEW = 20
SHOWN_CHARS = 60
SUSPICIOUS = 0.5
"""If more than this share of the services vanish, the file is probably not the whole catalogue."""
_YES = frozenset({"j", "ja", "y", "yes"})
_LABELS = {
    "title.de": "Titel",
    "title.en": "englischer Titel",
    "description": "Beschreibung",
    "synonyms": "Synonyme",
    "link": "Adresse der Seite",
    "name": "Name",
    "phone": "Telefon",
    "email": "E-Mail",
    "address": "Anschrift",
    "website": "Website",
    "areas": "Orte",
    "serves": "zuständig für",
}


def import_catalogue(root: Path, file: Path, organisation: str, yes: bool) -> int:
    """Shows what taking over a catalogue changes and, after a yes, writes it; raises ContentError for any problem."""
    today = date.today()
    catalogue = read_catalogue(file)
    existing = read_existing(root, organisation, today)
    memory = recall(root / "responses" / organisation / FILE)
    plan = plan_import(file.name, catalogue, existing, memory, today)
    if not isinstance(plan, Plan):
        refuse(plan)
        return 1
    _say([*catalogue.notes, *_shown(plan)])
    if not plan.changes and plan.memory == memory:
        _say(["Nichts zu tun."])
        return 0
    texts = new_texts(root, organisation, plan, existing)
    seen = {path: contents(path) for path in texts}
    if not _confirmed(plan, yes):
        return 0
    apply(root, texts, seen, today)
    names = ", ".join(path.relative_to(root).as_posix() for path in texts if path.name != FILE)
    _say([f"Geschrieben: {names or FILE}", "Beim nächsten Start kennt der Bot die Leistungen."])
    return 0


def _confirmed(plan: Plan, yes: bool) -> bool:
    terminal = sys.stdin.isatty() and sys.stdout.isatty()
    gone = sum(d.vanishes for d in plan.services)
    if gone > SUSPICIOUS * len(plan.services) and not terminal:
        raise ContentError(
            f"{gone} von {len(plan.services)} Leistungen fehlen in der Datei. Ist sie vollständig? Es wurde nichts "
            "geändert. Wenn es so sein soll, rufen Sie den Import in einem Terminal ohne --yes auf."
        )
    if yes and gone <= SUSPICIOUS * len(plan.services):
        return True
    if not terminal:
        _say(["Es wurde nichts geändert. Mit --yes wird es übernommen."])
        return False
    try:
        return input("Übernehmen? [j/N] ").strip().casefold() in _YES
    except EOFError:
        return False


def _shown(plan: Plan) -> Iterator[str]:
    for title, differences in (("Leistungen", plan.services), ("Stellen", plan.offices)):
        new = [d for d in differences if d.new]
        vanished = [d for d in differences if d.vanishes]
        changed = [d for d in differences if d.changes and not d.new and not d.vanishes]
        yield f"{title}: {len(new)} neu, {len(changed)} geändert, {len(vanished)} verschwunden"
        yield from (f"  + {d.id}: {d.name}" for d in new[:SHOWN_NEW])
        if len(new) > SHOWN_NEW:
            yield f"  … und {len(new) - SHOWN_NEW} weitere neue"
        yield from (line for d in changed for line in _changed(d))
        yield from (f"  - {d.id}: {d.name} (bleibt stehen, mit {VANISHED})" for d in vanished)
        if kept := sum(bool(d.kept) for d in differences):
            yield f"  {kept} von Hand geändert: Das bleibt so."
    if plan.deleted:
        yield f"{len(plan.deleted)} Leistungen haben Sie gelöscht: Sie kommen nicht wieder."


def _changed(difference: Difference) -> Iterator[str]:
    yield f"  ~ {difference.id}: {difference.name}"
    for change in difference.changes:
        yield f"      {_LABELS.get(change.key, change.key)}: {_change(change)}"


def _change(change: Change) -> str:
    if change.key == VANISHED:
        return "wieder im Katalog"
    if not isinstance(change.before, tuple) and not isinstance(change.after, tuple):
        return f"{_value(change.before)} → {_value(change.after)}"
    before, after = _entries(change.before), _entries(change.after)
    more = [f"+ {_cut(entry)}" for entry in after if entry not in before]
    less = [f"− {_cut(entry)}" for entry in before if entry not in after]
    return _listed([*more, *less])


def _listed(entries: list[str]) -> str:
    hidden = len(entries) - SHOWN_NEW
    return ", ".join(entries[:SHOWN_NEW]) + (f" … und {hidden} weitere" if hidden > 0 else "")


def _entries(value: Value | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value or ()


def _value(value: Value | None) -> str:
    return f"„{_cut(str(value))}“" if value else "(leer)"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print("".join(letter if letter.isprintable() else " " for letter in line))  # noqa: T201
