"""A catalogue as XZuFi 2 (http://xoev.de/schemata/xzufi): the standard of Germany's editorial systems.

Read are `leistung`, `organisationseinheit` and the responsibilities between them, either inside the office
(`zustaendigkeit`) or on their own (`zustaendigkeitTransferObjekt`). Texts of a service are told apart by the code of
their LeiKa text module.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

from bot.content_files.catalogue.values import CatalogueOffice, Row, one_line
from bot.content_files.catalogue.xml_tree import Element, RefusedXml, each_element
from bot.content_files.yaml_file import Problem

SERVICE, OFFICE, TRANSFER = "leistung", "organisationseinheit", "zustaendigkeitTransferObjekt"
NAME, PLAIN_NAME = "02", "03"
"""Leistungsbezeichnung I, the official name, and II, as citizens say it."""
DESCRIPTIONS = ("05", "24", "06")
"""Kurztext, Teaser, Volltext: the first that is there describes the service."""
FAX = "04"
"""In the code list urn:de:xoev:codeliste:erreichbarkeit."""

_TAG = re.compile(r"<[^>]{0,2000}>")


def xzufi_rows(raw: bytes, file: str) -> Iterator[Row | Problem]:
    """Each service with each office responsible for it."""
    services: list[tuple[Row, list[CatalogueOffice]]] = []
    others: dict[str, list[Element]] = {OFFICE: [], TRANSFER: []}

    def found(element: Element) -> None:
        if element.name == SERVICE:  # its many texts are not kept
            services.append((_row(element), _inside(element)))
        else:
            others[element.name].append(element)

    try:
        root = each_element(raw, (SERVICE, OFFICE, TRANSFER), found)
    except RefusedXml as refused:
        yield Problem(file, refused.line, str(refused))
        return
    if not services:
        yield Problem(file, 1, f"In dieser XML-Datei („{root}“) steht kein Element „leistung“. Erwartet wird XZuFi 2.")
    responsible = _responsible(others[OFFICE], others[TRANSFER])
    for row, inside in services:
        offices: list[CatalogueOffice] = list(dict.fromkeys((*responsible.get(row.id, ()), *inside)))
        yield from (replace(row, office=office) for office in offices)
        if not offices:
            yield row


def _row(service: Element) -> Row:
    texts = {module.first("leikaTextmodul", "code"): module for module in service.all("modulText")}
    names = [_in(texts[code], "de", "inhalt") for code in (PLAIN_NAME, NAME) if code in texts]
    names = [name for name in (*names, _in(service, "de", "bezeichnung")) if name]
    terms = service.all("modulBegriffImKontext", "begriffImKontext", "begriff")
    described = [_in(texts[code], "de", "inhalt") for code in DESCRIPTIONS if code in texts]
    english = [_in(texts[code], "en", "inhalt") for code in (PLAIN_NAME, NAME) if code in texts]
    return Row(
        line=service.line,
        id=one_line(service.first("id")),
        title=names[0] if names else "",
        title_en=next(filter(None, english), ""),
        synonyms=tuple(dict.fromkeys([*names[1:], *(plain(t.text) for t in terms if _is(t, "de") and plain(t.text))])),
        description=next(filter(None, described), ""),
        link=one_line(service.first("modulUrsprungsportal", "uri")),
    )


def _responsible(offices: list[Element], transfers: list[Element]) -> dict[str, list[CatalogueOffice]]:
    """The offices by the id of the service; units of the same name are told apart by their address."""
    known = {one_line(office.first("id")): _office(office) for office in offices}
    names = [office.name for office in known.values()]
    for id, office in known.items():
        if names.count(office.name) > 1 and office.address:
            known[id] = replace(office, name=f"{office.name}, {office.address}")
    found: dict[str, list[CatalogueOffice]] = {}
    for element in offices:
        for service in element.all("zustaendigkeit", "leistungID"):
            found.setdefault(one_line(service.text), []).append(known[one_line(element.first("id"))])
    for element in transfers:
        for service in element.all("zustaendigkeit", "leistungID"):
            if office_ := known.get(one_line(element.first("uebergeordnetesObjektID"))):
                found.setdefault(one_line(service.text), []).append(office_)
    return {id: [office for office in own if office.name] for id, own in found.items()}


def _inside(service: Element) -> list[CatalogueOffice]:
    """Offices that stand within the service itself."""
    offices = [_office(element) for element in (*service.all(OFFICE), *service.all("zustaendigeStelle", OFFICE))]
    return [office for office in offices if office.name]


def _office(element: Element) -> CatalogueOffice:
    ways = [
        (channel.first("kanal", "code"), one_line(channel.first("kennung"))) for channel in element.all("kommunikation")
    ]
    pages = [one_line(uri.text) for uri in element.all("internetadresse", "uri")]
    mails = [value for _, value in ways if "@" in value]
    phones = [value for code, value in ways if re.match(r"[+(0]", value) and code != FAX]
    pages += [value for _, value in ways if re.match(r"(?i)https?://|www\.", value)]
    return CatalogueOffice(
        name=_in(element, "de", "name", "name") or _in(element, "de", "name"),
        phone=next(iter(phones), ""),
        email=next(iter(mails), ""),
        address=_address(element),
        website=next(iter(pages), ""),
    )


def _address(element: Element) -> str:
    for address in element.all("anschrift"):
        street = f"{address.first('strasse')} {address.first('hausnummer')}".strip()
        town = f"{address.first('postleitzahl')} {address.first('ort')}".strip()
        if street and town:
            return one_line(f"{street}, {town}")
    return ""


def _in(element: Element, language: str, *path: str) -> str:
    """The text of the first element at a place in that language; German is also what names no language."""
    return next((text for e in element.all(*path) if _is(e, language) and (text := plain(e.text))), "")


def _is(element: Element, language: str) -> bool:
    return element.attributes.get("languageCode", "de").lower().split("-")[0] == language


def plain(text: str) -> str:
    """A text without the HTML that editorial systems put into it."""
    return one_line(html.unescape(_TAG.sub(" ", text)))
