"""What the spine needs from the outside: a store, channels and a clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.core.content import Content
from bot.core.conversation import Conversation
from bot.core.escalation import Escalation
from bot.core.forwarding import Forward
from bot.core.mail import ArrivedMail, Mail
from bot.core.mail_wish import MailStep, PendingCode
from bot.core.messages import InboundMessage, Reply
from bot.core.notice import Notice
from bot.core.organisation import Office
from bot.core.retention import PurgeBefore
from bot.core.understanding import Understand

Clock = Callable[[], datetime]
"""The time now, with a zone."""

Receive = Callable[[InboundMessage], Awaitable[None]]
"""Stores a message durably and wakes the worker; a channel acknowledges to its platform only after it returns.

Raises StoreBusy: then the platform shall deliver the message again.
"""


class Learnt(Understand, Protocol):
    """An `Understand` that was taught by examples and can be put on other content without learning anew."""

    def over(self, content: Content) -> Learnt:
        """The same knowledge for other content; takes a moment, where learning takes one to two minutes."""

    def knows(self, content: Content) -> bool:
        """Whether it was taught just what this content teaches."""


@dataclass(frozen=True)
class Knowledge:
    """What the bot answers a message from: files and what was learnt from them, which belong together."""

    content: Content
    understand: Learnt


@dataclass(frozen=True)
class ContentState:
    """What came of the last look at the files: when, and the problems that kept them from going live, in German."""

    at: datetime
    problems: tuple[str, ...] = ()


@dataclass
class Live:
    """What is in use now; both values are replaced as a whole, so read `now` once for each message."""

    now: Knowledge
    state: ContentState


@dataclass(frozen=True)
class Received:
    """A stored message that waits to be handled, with what is known of its conversation.

    `offers` are the forwards that the citizen may still ask for; `before` are the words of the last turns, redacted,
    newest last; `pending_code` and `codes_left` are about a wish for answers by mail.
    In a `paused` conversation a person answers, and the bot is silent.
    """

    id: int
    message: InboundMessage
    conversation: Conversation
    offers: tuple[Forward, ...] = ()
    before: tuple[str, ...] = ()
    pending_code: PendingCode | None = None
    codes_left: int = 0
    paused: bool = False


@dataclass(frozen=True)
class Turn:
    """One handled message: what is kept of it, what was understood, what goes out.

    `offers` are kept until the citizen takes them up or they expire; `forwards` go to their recipients.
    With `erase` everything held on the citizen is deleted in the same transaction, and the replies are the last
    words, themselves forgotten once delivered.
    """

    text: str
    kind: str
    conversation: Conversation
    replies: tuple[Reply, ...]
    escalations: tuple[Escalation, ...] = ()
    understood: tuple[dict[str, object], ...] = ()
    offers: tuple[Forward, ...] = ()
    forwards: tuple[Forward, ...] = ()
    mail_step: MailStep | None = None
    erase: bool = False


@dataclass(frozen=True)
class Outgoing:
    """A reply in the outbox; `attempts` counts how often it was tried."""

    id: int
    organisation: str
    channel: str
    address: str
    reply: Reply
    created_at: datetime
    attempts: int = 0


@dataclass(frozen=True)
class Line:
    """One line of a conversation as its citizen may see it again; `outgoing_id` is 0 for the citizen's own."""

    outgoing_id: int
    by_citizen: bool
    text: str
    at: datetime
    reply: Reply | None = None


@dataclass(frozen=True)
class Waiting:
    """An open escalation as staff see it."""

    organisation: str
    escalation: Escalation
    created_at: datetime
    text: str


@dataclass(frozen=True)
class Purged:
    """How many rows a purge deleted."""

    turns: int = 0
    conversations: int = 0


class Store(Protocol):
    """Keeps messages, conversations, escalations and the outbox; every method is one short transaction.

    Raises StoreBusy where trying again helps, else StoreError.
    """

    async def receive(self, message: InboundMessage) -> bool:
        """Stores a message durably; False if it was stored before."""

    async def next_received(self) -> Received | None:
        """The oldest message that is not handled yet."""

    async def record(self, received: Received, turn: Turn, now: datetime) -> None:
        """Writes turn, escalations and outbox, forgets the raw message; all or nothing."""

    async def due_outgoing(self, now: datetime, channels: Collection[str], limit: int = 50) -> list[Outgoing]:
        """Replies to be sent now on these channels, oldest first, one conversation's in order."""

    async def sent(self, outgoing: Outgoing, now: datetime) -> None:
        """Notes that the platform accepted a reply."""

    async def postpone(self, outgoing: Outgoing, until: datetime) -> None:
        """Counts a failed attempt; the next one is at `until`."""

    async def undeliverable(self, outgoing: Outgoing, now: datetime) -> None:
        """Notes that a reply will never arrive."""

    async def notice(self, organisation: str, now: datetime) -> Notice | None:
        """The crisis notice that stands before every answer of an organisation now."""

    async def lines(self, organisation: str, channel: str, address: str) -> list[Line]:
        """The conversation as far as it is still kept, for a channel whose citizens fetch it themselves."""

    async def fetched(self, organisation: str, channel: str, address: str, up_to: int, now: datetime) -> None:
        """Notes that a citizen has fetched every reply up to this id."""

    async def waiting(self, now: datetime, limit: int = 200) -> list[Waiting]:
        """Open escalations, most urgent first; what an office has in hand only once it is overdue."""

    async def close(self, reference: str, reply: Reply | None, now: datetime) -> bool:
        """Closes an escalation, with a reply to the citizen if given; False if none is open under that reference."""

    async def purge(self, organisation: str, before: PurgeBefore) -> Purged:
        """Deletes what the retention no longer allows to keep."""


class Channel(Protocol):
    """A way to send replies to citizens of one organisation."""

    organisation: str
    name: str

    async def send(self, address: str, reply: Reply) -> None:
        """Returns once the platform has accepted the reply.

        Raises ChannelUnavailable if it may be tried again, CitizenUnreachable if not.
        """


@dataclass(frozen=True)
class CaseNews:
    """What an office's system says about a case; `note` is what it wrote for the citizen, if anything."""

    closed: bool
    note: str = ""


class Mailer(Protocol):
    """Sends mails."""

    async def send(self, mail: Mail) -> None:
        """Returns once the mail server has accepted the mail.

        Raises DeliveryUnavailable if it may be tried again, DeliveryRefused if not.
        """


class OfficeSystem(Protocol):
    """An office's own system that takes forwards as cases: Open311, Zammad."""

    async def open_case(self, forward: Forward, office: Office, title: str, again: bool) -> str:
        """Hands a forward over and returns the case's id; `title` is the intent's, in German.

        With `again` an earlier attempt may have been accepted without our knowing: where the system can be searched, an
        existing case is returned instead of a second one. Raises DeliveryUnavailable or DeliveryRefused.
        """

    async def news_of(self, case_id: str, office: Office) -> CaseNews:
        """How the case stands; raises DeliveryUnavailable or DeliveryRefused."""


TakeMail = Callable[[ArrivedMail], Awaitable[None]]
"""Does what an arrived mail asks for, once: a mailbox marks a mail as seen only after it returns.

The same mail, by message id, may come twice. Raises StoreBusy: then it shall come again.
"""
