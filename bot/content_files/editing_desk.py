"""Changes single entries of the content files for the desk; the files stay the truth."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path

from bot.content_files import entries, versions
from bot.content_files.entries import Span
from bot.content_files.folders import Found, content_files
from bot.content_files.loader import ORGANISATION, PLACES, TEXTS
from bot.content_files.modules import MODULES
from bot.content_files.overlay import check_with, write_all
from bot.content_files.parsed import ParsedFiles, validated
from bot.content_files.yaml_file import Problem, YamlFile, parse_yaml, read_bytes
from bot.core.content import Content, Response, ResponsesFile
from bot.core.edits import COMMON, Change, Section, Version, Where
from bot.editing_ports import Entry, Finding, Overtaken, Refused, Saved
from bot.errors import ContentError

RESERVED = {name.removesuffix(".yaml") for name in (ORGANISATION, PLACES, TEXTS, MODULES, "offices.yaml")}
TRIES = 3
ONE_ENTRY = "Der Eintrag muss mit „{id}:“ beginnen, und kein zweiter darf folgen."
BOM = b"\xef\xbb\xbf"
_FILE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_HEAD = "# yaml-language-server: $schema=../schema.json\n"


@dataclass(frozen=True)
class _Stand:
    """A file as it is now, and where in it the entry stands or may be put."""

    path: Path
    name: str
    raw: bytes
    text: str
    span: Span
    entry: Entry


@dataclass(frozen=True)
class _Tried:
    """Files as they are, what they would be, and the content that they would make."""

    stands: list[_Stand]
    raws: list[bytes]
    content: Content


class FolderFiles:
    """Implements `editing_ports.ContentFiles` on the folder that holds `intents/` and `responses/`."""

    def __init__(self, root: Path, today: Callable[[], date]) -> None:
        self._root, self._today = root, today
        self._parsed = ParsedFiles()
        self._lock = threading.Lock()

    def entry(self, where: Where) -> Entry:
        """An entry as it stands in its file now."""
        return self._stand(where).entry

    def handbook(self, section: Section) -> str:
        """The handbook that lies beside the files, Markdown."""
        try:
            return (self._root / section / "README.md").read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ContentError(f"Das Handbuch „{section}/README.md“ lässt sich nicht lesen.") from error

    def with_fields(self, where: Where, text: str, fields: Mapping[str, str | Mapping[str, str]]) -> str:
        """The text of an entry with other values, an empty one taken out; comments and order stay."""
        return entries.with_fields(where.id, text, fields)

    def with_examples(self, where: Where, text: str, examples: Mapping[str, Sequence[str]]) -> str:
        """The text of an intent with these sentences by language."""
        return entries.with_examples(where.id, text, examples)

    def as_typed(self, where: Where, text: str) -> Entry:
        """An entry that is not saved, with what can be read of it; its mark is empty."""
        data = parse_yaml(text.encode(), "").data
        values = data.get(where.id) if isinstance(data, dict) else None
        return Entry(where, "", text, "", entries.simple_fields(values), entries.examples_of(values))

    def draft(self, where: Where, text: str) -> Response | Refused:
        """The answer that a text would be."""
        alone = entries.put_in("responses:\n", Span(1, 1, entries.INDENT), text)
        file = parse_yaml(alone.encode(), "")
        if not file.problems and (set(file.data) != {"responses"} or set(file.data["responses"] or ()) != {where.id}):
            return Refused([Finding(ONE_ENTRY.format(id=where.id), 1)])
        value = None if file.problems else validated(file, ResponsesFile)
        if value is None:
            return Refused([_finding(problem, file, where, Span(1, 0, entries.INDENT)) for problem in file.problems])
        return value.responses[where.id]

    def check(self, changes: Sequence[Change]) -> Content | Refused | Overtaken:
        """What the content would be with these changes, each in a file of its own, or what keeps them from it."""
        with self._lock:
            tried = self._tried(changes)
        return tried.content if isinstance(tried, _Tried) else tried

    def save(self, changes: Sequence[Change], who: str) -> Saved | Refused | Overtaken:
        """Writes all the entries, or none, if they still have their marks and everything is right with them."""
        with self._lock:
            for _ in range(TRIES):
                tried = self._tried(changes)
                if not isinstance(tried, _Tried):
                    return tried
                if all(_bytes(stand.path) == stand.raw for stand in tried.stands):
                    write_all({s.path: (s.raw, raw) for s, raw in zip(tried.stands, tried.raws, strict=True)})
                    kept = [versions.keep(self._root, s.name, s.entry.where.id, who) for s in tried.stands]
                    before = tuple(stand.entry for stand in tried.stands)
                    return Saved(tuple(self.entry(change.where) for change in changes), before, all(kept))
        names = ", ".join(change.where.id for change in changes)
        raise ContentError(f"{names} wird gerade von anderer Seite geändert. Bitte speichern Sie noch einmal.")

    def _tried(self, changes: Sequence[Change]) -> _Tried | Refused | Overtaken:
        """The files with the entries in them, or why they may not be so."""
        stands = [self._stand(change.where) for change in changes]
        raws = []
        for stand, change in zip(stands, changes, strict=True):
            if stand.entry.mark != change.mark:
                return Overtaken(stand.entry)
            new = entries.put_in(stand.text, stand.span, change.text).encode()
            raws.append((BOM if stand.raw.startswith(BOM) else b"") + new)
        content, findings = self._looked_through(stands, raws)
        return _Tried(stands, raws, content) if content and not findings else Refused(findings)

    def versions(self, where: Where) -> list[Version] | None:
        """The last versions of an entry, newest first; None if the folder is no git repository."""
        stand = self._stand(where)
        told = versions.of_file(self._root, stand.name)
        if told is None:
            return None
        found: list[Version] = []
        for older in reversed(told):
            text = _text_in(older.text, where)
            if text is not None and (not found or found[-1].text != text):
                found.append(Version(older.id, older.at, older.who, older.what, text))
        return found[::-1]

    def _stand(self, where: Where) -> _Stand:
        for found in content_files(self._root, where.section):
            if isinstance(found, Problem) or found.scope != where.scope:
                continue
            raw = _bytes(found.path)
            if where.id.encode() not in raw:
                continue
            file = parse_yaml(raw, found.name)
            if file.problems:
                raise ContentError(str(file.problems[0]))
            text = raw.decode("utf-8-sig")
            if span := entries.find(file, text, where.section, where.id):
                return _stand_of(found, raw, text, span, file, where)
        return self._new(where)

    def _new(self, where: Where) -> _Stand:
        """An entry that is not there yet: in the file of its topic, or a new one."""
        title = self._file_for(where)
        path = self._root / title
        raw = _bytes(path)
        text = raw.decode("utf-8-sig") if raw else self._head(where)
        if raw:
            span = entries.end_of_section(parse_yaml(raw, title), text, where.section)
        else:
            span = Span(len(entries.lines_of(text)), len(entries.lines_of(text)), entries.INDENT)
        entry = Entry(where, title, "", _mark(""), {}, {})
        return _Stand(path, title, raw, text, span, entry)

    def _file_for(self, where: Where) -> str:
        """The name of the file that takes a new entry: the scope's own one on its topic, or one called like it."""
        if where.section == "intents":
            for name, _ in self._about(where.topic, where.scope):
                return name
        name = f"{where.topic}_antworten" if where.topic in RESERVED else where.topic
        if not (_FILE.fullmatch(name) and _FILE.fullmatch(where.scope)):
            raise ContentError(f"„{name}“ kann keine Datei heißen.")
        within = "" if (where.section, where.scope) == ("intents", COMMON) else f"{where.scope}/"
        return f"{where.section}/{within}{name}.yaml"

    def _head(self, where: Where) -> str:
        """The first lines of a new file; a topic keeps the title that the common file gives it."""
        if where.section == "responses":
            return f"{_HEAD}responses:\n"
        for _, lines in self._about(where.topic, COMMON):
            return _HEAD + "".join(line for line in lines if line.startswith(("topic:", "title:"))) + "intents:\n"
        raise ContentError(f"Zum Thema „{where.topic}“ gibt es keine gemeinsame Datei.")

    def _about(self, topic: str, scope: str) -> Iterator[tuple[str, list[str]]]:
        """The files of a scope on a topic, by name, with their lines."""
        told = re.compile(rf"topic:\s+[\"']?{re.escape(topic)}[\"']?\s*(#.*)?")
        for found in content_files(self._root, "intents"):
            if isinstance(found, Found) and found.scope == scope:
                lines = entries.lines_of(_bytes(found.path).decode("utf-8-sig"))
                if any(told.fullmatch(line.rstrip()) for line in lines):
                    yield found.name, lines

    def _looked_through(self, stands: Sequence[_Stand], raws: Sequence[bytes]) -> tuple[Content | None, list[Finding]]:
        """The whole content if the files were so, and what would be wrong with it."""
        files = {s.name: (s, parse_yaml(raw, s.name)) for s, raw in zip(stands, raws, strict=True)}
        for stand, file in files.values():
            if not file.problems and (fault := _reaches_further(stand, stand.entry.where, file)):
                return None, [Finding(fault, 1)]
        changed = {stand.name: raw for stand, raw in zip(stands, raws, strict=True)}
        content, problems = check_with(self._root, changed, self._today(), self._parsed)
        serious = [problem for problem in problems if not problem.hint]
        return content, [_placed(problem, files) for problem in serious]


