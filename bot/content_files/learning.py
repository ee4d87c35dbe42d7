"""Writes what an editor teaches into the organisation's own files: sentences for an intent, or a new intent."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot.content_files.catalogue.applying import apply, contents
from bot.content_files.catalogue.editing import change_list, read_text, scalar, text_only_yaml
from bot.content_files.folders import COMMON
from bot.content_files.loaded import Loaded
from bot.content_files.loader import check_files
from bot.core.content import KnownIntent
from bot.core.learning import Examples, NewIntent
from bot.errors import ContentError

LEARNT = "gelernt"
"""New files are `intents/<organisation>/gelernt_<topic>.yaml` and `responses/<organisation>/gelernt.yaml`."""

MAX_LINE = 100_000

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9_-]")


def learn(root: Path, organisation: str, lesson: Examples | NewIntent, today: date) -> None:
    """Writes the lesson; raises ContentError and changes nothing if the files would have a problem with it."""
    checked = check_files(root, today)
    if checked.content is None:
        serious = [str(problem) for problem in checked.problems if not problem.hint]
        raise ContentError("\n".join(["Die Dateien haben gerade Fehler, es wurde nichts geändert:", *serious]))
    files = _Files({})
    if isinstance(lesson, NewIntent):
        texts = _new_intent(root, organisation, lesson, checked.loaded, files)
    else:
        texts = _more_examples(root, organisation, lesson, checked.loaded, files)
    apply(root, texts, files.seen, today)


@dataclass(frozen=True)
class _Files:
    """Files as they were when they were read, so that nothing saved since is overwritten."""

    seen: dict[Path, bytes | None]

    def read(self, path: Path, otherwise: Callable[[], CommentedMap]) -> CommentedMap:
        """What a file says, or what a new one begins with."""
        self.seen[path] = contents(path)
        return _read(path) if self.seen[path] is not None else otherwise()


def _more_examples(root: Path, organisation: str, lesson: Examples, loaded: Loaded, files: _Files) -> dict[Path, str]:
    known = loaded.intents_of(organisation).get(lesson.intent)
    if known is None:
        raise ContentError(f"Die Absicht „{lesson.intent}“ gibt es nicht.")
    if known.scope == organisation:
        path = root / loaded.origin["intent", organisation, known.id]
        data = files.read(path, CommentedMap)
    else:
        origin = root / loaded.origin["intent", COMMON, known.id]
        path = _learnt_path(root, organisation, known.topic)
        data = files.read(path, lambda: _new_topic(known.topic, origin))
        entry = _read(origin)["intents"][known.id]
        # Everything but the sentences is said anew: what an organisation says of an intent replaces what all say.
        data["intents"][known.id] = CommentedMap({key: entry[key] for key in entry if key != "examples"})
        data["intents"][known.id]["examples"] = CommentedMap()
    _add(data["intents"][known.id], lesson.texts, known)
    return {path: _written(data)}


def _new_intent(root: Path, organisation: str, lesson: NewIntent, loaded: Loaded, files: _Files) -> dict[Path, str]:
    id = lesson.examples.intent
    intents = loaded.intents_of(organisation)
    if id in intents:
        raise ContentError(f"Die Absicht „{id}“ gibt es schon.")
    like = next((known for known in intents.values() if known.topic == lesson.topic), None)
    if like is None:
        raise ContentError(f"Das Thema „{lesson.topic}“ gibt es nicht.")
    path = _learnt_path(root, organisation, lesson.topic)
    origin = root / loaded.origin["intent", like.scope, like.id]
    data = files.read(path, lambda: _new_topic(like.topic, origin))
    entry = CommentedMap(kind=lesson.kind)
    entry["title"] = CommentedMap(de=scalar(lesson.title_de), en=scalar(lesson.title_en))
    entry["title"].fa.set_flow_style()
    entry["examples"] = CommentedMap()
    _add(entry, lesson.examples.texts, None)
    data["intents"][id] = entry
    texts = {path: _written(data)}
    if lesson.answer:
        answers = root / "responses" / organisation / f"{LEARNT}.yaml"
        responses = files.read(answers, lambda: _headed(CommentedMap(responses=CommentedMap())))
        responses["responses"][id] = _answer(lesson)
        texts[answers] = _written(responses)
    return texts


def _answer(lesson: NewIntent) -> CommentedMap:
    answer = CommentedMap({language: scalar(text) for language, text in lesson.answer.items()})
    answer["source"] = scalar(lesson.source)
    answer["as_of"] = lesson.as_of.isoformat()
    if lesson.to_verify:
        answer["to_verify"] = scalar(lesson.to_verify)
    return answer


def _add(entry: CommentedMap, texts: Mapping[Any, tuple[str, ...]], known: KnownIntent | None) -> None:
    """Adds the sentences that the intent does not have yet; raises ContentError if there is none."""
    had = {" ".join(t.casefold().split()) for own in known.intent.examples.values() for t in own} if known else set()
    new = {
        language: [text for text in dict.fromkeys(given) if " ".join(text.casefold().split()) not in had]
        for language, given in texts.items()
    }
    if not any(new.values()):
        raise ContentError("Diese Sätze stehen schon bei der Absicht.")
    if "examples" not in entry:
        entry.insert(max(1, len(entry) - 1), "examples", CommentedMap())
    for language, added in new.items():
        if added:
            listed = entry["examples"].setdefault(language, CommentedSeq())
            change_list(listed, (*map(str, listed), *added))


def _learnt_path(root: Path, organisation: str, topic: str) -> Path:
    """A file has one topic, and the topic decides which office is responsible."""
    return root / "intents" / organisation / f"{LEARNT}_{_NOT_IN_A_NAME.sub('_', topic)}.yaml"


def _new_topic(topic: str, like: Path) -> CommentedMap:
    """An empty file about a topic, called as in another file about it."""
    return _headed(CommentedMap(topic=scalar(topic), title=_read(like)["title"], intents=CommentedMap()))


def _headed(data: CommentedMap) -> CommentedMap:
    """With the line by which editors know the file's schema."""
    data.yaml_set_start_comment("yaml-language-server: $schema=../schema.json")
    return data


def _read(path: Path) -> CommentedMap:
    data: CommentedMap = text_only_yaml().load(read_text(path))
    return data


def _written(data: CommentedMap) -> str:
    out, yaml = io.StringIO(), text_only_yaml()
    yaml.width = MAX_LINE  # lines stay as long as people wrote them
    yaml.dump(data, out)
    return out.getvalue()
