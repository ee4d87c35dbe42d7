"""Reads `intents/` and `responses/` into one checked snapshot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from bot.content_files import checks
from bot.content_files.folders import COMMON, Found, content_files
from bot.content_files.holidays import closing_days_of, holidays_of
from bot.content_files.loaded import Loaded
from bot.content_files.modules import MODULES
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


def load_content(root: Path, today: date) -> Content:
    """The snapshot of the folder; raises ContentError with every problem as `file:line: text`, in German."""
    content, problems = check_content(root, today)
    serious = [problem for problem in problems if not problem.hint]
    if serious or content is None:
        raise ContentError("\n".join(map(str, serious)))
    return content


def check_content(root: Path, today: date) -> tuple[Content | None, list[Problem]]:
    """The snapshot, if the files allow one, and all problems and hints in the order of files and lines."""
    loaded = Loaded()
    for folder in ("intents", "responses"):
        if not (root / folder).is_dir():
            loaded.problems.append(Problem(folder, 1, f"Den Ordner „{folder}“ gibt es hier nicht ({root})."))
    if loaded.problems:
        return None, loaded.problems
    for found in content_files(root, "intents"):
        _read(loaded, found, _read_intents)
    for found in content_files(root, "responses"):
        _read(loaded, found, _read_responses)
    if not _broken(loaded):
        loaded.problems += checks.all_problems(loaded, today)
    return (None if _broken(loaded) else _snapshot(loaded)), sorted(set(loaded.problems))


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
        text = "Diese Datei gilt für alle Organisationen. Legen Sie sie direkt in den Ordner intents."
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
            text = f"Die Absicht „{id}“ steht schon in {other}. Benennen Sie eine um."
            loaded.problems.append(loaded.at(name, ("intents", id), text))
            continue
        known[id] = KnownIntent(id, file.topic, intent, scope)
        loaded.origin["intent", scope, id] = name


def _read_responses(loaded: Loaded, found: Found) -> None:
    scope, path, name = found.scope, found.path, found.name
    if path.parent.name == "responses" and name.count("/") == 1:
        text = "Legen Sie diese Datei in den Ordner common oder in den Ordner einer Organisation."
        loaded.problems.append(Problem(name, 1, text))
    elif path.name in (OFFICES, ORGANISATION, PLACES) and scope == COMMON:
        text = "Diese Datei gehört in den Ordner einer Organisation, nicht in common."
        loaded.problems.append(Problem(name, 1, text))
    elif path.name in (OFFICES, ORGANISATION, PLACES):
        _read_organisation(loaded, found)
    elif path.name in (TEXTS, MODULES):
        _read_blocks(loaded, found)
    elif file := loaded.parse(path, name, ResponsesFile):
        _keep_responses(loaded, found, file)


def _read_blocks(loaded: Loaded, found: Found) -> None:
    """Building blocks: of the bot's replies, or of those that staff write."""
    if found.path.name == MODULES:
        if modules := loaded.parse(found.path, found.name, ModulesFile):
            loaded.modules[found.scope] = modules.modules
    elif texts := loaded.parse(found.path, found.name, TextsFile):
        loaded.texts[found.scope] = texts.texts


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


def _keep_responses(loaded: Loaded, found: Found, file: ResponsesFile) -> None:
    scope, name = found.scope, found.name
    known = loaded.responses.setdefault(scope, {})
    for id, response in file.responses.items():
        if id in known:
            other = loaded.origin["response", scope, id]
            text = f"Die Antwort „{id}“ steht schon in {other}. Löschen Sie eine davon."
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
