"""What goes from the desk to an office, and the files that came back from there."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import Response

from bot.core.content import Body
from bot.core.desk import StoredEscalation, Thread
from bot.core.forwarding import Forward, addressed, forwarded_words
from bot.desk import routes_conversation
from bot.desk.context import Visit
from bot.desk.pages import back

MAX_NAME = 100
NOBODY = "An diese Stelle kann das Programm nichts schicken. Nutzen Sie „Zuweisen“ oder rufen Sie dort an."


async def forward(visit: Visit) -> Response:
    """Sends the citizen's words to an office, as the bot would; nothing is retyped."""
    thread, office = await visit.thread(), visit.form.get("office", "")
    body = visit.desk.content().bodies.get(thread.organisation)
    if body is None or office not in body.offices or not thread.open:
        raise HTTPException(422)
    made = _forward(thread, thread.open[-1], office, body)
    ready = addressed(made, body, visit.desk.ways, thread.open[-1].due_at)
    if not ready.recipients:
        return await routes_conversation.show(visit, NOBODY, status=422)
    await visit.desk.store.offices.forward(thread.id, ready, visit.by)
    visit.desk.told(thread.news_key)
    visit.desk.news.tell(thread.news_key)
    still_mine = visit.reach.covers(thread.organisation, {office})
    return back(f"/desk/conversations/{thread.id}" if still_mine else "/desk", "forwarded")


async def file(visit: Visit) -> Response:
    """A file that an office sent, never shown in the browser and never under a path."""
    thread = await visit.thread()
    found = await visit.desk.store.offices.file(thread.id, visit.number("file"), visit.by)
    if found is None:
        raise HTTPException(404)
    subject = f"conversation {thread.id}"
    await visit.desk.store.audit.note(visit.by, "view", thread.organisation, subject, file=visit.number("file"))
    name = f"attachment; filename*=UTF-8''{quote(bare_name(found[0]), safe='')}"
    return Response(found[1], media_type="application/octet-stream", headers={"Content-Disposition": name})


def bare_name(name: str) -> str:
    """The name without any path, control character or leading dot."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*').lstrip(". ")
    return plain[:MAX_NAME] or "datei"


def _forward(thread: Thread, waiting: StoredEscalation, office: str, body: Body) -> Forward:
    """The words of every message that waits, redacted as they are kept."""
    asked = {one.turn_id for one in thread.open}
    turns = [turn for turn in thread.turns if turn.id in asked and turn.text] or list(thread.turns[-1:])
    intents = [str(d["intent"]) for turn in turns for d in turn.understood if d.get("intent") in body.intents]
    return Forward(
        reference=waiting.reference,
        number=0,
        office=office,
        kind=waiting.kind,
        intent=intents[-1] if intents else None,
        words=forwarded_words("\n".join(turn.text for turn in turns), body),
        channel=thread.channel,
        received_at=waiting.created_at,
        language=thread.language or "de",
    )
