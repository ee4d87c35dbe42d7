"""Hands defect reports to an Open311 server (GeoReport v2, https://wiki.open311.org/GeoReport_v2)."""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from typing import Any
from urllib.parse import quote

import httpx2

from bot.core.forwarding import Forward
from bot.core.organisation import Office
from bot.core.organisation import Open311 as Endpoint
from bot.errors import DeliveryError, DeliveryRefused, DeliveryUnavailable
from bot.ports import CaseNews
from bot.ways.georeport import Row, rows_of
from bot.ways.http import UNREADABLE, Answer, Keys, ask, base_address, failure, key_for
from bot.ways.wording import defect_text, note_text, number_line, place_of

UNNUMBERED = "token:"
"""Begins the id of a case that the server has accepted and not numbered yet."""

_OTHER_FORMAT = frozenset({404, 406, 415})
"""Statuses with which a server without JSON, which is optional, may answer to `.json`."""
_CLOCKS_APART = timedelta(days=1)


class Open311:
    """Opens service requests and asks how they stand.

    A case's id is the server's `service_request_id`, "token:…" while there is none yet, or "" where the server tells
    nobody ("blackbox"); of the last nothing is ever known.
    """

    def __init__(self, keys: Keys, client: httpx2.AsyncClient) -> None:
        self._keys = keys
        self._client = client

    async def open_case(self, forward: Forward, office: Office, title: str, again: bool) -> str:
        """Posts a service request; raises DeliveryRefused("no place") where the message names none.

        With `again` the server's list is searched for the number first, as far as it publishes descriptions.
        """
        endpoint = _endpoint(office)
        code = endpoint.service_code.get(forward.intent or "*") or endpoint.service_code.get("*")
        if not code:
            raise DeliveryRefused("no service code")
        if not place_of(forward):
            raise DeliveryRefused("no place")
        fields = _jurisdiction(endpoint) | {"service_code": code}
        if again and (case_id := await self._existing(endpoint, fields, forward)):
            return case_id
        fields |= {"description": defect_text(forward), "address_string": place_of(forward)}
        if endpoint.key:
            fields["api_key"] = key_for(self._keys, endpoint.key)
        rows = await self._rows("POST", endpoint, "requests", data=fields)
        if not rows:
            raise DeliveryUnavailable(UNREADABLE)
        return await self._case_id(endpoint, rows[0])

    async def news_of(self, case_id: str, office: Office) -> CaseNews:
        """The status and its notes; a case without a number is open."""
        endpoint = _endpoint(office)
        if case_id.startswith(UNNUMBERED):
            case_id = await self._numbered(endpoint, case_id.removeprefix(UNNUMBERED))
        if not case_id:
            return CaseNews(closed=False)
        path = f"requests/{quote(case_id, safe='')}"
        rows = await self._rows("GET", endpoint, path, params=_jurisdiction(endpoint))
        if not rows or not rows[0].get("status"):
            raise DeliveryUnavailable(UNREADABLE)
        closed = rows[0]["status"].casefold() == "closed"
        return CaseNews(closed, note_text(rows[0].get("status_notes", "")))

    async def _case_id(self, endpoint: Endpoint, row: Row) -> str:
        if row.get("service_request_id"):
            return row["service_request_id"]
        token = row.get("token", "")
        if not token:
            return ""
        try:
            return await self._numbered(endpoint, token) or f"{UNNUMBERED}{token}"
        except DeliveryError:
            # The request was accepted, whatever this question met with; `news_of` asks again.
            return f"{UNNUMBERED}{token}"

    async def _numbered(self, endpoint: Endpoint, token: str) -> str:
        """The id that a token stands for; "" if there is none yet."""
        path = f"tokens/{quote(token, safe='')}"
        rows = await self._rows_or_none(endpoint, path, _jurisdiction(endpoint))
        return rows[0].get("service_request_id", "") if rows else ""

    async def _existing(self, endpoint: Endpoint, fields: dict[str, str], forward: Forward) -> str | None:
        since = (forward.received_at - _CLOCKS_APART).astimezone(UTC)
        rows = await self._rows_or_none(endpoint, "requests", fields | {"start_date": f"{since:%Y-%m-%dT%H:%M:%SZ}"})
        number = number_line(forward)
        found = (row for row in rows if number in row.get("description", "").splitlines())
        return next((row["service_request_id"] for row in found if row.get("service_request_id")), None)

    async def _rows_or_none(self, endpoint: Endpoint, path: str, params: dict[str, str]) -> list[Row]:
        """Rows of a resource that a server may not have, or not have yet."""
        try:
            return await self._rows("GET", endpoint, path, params=params)
        except DeliveryError as error:
            if isinstance(error, DeliveryRefused) or error.code.startswith("HTTP 404"):
                return []
            raise

    async def _rows(self, method: str, endpoint: Endpoint, path: str, **parts: Any) -> list[Row]:
        base = base_address(endpoint.url)
        answer = await ask(self._client, method, f"{base}/{path}.json", **parts)
        rows = rows_of(answer.body)
        if answer.status in _OTHER_FORMAT and not _errors(answer, rows):
            answer = await ask(self._client, method, f"{base}/{path}.xml", **parts)
            rows = rows_of(answer.body)
        errors = _errors(answer, rows)
        if errors and answer.status < 300:
            raise DeliveryRefused(f"HTTP {answer.status}{_detail(answer, errors)}")
        if not 200 <= answer.status < 300:
            raise failure(answer, bool(errors), _detail(answer, errors))
        if rows is None:
            raise DeliveryUnavailable(UNREADABLE)
        return rows


def _endpoint(office: Office) -> Endpoint:
    if office.open311 is None:
        raise DeliveryRefused("not set up")
    return office.open311


def _jurisdiction(endpoint: Endpoint) -> dict[str, str]:
    return {"jurisdiction_id": endpoint.jurisdiction} if endpoint.jurisdiction else {}


def _errors(answer: Answer, rows: list[Row] | None) -> list[Row]:
    """The error rows; a request has a description too, but no `code`."""
    failed = answer.status >= 300
    return [row for row in rows or () if "code" in row or (failed and "description" in row)]


def _detail(answer: Answer, errors: list[Row]) -> str:
    """The server's own error code; never its description, which may quote what was sent."""
    code = errors[0].get("code", "") if errors else ""
    fits = re.fullmatch(r"[\w.-]{1,20}", code, re.ASCII) and code != str(answer.status)
    return f" ({code})" if fits else ""
