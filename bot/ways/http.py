"""One careful request to an office's system: bounded in time and size, no redirects, no cookies, errors as ours."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx2
from pydantic import SecretStr

from bot.core.api_access import is_api_address
from bot.errors import DeliveryError, DeliveryRefused, DeliveryUnavailable

Keys = Mapping[str, SecretStr]
"""The keys of the setting AMTSBOTE_API_KEYS by their names."""

MAX_BYTES = 2_000_000
"""Of an answer; GeoReport v2 lists at most 1,000 requests."""
SECONDS = 20.0
"""For connecting, and without a byte from the server."""
TOTAL_SECONDS = 60.0
"""For a whole request, however slowly the answer drips."""
UNREADABLE = "unreadable answer"

_LATER = frozenset({302, 303, 307, 408, 425, 429})
"""Statuses below 500 that pass: sent elsewhere for the moment (a maintenance page), too slow, too many requests."""


@dataclass(frozen=True)
class Answer:
    """What a server said; `retry_after` is in seconds."""

    status: int
    body: bytes
    retry_after: float | None = None


def new_client() -> httpx2.AsyncClient:
    """The client that all systems share; the caller closes it."""
    return httpx2.AsyncClient(
        timeout=SECONDS,
        follow_redirects=False,
        # A session cookie would take the place of the key in the next request.
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        # Without compression the size of an answer is what was received.
        headers={"User-Agent": "Amtsbote", "Accept-Encoding": "identity"},
    )


def base_address(url: str) -> str:
    """The address as content files give it, without its last slash; raises DeliveryRefused if it may not be called."""
    if not is_api_address(url):
        raise DeliveryRefused("address")
    return url.rstrip("/")


def key_for(keys: Keys, name: str) -> str:
    """The key itself; raises DeliveryRefused if the settings have none of that name."""
    if name not in keys:
        raise DeliveryRefused("key missing")
    return keys[name].get_secret_value()


async def ask(client: httpx2.AsyncClient, method: str, url: str, **parts: Any) -> Answer:
    """One request and its whole answer, whatever its status.

    Raises DeliveryUnavailable if nobody knows what became of it, DeliveryRefused if it cannot be sent.
    Nothing of the library's errors is kept: they hold the request, and with it the key and the citizen's words.
    """
    try:
        async with asyncio.timeout(TOTAL_SECONDS), client.stream(method, url, **parts) as response:
            body = await _body(response)
            return Answer(response.status_code, body, _seconds(response.headers.get("Retry-After")))
    except (TimeoutError, httpx2.TimeoutException):
        fault: DeliveryError = DeliveryUnavailable("timeout")
    except httpx2.ConnectError:
        fault = DeliveryUnavailable("no connection")
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol):
        fault = DeliveryRefused("address")
    except httpx2.HTTPError:
        fault = DeliveryUnavailable("connection lost")
    raise fault


async def _body(response: httpx2.Response) -> bytes:
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise DeliveryUnavailable(UNREADABLE)
    body = b""
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MAX_BYTES:
            raise DeliveryUnavailable("answer too large")
    return body


def _seconds(retry_after: str | None) -> float | None:
    """Retry-After is a number of seconds or a date (RFC 9110, section 10.2.3)."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def failure(answer: Answer, explained: bool, detail: str = "") -> DeliveryError:
    """What a status other than 2xx means; `explained` says that the body is the API's own error.

    A 404 in the API's own words is its refusal; without them nothing answers at that address for the moment.
    """
    code = f"HTTP {answer.status}{detail}"
    passes = answer.status in _LATER or answer.status >= 500 or (answer.status == 404 and not explained)
    return (DeliveryUnavailable if passes else DeliveryRefused)(code, answer.retry_after)
