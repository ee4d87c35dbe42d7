"""Changes of content that one person proposes and another releases, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class EditDraft:
    """A change of one content entry as someone proposes it.

    `organisation` is whose page it was made on, `scope` whose file is meant ("common" for all), `section` responses or
    intents; `mark` is the mark of the entry that it was made from.
    """

    organisation: str
    scope: str
    section: Literal["responses", "intents"]
    intent: str
    topic: str
    text: str
    mark: str


@dataclass(frozen=True)
class EditProposal:
    """A change that waits for another person."""

    id: int
    draft: EditDraft
    proposed_by: str
    proposed_by_id: int
    proposed_at: datetime
