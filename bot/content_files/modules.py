"""What must be right about the text modules that staff put into their replies."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content_files.loaded import Loaded
from bot.content_files.mistakes import say
from bot.content_files.names import id_fault
from bot.content_files.yaml_file import Problem
from bot.core.phrasing import PLACEHOLDER, PLACEHOLDERS

MODULES = "text_modules.yaml"
_NOT_AT_THE_DESK = frozenset(
    "channel code conversations_idle date day link place raw_messages received share time topic words".split()
)
"""Placeholders that only the bot's own texts have values for."""


def module_problems(loaded: Loaded) -> Iterator[Problem]:
    """Names that cannot be typed, topics and placeholders that do not exist."""
    for scope, modules in loaded.modules.items():
        name = f"responses/{scope}/{MODULES}"
        topics = loaded.topics_of(scope)
        for id, module in modules.items():
            if fault := id_fault(id):
                yield loaded.at(name, ("modules", id), fault)
            for i, topic in enumerate(module.topics):
                if topic not in topics:
                    yield loaded.at(name, ("modules", id, "topics", i), say("module-topic", topic=topic))
            for language, text in (("de", module.de), ("en", module.en)):
                for used in PLACEHOLDER.findall(text):
                    if used not in PLACEHOLDERS - _NOT_AT_THE_DESK:
                        known = ", ".join(f"{{{p}}}" for p in sorted(PLACEHOLDERS - _NOT_AT_THE_DESK))
                        said = say("placeholder", name=used, known=known)
                        yield loaded.at(name, ("modules", id, language), said)
