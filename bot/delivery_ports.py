"""What those need of the store who send to offices and follow up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.core.escalation import Escalation
from bot.core.forwarding import State, WayName, Ways
from bot.core.mail import ArrivedMail
from bot.core.messages import Reply
from bot.ports import CaseNews

Purpose = Literal["forward", "warning", "erasure", "code", "answer"]
"""Why something is delivered: words, a warning or a plea to erase to an office; a code or an answer to a citizen."""


@dataclass(frozen=True)
class Delivery:
    """One mail or case on its way to one recipient; `attempts` counts those begun before now.

    `payload` is the forward, warning, code or answer as stored.
    """

    id: int
    organisation: str
    purpose: Purpose
    reference: str
    office: str
    language: str
    way: WayName
    address: str
    token: str
    payload: Mapping[str, Any]
    created_at: datetime
    attempts: int = 0


@dataclass(frozen=True)
class Settled:
    """What became of a delivery; `told` is what the citizen reads once it decides the matter, by its outcome."""

    state: State
    code: str = ""
    case_id: str = ""
    told: Mapping[str, Reply] = field(default_factory=dict)


@dataclass(frozen=True)
class Overdue:
    """An open escalation at which people are to be warned, with what is needed to do so."""

    id: int
    organisation: str
    escalation: Escalation
    language: str
    created_at: datetime
    warned: int


@dataclass(frozen=True)
class Warned:
    """What a warning does: the share of time it stands for, when the next is due, the office from now on.

    `addresses` get a mail with the `payload`; `reply` goes to the citizen.
    """

    share: int
    next_at: datetime | None
    office: str
    addresses: tuple[str, ...] = ()
    reply: Reply | None = None


class Deliveries(Protocol):
    """The store as those see it who send to offices; every method is one short transaction.

    Raises StoreBusy where trying again helps, else StoreError.
    """

    async def due_deliveries(self, now: datetime, ways: Ways, older_than: datetime, limit: int = 50) -> list[Delivery]:
        """What is to be sent now by these ways, oldest first; by other ways what is older, to be given up."""

    async def begin(self, delivery: Delivery, next_attempt_at: datetime) -> bool:
        """Counts an attempt before it is made; False if another one was begun or the delivery is gone."""

    async def postpone_delivery(self, delivery: Delivery, code: str, next_attempt_at: datetime) -> None:
        """Notes why an attempt failed and when the next one is."""

    async def settle(self, token: str, settled: Settled, now: datetime) -> bool:
        """Notes what became of a delivery, tells the citizen and the desk where it decides the matter; once.

        True if the citizen is told something. A bounce may follow an acceptance, nothing else is settled twice.
        """

    async def sent_under(self, token: str) -> Delivery | None:
        """The delivery with a token, with an empty payload if it is settled."""

    async def arrived(self, mail: ArrivedMail, now: datetime, reply: Reply | None, desk_reason: str | None) -> bool:
        """Keeps an office's mail with its attachments; False if it was kept before.

        With `reply` the citizen gets it, in the chat or by mail as confirmed, and the promise is kept; with
        `desk_reason` the desk gets it.
        """

    async def warnings_due(self, now: datetime, limit: int = 50) -> list[Overdue]:
        """Open escalations whose next warning is due."""

    async def warn(self, overdue: Overdue, warned: Warned, now: datetime) -> None:
        """Writes a warning's mails, the reply to the citizen and the new office; nothing if it is closed meanwhile."""

    async def open_cases(self, now: datetime, limit: int = 50) -> list[Delivery]:
        """Cases in offices' systems to be looked at now; `payload` holds `case_id` and the last `note`'s digest."""

    async def followed(
        self, delivery: Delivery, news: CaseNews, digest: str, reply: Reply | None, now: datetime, next_at: datetime
    ) -> None:
        """Notes how a case stands; with `reply` the citizen gets it; a closed case ends the promise."""
