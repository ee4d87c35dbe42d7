"""Files read into models, kept so that only what changed is read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from bot.content_files.messages import in_german, narrowed
from bot.content_files.yaml_file import Problem, YamlFile, parse_yaml, read_bytes
from bot.core.content import ResponsesFile
from bot.core.organisation import Model

M = TypeVar("M", bound=Model)


@dataclass
class ParsedFiles:
    """Each file's values and model by its name, as long as its bytes stay the same."""

    _kept: dict[tuple[str, type[Model]], tuple[bytes, YamlFile, Model | None]] = field(default_factory=dict)
    _found: dict[str, tuple[list[YamlFile], list[Problem]]] = field(default_factory=dict)

    def parse(self, path: Path, name: str, model: type[M]) -> tuple[YamlFile, M | None]:
        """One file and its model, None if anything in it is wrong: then the file's problems say what."""
        raw = read_bytes(path, name)
        if isinstance(raw, Problem):
            return YamlFile(name, None, {}, [raw]), None
        digest = blake2b(raw, digest_size=16).digest()
        kept = self._kept.get((name, model))
        if kept and kept[0] == digest:
            return kept[1], kept[2]  # type: ignore[return-value]
        file = parse_yaml(raw, name)
        value = None if file.problems else validated(file, model)
        self._kept[name, model] = digest, file, value
        return file, value

    def found_once(self, what: str, files: list[YamlFile], find: Callable[[], Iterable[Problem]]) -> list[Problem]:
        """What `find` finds in these files, looked for again only after one of them has changed."""
        before = self._found.get(what)
        if before is None or list(map(id, before[0])) != list(map(id, files)):
            self._found[what] = files, list(find())
        return self._found[what][1]


def validated(file: YamlFile, model: type[M]) -> M | None:
    """The model of a file's values; None if they do not fit, then the file's problems say why."""
    try:
        return model.model_validate(file.data)
    except ValidationError as error:
        for details in error.errors():
            # A response has its languages beside `source` in the file, and under `texts` in the model.
            here = model is not ResponsesFile
            place = narrowed(details, tuple(part for part in details["loc"] if here or part != "texts"))
            line, column = file.place_of(place)
            file.report(line, in_german(details, place), column)
        return None
