"""The first files of a new organisation: its own facts, Musterstadt's offices without contacts, and drafts of answers.

Nothing invented may reach a citizen: offices get no contact but the organisation's, and Musterstadt's answers are only
drafts, which the bot does not read before someone renames them; each then reminds `check` that it is not verified.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.content_files.schema import schema_line
from bot.content_files.yaml_file import read_yaml

MODEL = "musterstadt"
DRAFT = ".vorlage"
"""Ending of a draft: `aktuelles.yaml.vorlage` is left alone until it is renamed to `aktuelles.yaml`."""
SPECIAL = frozenset({"organisation.yaml", "offices.yaml", "places.yaml", "texts.yaml", "text_modules.yaml"})
COPIED = ("name", "name_en", "accusative", "nominative", "serves", "aliases")
"""What an office keeps of Musterstadt's; numbers, addresses, hours and areas are facts."""
UNVERIFIED = "Aus Musterstadt übernommen: Text, Link, Quelle und Stand durch eigene ersetzen."

_RESPONSE = re.compile(r"  [a-z0-9_-]+:\s*(#.*)?")
_SLUG = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Facts:
    """What must be known of an organisation before anyone may write to it."""

    name: str
    in_sentence: str
    subject: str
    name_en: str
    state: str
    phone: str
    email: str
    website: str
    privacy_notice: str


def folder_name(name: str) -> str:
    """ "Gemeinde Neudorf" as "gemeinde-neudorf"."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_SLUG)).strip("-")[:64]


def new_files(root: Path, id: str, facts: Facts, with_offices: bool) -> Iterator[tuple[str, str]]:
    """Each new file as (name, text); drafts of answers come from Musterstadt's folder, if it is there."""
    model = root / "responses" / MODEL
    offices = dict(_offices(model)) if with_offices else {}
    general = next((office for office, entry in offices.items() if "*" in entry["serves"]), None)
    if general is None:
        offices = {"zentrale": {"name": "Zentrale", "name_en": "Front desk", "serves": ["*"]}} | offices
        general = "zentrale"
    yield f"responses/{id}/organisation.yaml", _organisation(id, facts, offices, general)
    yield f"responses/{id}/offices.yaml", _as_yaml(id, offices)
    for path in sorted(model.glob("*.yaml")):
        if path.name not in SPECIAL:
            yield f"responses/{id}/{path.name}{DRAFT}", _draft(path.read_text(encoding="utf-8"))


def _offices(model: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Musterstadt's own offices; of several for the same services the first, as areas are not copied."""
    file = read_yaml(model / "offices.yaml", "offices.yaml")
    served: set[tuple[str, ...]] = set()
    for id, office in (file.data or {}).get("offices", {}).items():
        serves = tuple(office["serves"])
        if office.get("ours", "true") == "true" and serves not in served:
            served.add(serves)
            yield id, {key: office[key] for key in COPIED if key in office}


def _organisation(id: str, facts: Facts, offices: Mapping[str, Mapping[str, Any]], general: str) -> str:
    quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in vars(facts).items()}
    contact = [f"  {key}: {quoted[key]}" for key in ("phone", "email", "website") if getattr(facts, key)]
    checks = [
        "Fristen für Antworten (due) und Speicherdauer (retention) mit dem Datenschutz festlegen.",
        "Nutzungskonzept, Datenschutzerklärung und Verzeichnis der Verarbeitungstätigkeiten um diesen Chat ergänzen.",
        f"Wer liest, was der Bot nicht klären kann? Eingetragen ist „{offices[general]['name']}“ (desk).",
        *(f"Stelle „{o['name']}“ ({key}): Gibt es sie, wofür, und wie erreicht man sie?" for key, o in offices.items()),
    ]
    lines = [
        schema_line(f"responses/{id}/organisation.yaml"),
        f"name: {quoted['name']}",
        f"in_sentence: {{de: {quoted['in_sentence']}, en: {quoted['name_en']}}}",
        f"subject: {{de: {quoted['subject']}, en: {quoted['name_en']}}}",
        f"state: {facts.state}",
        "languages: [de, en]",
        *(["contact:", *contact] if contact else ["contact: {}"]),
        *([f"privacy_notice: {quoted['privacy_notice']}"] if facts.privacy_notice else []),
        f"desk: {general}",
        "retention: {raw_messages: 90 days, conversations_idle: 2 years}",
        "forwarding: ask",
        "due: {default: 2 working days, privacy_request: 1 month}",
        "to_verify:",
        *(f"  - {json.dumps(sentence, ensure_ascii=False)}" for sentence in checks),
    ]
    return "\n".join(lines) + "\n"


def _as_yaml(id: str, offices: Mapping[str, Mapping[str, Any]]) -> str:
    lines = [schema_line(f"responses/{id}/offices.yaml"), "offices:"]
    for office, entries in offices.items():
        lines.append(f"  {office}:")
        lines += [f"    {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in entries.items()]
    return "\n".join(lines) + "\n"


def _draft(text: str) -> str:
    """Answers with a reminder at each."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("    to_verify:"):
            lines.append(line)
        if _RESPONSE.fullmatch(line):
            lines.append(f"    to_verify: {json.dumps(UNVERIFIED, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
