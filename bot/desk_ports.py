"""What the desk needs from the store; every method is one short transaction, with its line in the audit log.

Raises StoreBusy where trying again helps, else StoreError.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.desk import (
    AuditLine,
    By,
    Counts,
    Entry,
    Figures,
    Found,
    NoticeDraft,
    NoticeVersion,
    Proposal,
    QueueFilter,
    Secrets,
    Session,
    Stage,
    Thread,
)
from bot.core.edits import EditDraft, EditProposal, Version, Where
from bot.core.forwarding import Forward
from bot.core.learning import Unsettled
from bot.core.rereading import Handled
from bot.core.staff import Grant, Reach, Staff


class StaffStore(Protocol):
    """Accounts, what they prove themselves with and what they may do."""

    async def any(self) -> bool:
        """Whether there is an account at all."""

    async def add(self, login: str, name: str, password: str, grants: Sequence[Grant], now: datetime) -> int | None:
        """A new account with a hashed password; None if the login is taken."""

    async def all(self) -> list[Staff]:
        """All accounts by login."""

    async def by_login(self, login: str) -> tuple[Staff, Secrets] | None:
        """An account that may sign in."""

    async def change(self, staff_id: int, **values: object) -> None:
        """Changes columns of an account: password, totp_secret, language, disabled …; sessions end if it matters."""

    async def grant(self, staff_id: int, grant: Grant) -> None:
        """Gives a role."""

    async def revoke(self, staff_id: int, role: str) -> None:
        """Takes a role away, wherever it was held."""

    async def set_recovery_codes(self, staff_id: int, hashes: Sequence[str]) -> None:
        """Replaces the recovery codes."""

    async def use_recovery_code(self, staff_id: int, hash: str) -> bool:
        """Uses up a code; False if there is none like it."""

    async def use_totp(self, staff_id: int, step: int) -> bool:
        """Notes the time step of a code; False if this or a later one was used before."""

    async def seen(self, staff_id: int, now: datetime) -> None:
        """Notes that someone is there."""

    async def attempt(self, login: str, address: str, now: datetime, limit: tuple[int, int], since: datetime) -> bool:
        """Counts an attempt to sign in by hashes; False if login or address had too many since a time."""

    async def forgive(self, login: str, address: str) -> None:
        """Forgets the attempts of a login from an address after it signed in."""


class SessionStore(Protocol):
    """Browsers that are signed in; tokens are hashes."""

    async def open(self, token: str, staff_id: int, csrf: str, stage: Stage, expires_at: datetime) -> None:
        """A new session."""

    async def find(self, token: str, now: datetime) -> Session | None:
        """The session, unless it is over or its account disabled."""

    async def set_pending_secret(self, token: str, secret: str) -> None:
        """Keeps a second factor that is being set up."""

    async def close(self, token: str) -> None:
        """Ends a session; with the last one of a person their claims end too."""


class QueueStore(Protocol):
    """What waits."""

    async def entries(self, wanted: QueueFilter, reach: Reach, by: By, offset: int = 0, limit: int = 50) -> list[Entry]:
        """Conversations that wait, most urgent first."""

    async def counts(self, reach: Reach, by: By, end_of_day: datetime) -> Counts:
        """How much waits."""

    async def claim(self, conversation_id: int, by: By, only_waiting: bool = False) -> str | None:
        """Claims for this person; else the name of who has it already, or NOTHING_WAITS."""

    async def release(self, conversation_id: int, by: By) -> None:
        """Gives an own claim back."""


class ConversationStore(Protocol):
    """One conversation and what staff do in it."""

    async def thread(self, conversation_id: int, by: By) -> Thread | None:
        """The conversation with everything kept of it."""

    async def reply(self, conversation_id: int, text: str, by: By) -> tuple[str, str] | None:
        """Puts a reply into the outbox; (organisation, address) to tell, None if the conversation is gone."""

    async def note(self, conversation_id: int, text: str, by: By) -> None:
        """Writes a note."""

    async def reroute(self, conversation_id: int, office: str, by: By) -> None:
        """Gives all that waits to another office."""

    async def pause(self, conversation_id: int, paused: bool, by: By) -> None:
        """Silences the bot, or lets it speak again."""

    async def close(self, conversation_id: int, reason: str, by: By) -> bool:
        """Closes all that waits, ends claim and pause; False if nothing waited."""

    async def redact(self, conversation_id: int, passage: str, by: By) -> int:
        """Blackens a passage wherever it was copied; in how many places it stood."""

    async def export(self, conversation_id: int, by: By) -> Thread | None:
        """The conversation to be handed out (Art. 15 GDPR); noted in the audit log."""

    async def delete(self, conversation_id: int, by: By) -> bool:
        """Deletes a conversation with everything that belongs to it (Art. 17 GDPR)."""

    async def propose(self, turn_id: int, intent: str, by: By) -> bool:
        """Keeps what a message should have been understood as; False if it is gone."""

    async def proposals(self, reach: Reach) -> list[Proposal]:
        """What editors have not settled yet."""

    async def settle_proposal(self, proposal_id: int, taken: bool, reach: Reach, by: By) -> bool:
        """Notes what an editor made of a proposal."""


class OfficeStore(Protocol):
    """What goes from the desk to an office, and what came back from there."""

    async def forward(self, conversation_id: int, forward: Forward, by: By) -> None:
        """Queues a message to an office; what waits is with that office from then on."""

    async def file(self, conversation_id: int, file_id: int, by: By) -> tuple[str, bytes] | None:
        """Name and content of a file that an office sent; None if this conversation has none like it."""


class NoticeStore(Protocol):
    """Crisis notices."""

    async def all(self, reach: Reach) -> list[NoticeVersion]:
        """All versions, newest first."""

    async def propose(self, draft: NoticeDraft, by: By) -> int:
        """A new version that another person has to release."""

    async def release(self, notice_id: int, reach: Reach, by: By) -> bool:
        """Lets it stand before every answer; False for one's own proposal, or if it is not waiting any more."""

    async def end(self, notice_id: int, reach: Reach, by: By) -> bool:
        """Ends or withdraws it at once."""


