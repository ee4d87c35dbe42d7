"""What the desk needs to change content files: entries as text, saved only as the whole content stays right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.content import Content, Response
from bot.core.edits import Change, Section, Version, Where
from bot.core.rereading import Changed, Handled


@dataclass(frozen=True)
class Entry:
    """One entry of a file: its YAML from its key on, not indented; "" if there is none yet.

    `file` is its name relative to the content folder, where it stands or would be put; `mark` changes with the text;
    `fields` are the values of its simple keys, `examples` its sentences by language.
    """

    where: Where
    file: str
    text: str
    mark: str
    fields: Mapping[str, str]
    examples: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Finding:
    """What is wrong, in German; `line` counts from 1 within the entry, 0 if it lies elsewhere; `field` is its key."""

    text: str
    line: int = 0
    field: str = ""


@dataclass(frozen=True)
class Saved:
    """They stand in the files now, as `entries`, and stood there as `before`; `kept`: they are versions in git too."""

    entries: tuple[Entry, ...]
    before: tuple[Entry, ...]
    kept: bool


@dataclass(frozen=True)
class Refused:
    """Nothing was written."""

    findings: Sequence[Finding]


@dataclass(frozen=True)
class Overtaken:
    """Nothing was written: someone else changed the entry meanwhile, to this."""

    entry: Entry


class ContentFiles(Protocol):
    """The files of `intents/` and `responses/`; every method reads them anew and may take some tenths of a second.

    Raises ContentError, in German, if a file cannot be read or an entry cannot be told from its neighbours.
    """

    def entry(self, where: Where) -> Entry:
        """An entry as it stands in its file now."""
        ...

    def handbook(self, section: Section) -> str:
        """The handbook that lies beside the files, Markdown."""
        ...

    def with_fields(self, where: Where, text: str, fields: Mapping[str, str | Mapping[str, str]]) -> str:
        """The text of an entry with other values, an empty one taken out; comments and order stay."""
        ...

    def with_examples(self, where: Where, text: str, examples: Mapping[str, Sequence[str]]) -> str:
        """The text of an intent with these sentences by language."""
        ...

    def as_typed(self, where: Where, text: str) -> Entry:
        """An entry that is not saved, with what can be read of it; its mark is empty."""
        ...

    def draft(self, where: Where, text: str) -> Response | Refused:
        """The answer that a text would be."""
        ...

    def check(self, changes: Sequence[Change]) -> Content | Refused | Overtaken:
        """What the content would be with these changes, each in a file of its own, or what keeps them from it."""
        ...

    def save(self, changes: Sequence[Change], who: str) -> Saved | Refused | Overtaken:
        """Writes all the entries, or none, if they still have their marks and everything is right with them."""
        ...

    def versions(self, where: Where) -> list[Version] | None:
        """The last versions of an entry, newest first; None if the folder is no git repository."""
        ...


@dataclass(frozen=True)
class Shown:
    """What a citizen would see: the messages on each channel, the buttons, and what the bot decided, in German."""

    channels: Mapping[str, tuple[str, ...]]
    buttons: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Rehearsal(Protocol):
    """Answers as the bot would, without storing or sending anything."""

    def answered(self, organisation: str, intent: str, response: Response, language: str) -> Shown:
        """The answer to an intent with a text that is not saved yet."""
        ...

    def tried(self, organisation: str, text: str) -> Shown:
        """The answer to a message."""
        ...

    def treated(self, organisation: str, messages: Sequence[Handled]) -> list[Changed]:
        """Which messages would be treated differently now, newest first; takes milliseconds for each."""
        ...

    def would_treat(self, organisation: str, messages: Sequence[Handled], content: Content) -> list[Changed]:
        """Which messages this content would treat differently from the one in use, newest first.

        Takes up to two minutes longer if it teaches other examples, which need not be learnt again once it is saved.
        """
        ...

    def faults(self) -> tuple[str, ...]:
        """What keeps the saved files from being live."""
        ...
