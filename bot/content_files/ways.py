"""What must be right about the ways on which messages reach an office, and whose mails are its answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.content_files.contacts import email_fault, sender_fault
from bot.content_files.loaded import Loaded
from bot.content_files.yaml_file import Path_, Problem
from bot.core.api_access import KEY_NAME, is_api_address
from bot.core.content import KnownIntent
from bot.core.organisation import Office

Faults = Iterator[tuple[Path_, str]]
"""(place below the office, what is wrong there in German)."""

# What stands there instead is not shown: it may be a password or the key.
_NO_ADDRESS = "Nötig ist eine Adresse wie https://zammad.musterstadt.de, ohne Kennwort, Leerzeichen, ? und #."
_NO_KEY_NAME = (
    "Hier gehört der Name eines Schlüssels hin, höchstens 40 Zeichen aus a–z, Ziffern, - und _. "
    "Den Schlüssel selbst nennt die Einstellung AMTSBOTE_API_KEYS."
)


def way_problems(loaded: Loaded, id: str) -> Iterator[Problem]:
    """Every way of an organisation's offices that leads nowhere."""
    offices = loaded.offices[id].offices
    topics = loaded.topics_of(id)
    known = {"*", *topics, *loaded.intents_of(id)}
    for office_id, office in offices.items():
        faults = [*_mail_faults(office), *_system_faults(office, known), *_deputy_faults(offices, office_id)]
        for place, text in faults:
            yield loaded.at(f"responses/{id}/offices.yaml", ("offices", office_id, *place), text)


def by_intent(codes: Mapping[str, str], intents: Mapping[str, KnownIntent]) -> dict[str, str]:
    """Service codes with every topic replaced by its intents; what is said of an intent itself wins."""
    of_topics = {id: codes[known.topic] for id, known in intents.items() if known.topic in codes}
    return of_topics | {key: code for key, code in codes.items() if key in intents or key == "*"}


def _mail_faults(office: Office) -> Faults:
    for i, address in enumerate(office.forward_to):
        if fault := email_fault(address):
            yield ("forward_to", i), fault
    for i, sender in enumerate(office.answers_from):
        if fault := sender_fault(sender):
            yield ("answers_from", i), fault


def _system_faults(office: Office, known: set[str]) -> Faults:
    if office.open311 and office.zammad:
        yield ("zammad",), "Neben open311 geht nicht auch zammad. Löschen Sie eines von beiden."
    for name, system in (("open311", office.open311), ("zammad", office.zammad)):
        if system and not is_api_address(system.url):
            yield (name, "url"), _NO_ADDRESS
        if system and system.key is not None and not KEY_NAME.fullmatch(system.key):
            yield (name, "key"), _NO_KEY_NAME
    if office.open311:
        yield from _code_faults(office.open311.service_code, known)


def _code_faults(codes: Mapping[str, str], known: set[str]) -> Faults:
    place = ("open311", "service_code")
    if not codes:
        yield place, '„service_code“ ist leer. Tragen Sie dahinter etwas ein, z. B. "*": und den Code.'
    for entry, code in codes.items():
        if entry not in known:
            said = f"„{entry}“ ist weder Thema noch Absicht. Prüfen Sie die Schreibweise."
            yield (*place, entry), said
        if not code.strip():
            yield (*place, entry), f"„{entry}“ ist leer. Tragen Sie dahinter etwas ein."


def _deputy_faults(offices: Mapping[str, Office], office_id: str) -> Faults:
    deputy = offices[office_id].deputy
    if deputy is None:
        return
    if deputy not in offices:
        yield ("deputy",), f"Die Stelle „{deputy}“ steht nicht in offices.yaml."
        return
    seen = [office_id]
    while deputy in offices and deputy not in seen:
        seen.append(deputy)
        deputy = offices[deputy].deputy or ""
    if deputy == office_id:
        said = f"Die Vertretung führt im Kreis: {', '.join(seen)}. Eine dieser Stellen braucht eine andere."
        yield ("deputy",), said
