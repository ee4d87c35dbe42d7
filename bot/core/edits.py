"""Changes of content as values: where an entry stands, what it shall say, who proposed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Section = Literal["responses", "intents"]
COMMON = "common"
"""The scope of what every organisation shares."""


@dataclass(frozen=True)
class Where:
    """Which entry: a section of the files, an organisation's id or "common", the intent, and the intent's topic."""

    section: Section
    scope: str
    id: str
    topic: str


@dataclass(frozen=True)
class Change:
    """An entry as it shall stand in its file; `mark` is the mark of the entry that it was made from."""

    where: Where
    text: str
    mark: str


@dataclass(frozen=True)
class EditDraft:
    """Changes that belong together, as someone proposes them; `organisation` is whose page they were made on."""

    organisation: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class EditProposal:
    """Changes that wait for another person."""

    id: int
    draft: EditDraft
    proposed_by: str
    proposed_by_id: int
    proposed_at: datetime


@dataclass(frozen=True)
class Version:
    """An entry as it once stood in the file; `id` names it, `who` and `what` say how it came to be."""

    id: str
    at: datetime
    who: str
    what: str
    text: str
