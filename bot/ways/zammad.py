"""Hands forwards to Zammad as tickets (REST API, https://docs.zammad.org/en/latest/api/ticket/index.html)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from email.utils import getaddresses
from typing import Any

import httpx2

from bot.core.forwarding import Forward
from bot.core.organisation import Office
from bot.core.organisation import Zammad as Server
from bot.errors import DeliveryRefused, DeliveryUnavailable
from bot.ports import CaseNews
from bot.ways.http import UNREADABLE, Keys, ask, base_address, failure, key_for
from bot.ways.wording import case_number, note_text, ticket_text

_CLOSED = frozenset({"closed", "merged", "removed"})
"""State types, and the states that Zammad is delivered with, after which nobody works on a ticket."""
_OPEN = frozenset({"new", "open", "pending reminder", "pending close"})


class Zammad:
    """Opens tickets and reads what staff answer in public; a case's id is the ticket's.

    The customer of a ticket is the user to whom the key belongs: nothing is known of the citizen, and nothing invented.
    """

    def __init__(self, keys: Keys, client: httpx2.AsyncClient) -> None:
        self._keys = keys
        self._client = client

    async def open_case(self, forward: Forward, office: Office, title: str, again: bool) -> str:
        """Creates a ticket; with `again` only if none has the number in its title."""
        server = _server(office)
        number = f"[{case_number(forward)}]"
        if again and (existing := await self._existing(server, forward.reference, number)):
            return existing
        customer = await self._ask("GET", server, "users/me")
        ticket = {
            "title": f"{title} {number}",
            "group": server.group,
            "customer_id": _id(customer),
            "article": {
                "subject": f"{title} {number}",
                "body": ticket_text(forward, title),
                "type": "web",
                # Else Zammad takes it for an answer of staff, as the key belongs to one of them.
                "sender": "Customer",
                "internal": False,
                "content_type": "text/plain",
            },
        }
        return str(_id(await self._ask("POST", server, "tickets", json=ticket)))

    async def news_of(self, case_id: str, office: Office) -> CaseNews:
        """Whether the ticket is closed, and the last public answer of staff."""
        server = _server(office)
        if not (case_id.isascii() and case_id.isdecimal()):
            raise DeliveryRefused("no case id")
        ticket = await self._ask("GET", server, f"tickets/{case_id}", params={"expand": "true"})
        if not isinstance(ticket, dict):
            raise DeliveryUnavailable(UNREADABLE)
        if ticket.get("state") == "merged":
            # The answers stand in the other ticket, which may be another citizen's.
            return CaseNews(closed=True)
        closed = await self._is_closed(server, ticket)
        articles = await self._ask("GET", server, f"ticket_articles/by_ticket/{case_id}")
        return CaseNews(closed, _answer(_dicts(articles), str(ticket.get("customer") or "")))

    async def _existing(self, server: Server, reference: str, number: str) -> str | None:
        # The bare reference: with `title:"…"` a Zammad that runs without Elasticsearch finds nothing.
        params = {"query": reference, "limit": "50", "expand": "true"}
        found = await self._ask("GET", server, "tickets/search", params=params)
        if isinstance(found, dict):
            found = list(found.get("assets", {}).get("Ticket", {}).values())
        ids = (_id(ticket) for ticket in _dicts(found) if number in str(ticket.get("title")))
        return next(map(str, ids), None)

    async def _is_closed(self, server: Server, ticket: dict[str, Any]) -> bool:
        state = ticket.get("state")
        if state in _CLOSED or state in _OPEN:
            return state in _CLOSED
        # A state of the administrators' own, such as "erledigt": its type says what it means.
        if not isinstance(ticket.get("state_id"), int):
            raise DeliveryUnavailable(UNREADABLE)
        own = await self._ask("GET", server, f"ticket_states/{ticket['state_id']}", params={"expand": "true"})
        return isinstance(own, dict) and own.get("state_type") in _CLOSED

    async def _ask(self, method: str, server: Server, path: str, **parts: Any) -> Any:
        """The JSON of an answer, an object or a list."""
        headers = {"Authorization": f"Token token={key_for(self._keys, server.key)}", "Accept": "application/json"}
        url = f"{base_address(server.url)}/api/v1/{path}"
        answer = await ask(self._client, method, url, headers=headers, **parts)
        try:
            value = json.loads(answer.body)
        except (ValueError, RecursionError):
            value = None
        if not 200 <= answer.status < 300:
            raise failure(answer, isinstance(value, dict) and "error" in value)
        if not isinstance(value, dict | list):
            raise DeliveryUnavailable(UNREADABLE)
        return value


def _server(office: Office) -> Server:
    if office.zammad is None:
        raise DeliveryRefused("not set up")
    return office.zammad


def _id(value: Any) -> int:
    """The number of a ticket or user; without one nobody knows what became of the request."""
    found = value.get("id") if isinstance(value, dict) else None
    if not isinstance(found, int):
        raise DeliveryUnavailable(UNREADABLE)
    return found


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _answer(articles: Iterable[dict[str, Any]], customer: str) -> str:
    """What staff last wrote for the citizen; the first article is ours."""
    after_ours = sorted(articles, key=_id)[1:]
    bodies = [article for article in after_ours if _for_citizen(article, customer)]
    if not bodies:
        return ""
    is_html = "html" in str(bodies[-1].get("content_type", "")).lower()
    return note_text(str(bodies[-1].get("body") or ""), is_html)


def _for_citizen(article: dict[str, Any], customer: str) -> bool:
    """Public notes, and mails to the ticket's customer; staff write to others from the same ticket."""
    if article.get("sender") != "Agent" or article.get("internal") is not False:
        return False
    if article.get("type") == "email":
        receivers = [address.lower() for _, address in getaddresses([str(article.get("to") or "")])]
        return bool(customer) and customer.lower() in receivers
    return article.get("type") in ("note", "web")
