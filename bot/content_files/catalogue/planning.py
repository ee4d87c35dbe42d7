"""Compares a catalogue with an organisation's files: what is new, changed, vanished."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.content_files.catalogue.existing import Existing
from bot.content_files.catalogue.memory import Memory
from bot.content_files.catalogue.merging import VANISHED, Difference, Fields, Value, difference
from bot.content_files.catalogue.names import button_titles, short_name
from bot.content_files.catalogue.values import Catalogue, CatalogueOffice, Service
from bot.content_files.yaml_file import Problem

_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Plan:
    """The differences, and what is to be remembered once they are written."""

    services: tuple[Difference, ...]
    offices: tuple[Difference, ...]
    memory: Memory
    deleted: tuple[str, ...] = ()
    """Services that a person has deleted since the last import; they stay deleted."""

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return any(d.changes or d.new for d in (*self.services, *self.offices))


def plan_import(
    file: str, catalogue: Catalogue, existing: Existing, memory: Memory, today: date
) -> Plan | list[Problem]:
    """What taking over the catalogue means; problems where two services want one id."""
    ids, problems = _ids(file, catalogue.services.values(), existing, memory)
    if problems:
        return problems
    incoming = {ids[s.id]: s for s in catalogue.services.values() if ids[s.id] not in existing.shared}
    titles = button_titles({id: service.title for id, service in incoming.items()})
    fields = {id: _service_fields(service, titles[id]) for id, service in incoming.items()}
    deleted = tuple(id for id in fields if id in memory.services and id not in existing.intents)
    gone = {id: last for id, last in memory.services.items() if id not in fields and id in existing.intents}
    services = [
        difference(id, memory.services.get(id, {}), existing.intents.get(id), new)
        for id, new in (fields | _vanished(gone, today)).items()
        if id not in deleted
    ]
    names = _office_ids(catalogue.offices, existing, memory)
    served = {ids[s.id]: s.offices for s in catalogue.services.values() if ids[s.id] not in deleted}
    wanted = _offices(catalogue, names, served, memory, frozenset(gone), existing, today)
    offices = [
        difference(id, memory.offices.get(id, {}), existing.offices.get(id), new)
        for id, new in wanted.items()
        if id in existing.offices or id not in memory.offices  # what a person has deleted stays deleted
    ]
    remembered = Memory(fields | _vanished(gone, today), wanted, {**memory.names, **names}, {**memory.ids, **ids})
    return Plan(tuple(services), tuple(offices), remembered, deleted)


def _ids(
    file: str, services: Iterable[Service], existing: Existing, memory: Memory
) -> tuple[dict[str, str], list[Problem]]:
    """The intent of each service by the service's id."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    problems = []
    for service in services:
        id = memory.ids.get(service.id) or _id(service)
        if id in existing.by_hand and id not in memory.services:
            text = f"Die Absicht „{id}“ steht schon in {existing.by_hand[id]}. Die id „{service.id}“ ist vergeben."
            problems.append(Problem(file, service.line, text))
        elif id in existing.shared and existing.shared[id] != "service_request":
            text = f"Die id „{service.id}“ gehört schon zu einer gemeinsamen Absicht, die kein Verwaltungsanliegen ist."
            problems.append(Problem(file, service.line, text))
        elif id in taken:
            text = f"Die id „{service.id}“ unterscheidet sich von einer anderen nur in Zeichen, die wegfallen ({id})."
            problems.append(Problem(file, service.line, text))
        found[service.id] = id
        taken.add(id)
    return found, problems


def _id(service: Service) -> str:
    """The service's own id if it is a word, else its title and number: people meet it in `serves`."""
    return short_name(service.id if _WORD.search(service.id) else f"{service.title} {service.id}")


def _service_fields(service: Service, title: str) -> Fields:
    """The fields of an intent; a title too long for a button stays among the synonyms, so that it is found."""
    synonyms = service.synonyms if title == service.title else (service.title, *service.synonyms)
    english = button_titles({"": service.title_en})[""] if service.title_en else title
    texts: dict[str, Value] = {
        "title.de": title,
        "title.en": english,
        "description": service.description,
        "link": service.link,
        "synonyms": synonyms,
    }
    return {key: value for key, value in texts.items() if value}


def _vanished(gone: Mapping[str, Fields], today: date) -> dict[str, Fields]:
    """The fields as they were, with the day on which the catalogue had them no more."""
    return {id: {VANISHED: today.isoformat(), **last} for id, last in gone.items()}


def _office_ids(offices: Mapping[str, CatalogueOffice], existing: Existing, memory: Memory) -> dict[str, str]:
    """The office of the file that is meant by each name: as last time, else of that name, else a new one."""
    found: dict[str, str] = {}
    for name in offices:
        last = memory.names.get(name)
        known = last if last in existing.offices else existing.office_called(name)
        found[name] = known or short_name(name)
    return found


def _offices(
    catalogue: Catalogue,
    names: Mapping[str, str],
    served: Mapping[str, tuple[str, ...]],
    memory: Memory,
    gone: frozenset[str],
    existing: Existing,
    today: date,
) -> dict[str, Fields]:
    """The fields of each office; those that the catalogue names no more keep only the services that vanished too."""
    wanted: dict[str, dict[str, Value]] = {}
    serving: dict[str, list[str]] = {}
    for id, offices in served.items():
        for name in offices:
            serving.setdefault(name, []).append(id)
    for name, office in catalogue.offices.items():
        own = wanted.setdefault(names[name], {})
        given: dict[str, Value] = {key: value for key, value in vars(office).items() if value}
        if here := existing.offices.get(names[name]):
            given["name"] = here["name"]  # an office is known by the catalogue's name, and called as the file says
        own |= {key: value for key, value in given.items() if key not in own}
        own["serves"] = tuple(dict.fromkeys((*own.get("serves", ()), *serving.get(name, ()))))
    for id, last in memory.offices.items():
        if id not in wanted and id in existing.offices:
            wanted[id] = {**last, "serves": (), VANISHED: last.get(VANISHED, today.isoformat())}
        if id in wanted:
            kept = tuple(entry for entry in last.get("serves", ()) if entry in gone)
            wanted[id]["serves"] = tuple(dict.fromkeys((*wanted[id].get("serves", ()), *kept)))
    return {id: {key: value for key, value in fields.items() if value} for id, fields in wanted.items()}
