"""Says shared texts in the citizen's language, filled with facts of the organisation, the office and the moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.content import Body
from bot.core.easy import EASY
from bot.core.forwarding import Ways
from bot.core.phrasing import body_values, fill, office_values, say_due, text_in

BILINGUAL = ("de", "en")
"""What a citizen gets whose language the organisation does not offer."""


@dataclass(frozen=True)
class Situation:
    """What a reply depends on beside the decisions; `now` is in the organisation's zone.

    With `pr_paused` a crisis has put questions about public relations off.
    """

    body: Body
    language: str
    now: datetime
    greeted: bool
    reference: str
    due: datetime | None = None
    personal_data: bool = False
    alarming: bool = False
    ways: Ways = frozenset()
    pr_paused: bool = False


def languages(situation: Situation) -> tuple[str, ...]:
    """The languages of a reply: the citizen's if the organisation has it, else plain German and English."""
    if situation.language == EASY and "de" in situation.body.organisation.languages:
        return (EASY,)
    if situation.language in situation.body.organisation.languages:
        return (situation.language,)
    return BILINGUAL


def say(situation: Situation, key: str, office: str | None = None, **extra: str | None) -> str:
    """A shared text in the citizen's language or languages, filled with facts of the organisation and the office."""
    return "\n\n".join(shared(situation, key, language, office, **extra) for language in languages(situation))


def say_once(situation: Situation, key: str, office: str, facts: Mapping[str, str | None]) -> str:
    """A shared text in English for English, else in German alone, filled with facts beside the usual ones."""
    there = office if office in situation.body.offices else situation.body.general_office
    return shared(situation, key, "en" if situation.language == "en" else "de", there, **facts)


def shared(situation: Situation, key: str, language: str, office: str | None = None, **extra: str | None) -> str:
    """A shared text in one language."""
    return fill(text_in(situation.body.texts[key], language), values_of(situation, language, office) | extra)


def values_of(situation: Situation, language: str, office: str | None = None) -> dict[str, str | None]:
    """What placeholders stand for at this moment."""
    values = body_values(situation.body, language)
    values |= office_values(situation.body, office or situation.body.general_office, situation.now, language)
    if situation.due:
        values["due"] = say_due(situation.due, situation.now, language)
    return values | {"reference": situation.reference}