def _stand_of(found: Found, raw: bytes, text: str, span: Span, file: YamlFile, where: Where) -> _Stand:
    own, values = entries.cut_out(text, span), file.data[where.section][where.id]
    fields, examples = entries.simple_fields(values), entries.examples_of(values)
    return _Stand(found.path, found.name, raw, text, span, Entry(where, found.name, own, _mark(own), fields, examples))


def _text_in(text: str, where: Where) -> str | None:
    """The entry in an older text of its file."""
    file = parse_yaml(text.encode(), "")
    try:
        span = None if file.problems else entries.find(file, text, where.section, where.id)
    except ContentError:
        return None
    return entries.cut_out(text, span) if span else None


def _reaches_further(stand: _Stand, where: Where, file: YamlFile) -> str:
    """Why a text is more, or less, than this one entry; "" if it is just that."""
    before = parse_yaml(stand.text.encode(), "").data or {}
    wanted = {**before, where.section: {**(before.get(where.section) or {}), where.id: None}}
    got = file.data if isinstance(file.data, dict) else {}
    section = got.get(where.section)
    got = {**got, where.section: {**section, where.id: None} if isinstance(section, dict) else section}
    missing = not isinstance(section, dict) or where.id not in section
    return ONE_ENTRY.format(id=where.id) if missing or got != wanted else ""


def _placed(problem: Problem, files: Mapping[str, tuple[_Stand, YamlFile]]) -> Finding:
    """Where in one of the entries a problem lies, else the file and line."""
    if problem.file not in files:
        return Finding(str(problem))
    stand, file = files[problem.file]
    return _finding(problem, file, stand.entry.where, stand.span)


def _finding(problem: Problem, file: YamlFile, where: Where, span: Span) -> Finding:
    line = problem.line - span.first
    if line < 1:
        return Finding(str(problem))
    here = [
        (at, str(path[2]))
        for path, (at, _) in file.places.items()
        if len(path) == 3 and path[:2] == (where.section, where.id) and at <= problem.line
    ]
    return Finding(problem.shown, line, max(here)[1] if here else "")


def _mark(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()


def _bytes(path: Path) -> bytes:
    """What stands in a file; nothing if there is none."""
    if not path.exists():
        return b""
    raw = read_bytes(path, path.name)
    if isinstance(raw, Problem):
        raise ContentError(str(raw))
    return raw
