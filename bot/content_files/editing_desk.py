"""Changes single entries of the content files for the desk; the files stay the truth."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from pathlib import Path

from bot.content_files import entries, versions
from bot.content_files.entries import Span
from bot.content_files.folders import COMMON, Found, content_files
from bot.content_files.loader import ORGANISATION, PLACES, TEXTS, check_content
from bot.content_files.modules import MODULES
from bot.content_files.parsed import ParsedFiles, validated
from bot.content_files.yaml_file import Problem, YamlFile, parse_yaml, read_bytes
from bot.core.content import Response, ResponsesFile
from bot.editing_ports import Entry, Finding, Overtaken, Refused, Saved, Section, Version, Where
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

    def with_fields(self, where: Where, text: str, fields: Mapping[str, str]) -> str:
        """The text of an entry with other values, an empty one taken out; comments and order stay."""
        return entries.with_fields(where.id, text, fields)

    def with_examples(self, where: Where, text: str, examples: Mapping[str, Sequence[str]]) -> str:
        """The text of an intent with these sentences by language."""
        return entries.with_examples(where.id, text, examples)

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

    def check(self, where: Where, text: str, mark: str) -> Refused | Overtaken | None:
        """What would keep an entry from being saved; None if nothing would."""
        with self._lock:
            tried = self._tried(self._stand(where), where, text, mark)
        return None if isinstance(tried, bytes) else tried

    def save(self, where: Where, text: str, mark: str, who: str) -> Saved | Refused | Overtaken:
        """Writes an entry into its file if it still has this mark and everything is right with it."""
        with self._lock:
            for _ in range(TRIES):
                stand = self._stand(where)
                raw = self._tried(stand, where, text, mark)
                if not isinstance(raw, bytes):
                    return raw
                if _bytes(stand.path) == stand.raw:
                    _write(stand.path, raw)
                    kept = versions.keep(self._root, stand.name, where.id, who)
                    return Saved(self.entry(where), kept)
        raise ContentError(f"{stand.name} wird gerade von anderer Seite geändert. Bitte speichern Sie noch einmal.")

    def _tried(self, stand: _Stand, where: Where, text: str, mark: str) -> bytes | Refused | Overtaken:
        """The file with the entry in it, or why it may not be so."""
        if stand.entry.mark != mark:
            return Overtaken(stand.entry)
        new = entries.put_in(stand.text, stand.span, text)
        raw = (BOM if stand.raw.startswith(BOM) else b"") + new.encode()
        findings = self._findings(stand, where, raw)
        return Refused(findings) if findings else raw

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
        name = f"{where.topic}_antworten" if where.topic in RESERVED else where.topic
        if not (_FILE.fullmatch(name) and _FILE.fullmatch(where.scope)):
            raise ContentError(f"„{name}“ kann keine Datei heißen.")
        within = "" if (where.section, where.scope) == ("intents", COMMON) else f"{where.scope}/"
        title = f"{where.section}/{within}{name}.yaml"
        path = self._root / title
        raw = _bytes(path)
        text = raw.decode("utf-8-sig") if raw else self._head(where)
        if raw:
            span = entries.end_of_section(parse_yaml(raw, title), text, where.section)
        else:
            span = Span(len(entries.lines_of(text)), len(entries.lines_of(text)), entries.INDENT)
        entry = Entry(where, title, "", _mark(""), {}, {})
        return _Stand(path, title, raw, text, span, entry)

    def _head(self, where: Where) -> str:
        """The first lines of a new file; a topic keeps the title that the common file gives it."""
        if where.section == "responses":
            return f"{_HEAD}responses:\n"
        for found in content_files(self._root, "intents"):
            if isinstance(found, Found) and found.scope == COMMON and found.path.stem == where.topic:
                lines = entries.lines_of(_bytes(found.path).decode("utf-8-sig"))
                return _HEAD + "".join(line for line in lines if line.startswith(("topic:", "title:"))) + "intents:\n"
        raise ContentError(f"Zum Thema „{where.topic}“ gibt es keine gemeinsame Datei.")

    def _findings(self, stand: _Stand, where: Where, raw: bytes) -> list[Finding]:
        """What is wrong with the whole content if the file were so."""
        file = parse_yaml(raw, stand.name)
        if not file.problems and (fault := _reaches_further(stand, where, file)):
            return [Finding(fault, 1)]
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder)
            try:
                _copy(self._root, copy)
                (copy / stand.name).parent.mkdir(exist_ok=True)
                (copy / stand.name).write_bytes(raw)
            except OSError as error:
                raise ContentError(f"Die Dateien lassen sich nicht prüfen ({error.strerror or error}).") from error
            _, problems = check_content(copy, self._today(), self._parsed)
        serious = [problem for problem in problems if not problem.hint]
        return [_finding(problem, file, where, stand.span, stand.name) for problem in serious]


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


def _finding(problem: Problem, file: YamlFile, where: Where, span: Span, name: str = "") -> Finding:
    line = problem.line - span.first
    if problem.file != name or line < 1:
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


def _copy(root: Path, folder: Path) -> None:
    """Both folders, with what is read of them."""
    for top in ("intents", "responses"):
        shutil.copytree(root / top, folder / top, ignore=shutil.ignore_patterns(".*", "*.json", "*.md"))


def _write(path: Path, raw: bytes) -> None:
    """Replaces a file at once; what reads it meanwhile sees the old or the new one, whole."""
    target = path.resolve()
    try:
        target.parent.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".new")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(raw)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ContentError(f"{path.name} lässt sich nicht schreiben ({error.strerror}).") from error
