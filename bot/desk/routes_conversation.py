"""One conversation: reading it, and all that staff do beside answering."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import HTTPException
from fastapi.responses import JSONResponse, Response

from bot.core.content import Body
from bot.core.desk import CLOSING_REASONS, Thread
from bot.core.forwarding import recipients_of
from bot.desk.context import Visit
from bot.desk.export import as_file
from bot.desk.modules import offered
from bot.desk.news import opaque
from bot.desk.pages import back, page
from bot.desk.timeline import timeline

MAX_NOTE = 4_000
MIN_PASSAGE = 3


async def show(visit: Visit, fault: str = "", written: str = "", status: int = 200) -> Response:
    """The whole conversation."""
    thread = await visit.thread()
    if visit.request.method == "GET":
        await visit.desk.store.audit.note(visit.by, "view", thread.organisation, f"conversation {thread.id}")
    return page(visit, "conversation.html", status, fault=fault, written=written, **_values(visit, thread))


async def lines(visit: Visit) -> Response:
    """What was said alone, for a page that is open."""
    thread = await visit.thread()
    return page(visit, "_timeline.html", **_values(visit, thread))


async def why(visit: Visit) -> Response:
    """Why a message was understood as it was, from the understanding itself."""
    thread = await visit.thread()
    turn = next((turn for turn in thread.turns if turn.id == visit.number("turn")), None)
    if turn is None or not turn.text or thread.organisation not in visit.desk.content().bodies:
        raise HTTPException(404)
    explanation = await asyncio.to_thread(visit.desk.explain, turn.text, thread.organisation)
    return page(visit, "_why.html", why=explanation, thread=thread)


async def note(visit: Visit) -> Response:
    """Writes a note for the others."""
    thread, text = await visit.thread(), visit.form.get("text", "").strip()
    if text:
        await visit.desk.store.conversations.note(thread.id, text[:MAX_NOTE], visit.by)
    return _done(visit, thread, "noted")


async def reroute(visit: Visit) -> Response:
    """Gives the conversation to another office."""
    thread, office = await visit.thread(), visit.form.get("office", "")
    if office not in _body(visit, thread).offices:
        raise HTTPException(422)
    await visit.desk.store.conversations.reroute(thread.id, office, visit.by)
    visit.desk.news.tell(thread.news_key)
    still_mine = visit.reach.covers(thread.organisation, {office})
    return back(f"/desk/conversations/{thread.id}" if still_mine else "/desk", "rerouted")


async def pause(visit: Visit) -> Response:
    """Silences the bot in this conversation, or lets it speak again."""
    thread, paused = await visit.thread(), visit.form.get("paused") == "yes"
    await visit.desk.store.conversations.pause(thread.id, paused, visit.by)
    return _done(visit, thread, "paused" if paused else "resumed")


async def close(visit: Visit) -> Response:
    """Closes what waits; the bot takes over again."""
    thread, reason = await visit.thread(), visit.form.get("reason", "")
    if reason not in CLOSING_REASONS:
        raise HTTPException(422)
    await visit.desk.store.conversations.close(thread.id, reason, visit.by)
    visit.desk.news.tell(thread.news_key)
    return back("/desk", "closed")


async def redact(visit: Visit) -> Response:
    """Blackens a passage wherever it was copied."""
    thread, passage = await visit.thread(), visit.form.get("passage", "").strip()
    if len(passage) < MIN_PASSAGE:
        return await show(visit, "Bitte nennen Sie mindestens drei Zeichen.", status=422)
    places = await visit.desk.store.conversations.redact(thread.id, passage, visit.by)
    if places:
        visit.desk.told(thread.news_key)
    return _done(visit, thread, "redacted" if places else "nothing")


async def propose(visit: Visit) -> Response:
    """Says what a message should have been understood as."""
    thread, intent = await visit.thread(), visit.form.get("intent", "").strip()
    turn = visit.number("turn")
    if intent not in _body(visit, thread).intents or turn not in {t.id for t in thread.turns}:
        return await show(visit, "Diese Absicht gibt es nicht. Wählen Sie eine aus der Liste.", status=422)
    await visit.desk.store.conversations.propose(turn, intent, visit.by)
    return _done(visit, thread, "proposed")


async def typing(visit: Visit) -> Response:
    """Lets the others see that someone writes."""
    thread = await visit.thread()
    visit.desk.news.typing(thread.news_key, visit.staff.name)
    return Response(status_code=204)


async def export(visit: Visit) -> Response:
    """The conversation as a file for the citizen (Art. 15 GDPR)."""
    thread = await visit.thread()
    await visit.desk.store.conversations.export(thread.id, visit.by)
    name = f'attachment; filename="conversation-{thread.id}.json"'
    return JSONResponse(as_file(thread), headers={"Content-Disposition": name, "Cache-Control": "no-store"})


async def delete(visit: Visit) -> Response:
    """Deletes the conversation with all that belongs to it (Art. 17 GDPR)."""
    thread = await visit.thread()
    if visit.form.get("sure") != "yes":
        return await show(visit, "Bitte bestätigen Sie das Löschen.", status=422)
    await visit.desk.store.conversations.delete(thread.id, visit.by)
    visit.desk.told(thread.news_key)
    visit.desk.news.tell(thread.news_key)
    return back("/desk", "deleted")


def _done(visit: Visit, thread: Thread, done: str) -> Response:
    visit.desk.news.tell(thread.news_key)
    return back(f"/desk/conversations/{thread.id}", done)


def _body(visit: Visit, thread: Thread) -> Body:
    body = visit.desk.content().bodies.get(thread.organisation)
    if body is None:
        raise HTTPException(404)
    return body


def _values(visit: Visit, thread: Thread) -> dict[str, Any]:
    known = visit.desk.content().bodies.get(thread.organisation)
    return {
        "thread": thread,
        "key": opaque(thread.news_key),
        "timeline": timeline(thread),
        "organisation": known,
        "modules": offered(known, thread) if known else {},
        "closing_reasons": CLOSING_REASONS,
        "reachable": [id for id in known.offices if recipients_of(id, known, visit.desk.ways)] if known else [],
        "me": visit.staff.id,
    }
