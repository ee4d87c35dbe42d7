"""Reads `intents/` and `responses/` into one checked snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.content_files import checks
from bot.content_files.folders import COMMON, Found, content_files
from bot.content_files.holidays import closing_days_of, holidays_of
from bot.content_files.loaded import Loaded
from bot.content_files.mistakes import say
from bot.content_files.modules import MODULES
from bot.content_files.parsed import ParsedFiles
from bot.content_files.quality import quality_hints
from bot.content_files.ways import by_intent
from bot.content_files.yaml_file import Problem
from bot.core.content import (
    Body,
    Content,
    Courtesies,
    GuardsFile,
    IntentsFile,
    KnownIntent,
    ModulesFile,
    OfficesFile,
    ResponsesFile,
    TextsFile,
)
from bot.core.organisation import Office, Organisation
from bot.core.places import Place, PlacesFile
from bot.errors import ContentError

GUARDS, COURTESIES, TEXTS, OFFICES, ORGANISATION, PLACES = (
    f"{name}.yaml" for name in ("guards", "courtesies", "texts", "offices", "organisation", "places")
)


def load_content(root: Path, today: date, parsed: ParsedFiles | None = None) -> Content:
    """The snapshot of the folder; raises ContentError with every problem as `file:line:column: text`, in German."""
    content, problems = check_content(root, today, parsed)
    serious = [problem for problem in problems if not problem.hint]
    if serious or content is None:
        raise ContentError("\n".join(map(str, serious)))
    return content


def check_content(
    root: Path, today: date, parsed: ParsedFiles | None = None, thorough: bool = False
) -> tuple[Content | None, list[Problem]]:
    """The snapshot, if the files allow one, and all problems and hints in the order of files and lines.

    With `parsed`, only files that changed since the last call with it are read anew; `thorough` adds hints about what
    the bot can work with and people should do better.
    """
    checked = check_files(root, today, parsed, thorough)
    return checked.content, checked.problems


@dataclass(frozen=True)
class Checked:
    """The snapshot, if the files allow one, the problems, and the files as read to find places in them."""

    content: Content | None
    problems: list[Problem]
    loaded: Loaded


def check_files(root: Path, today: date, parsed: ParsedFiles | None = None, thorough: bool = False) -> Checked:
    """What `check_content` finds, with the files it was found in."""
    loaded = Loaded(parsed or ParsedFiles())
    for folder in ("intents", "responses"):
        if not (root / folder).is_dir():
            loaded.problems.append(Problem(folder, 1, say("no-folder", folder=folder, root=root)))
    if loaded.problems:
        return Checked(None, loaded.problems, loaded)
    for found in content_files(root, "intents"):
        _read(loaded, found, _read_intents)
    for found in content_files(root, "responses"):
        _read(loaded, found, _read_responses)
    if not _broken(loaded):
        loaded.problems += checks.all_problems(loaded, today)
    content = None if _broken(loaded) else _snapshot(loaded)
    if content and thorough:
        loaded.problems += quality_hints(loaded, content, today)
    return Checked(content, in_order(loaded.problems), loaded)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by file, line and column."""
    return sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.column, problem.text))


def _broken(loaded: Loaded) -> bool:
    return any(not problem.hint for problem in loaded.problems)


def _read(loaded: Loaded, found: Found | Problem, read: Callable[[Loaded, Found], None]) -> None:
    if isinstance(found, Problem):
        loaded.problems.append(found)
    else:
        read(loaded, found)


def _read_intents(loaded: Loaded, found: Found) -> None:
    path, name = found.path, found.name
    if path.name in (GUARDS, COURTESIES) and name != f"intents/{path.name}":
        text = say("for-all")
        loaded.problems.append(Problem(name, 1, text))
    elif path.name == GUARDS:
        if guards := loaded.parse(path, name, GuardsFile):
            loaded.guards = guards.guards
    elif path.name == COURTESIES:
        loaded.courtesies = loaded.parse(path, name, Courtesies) or loaded.courtesies
    elif file := loaded.parse(path, name, IntentsFile):
        _keep_intents(loaded, found, file)


def _keep_intents(loaded: Loaded, found: Found, file: IntentsFile) -> None:
    scope, name = found.scope, found.name
    known = loaded.intents.setdefault(scope, {})
    loaded.topics.setdefault(scope, set()).add(file.topic)
    for id, intent in file.intents.items():
        if id in known:
            other = loaded.origin["intent", scope, id]
            text = say("intent-twice", id=id, other=other)
            loaded.problems.append(loaded.at(name, ("intents", id), text))
            continue
        known[id] = KnownIntent(id, file.topic, intent, scope)
        loaded.origin["intent", scope, id] = name


