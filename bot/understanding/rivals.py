"""Examples that the trained weights, asked without remembering them, give to another intent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.core.content import Content
from bot.understanding.classifier import KIND
from bot.understanding.engine import Understander
from bot.understanding.model import ENGLISH, GERMAN, OTHER, Model

CLEAR = 0.1
"""By so much another intent's score must lead: what is close is settled by the question back."""


@dataclass(frozen=True)
class LostExample:
    """An example of an intent (scope "common" or an organisation's id) that sounds like another one."""

    scope: str
    intent: str
    text: str
    found: str


def lost_examples(understander: Understander, content: Content) -> Iterator[LostExample]:
    """Every example that another intent of the same organisation wins; takes seconds for 50,000 examples."""
    for language in (GERMAN, ENGLISH, OTHER):
        yield from _lost_in(understander.reader.model(language), set(content.bodies))


def _lost_in(model: Model, organisations: set[str]) -> Iterator[LostExample]:
    labels = model.classifier.labels
    scopes = np.array(["kind" if label.startswith(KIND) else _split(label)[0] for label in labels])
    rivals = {scope: (scopes == "common") | (scopes == scope) for scope in ("common", *organisations)}
    at = {label: i for i, label in enumerate(labels)}
    for words, example in model.examples.items():
        scope, intent = _split(example.label)
        raw = model.classifier.scores(words).raw
        best = int(np.where(rivals[scope], raw, -np.inf).argmax())
        if raw[best] - raw[at[example.label]] > CLEAR:
            yield LostExample(scope, intent, example.text, _split(labels[best])[1])


def _split(label: str) -> tuple[str, str]:
    scope, slash, intent = label.partition("/")
    return (scope, intent) if slash else ("common", label)
