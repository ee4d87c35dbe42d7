"""A public body, its offices and how to reach them, as its files say."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from bot.core.calendar import Hours, parse_duration, parse_hours

Language = Literal["de", "de-x-leicht", "en", "tr", "uk", "ru", "ar", "pl", "fr", "es", "it", "ro"]
"""ISO 639 tags that content may be written in; `de-x-leicht` is Leichte Sprache."""

State = Literal["BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH"]

Text = Annotated[str, Field(min_length=1, max_length=3_500)]


def _duration(text: str) -> str:
    parse_duration(text)
    return text


def _share(text: object) -> object:
    """ "5 %" as 0.05."""
    match = re.fullmatch(r"(\d{1,2}(?:[.,]\d+)?)\s*%", str(text).strip())
    if isinstance(text, float):
        return text
    if not match:
        raise ValueError("Erwartet wird ein Anteil wie „5 %“.")
    return float(match[1].replace(",", ".")) / 100


def _service_hours(raw: dict[str, str]) -> dict[str, str]:
    if any(day > 4 for day in parse_hours(raw)):
        raise ValueError("Servicezeiten gehen von mon bis fri, denn Fristen laufen am Wochenende nicht weiter")
    return raw


Share = Annotated[float, BeforeValidator(_share), Field(gt=0, lt=1)]

Duration = Annotated[str, AfterValidator(_duration)]


class Model(BaseModel):
    """Base of everything read from content files: unknown keys are mistakes, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Contact(Model):
    """Ways to reach an organisation or office; what is not known is left out, never invented."""

    phone: str | None = None
    email: str | None = None
    website: str | None = None
    address: str | None = None
    fax: str | None = None


class Open311(Model):
    """An office's Open311 GeoReport v2 endpoint; `key` names an entry of the setting AMTSBOTE_API_KEYS.

    `service_code` is the endpoint's code for an intent, or for "*".
    """

    url: str
    service_code: dict[str, str]
    jurisdiction: str | None = None
    key: str | None = None


class Zammad(Model):
    """A Zammad server and the group that takes the office's tickets; `key` as for Open311."""

    url: str
    group: str
    key: str


Forwarding = Literal["ask", "always", "never"]


class Office(Contact):
    """A responsible unit (zuständige Stelle); with `ours: false` a body outside the organisation.

    `forwarding` overrides the organisation's; `forward_to` are the mail addresses that get forwards, else `email`;
    `answers_from` are addresses or domains whose mails count as the office's beside those; `deputy` is the office that
    is reminded too and takes over what nobody holds.
    """

    name: Text
    name_en: str | None = None
    nominative: str | None = None
    accusative: str | None = None
    hours: Annotated[dict[str, str], AfterValidator(lambda raw: parse_hours(raw) and raw)] = {}
    serves: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    ours: bool = True
    forwarding: Forwarding | None = None
    forward_to: tuple[str, ...] = ()
    answers_from: tuple[str, ...] = ()
    open311: Open311 | None = None
    zammad: Zammad | None = None
    deputy: str | None = None
    vanished: date | None = None
    """Since when the catalogue it was imported from has it no more."""

    @property
    def opening_hours(self) -> Hours:
        """The hours by weekday; empty if no source gives any."""
        return parse_hours(self.hours)


class Retention(Model):
    """How long is kept what: the citizen's words, and conversations in which nothing new was written."""

    raw_messages: Duration = "90 days"
    conversations_idle: Duration = "2 years"


class InSentence(Model):
    """The organisation's name as it stands in a sentence, per language."""

    de: Text
    en: Text


class Organisation(Model):
    """A public body that runs the bot."""

    name: Text
    in_sentence: InSentence
    subject: InSentence
    state: State
    timezone: str = "Europe/Berlin"
    languages: tuple[Language, ...] = ("de", "en")
    contact: Contact
    privacy_notice: str | None = None
    desk: str
    retention: Retention = Retention()
    forwarding: Forwarding = "ask"
    forwarded_words: Literal["redacted", "as_written"] = "redacted"
    """What a forward holds; with `as_written` bank, identity and health data are redacted all the same."""
    release: Literal["one", "two"] = "one"
    """How many people it takes to change an answer or examples at the desk."""
    answer_by_mail: bool = False
    """Whether citizens may have answers mailed to an address that they confirm."""
    tolerated_errors: Share = 0.07
    """Of the messages acted upon without asking back, the share that may be misread; less means asking back more."""
    due: dict[str, Duration] = {}
    service_hours: Annotated[dict[str, str], AfterValidator(_service_hours)] = {}
    extra_holidays: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    to_verify: tuple[str, ...] = ()

    @property
    def working_hours(self) -> Hours:
        """The service hours by weekday; empty if they are not set, then working days count around the clock."""
        return parse_hours(self.service_hours)

    def due_for(self, kind: str) -> str:
        """How long a person may take for a message of this kind; one month for rights (Art. 12(3) GDPR)."""
        fallback = "1 month" if kind == "privacy_request" else self.due.get("default", "1 working day")
        return self.due.get(kind, fallback)
