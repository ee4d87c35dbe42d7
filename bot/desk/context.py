"""What every page of the desk is given: the parts it works with and who asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from fastapi import HTTPException, Request

from bot.core.content import Content
from bot.core.desk import By, Session, Thread
from bot.core.edits import Change
from bot.core.explanation import Explanation
from bot.core.forwarding import Ways
from bot.core.learning import Group, Unsettled
from bot.core.rereading import Changed
from bot.core.staff import Reach, Role, Staff
from bot.desk.news import DeskNews
from bot.desk.wording import Translate, preferred, translator
from bot.desk_ports import DeskStore
from bot.editing_ports import ContentFiles, Rehearsal
from bot.ports import Clock

SEEN_EVERY = timedelta(minutes=1)
"""How often it is noted that someone is there; a claim ends after 30 minutes."""
MAX_ID = 2**63 - 1


@dataclass(frozen=True)
class Directory:
    """A town's own directory that signs people in (OpenID Connect); `issuer` is its address."""

    issuer: str
    client_id: str
    client_secret: str


class Explain(Protocol):
    """Says why a text was understood as it was; may take some milliseconds."""

    def __call__(self, text: str, organisation: str) -> Explanation:
        """The reasons."""
        ...


@dataclass(frozen=True)
class Editing:
    """The content files, and the bot to try them with."""

    files: ContentFiles
    rehearsal: Rehearsal


class Learning(Protocol):
    """Groups messages; takes a while and belongs into a thread."""

    def groups(self, messages: Sequence[Unsettled], organisation: str) -> list[Group]:
        """What the bot could learn."""
        ...


@dataclass(frozen=True)
class Try:
    """A change that is tried on real messages before it is saved: `found` yields what they would bring about.

    `address` is where it is saved; `key` names it in the address of its page.
    """

    key: str
    organisation: str
    change: Change
    address: str
    looked_at: int
    found: asyncio.Task[list[Changed]]


@dataclass
class Desk:
    """The parts; `told` wakes the citizen's browser and the delivery, `needs_second_factor` are roles.

    `ways` are those by which messages reach offices from here; `tries` holds each person's last one, by their id.
    """

    content: Callable[[], Content]
    store: DeskStore
    clock: Clock
    news: DeskNews
    told: Callable[[tuple[str, str]], None]
    explain: Explain
    editing: Editing
    learning: Learning
    needs_second_factor: frozenset[str]
    ways: Ways = frozenset()
    directory: Directory | None = None
    seen: dict[int, datetime] = field(default_factory=dict)
    tries: dict[int, Try] = field(default_factory=dict)

    async def note_seen(self, staff: Staff) -> None:
        """Notes that someone is there, at most once a minute."""
        now = self.clock()
        if now - self.seen.get(staff.id, datetime.min.replace(tzinfo=now.tzinfo)) >= SEEN_EVERY:
            self.seen[staff.id] = now
            await self.store.staff.seen(staff.id, now)


@dataclass
class Visit:
    """One request: who asks, with which roles this page may be used, and the fields of a form."""

    desk: Desk
    request: Request
    session: Session | None
    roles: frozenset[Role]
    form: Mapping[str, str]

    @property
    def staff(self) -> Staff:
        """Who asks; the guard lets nobody else through."""
        if self.session is None:
            raise HTTPException(401)
        return self.session.staff

    @property
    def by(self) -> By:
        """Who asks, and the time."""
        return By(self.staff, self.desk.clock())

    @property
    def reach(self) -> Reach:
        """What may be seen here by virtue of the roles that this page takes."""
        return self.staff.reach(self.roles)

    @property
    def language(self) -> str:
        """The language of the page."""
        if self.session:
            return self.session.staff.language
        return preferred(self.request.headers.get("Accept-Language", ""))

    @property
    def say(self) -> Translate:
        """Turns German into the language of the page."""
        return translator(self.language)

    def number(self, name: str) -> int:
        """A number in the address."""
        number = int(self.request.path_params[name])
        if number > MAX_ID:
            raise HTTPException(404)
        return number

    async def thread(self) -> Thread:
        """The conversation of the address; 404 also if it is out of reach, so that nobody learns what exists."""
        thread = await self.desk.store.conversations.thread(self.number("id"), self.by)
        if thread is None or not self.reach.covers(thread.organisation, thread.offices):
            raise HTTPException(404)
        return thread
