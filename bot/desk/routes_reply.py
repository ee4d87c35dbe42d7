"""Answering a citizen as the organisation."""

from __future__ import annotations

from fastapi import HTTPException
from fastapi.responses import JSONResponse, Response

from bot.core.desk import Thread
from bot.desk import routes_conversation
from bot.desk.context import Visit
from bot.desk.modules import filled, left_open, offered
from bot.desk.pages import back

NOT_SENT = "Ihre Antwort ist nicht gesendet."
MAX_REPLY = 3_500
"""Characters; Telegram takes 4,096, and a text that long is better sent as a link."""


async def reply(visit: Visit) -> Response:
    """Sends a reply; only one person at a time answers a citizen."""
    thread, text = await visit.thread(), visit.form.get("text", "").strip()
    if fault := _fault(visit, text) or _overtaken(visit, thread):
        return await routes_conversation.show(visit, fault, text, 422)
    if holder := await visit.desk.store.queue.claim(thread.id, visit.by):
        fault = visit.say("Gerade bearbeitet das:") + f" {holder}. " + visit.say(NOT_SENT)
        return await routes_conversation.show(visit, fault, text, 409)
    key = await visit.desk.store.conversations.reply(thread.id, text, visit.by)
    if key is None:
        raise HTTPException(404)
    visit.desk.told(key)
    if visit.form.get("then") == "close":
        await visit.desk.store.conversations.close(thread.id, "answered", visit.by)
    visit.desk.news.tell(key)
    return back("/desk" if visit.form.get("then") == "close" else f"/desk/conversations/{thread.id}", "replied")


async def module(visit: Visit) -> Response:
    """A text module with its placeholders filled."""
    thread = await visit.thread()
    body = visit.desk.content().bodies.get(thread.organisation)
    found = offered(body, thread).get(str(visit.request.path_params["module"])) if body else None
    if body is None or found is None:
        raise HTTPException(404)
    return JSONResponse({"text": filled(found, body, thread, visit.desk.clock())})


def _overtaken(visit: Visit, thread: Thread) -> str | None:
    """Whether another person has answered since the page was loaded: nobody shall get two answers by chance."""
    seen = visit.form.get("seen", "")
    since = int(seen) if seen.isdecimal() else 0
    newer = [r for r in thread.replies if r.id > since and r.staff and r.staff_id != visit.staff.id]
    if not newer or not seen:
        return None
    return visit.say("Inzwischen hat schon geantwortet:") + f" {newer[-1].staff}. " + visit.say(NOT_SENT)


def _fault(visit: Visit, text: str) -> str | None:
    if not text:
        return visit.say("Die Antwort ist leer.")
    if len(text) > MAX_REPLY:
        return visit.say("Die Antwort ist zu lang, höchstens 3.500 Zeichen.")
    if open_part := left_open(text):
        return visit.say("Hier fehlt noch etwas:") + f" {open_part}"
    return None
