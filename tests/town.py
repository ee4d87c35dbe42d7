"""A town with a mail server, in one process: real database, content, understanding and SMTP, and a clock to turn."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.content import Body, Content
from bot.core.escalation import read_reference
from bot.core.mail import ArrivedMail
from bot.core.messages import InboundMessage, Reply
from bot.core.understanding import Understand
from bot.mail.smtp import SmtpAccount, SmtpMailer
from bot.pipeline import handle
from bot.ports import Waiting
from bot.store.database import open_database
from bot.store.sql_deliveries import SqlDeliveries
from bot.store.sql_store import SqlStore
from bot.workers.arrive import take_mail
from bot.workers.forward import Outward, deliver_due
from bot.workers.remind import remind_all
from tests.mail.mail_server import MailServer

LAMP = "Bei uns in der Mühlgasse ist seit Tagen die Laterne kaputt"
ROADS = "tiefbau@musterstadt.example"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@dataclass
class Town:
    """One organisation with its citizens, offices and staff."""

    engine: AsyncEngine
    content: Content
    understand: Understand
    server: MailServer
    organisation: str = "musterstadt"
    now: datetime = MONDAY
    outward: Outward = field(default_factory=Outward)
    written: int = 0

    def __post_init__(self) -> None:
        self.store, self.deliveries = SqlStore(self.engine), SqlDeliveries(self.engine)
        account = SmtpAccount("amtsbote@musterstadt.example", "127.0.0.1", self.server.port, security="none")
        self.outward = Outward(SmtpMailer(account, self.clock))

    def clock(self) -> datetime:
        return self.now

    def later(self, **duration: float) -> None:
        """Turns the clock."""
        self.now += timedelta(**duration)

    async def writes(self, words: str, citizen: str = "42") -> list[Reply]:
        """A citizen writes; what the bot replies at once."""
        self.written += 1
        before = len(await self.replies(citizen))
        await self.store.receive(InboundMessage(self.organisation, "web", citizen, str(self.written), words, self.now))
        while received := await self.store.next_received():
            await handle(received, self.store, self.content, self.understand, self.clock, self.outward.ways)
        return (await self.replies(citizen))[before:]

    async def works(self) -> None:
        """Everything that is due now is done once."""
        await remind_all(self.deliveries, self.content, self.outward.ways, self.clock)
        await deliver_due(self.deliveries, self.content, self.outward, self.clock)

    async def replies(self, citizen: str = "42") -> list[Reply]:
        """All that a citizen has been told."""
        lines = await self.store.lines(self.organisation, "web", citizen)
        return [line.reply for line in lines if line.reply]

    async def arrives(self, mail: ArrivedMail) -> None:
        """A mail comes in."""
        await take_mail(mail, self.deliveries, self.content, self.clock)

    async def waiting(self) -> list[Waiting]:
        """What the desk has to do."""
        return await self.store.waiting(self.now)

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the database holds, for a test to look behind the scenes."""
        async with self.engine.connect() as connection:
            return [tuple(row) for row in await connection.execute(text(query))]

    def change(self, **organisation: object) -> None:
        """Changes the organisation's settings."""
        body = self.body
        self._keep(replace(body, organisation=body.organisation.model_copy(update=organisation)))

    def change_office(self, id: str, **office: object) -> None:
        """Changes an office's entry."""
        offices = dict(self.body.offices)
        offices[id] = offices[id].model_copy(update=office)
        self._keep(replace(self.body, offices=offices))

    @property
    def body(self) -> Body:
        return self.content.bodies[self.organisation]

    def _keep(self, body: Body) -> None:
        self.content = replace(self.content, bodies={**self.content.bodies, self.organisation: body})


@asynccontextmanager
async def open_town(
    folder: Path, empty_database: Path, content: Content, understand: Understand, server: MailServer
) -> AsyncIterator[Town]:
    """The town on a copy of an empty database."""
    shutil.copy(empty_database, folder / "town.sqlite3")
    engine = open_database(f"sqlite:///{folder}/town.sqlite3")
    try:
        yield Town(engine, content, understand, server)
    finally:
        await engine.dispose()


def button_of(replies: list[Reply]) -> str:
    """The value of the only button below the last reply."""
    (button,) = replies[-1].buttons
    return button.value


async def pass_on(town: Town, words: str = LAMP) -> Reply:
    """A citizen writes and presses "pass it on"; what the bot says to that."""
    return (await town.writes(button_of(await town.writes(words))))[-1]


def reference_in(reply: Reply) -> str:
    """The number that a reply gives."""
    return next(word for word in reply.text.split() if read_reference(word))
