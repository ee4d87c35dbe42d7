"""Every mistake that the checks know, with the words it is reported in; the handbooks list the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import yaml

FILE = Path(__file__).with_name("mistakes.yaml")
OTHER = "other"
"""The rule of a text that no template makes."""


@dataclass(frozen=True)
class Mistake:
    """A kind of mistake: its template, how it is done right, whose handbook lists it (None: both)."""

    rule: str
    text: str
    right: str | None = None
    folder: str | None = None
    hint: bool = False


@cache
def mistakes() -> dict[str, Mistake]:
    """All mistakes by rule, in the order of the handbooks."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    entries = yaml.load(FILE.read_text(encoding="utf-8"), loader)  # noqa: S506 - a safe loader
    return {
        rule: Mistake(rule, entry["text"], entry.get("right"), entry.get("in"), entry.get("hint", False))
        for rule, entry in entries.items()
    }


def say(rule: str, **values: object) -> str:
    """The text of a mistake with its values; they are put in as they are. Raises KeyError for an unknown rule."""
    return mistakes()[rule].text.format_map(values)


def rule_of(text: str) -> str:
    """The rule whose template made a text.

    Found by the words, because much of what is wrong passes through pydantic, which hands on nothing but the text.
    """
    return next((rule for rule, pattern in _patterns() if pattern.fullmatch(text)), OTHER)


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """One pattern for each template, those with the most words of their own first."""
    found = []
    for rule, mistake in mistakes().items():
        parts = list(Formatter().parse(mistake.text))
        own = sum(len(words) for words, *_ in parts)
        pattern = "".join(re.escape(words) + ("" if name is None else ".*") for words, name, *_ in parts)
        found.append((-own, rule, re.compile(pattern, re.DOTALL)))
    return [(rule, pattern) for _, rule, pattern in sorted(found, key=lambda one: one[:2])]
