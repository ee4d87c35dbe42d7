"""What waits."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import HTTPException
from fastapi.responses import Response, StreamingResponse

from bot.core.content import Body, Kind
from bot.core.desk import COUNT_UP_TO, QueueFilter
from bot.desk.context import Visit
from bot.desk.labels import REASONS, local
from bot.desk.pages import back, page

PAGE = 50
AGES = {"1": 1, "3": 3, "7": 7}
"""Days."""
FIELDS = ("tab", "organisation", "kind", "reason", "age", "whose")
TABS = ("all", "urgent", "overdue", "today", "mine")
MAX_PAGES = 1000


async def show(visit: Visit) -> Response:
    """The queue."""
    return page(visit, "queue.html", **await _values(visit))


async def rows(visit: Visit) -> Response:
    """The list and the counts alone, for a page that is open."""
    return page(visit, "_queue.html", **await _values(visit))


async def events(visit: Visit) -> Response:
    """Says when something has changed."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(visit.desk.news.stream(), media_type="text/event-stream", headers=headers)


async def claim(visit: Visit) -> Response:
    """Takes a conversation; who comes second reads who has it."""
    thread = await visit.thread()
    holder = await visit.desk.store.queue.claim(thread.id, visit.by, only_waiting=True)
    visit.desk.news.tell(thread.news_key)
    if holder is not None:
        return page(visit, "taken.html", 409, holder=holder, id=thread.id)
    return back(f"/desk/conversations/{thread.id}", "claimed")


async def release(visit: Visit) -> Response:
    """Gives a conversation back."""
    thread = await visit.thread()
    await visit.desk.store.queue.release(thread.id, visit.by)
    visit.desk.news.tell(thread.news_key)
    return back("/desk", "released")


async def _values(visit: Visit) -> dict[str, Any]:
    chosen = {field: visit.request.query_params.get(field, "") for field in FIELDS}
    chosen["tab"] = chosen["tab"] if chosen["tab"] in TABS else "all"
    number = visit.request.query_params.get("page", "1")
    if not number.isdecimal() or not 1 <= int(number) <= MAX_PAGES:
        raise HTTPException(404)
    at, by = int(number), visit.by
    store, end = visit.desk.store.queue, _end_of_day(by.now)
    entries = await store.entries(_filter(chosen, by.now, end), visit.reach, by, (at - 1) * PAGE, PAGE + 1)
    bodies = [body for body in visit.desk.content().bodies.values() if visit.reach.touches(body.id)]
    kept = {field: value for field, value in chosen.items() if value and (field, value) != ("tab", "all")}
    return {
        "entries": entries[:PAGE],
        "more": len(entries) > PAGE,
        "at": at,
        "counts": await store.counts(visit.reach, by, end),
        "count_up_to": COUNT_UP_TO,
        "chosen": chosen,
        "query": urlencode(kept),
        "tab_query": urlencode({field: value for field, value in kept.items() if field != "tab"}),
        "bodies": bodies,
        "offices_of": {body.id: _offices(visit, body) for body in bodies},
        "kinds_known": Kind.__args__,  # type: ignore[attr-defined]
        "reasons_known": tuple(REASONS),
        "me": visit.staff.id,
    }


def _offices(visit: Visit, body: Body) -> list[str]:
    """The offices of an organisation that someone may choose from."""
    return [id for id in body.offices if visit.reach.covers(body.id, (id,))]


def _filter(chosen: dict[str, str], now: datetime, end: datetime) -> QueueFilter:
    tab = chosen["tab"]
    organisation, _, office = chosen["organisation"].partition("/")
    age = AGES.get(chosen["age"])
    return QueueFilter(
        organisation=organisation,
        office=office,
        kind=chosen["kind"],
        reason=chosen["reason"],
        older_than=now - timedelta(days=age) if age else None,
        whose="mine" if tab == "mine" else chosen["whose"],
        due_before={"overdue": now, "today": end}.get(tab),
        urgent=tab == "urgent",
    )


def _end_of_day(now: datetime) -> datetime:
    here = local(now)
    return datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)