class EditStore(Protocol):
    """Changes of content that wait for another person, and versions of entries that no git keeps."""

    async def propose(self, draft: EditDraft, by: By) -> int:
        """Keeps changes; older ones of the same person to the same entry give way."""

    async def waiting(self, reach: Reach) -> list[EditProposal]:
        """What is not settled yet, oldest first."""

    async def settle(self, proposal_id: int, released: bool, by: By) -> bool:
        """Notes what became of a change; False if it was settled before, or for releasing one's own."""

    async def keep(self, where: Where, before: str, after: str, who: str, now: datetime) -> None:
        """Keeps an entry as it stands now, and as it stood before unless that was the last version."""

    async def versions(self, where: Where) -> list[Version]:
        """The last versions that were kept of an entry, newest first."""


class AuditStore(Protocol):
    """The audit log, which only grows."""

    async def note(self, by: By, action: str, organisation: str = "", subject: str = "", **details: object) -> None:
        """Writes a line; never words of a citizen."""

    async def lines(self, reach: Reach, login: str = "", action: str = "", before: int = 0) -> list[AuditLine]:
        """The newest lines of what is within reach."""


class SearchStore(Protocol):
    """Searching conversations."""

    async def search(self, words: str, reach: Reach, by: By, limit: int = 50) -> list[Found]:
        """Messages that hold all the words in any of their forms, newest first; or that have this reference."""


class FigureStore(Protocol):
    """Figures for the overview."""

    async def figures(self, reach: Reach, by: By, start: datetime, hours: int, per_person: bool = False) -> Figures:
        """The figures since the start of a day, by its hours."""


class LearningStore(Protocol):
    """What editors may teach the bot from."""

    async def unsettled(self, organisation: str, since: datetime) -> list[Unsettled]:
        """Messages since then that were not understood, asked back about or given elsewhere, oldest first."""

    async def handled(self, organisation: str, most: int) -> list[Handled]:
        """The last messages whose words are kept and that the understanding decided on, oldest first."""

    async def settle(self, turn_ids: Sequence[int], organisation: str, action: str, by: By, **details: object) -> None:
        """Notes that an editor decided on these messages; `action` is learn_examples, learn_intent, dismiss_group."""


@dataclass(frozen=True)
class DeskStore:
    """All of the above."""

    staff: StaffStore
    sessions: SessionStore
    queue: QueueStore
    conversations: ConversationStore
    offices: OfficeStore
    notices: NoticeStore
    edits: EditStore
    audit: AuditStore
    search: SearchStore
    figures: FigureStore
    learning: LearningStore
