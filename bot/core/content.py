"""The content snapshot: what citizens may want, who answers it and with which words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from bot.core.calendar import IsHoliday
from bot.core.organisation import Language, Model, Office, Organisation, Text
from bot.core.places import Place
from bot.core.promises import WorkingTime, no_day

Kind = Literal[
    "pr_question",
    "service_request",
    "complaint",
    "privacy_request",
    "press_enquiry",
    "emergency",
    "small_talk",
    "abuse",
    "unclear",
]

HOURS_INTENT, ERASURE_INTENT, PERSON_INTENT = "oeffnungszeiten", "loeschung_daten", "mensch_sprechen"
MAIL_INTENT = "antwort_per_email"
"""The intents that the program itself speaks of: a follow-up about a day, the buttons of an erasure, `/mensch`,
answers by mail."""

MAX_TITLE = 40
"""Characters of a button label that Telegram shows unshortened on a small phone."""


def _month_or_day(text: str) -> str:
    parse_as_of(text)
    return text


def parse_as_of(text: str) -> tuple[date, bool]:
    """Reads "2026-11-02" or "2021-02" as (day, whether the day itself is known); raises ValueError in German."""
    try:
        if len(text) == len("2021-02"):
            return date.fromisoformat(f"{text}-01"), False
        return date.fromisoformat(text), True
    except ValueError:
        raise ValueError(f"„{text}“ ist kein Datum wie 2026-11-02 oder 2026-11") from None


class Titles(Model):
    """The name of an intent or topic, also its button label."""

    de: Annotated[str, Field(min_length=1, max_length=MAX_TITLE)]
    en: Annotated[str, Field(min_length=1, max_length=MAX_TITLE)]


class Hint(Model):
    """What a citizen should have ready when turning to the office."""

    de: Text
    en: Text


class Intent(Model):
    """What a citizen may want, with sentences that express it.

    `about_office`: asked of the office that is named; `escalates`: a person reads it too; `legal_form`: only valid in a
    form that no chat has (§ 70 VwGO), so that no e-mail address is named; `promptly`: within the organisation's usual
    time, not only within the month that the law gives for rights; `link`: the page about it; `vanished`: since when the
    catalogue it was imported from has it no more, so that it is not offered.
    """

    kind: Kind
    title: Titles
    description: str = ""
    synonyms: tuple[str, ...] = ()
    hint: Hint | None = None
    about_office: bool = False
    escalates: bool = False
    legal_form: bool = False
    promptly: bool = False
    link: str | None = None
    vanished: date | None = None
    examples: dict[Language, tuple[Text, ...]] = {}


class IntentsFile(Model):
    """One file under `intents/`."""

    topic: str
    title: Titles
    intents: dict[str, Intent]


class Guard(Model):
    """Phrases that mean an intent before any classifier is asked, and false friends that lift it."""

    phrases: dict[Language, tuple[Text, ...]]
    unless: dict[Language, tuple[Text, ...]] = {}


class GuardsFile(Model):
    """`intents/guards.yaml`."""

    guards: dict[str, Guard]


class Courtesies(Model):
    """`intents/courtesies.yaml`: greetings before and signatures after what is meant."""

    greetings: tuple[Text, ...] = ()
    signatures: tuple[Text, ...] = ()


class Response(Model):
    """An authored text per language with its source; `as_of` is when the source said it."""

    texts: dict[Language, Text]
    link: str | None = None
    source: Text
    as_of: Annotated[str, AfterValidator(_month_or_day)]
    review_by: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    to_verify: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _languages_are_keys(cls, raw: Any) -> Any:
        """In the file each language is a key of its own beside `source`."""
        if not isinstance(raw, dict) or "texts" in raw:
            return raw
        known = set(Language.__args__)  # type: ignore[attr-defined]
        return {k: v for k, v in raw.items() if k not in known} | {
            "texts": {k: v for k, v in raw.items() if k in known}
        }

    def text_in(self, language: str) -> str | None:
        """The text in a language, if its author wrote one."""
        return self.texts.get(language)  # type: ignore[call-overload, no-any-return]

    def valid_on(self, day: date) -> bool:
        """Whether the answer may be given on this day."""
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_until or day <= self.valid_until)


class ResponsesFile(Model):
    """One file under `responses/<organisation>/` or `responses/common/`."""

    responses: dict[str, Response]


class SharedText(Model):
    """A building block of replies; an empty text leaves the block out."""

    de: str
    en: str


class TextsFile(Model):
    """`texts.yaml` under `responses/common/` or an organisation."""

    texts: dict[str, SharedText]


class TextModule(Model):
    """A building block for replies that staff write, called by its name as in `::hours`.

    `topics` limit where it is offered; words in [brackets] are for staff to replace before it is sent.
    """

    title: Text
    topics: tuple[str, ...] = ()
    de: Text
    en: Text


class ModulesFile(Model):
    """`text_modules.yaml` under `responses/common/` or an organisation."""

    modules: dict[str, TextModule]


class OfficesFile(Model):
    """`offices.yaml` of an organisation."""

    offices: dict[str, Office]


@dataclass(frozen=True)
class KnownIntent:
    """An intent with the topic it stands under; `scope` is "common" or the organisation whose files shape it."""

    id: str
    topic: str
    intent: Intent
    scope: str


@dataclass(frozen=True)
class Body:
    """Everything one organisation knows: its own files laid over the common ones."""

    id: str
    organisation: Organisation
    offices: Mapping[str, Office]
    intents: Mapping[str, KnownIntent]
    responses: Mapping[str, Response]
    texts: Mapping[str, SharedText]
    is_holiday: IsHoliday = field(repr=False, compare=False)
    is_closing_day: IsHoliday = field(default=no_day, repr=False, compare=False)
    places: Mapping[str, Place] = field(default_factory=dict)
    """By name; without a `places.yaml` the areas of the offices, by their names alone."""

    @cached_property
    def working_time(self) -> WorkingTime:
        """When the organisation's people work, for everything that is promised."""
        return WorkingTime(self.is_holiday, self.is_closing_day, self.organisation.working_hours)

    modules: Mapping[str, TextModule] = field(default_factory=dict)

    @cached_property
    def general_office(self) -> str:
        """The office that takes what no other serves."""
        return next(id for id, office in self.offices.items() if "*" in office.serves)

    def kind_of(self, intent: str) -> Kind:
        """The kind its file gives an intent."""
        return self.intents[intent].intent.kind

    def offices_for(self, intent: str) -> tuple[str, ...]:
        """The offices that serve an intent, by the narrowest entry: intent, then topic, then kind, then "*".

        Bodies outside that serve only their areas are left out: see `responsibility.offices_at`.
        """
        return self._offices_by_intent.get(intent, (self.general_office,))

    @cached_property
    def _offices_by_intent(self) -> dict[str, tuple[str, ...]]:
        serving: dict[str, tuple[str, ...]] = {}
        for id, office in self.offices.items():
            for entry in dict.fromkeys(office.serves if office.ours or not office.areas else ()):
                serving[entry] = (*serving.get(entry, ()), id)
        return {known.id: self._narrowest(known, serving) for known in self.intents.values()}

    def _narrowest(self, known: KnownIntent, serving: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        for entry in (known.id, known.topic, known.intent.kind):
            if entry in serving:
                return serving[entry]
        return (self.general_office,)


@dataclass(frozen=True)
class Content:
    """All organisations and the guards, loaded and checked together."""

    bodies: Mapping[str, Body]
    guards: Mapping[str, Guard]
    courtesies: Courtesies
