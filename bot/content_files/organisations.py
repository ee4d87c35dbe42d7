"""What must be right about each organisation and its offices."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from bot.content_files.contacts import contact_faults, link_fault
from bot.content_files.folders import COMMON
from bot.content_files.holidays import extra_holiday_fault
from bot.content_files.loaded import Loaded
from bot.content_files.names import id_fault
from bot.content_files.places import place_problems
from bot.content_files.ways import way_problems
from bot.content_files.yaml_file import Path_, Problem
from bot.core.calendar import parse_duration
from bot.core.content import Kind
from bot.core.organisation import Organisation

KINDS = frozenset(Kind.__args__)  # type: ignore[attr-defined]
ALWAYS_ANSWERED = frozenset({"emergency", "privacy_request", "complaint", "press_enquiry", "small_talk", "abuse"})
MAX_DURATION = 3_650
"""Of any unit: no promise and no keeping period is longer, and dates can still be computed."""


def organisation_problems(loaded: Loaded) -> Iterator[Problem]:
    """Every disagreement about organisations, offices and what nobody answers."""
    if not loaded.organisations:
        text = "Es gibt keine Organisation. Legen Sie einen Ordner mit organisation.yaml an."
        yield Problem("responses", 1, text)
    known = {*loaded.offices, *loaded.organisations, *loaded.places, *loaded.responses, *loaded.texts} - {COMMON}
    for id in sorted(loaded.intents.keys() - known - {COMMON}):
        text = f"Die Organisation „{id}“ gibt es nicht im Ordner responses. Prüfen Sie den Namen dieses Ordners."
        yield Problem(f"intents/{id}", 1, text)
    for id in sorted(known):
        for what, name in ((loaded.organisations, "organisation.yaml"), (loaded.offices, "offices.yaml")):
            if id not in what:
                yield Problem(f"responses/{id}", 1, f"Im Ordner fehlt die Datei {name}.")
        if id in loaded.organisations and id in loaded.offices:
            yield from _organisation(loaded, id)
            yield from _offices(loaded, id)
            yield from way_problems(loaded, id)
            yield from place_problems(loaded, id)
            yield from _unanswered(loaded, id)


def _organisation(loaded: Loaded, id: str) -> Iterator[Problem]:
    name, organisation = f"responses/{id}/organisation.yaml", loaded.organisations[id]
    if organisation.desk not in loaded.offices[id].offices:
        yield loaded.at(name, ("desk",), f"Die Stelle „{organisation.desk}“ steht nicht in offices.yaml.")
    try:
        ZoneInfo(organisation.timezone)
    except (KeyError, ValueError, OSError):
        said = f"Die Zeitzone „{organisation.timezone}“ gibt es nicht. In Deutschland gilt Europe/Berlin."
        yield loaded.at(name, ("timezone",), said)
    for fault, key in contact_faults(organisation.contact):
        yield loaded.at(name, ("contact", key), fault)
    if organisation.privacy_notice and (fault_ := link_fault(organisation.privacy_notice)):
        yield loaded.at(name, ("privacy_notice",), fault_)
    for language in ("de", "en"):
        if language not in organisation.languages:
            said = f"Deutsch und Englisch gehören immer dazu, es fehlt „{language}“."
            yield loaded.at(name, ("languages",), said)
    for place, text in [*_free_day_faults(organisation), *_duration_faults(organisation)]:
        yield loaded.at(name, place, text)
    for i, sentence in enumerate(organisation.to_verify):
        yield loaded.at(name, ("to_verify", i), f"Vor dem Start zu klären: {sentence}", hint=True)


def _free_day_faults(organisation: Organisation) -> Iterator[tuple[Path_, str]]:
    for i, entry in enumerate(organisation.extra_holidays):
        if fault := extra_holiday_fault(entry, organisation.state):
            yield ("extra_holidays", i), fault


def _duration_faults(organisation: Organisation) -> Iterator[tuple[Path_, str]]:
    due = organisation.due
    for kind in due:
        if kind not in KINDS | {"default"}:
            known = ", ".join(sorted(KINDS | {"default"}))
            yield ("due", kind), f"Die Art „{kind}“ gibt es nicht. Möglich sind: {known}."
        elif kind == "emergency":
            yield ("due", kind), "Ein Notfall ist immer sofort fällig. Löschen Sie den Eintrag."
        elif parse_duration(due[kind])[0] == 0:
            yield ("due", kind), f"Die Frist „{due[kind]}“ lässt niemandem Zeit."
    retention = organisation.retention.model_dump().items()
    durations = [("retention", *entry) for entry in retention] + [("due", *entry) for entry in due.items()]
    for section, key, text in durations:
        if parse_duration(text)[0] > MAX_DURATION:
            yield (section, key), f"Die Dauer „{text}“ ist zu lang."


def _offices(loaded: Loaded, id: str) -> Iterator[Problem]:
    name = f"responses/{id}/offices.yaml"
    offices = loaded.offices[id].offices
    served = {"*", *loaded.topics_of(id), *loaded.intents_of(id), *KINDS}
    for office_id, office in offices.items():
        place = ("offices", office_id)
        for i, entry in enumerate(office.serves):
            if entry not in served:
                said = f"„{entry}“ ist weder Thema noch Absicht noch Art. Prüfen Sie die Schreibweise."
                yield loaded.at(name, (*place, "serves", i), said)
        for fault, key in contact_faults(office):
            yield loaded.at(name, (*place, key), fault)
        if fault_ := id_fault(office_id):
            yield loaded.at(name, place, fault_)
        if office.vanished:
            said = "Diese Stelle steht nicht mehr im importierten Katalog. Prüfen Sie, ob es sie noch gibt."
            yield loaded.at(name, (*place, "vanished"), said, hint=True)
    general = [office_id for office_id, office in offices.items() if "*" in office.serves]
    if len(general) != 1:
        here = f"sind es: {', '.join(general)}" if general else "ist es keine"
        yield Problem(name, 1, f'Genau eine Stelle braucht serves: ["*"], hier {here}.')


def _unanswered(loaded: Loaded, id: str) -> Iterator[Problem]:
    responses = loaded.responses.get(COMMON, {}) | loaded.responses.get(id, {})
    for intent_id, known in loaded.intents_of(id).items():
        if known.intent.kind in ALWAYS_ANSWERED and intent_id not in responses:
            name = loaded.origin["intent", known.scope, intent_id]
            said = f"Für „{intent_id}“ fehlt eine Antwort in responses/{id} oder responses/common."
            yield loaded.at(name, ("intents", intent_id), said)