def _read_responses(loaded: Loaded, found: Found) -> None:
    scope, path, name = found.scope, found.path, found.name
    if path.parent.name == "responses" and name.count("/") == 1:
        text = say("not-here")
        loaded.problems.append(Problem(name, 1, text))
    elif path.name in (OFFICES, ORGANISATION, PLACES) and scope == COMMON:
        text = say("not-common")
        loaded.problems.append(Problem(name, 1, text))
    elif path.name in (OFFICES, ORGANISATION, PLACES):
        _read_organisation(loaded, found)
    elif path.name in (TEXTS, MODULES):
        _read_blocks(loaded, found)
    elif file := loaded.parse(path, name, ResponsesFile):
        _keep_responses(loaded, found, file)


def _read_organisation(loaded: Loaded, found: Found) -> None:
    scope, path, name = found.scope, found.path, found.name
    if path.name == OFFICES:
        if offices := loaded.parse(path, name, OfficesFile):
            loaded.offices[scope] = offices
    elif path.name == PLACES:
        if places := loaded.parse(path, name, PlacesFile):
            loaded.places[scope] = places.places
    elif organisation := loaded.parse(path, name, Organisation):
        loaded.organisations[scope] = organisation


def _read_blocks(loaded: Loaded, found: Found) -> None:
    """Building blocks: of the bot's replies, or of those that staff write."""
    if found.path.name == MODULES:
        if modules := loaded.parse(found.path, found.name, ModulesFile):
            loaded.modules[found.scope] = modules.modules
    elif texts := loaded.parse(found.path, found.name, TextsFile):
        loaded.texts[found.scope] = texts.texts


def _keep_responses(loaded: Loaded, found: Found, file: ResponsesFile) -> None:
    scope, name = found.scope, found.name
    known = loaded.responses.setdefault(scope, {})
    for id, response in file.responses.items():
        if id in known:
            other = loaded.origin["response", scope, id]
            text = say("response-twice", id=id, other=other)
            loaded.problems.append(loaded.at(name, ("responses", id), text))
            continue
        known[id] = response
        loaded.origin["response", scope, id] = name


def _snapshot(loaded: Loaded) -> Content:
    bodies = {}
    for id, organisation in sorted(loaded.organisations.items()):
        common, known = loaded.intents.get(COMMON, {}), loaded.intents_of(id)
        own = {k: v for k, v in loaded.intents.get(id, {}).items() if not v.intent.vanished}
        bodies[id] = Body(
            id=id,
            organisation=organisation,
            offices={k: _with_codes(office, known) for k, office in loaded.offices[id].offices.items()},
            intents=common | {k: _merged(common.get(k), v) for k, v in own.items()},
            responses=loaded.responses.get(COMMON, {}) | loaded.responses.get(id, {}),
            texts=loaded.texts.get(COMMON, {}) | loaded.texts.get(id, {}),
            is_holiday=holidays_of(organisation.state, organisation.extra_holidays),
            is_closing_day=closing_days_of(organisation.state, organisation.extra_holidays),
            places=loaded.places.get(id) or _areas(loaded.offices[id]),
            modules=loaded.modules.get(COMMON, {}) | loaded.modules.get(id, {}),
        )
    return Content(bodies, loaded.guards, loaded.courtesies)


def _with_codes(office: Office, known: Mapping[str, KnownIntent]) -> Office:
    """A forward names its intent and not the topic, so a topic's service code becomes that of its intents."""
    if office.open311 is None:
        return office
    codes = by_intent(office.open311.service_code, known)
    return office.model_copy(update={"open311": office.open311.model_copy(update={"service_code": codes})})


def _areas(file: OfficesFile) -> dict[str, Place]:
    """Without a list of places, those the offices name."""
    return {area: Place() for office in file.offices.values() for area in office.areas}


def _merged(common: KnownIntent | None, own: KnownIntent) -> KnownIntent:
    """An organisation's own wording of a common intent keeps the common examples and adds its own."""
    if common is None:
        return own
    examples = dict(common.intent.examples)
    for language, texts in own.intent.examples.items():
        examples[language] = examples.get(language, ()) + texts
    return KnownIntent(own.id, own.topic, own.intent.model_copy(update={"examples": examples}), own.scope)
