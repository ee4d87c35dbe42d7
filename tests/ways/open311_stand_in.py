"""A GeoReport v2 server that takes nothing but what https://wiki.open311.org/GeoReport_v2 allows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from fastapi import FastAPI, Request, Response

from tests.ways.stand_in import Calls

KEY = "geheim-0815"
JURISDICTION = "dorf.example"
SERVICE_CODES = {"012", "099"}
POST_FIELDS = set(
    "jurisdiction_id service_code lat long address_string address_id email device_id account_id first_name "
    "last_name phone description media_url api_key".split()
)
LIST_FIELDS = {"jurisdiction_id", "service_request_id", "service_code", "start_date", "end_date", "status"}
W3_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")

Row = dict[str, Any]


class _Refused(Exception):
    def __init__(self, status: int, description: str, code: object = None) -> None:
        self.status, self.rows = status, [{"code": code or status, "description": description}]


@dataclass
class Open311StandIn:
    """`formats` are those it answers in; `kind` says what a POST returns (the spec's service types)."""

    formats: tuple[str, ...] = ("json", "xml")
    kind: str = "realtime"
    lists_requests: bool = True
    calls: Calls = field(default_factory=Calls)
    posted: list[dict[str, str]] = field(default_factory=list)
    numbered: dict[str, str] = field(default_factory=dict)
    """Token to service_request_id, once there is one."""
    requests: dict[str, Row] = field(default_factory=dict)
    searched: dict[str, str] = field(default_factory=dict)
    """The parameters of the last search."""
    root: str = "/open311/v2"

    def app(self) -> FastAPI:
        app = FastAPI(openapi_url=None)

        @app.post(f"{self.root}/requests.{{format}}")
        async def post(request: Request, format: str) -> Response:
            body = await request.body()
            return self._answer(format, "request", lambda: self._post(request, body), 201)

        @app.get(f"{self.root}/requests.{{format}}")
        async def find(request: Request, format: str) -> Response:
            return self._answer(format, "request", lambda: self._list(request))

        @app.get(f"{self.root}/requests/{{id:path}}.{{format}}")
        async def show(request: Request, id: str, format: str) -> Response:
            return self._answer(format, "request", lambda: self._show(request, id))

        @app.get(f"{self.root}/tokens/{{token:path}}.{{format}}")
        async def token(request: Request, token: str, format: str) -> Response:
            return self._answer(format, "request", lambda: self._token(request, token))

        return self.calls.failing(app)

    def _answer(self, format: str, element: str, work: Any, status: int = 200) -> Response:
        if format not in self.formats:
            return Response("<!DOCTYPE html><html>Not found</html>", 404, media_type="text/html")
        try:
            rows = work()
        except _Refused as error:
            rows, element, status = error.rows, "error", error.status
            if not isinstance(rows[0]["code"], str) and status == 400:
                self.calls.violations.append(rows[0]["description"])
        if format == "json":
            return Response(json.dumps(rows), status, media_type="application/json; charset=utf-8")
        return Response(_xml(rows, element), status, media_type="text/xml; charset=utf-8")

    def _given(self, pairs: Iterable[tuple[str, str]], allowed: set[str]) -> dict[str, str]:
        given = dict(pairs)
        if unknown := given.keys() - allowed:
            raise _Refused(400, f"unknown parameters {unknown}")
        if not given.get("jurisdiction_id"):
            raise _Refused(400, "jurisdiction_id was not provided")
        if given["jurisdiction_id"] != JURISDICTION:
            raise _Refused(404, "jurisdiction_id was not found")
        return given

    def _post(self, request: Request, body: bytes) -> list[Row]:
        media_type = request.headers.get("content-type", "").split(";")[0]
        if media_type != "application/x-www-form-urlencoded" or request.url.query:
            raise _Refused(400, "not a form")
        given = self._given(parse_qsl(body.decode("ascii"), strict_parsing=True, errors="strict"), POST_FIELDS)
        if given.get("api_key") != KEY:
            raise _Refused(403, f"Invalid api_key received -- {given.get('api_key')}")
        if not given.get("service_code"):
            raise _Refused(400, "service_code was not provided")
        if given["service_code"] not in SERVICE_CODES:
            raise _Refused(404, "service_code was not found", "1002")
        if not (given.get("address_string") or given.get("address_id") or (given.get("lat") and given.get("long"))):
            raise _Refused(400, "no location")
        if len(given.get("description", "")) > 4_000:
            raise _Refused(400, "description too long")
        if "gesperrt" in given["description"]:
            raise _Refused(400, f"Refused: {given['description']}", "1001")
        return [self._create(given)]

    def _create(self, given: dict[str, str]) -> Row:
        self.posted.append(given)
        id = str(293_943 + len(self.posted))
        shown = {key: given[key] for key in ("service_code", "description")}
        self.requests[id] = {"service_request_id": id, "status": "open", "status_notes": None} | shown
        if self.kind == "batch":
            return {"token": f"t?/{id}", "account_id": None}
        if self.kind == "blackbox":
            return {"service_notice": "Danke.", "account_id": None}
        return {"service_request_id": int(id), "service_notice": "Wir sehen nach.", "account_id": None}

    def _list(self, request: Request) -> list[Row]:
        if not self.lists_requests:
            raise _Refused(404, "no list")
        self.searched = given = self._given(request.query_params.items(), LIST_FIELDS)
        if "start_date" in given and not W3_TIME.fullmatch(given["start_date"]):
            raise _Refused(400, "start_date is not in w3 format")
        return [row for row in self.requests.values() if row["service_code"] in given["service_code"].split(",")]

    def _show(self, request: Request, id: str) -> list[Row]:
        self._given(request.query_params.items(), {"jurisdiction_id"})
        if id not in self.requests:
            raise _Refused(404, "service_request_id was not found")
        return [self.requests[id]]

    def _token(self, request: Request, token: str) -> list[Row]:
        self._given(request.query_params.items(), {"jurisdiction_id"})
        if token not in self.numbered:
            raise _Refused(404, "token was not found")
        return [{"service_request_id": self.numbered[token] or None, "token": token}]


def _xml(rows: list[Row], element: str) -> str:
    root = "errors" if element == "error" else "service_requests"
    inner = "".join(
        f"\n  <{element}>"
        + "".join(f"\n    <{key}>{escape(str(given or ''))}</{key}>" for key, given in row.items())
        + f"\n  </{element}>"
        for row in rows
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>{inner}\n</{root}>'
