"""What the bot knows, by organisation and topic, and a box to try it."""

from __future__ import annotations

import asyncio

from fastapi import HTTPException
from fastapi.responses import Response

from bot.core.content import Body
from bot.desk.context import Visit
from bot.desk.entry_pages import by_topic, pressing, rows
from bot.desk.labels import local
from bot.desk.pages import back, page
from bot.editing_ports import Shown

MAX_MESSAGE = 4_000
MOST_MESSAGES = 1_000


async def choose(visit: Visit) -> Response:
    """The organisations whose content someone may edit; if it is one, its page."""
    bodies = [body for body in visit.desk.content().bodies.values() if visit.reach.covers(body.id)]
    if len(bodies) == 1:
        return back(f"/desk/content/{bodies[0].id}")
    today = local(visit.desk.clock()).date()
    due = [(body, len(pressing(rows(body, today)))) for body in bodies]
    return page(visit, "content.html", bodies=due, faults=visit.desk.editing.rehearsal.faults())


async def topics(visit: Visit, message: str = "", shown: Shown | None = None) -> Response:
    """Everything that an organisation answers; on top what is missing or due."""
    body = body_of(visit)
    found = rows(body, local(visit.desk.clock()).date())
    return page(
        visit,
        "topics.html",
        one=body,
        pressing=pressing(found),
        topics=by_topic(found),
        tried=message,
        shown=shown,
        faults=visit.desk.editing.rehearsal.faults(),
    )


async def attempt(visit: Visit) -> Response:
    """What the bot would answer to a message; nothing is kept of it."""
    body, text = body_of(visit), visit.form.get("text", "").strip()[:MAX_MESSAGE]
    if not text:
        return await topics(visit)
    return await topics(visit, text, await asyncio.to_thread(visit.desk.editing.rehearsal.tried, body.id, text))


async def changes(visit: Visit) -> Response:
    """Which of the last real messages the bot would treat differently by now."""
    body = body_of(visit)
    messages = await visit.desk.store.learning.handled(body.id, MOST_MESSAGES)
    changed = await asyncio.to_thread(visit.desk.editing.rehearsal.treated, body.id, messages)
    await visit.desk.store.audit.note(visit.by, "reread", body.id, messages=len(messages), changed=len(changed))
    return page(visit, "changes.html", one=body, changes=changed, looked_at=len(messages))


def body_of(visit: Visit) -> Body:
    """The organisation of the address; 404 also if it is out of reach."""
    body = visit.desk.content().bodies.get(visit.request.path_params["organisation"])
    if body is None or not visit.reach.covers(body.id):
        raise HTTPException(404)
    return body
