"""What must agree between the files: references, languages, placeholders, guards, dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bot.content_files.contacts import link_fault
from bot.content_files.folders import COMMON
from bot.content_files.loaded import Loaded
from bot.content_files.mistakes import say
from bot.content_files.modules import module_problems
from bot.content_files.names import id_fault
from bot.content_files.organisations import organisation_problems
from bot.content_files.yaml_file import Path_, Problem
from bot.core.content import PERSON_INTENT, KnownIntent, Response, SharedText, parse_as_of
from bot.core.guard_phrases import parse_phrase
from bot.core.phrasing import PLACEHOLDER, PLACEHOLDERS

MAX_AGE = timedelta(days=365)
SHARED_TEXTS = frozenset(
    "answer_footer answer_mailed as_of case_closed closed clarify_office clarify_open clarify_options clarify_place "
    "contact contact_block contact_general document easy_off easy_on emergency_reminder erase_ask erase_done "
    "erase_elsewhere "
    "erase_kept erase_no erase_yes escalate first_reply first_reply_contact first_reply_emergency "
    "forward_accepted forward_button forward_declined forward_failed forward_gone forward_offer forward_underway "
    "forwarded greeting help hours_on hours_today hours_tomorrow hours_uncertain hours_unknown interim "
    "legal_questions location mail_answer mail_answer_subject "
    "mail_ask mail_code mail_code_over mail_code_sent mail_code_subject mail_code_wrong mail_confirmed "
    "mail_erasure mail_erasure_subject mail_forward mail_forward_subject mail_no_code mail_too_many mail_urgent "
    "mail_urgent_subject mail_warning mail_warning_subject mail_wish_dropped more office_answer office_contact "
    "office_hours office_of_areas open_until opens_on opens_today opens_tomorrow person_alternatives "
    "personal_data photo pr_paused privacy refer refer_by_place refer_general refer_outside refer_place "
    "refer_unanswered reference service_notice sticker voice".split()
)
"""The building blocks that replies are made of; a test compares them with what the code asks for."""

_ONLY_IN_TEXTS = frozenset(
    "channel code conversations_idle date day hours link place raw_messages received share time topic words".split()
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
            yield loaded.at(name, ("guards", id), say("no-intent", id=id))
        for part, phrases in (("phrases", guard.phrases), ("unless", guard.unless)):
            for language, texts in phrases.items():
                for i, text in enumerate(texts):
                    try:
                        parse_phrase(text)
                    except ValueError as error:
                        yield loaded.at(name, ("guards", id, part, language, i), f"{error}.")


def _intents(loaded: Loaded) -> Iterator[Problem]:
    """Names are usable as buttons, and the same sentence does not teach two intents of one organisation."""
    common: dict[tuple[str, str], str] = {}
    for scope in sorted(loaded.intents, key=lambda scope: scope != COMMON):
        seen = common if scope == COMMON else {}
        for id, known in loaded.intents[scope].items():
            name = loaded.origin["intent", scope, id]
            if fault := id_fault(id):
                yield loaded.at(name, ("intents", id), fault)
            if known.intent.link and (fault := link_fault(known.intent.link)):
                yield loaded.at(name, ("intents", id, "link"), fault)
            if known.intent.vanished:
                yield loaded.at(name, ("intents", id, "vanished"), say("vanished"), hint=True)
            for language, texts in known.intent.examples.items():
                for i, text in enumerate(texts):
                    key = language, " ".join(text.casefold().split())
                    first = common.get(key) or seen.setdefault(key, id)
                    if first != id:
                        said = say("example-twice", text=text, other=first)
                        yield loaded.at(name, ("intents", id, "examples", language, i), said)


def _required(loaded: Loaded) -> Iterator[Problem]:
    name = f"responses/{COMMON}/texts.yaml"
    for key in required_texts(loaded.texts.get(COMMON, {}), SHARED_TEXTS):
        yield Problem(name, 1, say("missing-text", key=key))
    if PERSON_INTENT not in loaded.intents.get(COMMON, {}):
        text = say("no-person", id=PERSON_INTENT)
        yield Problem("intents", 1, text)


def _texts(loaded: Loaded, scope: str) -> Iterator[Problem]:
    name = f"responses/{scope}/texts.yaml"
    for key, text in loaded.texts.get(scope, {}).items():
        if key not in SHARED_TEXTS and scope == COMMON:
            said = say("unused-text", key=key)
            yield loaded.at(name, ("texts", key), said, hint=True)
        elif key not in SHARED_TEXTS:
            said = say("unknown-text", key=key)
            yield loaded.at(name, ("texts", key), said)
        yield from _placeholders(loaded, name, ("texts", key), text.model_dump(), PLACEHOLDERS)


def _responses(loaded: Loaded, scope: str, today: date) -> Iterator[Problem]:
    intents = loaded.intents_of(scope)
    organisation = loaded.organisations.get(scope)
    for id, response in loaded.responses.get(scope, {}).items():
        name, place = loaded.origin["response", scope, id], ("responses", id)
        if id not in intents:
            yield loaded.at(name, place, say("no-intent", id=id))
        for language in organisation.languages if organisation else ("de", "en"):
            if language not in response.texts:
                yield loaded.at(name, place, say("missing-language", id=id, language=language))
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
                said = say("placeholder", name=placeholder, known=known)
                yield loaded.at(name, where, said)
        if set("{}") & set(PLACEHOLDER.sub("", text)):
            said = say("brace")
            yield loaded.at(name, where, said)


def _age(loaded: Loaded, name: str, place: Path_, response: Response, today: date) -> Iterator[Problem]:
    day, _ = parse_as_of(response.as_of)
    if day > today:
        said = say("future")
        yield loaded.at(name, (*place, "as_of"), said)
    if today - day > MAX_AGE:
        said = say("old")
        yield loaded.at(name, (*place, "as_of"), said, hint=True)
    if response.valid_from and response.valid_until and response.valid_until < response.valid_from:
        yield loaded.at(name, (*place, "valid_until"), say("never-valid"))
    if response.review_by and response.review_by < today:
        yield loaded.at(name, (*place, "review_by"), say("review"), hint=True)
    if response.to_verify:
        said = say("to-verify", sentence=response.to_verify)
        yield loaded.at(name, (*place, "to_verify"), said, hint=True)
