"""What makes answers worse though the bot can work with them: only `amtsbote check` looks, as it takes its time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from bot.content_files import easy_language
from bot.content_files.contacts import email_fault, is_phone, link_fault
from bot.content_files.examples import alike
from bot.content_files.folders import COMMON
from bot.content_files.loaded import Loaded
from bot.content_files.mistakes import say
from bot.content_files.yaml_file import Path_, Problem
from bot.core.content import Body, Content, Response
from bot.core.easy import EASY
from bot.core.phrasing import body_values, fill, office_values

TELEGRAM_CHARS = 4096
"""Of one message, as the Bot API says."""
NAMED = 8
"""So many ids stand in a hint that lists some."""
INVENTED = "musterstadt"

_EMAIL = re.compile(r"[^\s<>()„“,;:{}]+@[^\s<>()„“,;{}]+")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>()„“\"{}]+")
_INVENTED = re.compile(r"[\w.-]*musterstadt[\w.-]*", re.IGNORECASE)
_PHONE = re.compile(r"(?:Telefon|Tel\.|Phone|phone)[\s:]*([+(]?\d[\d\s()/–-]*\d)")


def quality_hints(loaded: Loaded, content: Content, today: date) -> Iterator[Problem]:
    """Hints about examples and answers of files without any problem."""
    files = [file for name, file in loaded.files.items() if name.startswith("intents/")]
    yield from loaded.parsed.found_once("alike", files, lambda: alike(loaded))
    yield from _invented(loaded)
    for scope in sorted(loaded.responses.keys() | loaded.texts.keys()):
        yield from _of_answers(loaded, scope, today)
    for body in content.bodies.values():
        yield from _without_contact(loaded, body)
        yield from _unanswered(loaded, body)
        yield from _missing_languages(loaded, body)
        yield from _too_long(loaded, body)


def _of_answers(loaded: Loaded, scope: str, today: date) -> Iterator[Problem]:
    for id, response in loaded.responses.get(scope, {}).items():
        name, place = loaded.origin["response", scope, id], ("responses", id)
        for language, text in response.texts.items():
            yield from _text_hints(loaded, name, (*place, language), text)
        if EASY in response.texts:
            for fault in easy_language.faults(response.texts[EASY]):
                yield loaded.at(name, (*place, EASY), fault, hint=True)
        if response.valid_until and response.valid_until < today:
            yield loaded.at(name, (*place, "valid_until"), say("over"), hint=True)
    for key, shared in loaded.texts.get(scope, {}).items():
        for spoken, text in (("de", shared.de), ("en", shared.en)):
            yield from _text_hints(loaded, f"responses/{scope}/texts.yaml", ("texts", key, spoken), text)


def _without_contact(loaded: Loaded, body: Body) -> Iterator[Problem]:
    contact = body.organisation.contact
    if not (contact.phone or contact.email or contact.website):
        yield loaded.at(f"responses/{body.id}/organisation.yaml", ("contact",), say("no-contact"), hint=True)


def _text_hints(loaded: Loaded, name: str, place: Path_, text: str) -> Iterator[Problem]:
    """Numbers, addresses and links that stand in a text and cannot be right."""
    found = [email_fault(match[0].rstrip(".!?")) for match in _EMAIL.finditer(text)]
    found += [link_fault(match[0].rstrip(".,;:!?")) for match in _LINK.finditer(text)]
    found += [None if is_phone(match[1]) else say("no-phone", number=match[1]) for match in _PHONE.finditer(text)]
    for fault in filter(None, found):
        yield loaded.at(name, place, fault, hint=True)


def _invented(loaded: Loaded) -> Iterator[Problem]:
    """What was copied from Musterstadt, which does not exist, and never replaced."""
    for name, file in loaded.files.items():
        if name.startswith("responses/") and name.split("/")[1] not in (COMMON, INVENTED):
            for place, text in _texts_in(file.data):
                if found := _INVENTED.search(text):
                    yield loaded.at(name, place, say("invented", text=found[0]), hint=True)


def _texts_in(value: object, place: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    if isinstance(value, str):
        yield place, value
    entries = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    for key, item in entries:
        if key != "to_verify":
            yield from _texts_in(item, (*place, key))


def _unanswered(loaded: Loaded, body: Body) -> Iterator[Problem]:
    """Questions that the organisation could answer itself and does not yet."""
    open_ = [
        known.id
        for known in body.intents.values()
        if known.intent.kind == "pr_question" and not known.intent.about_office and known.id not in body.responses
    ]
    if open_:
        said = say("unanswered-questions", number=len(open_), ids=_some(open_))
        yield loaded.at(f"responses/{body.id}/organisation.yaml", (), said, hint=True)


def _missing_languages(loaded: Loaded, body: Body) -> Iterator[Problem]:
    """Common answers in which a language that the organisation promises is missing."""
    for i, language in enumerate(body.organisation.languages):
        missing = [id for id, response in body.responses.items() if language not in response.texts]
        if missing:
            said = say("missing-languages", language=language, number=len(missing), ids=_some(missing))
            yield loaded.at(f"responses/{body.id}/organisation.yaml", ("languages", i), said, hint=True)


def _too_long(loaded: Loaded, body: Body) -> Iterator[Problem]:
    """Answers that no longer fit into one message once the longest values stand in them."""
    own = loaded.responses.get(body.id, {})
    if not any(_chars(response) > TELEGRAM_CHARS // 2 for response in own.values()):
        return
    values = {language: _longest_values(body, language) for language in ("de", "en")}
    for id, response in own.items():
        texts = {str(language): text for language, text in response.texts.items()}
        filled = {language: len(fill(text, values[_spoken(language)])) for language, text in texts.items()}
        both = " und ".join(language for language in ("de", "en") if language in filled)
        filled |= {both: sum(filled.get(language, 0) for language in ("de", "en")) + 2}
        for language, number in filled.items():
            if number > TELEGRAM_CHARS:
                said = say("telegram-length", language=language, number=number)
                place = ("responses", id, language.split(" ")[0])
                yield loaded.at(loaded.origin["response", body.id, id], place, said, hint=True)


def _spoken(language: str) -> str:
    return "en" if language == "en" else "de"


def _chars(response: Response) -> int:
    return max(map(len, response.texts.values()))


def _longest_values(body: Body, language: str) -> dict[str, str | None]:
    now = datetime.now(UTC)
    longest = body_values(body, language)
    for office in body.offices:
        for key, value in office_values(body, office, now, language).items():
            longest[key] = max(longest.get(key) or "", value or "", key=len)
    return longest


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:NAMED]) + (" …" if len(ids) > NAMED else "")
