"""What the pages about content show: what is there, what is missing, what is due."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.core.content import Body, KnownIntent, Response, parse_as_of
from bot.core.easy import EASY
from bot.core.edits import COMMON, Version
from bot.editing_ports import Entry, Finding, Shown

OLD = timedelta(days=365)
ANSWERED = ("pr_question", "service_request")
"""Kinds that an organisation's own words answer; to the others the common texts reply."""
FIELDS = ("link", "source", "as_of", "review_by", "valid_from", "valid_until")


@dataclass(frozen=True)
class Row:
    """One intent in the list; `needs` are keys of `labels.NEEDS`, most pressing first."""

    known: KnownIntent
    response: Response | None
    examples: int
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Opened:
    """An intent that someone looks at or edits; `scope` is whose file is written.

    `answer` and `sentences` are the entries of that file; `text` is what the form starts from.
    """

    body: Body
    known: KnownIntent
    scope: str
    may_common: bool
    answer: Entry
    sentences: Entry
    text: str
    fields: dict[str, str]

    @property
    def languages(self) -> list[str]:
        """The languages that the form has a field for."""
        there = [key for key in self.fields if key not in (*FIELDS, "to_verify")]
        return list(dict.fromkeys([*self.body.organisation.languages, EASY, *there]))

    @property
    def address(self) -> str:
        """Its page."""
        end = f"?scope={COMMON}" if self.scope == COMMON else ""
        return f"/desk/content/{self.body.id}/{self.known.id}{end}"


@dataclass(frozen=True)
class Tried:
    """What came of a form that was not simply saved."""

    findings: Sequence[Finding] = ()
    fault: str = ""
    shown: dict[str, Shown] = field(default_factory=dict)
    overtaken: Entry | None = None
    sentences: dict[str, str] = field(default_factory=dict)
    intent: str = ""


def rows(body: Body, today: date) -> list[Row]:
    """Every intent of an organisation."""
    return [_row(known, body, today) for known in body.intents.values()]


def pressing(found: Sequence[Row]) -> list[Row]:
    """What somebody should do something about."""
    return [row for row in found if row.needs]


def by_topic(found: Sequence[Row]) -> dict[str, list[Row]]:
    """The intents of each topic."""
    topics: dict[str, list[Row]] = {}
    for row in found:
        topics.setdefault(row.known.topic, []).append(row)
    return dict(sorted(topics.items()))


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Lines with "-", "+" or " " before them, as a person compares two texts."""
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [(line[0], line[2:]) for line in lines if line[0] != "?"]


def with_differences(found: Sequence[Version]) -> list[tuple[Version, list[tuple[str, str]]]]:
    """Each version with what it changed."""
    older = [version.text for version in found[1:]]
    return [(version, difference(before, version.text)) for version, before in zip(found, [*older, ""], strict=False)]


def _row(known: KnownIntent, body: Body, today: date) -> Row:
    response = body.responses.get(known.id)
    return Row(
        known,
        response,
        sum(map(len, known.intent.examples.values())),
        tuple(_needs(known, response, body, today)),
    )


def _needs(known: KnownIntent, response: Response | None, body: Body, today: date) -> Iterator[str]:
    if response is None:
        if known.intent.kind in ANSWERED:
            yield "no_answer"
        return
    if response.valid_until and response.valid_until < today:
        yield "over"
    if response.review_by and response.review_by <= today:
        yield "review"
    elif parse_as_of(response.as_of)[0] < today - OLD:
        yield "old"
    if not all(map(response.text_in, body.organisation.languages)):
        yield "languages"
