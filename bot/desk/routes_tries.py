"""A change tried on the last real messages before it is saved."""

from __future__ import annotations

import asyncio
import logging
import secrets
from functools import partial

from fastapi import HTTPException
from fastapi.responses import Response

from bot.background import in_background
from bot.core.content import Body
from bot.core.edits import Change
from bot.core.rereading import Changed
from bot.desk.context import Try, Visit
from bot.desk.pages import back, page
from bot.desk.routes_content import MOST_MESSAGES
from bot.editing_ports import Overtaken, Refused
from bot.errors import TrainingError

log = logging.getLogger(__name__)

FAILED = "Die Prüfung ist gescheitert. Gespeichert wurde nichts; im Protokoll des Programms steht, woran es lag."


async def begin(visit: Visit, body: Body, change: Change, address: str) -> Response | Refused | Overtaken:
    """Starts to try a change, in place of what this person tried before; raises ContentError."""
    content = await asyncio.to_thread(visit.desk.editing.files.check, [change])
    if isinstance(content, Refused | Overtaken):
        return content
    messages = await visit.desk.store.learning.handled(body.id, MOST_MESSAGES)
    treat = partial(visit.desk.editing.rehearsal.would_treat, body.id, messages, content)
    found = asyncio.ensure_future(in_background(treat))
    found.add_done_callback(_note_failure)
    key = secrets.token_urlsafe(12)
    visit.desk.tries[visit.staff.id] = Try(key, body.id, change, address, len(messages), found)
    await visit.desk.store.audit.note(
        visit.by, "try_change", body.id, f"intent {change.where.id}", messages=len(messages)
    )
    return back(f"/desk/tries/{key}")


async def show(visit: Visit) -> Response:
    """How far it is, and in the end which messages would be treated differently."""
    tried = visit.desk.tries.get(visit.staff.id)
    if tried is None or tried.key != visit.request.path_params["key"]:
        return page(visit, "try.html", 404, tried=None)
    body = visit.desk.content().bodies.get(tried.organisation)
    if body is None or not visit.reach.covers(body.id):
        raise HTTPException(404)
    done = tried.found.done()
    error = tried.found.exception() if done else None
    if error is not None:
        fault = str(error) if isinstance(error, TrainingError) else FAILED
        return page(visit, "try.html", 409, tried=tried, one=body, changes=None, fault=fault)
    return page(visit, "try.html", tried=tried, one=body, changes=tried.found.result() if done else None, fault="")


def _note_failure(found: asyncio.Task[list[Changed]]) -> None:
    if not found.cancelled() and (error := found.exception()):
        log.error("a change could not be tried", exc_info=error)
