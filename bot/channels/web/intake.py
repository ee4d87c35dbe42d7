"""What a browser may send: a session, a message of bounded size, at a bounded pace."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import deque
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

MAX_BODY = 1_000_000
"""Bytes of a request; 100,000 characters fit in, however they are written."""
MAX_TEXT = 100_000
MESSAGES_A_MINUTE = 20
_MINUTE = timedelta(minutes=1)
_BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]{32})", re.ASCII)
_FAULTS = {
    "id": "„id“ fehlt oder ist nicht 1 bis 64 Zeichen lang (A–Z, a–z, 0–9, - und _).",
    "text": "„text“ fehlt, ist kein Text oder länger als 100.000 Zeichen.",
}


class Sent(BaseModel):
    """A message as the browser sends it; `id` is the browser's own and the same when it tries again."""

    model_config = ConfigDict(strict=True, frozen=True)

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    text: Annotated[str, Field(max_length=MAX_TEXT)]


def new_session() -> str:
    """A token that nobody can guess; whoever has it can read the conversation."""
    return secrets.token_urlsafe(24)


def address_of(request: Request) -> str:
    """The address of the request's session: a hash, so that the database holds no usable token."""
    token = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    if token is None:
        raise HTTPException(401, "Es fehlt eine gültige Sitzung.", {"WWW-Authenticate": "Bearer"})
    return hashlib.sha256(token[1].encode()).hexdigest()


async def read_sent(request: Request) -> Sent:
    """The message in the request's body; refuses what is too large (413) or malformed (422), in German."""
    try:
        sent = Sent.model_validate_json(await _read_body(request))
    except ValidationError as error:
        places = {str(place) for details in error.errors(include_input=False) for place in details["loc"]}
        faults = [fault for field, fault in _FAULTS.items() if field in places]
        raise HTTPException(422, " ".join(faults) or "Der Inhalt ist kein gültiges JSON-Objekt.") from None
    # PostgreSQL cannot store the character NUL.
    return sent.model_copy(update={"text": sent.text.replace("\x00", "")})


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise HTTPException(413, "Die Nachricht ist zu groß. Bitte kürzen Sie sie.")
    return bytes(body)


class Pace:
    """Holds a session to a number of messages a minute; the same message tried again counts once."""

    def __init__(self, a_minute: int = MESSAGES_A_MINUTE) -> None:
        self._a_minute = a_minute
        self._recent: dict[str, deque[tuple[datetime, str]]] = {}
        self._swept_at: datetime | None = None

    def check(self, address: str, message_id: str, now: datetime) -> None:
        """Counts a message; raises 429 with the seconds to wait if there were too many."""
        self._sweep(now)
        recent = self._recent.setdefault(address, deque())
        while recent and recent[0][0] <= now - _MINUTE:
            recent.popleft()
        if any(known == message_id for _, known in recent):
            return
        if len(recent) >= self._a_minute:
            wait = int((recent[0][0] + _MINUTE - now).total_seconds()) + 1
            text = f"Das sind zu viele Nachrichten in einer Minute. Bitte warten Sie {wait} Sekunden."
            raise HTTPException(429, text, {"Retry-After": str(wait)})
        recent.append((now, message_id))

    def _sweep(self, now: datetime) -> None:
        """Forgets silent sessions, once a minute."""
        if self._swept_at and now - self._swept_at < _MINUTE:
            return
        self._swept_at = now
        self._recent = {a: recent for a, recent in self._recent.items() if recent[-1][0] > now - _MINUTE}
