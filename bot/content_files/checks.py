"""What must agree between the files: references, languages, placeholders, guards, dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bot.content_files.contacts import link_fault
from bot.content_files.folders import COMMON
from bot.content_files.loaded import Loaded
from bot.content_files.modules import module_problems
from bot.content_files.names import id_fault
from bot.content_files.organisations import organisation_problems
from bot.content_files.yaml_file import Path_, Problem
from bot.core.content import PERSON_INTENT, KnownIntent, Response, SharedText, parse_as_of
from bot.core.guard_phrases import parse_phrase
from bot.core.phrasing import PLACEHOLDER, PLACEHOLDERS

MAX_AGE = timedelta(days=365)
VANISHED = (
    "Das steht nicht mehr im importierten Katalog. Löschen Sie den Eintrag, oder löschen Sie die Zeile mit vanished, "
    "wenn es weiter gelten soll."
)
SHARED_TEXTS = frozenset(
    "answer_footer answer_mailed as_of case_closed clarify_office clarify_open clarify_options clarify_place "
    "contact contact_block contact_general document emergency_reminder erase_ask erase_done erase_elsewhere "
    "erase_kept erase_no erase_yes escalate first_reply first_reply_contact first_reply_emergency "
    "forward_accepted forward_button forward_declined forward_failed forward_gone forward_offer forward_underway "
    "forwarded greeting help hours_unknown interim legal_questions location mail_answer mail_answer_subject "
    "mail_ask mail_code mail_code_over mail_code_sent mail_code_subject mail_code_wrong mail_confirmed "
    "mail_erasure mail_erasure_subject mail_forward mail_forward_subject mail_no_code mail_too_many mail_urgent "
    "mail_urgent_subject mail_warning mail_warning_subject mail_wish_dropped more office_answer office_contact "
    "office_hours office_of_areas open_until opens_on opens_today opens_tomorrow person_alternatives "
    "personal_data photo pr_paused privacy refer refer_by_place refer_general refer_outside refer_place "
    "refer_unanswered reference service_notice sticker voice".split()
)
"""The building blocks that replies are made of; a test compares them with what the code asks for."""

_ONLY_IN_TEXTS = frozenset(
    "channel code conversations_idle date day link place raw_messages received share time topic words".split()
)


def all_problems(loaded: Loaded, today: date) -> list[Problem]:
    """Every disagreement between files that are each well-formed."""
    found: list[Problem] = []
    found += _guards(loaded)
    found += _intents(loaded)
    found += _required(loaded)
    for scope in sorted(loaded.responses.keys() | loaded.texts.keys()):
        found += _texts(loaded, scope)
        found += _responses(loaded, scope, today)
    found += organisation_problems(loaded)
    found += module_problems(loaded)
    return found


def intents_of(loaded: Loaded, scope: str) -> dict[str, KnownIntent]:
    """The intents that files of this scope may speak of."""
    return loaded.intents_of(scope)


def required_texts(texts: Mapping[str, SharedText], keys: frozenset[str]) -> list[str]:
    """The building blocks that replies are made of and that no file gives."""
    return sorted(keys - texts.keys())


def _guards(loaded: Loaded) -> Iterator[Problem]:
    name = "intents/guards.yaml"
    for id, guard in loaded.guards.items():
        if id not in loaded.intents.get(COMMON, {}):
            yield loaded.at(name, ("guards", id), f"Die Absicht „{id}“ gibt es nicht im Ordner intents.")
        for part, phrases in (("phrases", guard.phrases), ("unless", guard.unless)):
            for language, texts in phrases.items():
                for i, text in enumerate(texts):
                    try:
                        parse_phrase(text)
                    except ValueError as error:
                        yield loaded.at(name, ("guards", id, part, language, i), f"{error}.")


def _intents(loaded: Loaded) -> Iterator[Problem]:
    """Names are usable as buttons, and the same sentence does not teach two intents of one organisation."""
    for scope, intents in loaded.intents.items():
        seen: dict[tuple[str, str], str] = {}
        for id, known in (loaded.intents.get(COMMON, {}) | intents).items():
            own = known.scope == scope
            name = loaded.origin["intent", known.scope, id]
            if own and (fault := id_fault(id)):
                yield loaded.at(name, ("intents", id), fault)
            if own and known.intent.link and (fault := link_fault(known.intent.link)):
                yield loaded.at(name, ("intents", id, "link"), fault)
            if own and known.intent.vanished:
                yield loaded.at(name, ("intents", id, "vanished"), VANISHED, hint=True)
            for language, texts in known.intent.examples.items():
                for i, text in enumerate(texts):
                    first = seen.setdefault((language, " ".join(text.casefold().split())), id)
                    if own and first != id:
                        said = f"Das Beispiel „{text}“ steht auch bei „{first}“. Löschen Sie eines."
                        yield loaded.at(name, ("intents", id, "examples", language, i), said)


def _required(loaded: Loaded) -> Iterator[Problem]:
    name = f"responses/{COMMON}/texts.yaml"
    for key in required_texts(loaded.texts.get(COMMON, {}), SHARED_TEXTS):
        yield Problem(name, 1, f"Es fehlt der Baustein „{key}“. Ohne ihn kann der Bot nicht antworten.")
    if PERSON_INTENT not in loaded.intents.get(COMMON, {}):
        text = f"Es fehlt die Absicht „{PERSON_INTENT}“. Ohne sie ist mit /mensch niemand zu erreichen."
        yield Problem("intents", 1, text)


def _texts(loaded: Loaded, scope: str) -> Iterator[Problem]:
    name = f"responses/{scope}/texts.yaml"
    for key, text in loaded.texts.get(scope, {}).items():
        if key not in SHARED_TEXTS and scope == COMMON:
            said = f"Den Baustein „{key}“ verwendet der Bot nicht. Löschen Sie ihn."
            yield loaded.at(name, ("texts", key), said, hint=True)
        elif key not in SHARED_TEXTS:
            said = f"Den Baustein „{key}“ gibt es nicht in responses/common/texts.yaml."
            yield loaded.at(name, ("texts", key), said)
        yield from _placeholders(loaded, name, ("texts", key), text.model_dump(), PLACEHOLDERS)


def _responses(loaded: Loaded, scope: str, today: date) -> Iterator[Problem]:
    intents = loaded.intents_of(scope)
    organisation = loaded.organisations.get(scope)
    for id, response in loaded.responses.get(scope, {}).items():
        name, place = loaded.origin["response", scope, id], ("responses", id)
        if id not in intents:
            yield loaded.at(name, place, f"Die Absicht „{id}“ gibt es nicht im Ordner intents.")
        for language in organisation.languages if organisation else ("de", "en"):
            if language not in response.texts:
                yield loaded.at(name, place, f"Bei „{id}“ fehlt der Text in der Sprache „{language}“.")
        if response.link and (fault := link_fault(response.link)):
            yield loaded.at(name, (*place, "link"), fault)
        texts = {str(language): text for language, text in response.texts.items()}
        yield from _placeholders(loaded, name, place, texts, PLACEHOLDERS - _ONLY_IN_TEXTS)
        yield from _age(loaded, name, place, response, today)


def _placeholders(
    loaded: Loaded, name: str, place: Path_, texts: Mapping[str, str], allowed: frozenset[str]
) -> Iterator[Problem]:
    for language, text in texts.items():
        where = (*place, language)
        for placeholder in PLACEHOLDER.findall(text):
            if placeholder not in allowed:
                known = ", ".join(f"{{{p}}}" for p in sorted(allowed))
                said = f"Den Platzhalter {{{placeholder}}} gibt es hier nicht. Möglich sind {known}."
                yield loaded.at(name, where, said)
        if set("{}") & set(PLACEHOLDER.sub("", text)):
            said = "Eine geschweifte Klammer steht allein. Schreiben Sie Platzhalter so: {office_name}."
            yield loaded.at(name, where, said)


def _age(loaded: Loaded, name: str, place: Path_, response: Response, today: date) -> Iterator[Problem]:
    day, _ = parse_as_of(response.as_of)
    if day > today:
        said = "Der Stand liegt in der Zukunft. Tragen Sie ein, wann die Quelle das gesagt hat."
        yield loaded.at(name, (*place, "as_of"), said)
    if today - day > MAX_AGE:
        said = "Der Stand ist älter als zwölf Monate. Stimmt die Antwort noch?"
        yield loaded.at(name, (*place, "as_of"), said, hint=True)
    if response.review_by and response.review_by < today:
        yield loaded.at(name, (*place, "review_by"), "Diese Antwort sollte schon geprüft sein.", hint=True)
    if response.to_verify:
        said = f"Vor dem Start zu klären: {response.to_verify}"
        yield loaded.at(name, (*place, "to_verify"), said, hint=True)
