"""A Zammad that takes what its API takes (https://docs.zammad.org/en/latest/api/intro.html) and nothing more.

What the documentation leaves open follows Zammad's sources: tickets_controller.rb, creates_ticket_articles.rb, and
search.rb without Elasticsearch, where the whole query must stand in a title or an article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from tests.ways.stand_in import Calls

KEY = "zammad-geheim-4711"
ME = {"id": 7, "login": "amtsbote@dorf.example", "email": "amtsbote@dorf.example", "firstname": "Amtsbote"}
GROUP = "Bürgerbüro"
STATES = {1: "new", 2: "open", 3: "pending reminder", 4: "closed", 5: "merged", 8: "erledigt", 9: "in Prüfung"}
TYPES = {8: "closed", 9: "open"}
TICKET_FIELDS = {"title", "group", "customer_id", "customer", "article", "state", "priority", "owner_id", "note"}
ARTICLE_FIELDS = set("subject body content_type type sender internal to cc from time_unit origin_by_id".split())


class _Refused(Exception):
    def __init__(self, status: int, error: str) -> None:
        self.status, self.error = status, error


@dataclass
class ZammadStandIn:
    """Tickets and articles by id; `plain_search` answers with a list, as newer versions do."""

    calls: Calls = field(default_factory=Calls)
    tickets: dict[int, dict[str, Any]] = field(default_factory=dict)
    articles: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    plain_search: bool = True

    def app(self) -> FastAPI:
        app = FastAPI(openapi_url=None)
        self._routes(app)

        @app.exception_handler(_Refused)
        async def refused(_: Request, error: _Refused) -> JSONResponse:
            if error.status == 422:
                self.calls.violations.append(error.error)
            return JSONResponse({"error": error.error, "error_human": error.error}, error.status)

        @app.exception_handler(404)
        async def missing(_: Request, __: Exception) -> JSONResponse:
            return JSONResponse({"error": "No route matches"}, 404)

        @app.middleware("http")
        async def session(request: Request, work: Callable) -> Response:
            response = await work(request)
            response.set_cookie("_zammad_session", "1")
            return response

        return self.calls.failing(app)

    def _routes(self, app: FastAPI) -> None:
        @app.get("/api/v1/users/me")
        async def me(request: Request) -> Any:
            return _allowed(request) and ME

        @app.post("/api/v1/tickets", status_code=201)
        async def create(request: Request) -> Any:
            _allowed(request)
            if request.headers.get("content-type", "").split(";")[0] != "application/json":
                raise _Refused(422, "not JSON")
            return self._create(await request.json())

        @app.get("/api/v1/tickets/search")
        async def search(request: Request, query: str, limit: int = 50, expand: bool = False) -> Any:
            _allowed(request)
            return self._found(query, limit, expand)

        @app.get("/api/v1/tickets/{id}")
        async def show(request: Request, id: int, expand: bool = False) -> Any:
            _allowed(request)
            ticket = self._ticket(id)
            names = {"state": STATES[ticket["state_id"]], "customer": ME["login"], "group": GROUP}
            return ticket | names if expand else ticket

        @app.get("/api/v1/ticket_articles/by_ticket/{id}")
        async def articles(request: Request, id: int) -> Any:
            _allowed(request)
            self._ticket(id)
            return self.articles[id]

        @app.get("/api/v1/ticket_states/{id}")
        async def state(request: Request, id: int, expand: bool = False) -> Any:
            _allowed(request)
            return {"id": id, "name": STATES[id], "state_type_id": 5} | ({"state_type": TYPES[id]} if expand else {})

    def answers(self, id: int, body: str, **article: Any) -> None:
        """Someone writes an article at a ticket; by default staff a public note in HTML."""
        usual = {"sender": "Agent", "type": "note", "internal": False, "content_type": "text/html", "to": ""}
        self.articles[id].append(usual | {"id": 100 + len(self.articles[id]), "body": body} | article)

    def _ticket(self, id: int) -> dict[str, Any]:
        if id not in self.tickets:
            raise _Refused(404, f"Couldn't find Ticket with 'id'={id}")
        return self.tickets[id]

    def _create(self, given: dict[str, Any]) -> dict[str, Any]:
        article = given.get("article")
        if given.keys() - TICKET_FIELDS or (article or {}).keys() - ARTICLE_FIELDS:
            raise _Refused(422, f"unknown attributes in {given}")
        if not isinstance(given.get("title"), str) or not 0 < len(given["title"]) <= 250:
            raise _Refused(422, "Attribute 'title' required!")
        if given.get("group") != GROUP:
            raise _Refused(403, "Not authorized")
        if given.get("customer_id") != ME["id"]:
            raise _Refused(422, "Attribute 'customer_id' required!")
        if not article or not article.get("body"):
            raise _Refused(422, 'Need at least article: { body: "some text" }')
        fits = article.get("type") in ("note", "web", "phone", "email") and article.get("content_type") == "text/plain"
        if not fits or article.get("internal") is not False or article.get("sender") not in ("Agent", "Customer"):
            raise _Refused(422, f"Invalid article {article}")
        id = 19 + len(self.tickets)
        ticket = {"id": id, "title": given["title"], "state_id": 1, "customer_id": ME["id"], "number": f"220{id}"}
        self.tickets[id], self.articles[id] = ticket, [article | {"id": id, "ticket_id": id}]
        return ticket | {"article_ids": [id]}

    def _found(self, query: str, limit: int, expand: bool) -> Any:
        texts = {id: [t["title"], *(a["body"] for a in self.articles[id])] for id, t in self.tickets.items()}
        ids = [id for id, said in texts.items() if any(query in text for text in said)][:limit]
        if expand and self.plain_search:
            return [self.tickets[id] for id in ids]
        assets = {"Ticket": {str(id): self.tickets[id] for id in ids}} if ids else {}
        return {"tickets": ids, "tickets_count": len(ids), "assets": assets}


def _allowed(request: Request) -> bool:
    if request.headers.get("authorization") != f"Token token={KEY}":
        raise _Refused(401, "Invalid BasicAuth credentials")
    if request.headers.get("cookie"):
        raise _Refused(422, "CSRF token verification failed!")
    return True
