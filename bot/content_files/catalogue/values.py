"""What a catalogue says, whatever its format: rows, and from them services with their offices."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.content_files.contacts import contact_faults, link_fault
from bot.content_files.yaml_file import Problem
from bot.core.organisation import Contact

MAX_SERVICES = 20_000
MAX_SYNONYMS, MAX_SYNONYM = 20, 120
MAX_NAME = 500
"""Characters of an id, a title or an office's name; what is longer is no name."""
MAX_DESCRIPTION = 600
"""Characters of a description that are kept: long texts drown the title and the synonyms."""

Lines = dict[tuple[str, str], int]
"""Where ("service" or "office", its name) was first met."""

_LIST = re.compile(r"[|;\n]")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True)
class CatalogueOffice:
    """A responsible office as a catalogue names it; what it does not say is empty."""

    name: str
    phone: str = ""
    email: str = ""
    address: str = ""
    website: str = ""
    areas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One service and at most one of its offices, with the line it stands in (counted from 1)."""

    line: int
    id: str
    title: str
    title_en: str = ""
    synonyms: tuple[str, ...] = ()
    description: str = ""
    link: str = ""
    office: CatalogueOffice | None = None


@dataclass(frozen=True)
class Service:
    """A service with the names of its offices."""

    id: str
    title: str
    title_en: str
    synonyms: tuple[str, ...]
    description: str
    link: str
    offices: tuple[str, ...]
    line: int = 1


@dataclass
class Catalogue:
    """A whole catalogue; `offices` by name. `notes` tell how the file was read."""

    services: dict[str, Service] = field(default_factory=dict)
    offices: dict[str, CatalogueOffice] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def one_line(text: object) -> str:
    """A value without line breaks, control characters and runs of blanks."""
    return _BLANK.sub(" ", "" if text is None else str(text)).strip()


def as_list(cell: str) -> tuple[str, ...]:
    """The entries of a cell, divided by "|", ";" or line breaks; a comma is part of an entry."""
    return tuple(dict.fromkeys(filter(None, (one_line(part) for part in _LIST.split(cell)))))


def beginning(text: str, most: int = MAX_DESCRIPTION) -> str:
    """The first whole sentences of a text, or its first words if the first sentence is too long."""
    text = one_line(text)
    if len(text) <= most:
        return text
    ends = [match.start() for match in _SENTENCE.finditer(text[: most + 1])]
    return text[: ends[-1]] if ends else text[:most].rsplit(" ", 1)[0]


def collect(file: str, rows: Iterable[Row]) -> tuple[Catalogue, list[Problem]]:
    """Services and offices of all rows; rows with the same id and title name further offices of that service."""
    catalogue, problems = Catalogue(), []
    lines: Lines = {}
    for row in rows:
        problems += [Problem(file, row.line, text) for text in _faults(row)]
        if row.office:
            problems += [Problem(file, row.line, text) for text in _join_office(catalogue, row.office, lines, row.line)]
        known = catalogue.services.get(row.id)
        names = (row.office.name,) if row.office else ()
        if known is None:
            catalogue.services[row.id] = _service(row, names)
            lines["service", row.id] = row.line
        elif known.title == row.title:
            catalogue.services[row.id] = replace(known, offices=tuple(dict.fromkeys((*known.offices, *names))))
        else:
            first = lines["service", row.id]
            text = f"Die id „{row.id}“ hat in Zeile {first} schon „{known.title}“. Jede Leistung braucht eine eigene."
            problems.append(Problem(file, row.line, text))
    if not catalogue.services and not problems:
        problems.append(Problem(file, 1, "In der Datei steht keine einzige Leistung."))
    if len(catalogue.services) > MAX_SERVICES:
        problems.append(Problem(file, 1, f"Die Datei hat mehr als {MAX_SERVICES} Leistungen."))
    return catalogue, problems


def _service(row: Row, offices: tuple[str, ...]) -> Service:
    synonyms = tuple(dict.fromkeys(beginning(s, MAX_SYNONYM) for s in row.synonyms if s != row.title))
    description = beginning(row.description)
    return Service(row.id, row.title, row.title_en, synonyms[:MAX_SYNONYMS], description, row.link, offices, row.line)


def _faults(row: Row) -> Iterable[str]:
    for key, value in (("id", row.id), ("title", row.title)):
        if not value:
            yield f"Es fehlt „{key}“. Jede Leistung braucht id und title."
        elif len(value) > MAX_NAME:
            yield f"„{key}“ ist zu lang, höchstens {MAX_NAME} Zeichen sind möglich."
    if row.link and (fault := link_fault(row.link)):
        yield f"{fault[:-1]} (url)."


def _join_office(catalogue: Catalogue, office: CatalogueOffice, lines: Lines, line: int) -> Iterable[str]:
    """Adds an office, or what this row knows more of it; one that contradicts an earlier row is a fault."""
    if len(office.name) > MAX_NAME:
        yield f"„office“ ist zu lang, höchstens {MAX_NAME} Zeichen sind möglich."
    known = catalogue.offices.get(office.name)
    if known == office:
        return
    given = {key: getattr(office, key) for key in ("phone", "email", "address", "website")}
    contact = Contact(**{key: value or None for key, value in given.items()})
    yield from (f"{fault[:-1]} ({key})." for fault, key in contact_faults(contact))
    if known is None:
        catalogue.offices[office.name] = office
        lines["office", office.name] = line
        return
    for key, value in given.items():
        if value and getattr(known, key) and value != getattr(known, key):
            yield (
                f"Die Stelle „{office.name}“ hat hier {key} „{value}“, in Zeile "
                f"{lines['office', office.name]} aber „{getattr(known, key)}“. "
                "Geben Sie zwei verschiedenen Stellen zwei Namen, zum Beispiel mit dem Ort."
            )
    more = {key: getattr(known, key) or value for key, value in given.items()}
    areas = tuple(dict.fromkeys((*known.areas, *office.areas)))
    catalogue.offices[office.name] = replace(known, **more, areas=areas)
