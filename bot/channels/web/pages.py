"""The pages as HTML, and the ways to reach an organisation as links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.core.content import Body
from bot.core.organisation import Contact
from bot.core.phrasing import body_values, fill, text_in

HERE = Path(__file__).parent
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Link:
    """A way to reach someone, as it stands on a page."""

    label: str
    text: str
    href: str


def contact_links(contact: Contact) -> tuple[Link, ...]:
    """Phone, e-mail and website, as far as they are known."""
    links = []
    if contact.phone:
        links.append(Link("Telefon", contact.phone, "tel:" + re.sub(r"\(0\)|[^+\d]", "", contact.phone)))
    if contact.email:
        links.append(Link("E-Mail", contact.email, "mailto:" + contact.email))
    if contact.website and (address := web_address(contact.website)):
        links.append(Link("Internet", re.sub(r"^https?://|/$", "", address), address))
    return tuple(links)


def web_address(text: str | None) -> str | None:
    """The address with its scheme; None if it is no web address."""
    if text and re.match(r"https?://", text):
        return text
    return f"https://{text}" if text and text.startswith("www.") else None


def start_page(request: Request, bodies: Iterable[Body]) -> HTMLResponse:
    """All organisations, for the operator to try out."""
    return _page(request, "start.html", bodies=sorted(bodies, key=lambda body: body.organisation.name))


def chat_page(request: Request, body: Body, embedded: bool) -> HTMLResponse:
    """The chat with one organisation; embedded in another page it has no header of its own."""
    greeting = body.texts.get("greeting")
    return _page(
        request,
        "chat.html",
        body=body,
        embedded=embedded,
        greeting=fill(text_in(greeting, "de"), body_values(body, "de")) if greeting else "",
        contacts=contact_links(body.organisation.contact),
        privacy_notice=web_address(body.organisation.privacy_notice),
    )


def missing_page(request: Request) -> HTMLResponse:
    """What stands at an address that does not exist."""
    return _page(request, "missing.html", status=404)


def _page(request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
    root = str(request.scope.get("root_path", "")).rstrip("/")
    html = _ENVIRONMENT.get_template(template).render(root=root, **values)
    return HTMLResponse(html, status, {"Cache-Control": "no-cache"})
