"""Renders the desk's pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.core.content import Body
from bot.desk import access, labels
from bot.desk.context import Visit

HERE = Path(__file__).parent
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
NAVIGATION = (
    ("/desk", "Warteschlange", access.MAY_READ),
    ("/desk/search", "Suche", access.MAY_READ),
    ("/desk/notices", "Krisenhinweis", access.MAY_PROPOSE),
    ("/desk/proposals", "Vorschläge", access.MAY_EDIT),
    ("/desk/content", "Inhalte", access.MAY_EDIT),
    ("/desk/learning", "Lernen", access.MAY_EDIT),
    ("/desk/overview", "Überblick", access.MAY_COUNT),
    ("/desk/audit", "Protokoll", access.MAY_AUDIT),
)


def page(visit: Visit, template: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page in the language of who asks."""
    return HTMLResponse(render(visit, template, **values), status, {"Cache-Control": "no-store"})


def render(visit: Visit, template: str, **values: object) -> str:
    """A page or a part of one as text."""
    return _ENVIRONMENT.get_template(template).render(**_shared(visit), **values)


def _shared(visit: Visit) -> Mapping[str, object]:
    """What every template may use."""
    say, now = visit.say, visit.desk.clock()
    full = visit.session is not None and visit.session.stage == "full"
    roles = visit.staff.roles if full else frozenset()
    tables = (
        "KINDS",
        "REASONS",
        "ROLES",
        "CLOSINGS",
        "STATES",
        "DELIVERIES",
        "DECISIONS",
        "ACTIONS",
        "NEEDS",
        "CHANNELS",
    )
    names = {table.lower(): partial(_name, getattr(labels, table), visit) for table in tables}
    return {
        "_": say,
        "language": visit.language,
        "staff": visit.staff if full else None,
        "csrf": visit.session.csrf if visit.session else "",
        "path": visit.request.url.path,
        "navigation": [(href, say(label)) for href, label, needed in NAVIGATION if roles & needed],
        "time": lambda moment: labels.said_time(moment, now, say),
        "due": lambda moment: labels.said_due(moment, now, say),
        "office": lambda organisation, id: labels.office_name(_body(visit, organisation), id, visit.language),
        "intent": lambda organisation, id: labels.intent_name(_body(visit, organisation), id, visit.language),
        "body": partial(_body, visit),
        "may": lambda which: bool(roles & getattr(access, f"MAY_{which}")),
        "message": _MESSAGES.get(visit.request.query_params.get("done", ""), ""),
        "labels": labels,
        **names,
    }


def _name(table: dict[str, str], visit: Visit, key: str) -> str:
    return labels.named(table, key, visit.say)


def _body(visit: Visit, organisation: str) -> Body | None:
    return visit.desk.content().bodies.get(organisation)


_MESSAGES = {
    "replied": "Die Antwort ist unterwegs.",
    "closed": "Geschlossen. Der Bot antwortet wieder.",
    "noted": "Die Notiz ist gespeichert.",
    "rerouted": "Die Anfrage liegt jetzt bei der anderen Stelle.",
    "forwarded": "Die Nachricht ist unterwegs zur Stelle.",
    "redacted": "Die Stelle ist überall geschwärzt.",
    "nothing": "Dieser Wortlaut kommt hier nicht vor.",
    "paused": "Der Bot antwortet hier nicht, bis Sie schließen.",
    "resumed": "Der Bot antwortet hier wieder.",
    "proposed": "Der Vorschlag liegt bei der Redaktion.",
    "claimed": "Sie bearbeiten diese Anfrage.",
    "released": "Die Anfrage ist wieder frei.",
    "deleted": "Das Gespräch ist gelöscht.",
    "notice": "Der Hinweis ist vorgeschlagen. Eine zweite Person muss ihn freigeben.",
    "notice_released": "Der Hinweis steht ab jetzt vor jeder Antwort.",
    "notice_ended": "Der Hinweis ist beendet.",
    "learnt": "Gespeichert. Der Bot versteht es, sobald er die Dateien neu gelesen hat.",
    "dismissed": "Verworfen. Die Gruppe erscheint erst wieder, wenn viele neue Nachrichten dazukommen.",
    "saved": "Gespeichert.",
    "edit_proposed": "Vorgeschlagen. Eine zweite Person muss die Änderung freigeben.",
    "edit_refused": "Die Änderung ist zurückgezogen.",
    "content_saved": "Gespeichert. Der Bot antwortet ab jetzt so.",
    "examples_saved": "Gespeichert. Der Bot lernt die Beispiele im Hintergrund.",
}
"""What a page says after something was done, by the word in its address: no text of a request is shown."""


def back(address: str, done: str = "") -> RedirectResponse:
    """On to another page, after a form."""
    mark = f"{'&' if '?' in address else '?'}done={done}" if done else ""
    return RedirectResponse(address + mark, 303)
