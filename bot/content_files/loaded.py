"""All files as read, before they become a snapshot."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from bot.content_files.folders import COMMON
from bot.content_files.messages import in_german, narrowed
from bot.content_files.yaml_file import Path_, Problem, YamlFile, read_yaml
from bot.core.content import (
    Courtesies,
    Guard,
    KnownIntent,
    OfficesFile,
    Response,
    ResponsesFile,
    SharedText,
    TextModule,
)
from bot.core.organisation import Model, Organisation
from bot.core.places import Place

M = TypeVar("M", bound=Model)


@dataclass
class Loaded:
    """What each file says by scope, an organisation's id or "common"; `files` keeps the lines for the checks."""

    problems: list[Problem] = field(default_factory=list)
    files: dict[str, YamlFile] = field(default_factory=dict)
    intents: dict[str, dict[str, KnownIntent]] = field(default_factory=dict)
    topics: dict[str, set[str]] = field(default_factory=dict)
    guards: dict[str, Guard] = field(default_factory=dict)
    courtesies: Courtesies = field(default_factory=Courtesies)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    offices: dict[str, OfficesFile] = field(default_factory=dict)
    places: dict[str, dict[str, Place]] = field(default_factory=dict)
    responses: dict[str, dict[str, Response]] = field(default_factory=dict)
    texts: dict[str, dict[str, SharedText]] = field(default_factory=dict)
    modules: dict[str, dict[str, TextModule]] = field(default_factory=dict)
    origin: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """("intent" or "response", scope, id) → name of the file it stands in."""

    def parse(self, path: Path, name: str, model: type[M]) -> M | None:
        """Reads one file into a model; None if anything in it is wrong."""
        file = read_yaml(path, name)
        self.files[name] = file
        self.problems += file.problems
        if file.problems:
            return None
        try:
            return model.model_validate(file.data)
        except ValidationError as error:
            for details in error.errors():
                # A response has its languages beside `source` in the file, and under `texts` in the model.
                here = model is not ResponsesFile
                place = tuple(part for part in details["loc"] if here or part != "texts")
                place = narrowed(details, place)
                self.problems.append(Problem(name, file.line_of(place), in_german(details, place)))
            return None

    def at(self, name: str, place: Path_, text: str, hint: bool = False) -> Problem:
        """A problem at a place of a file that was read."""
        file = self.files.get(name)
        return Problem(name, file.line_of(place) if file else 1, text, hint)

    def intents_of(self, scope: str) -> dict[str, KnownIntent]:
        """The intents that files of this scope may speak of."""
        return self.intents.get(COMMON, {}) | self.intents.get(scope, {})

    def topics_of(self, scope: str) -> set[str]:
        """The topics that files of this scope may speak of."""
        return self.topics.get(COMMON, set()) | self.topics.get(scope, set())
