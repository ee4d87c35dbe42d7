"""The crisis switch: one person proposes, another releases."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import HTTPException
from fastapi.responses import Response

from bot.core.desk import NoticeDraft
from bot.desk.access import MAY_EDIT
from bot.desk.context import Visit
from bot.desk.labels import local
from bot.desk.pages import back, page

MAX_TEXT = 600
"""A notice stands before every answer: it has to be read in one glance."""
LONGEST = timedelta(days=14)
_LINK = re.compile(r"https://[^\s<>\"']{4,280}", re.ASCII)


async def show(visit: Visit, fault: str = "", status: int = 200) -> Response:
    """What is proposed, what stands before every answer now, and everything before."""
    versions, now = await visit.desk.store.notices.all(visit.reach), visit.desk.clock()
    bodies = [body for body in visit.desk.content().bodies.values() if visit.reach.covers(body.id)]
    later = local(now + timedelta(hours=12))
    return page(
        visit,
        "notices.html",
        status,
        fault=fault,
        form=visit.form,
        bodies=bodies,
        versions=[(version, version.state(now)) for version in versions],
        suggested_end=f"{later:%Y-%m-%dT%H:00}",
        me=visit.staff.id,
        may_release=lambda organisation: visit.staff.reach(MAY_EDIT).covers(organisation),
    )


async def propose(visit: Visit) -> Response:
    """A new version."""
    draft, fault = _draft(visit)
    if draft is None:
        return await show(visit, fault, 422)
    await visit.desk.store.notices.propose(draft, visit.by)
    visit.desk.news.tell_queue()
    return back("/desk/notices", "notice")


async def release(visit: Visit) -> Response:
    """Puts it before every answer from now on."""
    if not await visit.desk.store.notices.release(visit.number("id"), visit.reach, visit.by):
        fault = "Freigeben muss eine andere Person als die, die vorgeschlagen hat, und nur, was noch offen ist."
        return await show(visit, fault, 409)
    return back("/desk/notices", "notice_released")


async def end(visit: Visit) -> Response:
    """Ends or withdraws it."""
    if not await visit.desk.store.notices.end(visit.number("id"), visit.reach, visit.by):
        raise HTTPException(404)
    return back("/desk/notices", "notice_ended")


def _draft(visit: Visit) -> tuple[NoticeDraft | None, str]:
    """The notice of the form, or what is wrong with it."""
    form = {name: value.strip() for name, value in visit.form.items()}
    organisation = form.get("organisation", "")
    body = visit.desk.content().bodies.get(organisation)
    if body is None or not visit.reach.covers(organisation):
        raise HTTPException(404)
    text_de, text_en, link = (form.get(name, "") for name in ("text_de", "text_en", "link"))
    if not text_de or max(len(text_de), len(text_en)) > MAX_TEXT:
        return None, "Der Hinweis braucht einen deutschen Text, höchstens 600 Zeichen."
    if link and not _LINK.fullmatch(link):
        return None, "Der Link muss mit https:// beginnen."
    try:
        ends = datetime.fromisoformat(form.get("ends_at", "")).replace(tzinfo=ZoneInfo(body.organisation.timezone))
    except ValueError:
        return None, "Nennen Sie Tag und Uhrzeit, wann der Hinweis endet."
    now = visit.desk.clock()
    if not now < ends <= now + LONGEST:
        return None, "Das Ende muss in den nächsten 14 Tagen liegen."
    return NoticeDraft(organisation, text_de, text_en, link, ends, form.get("pauses_pr") == "yes"), ""
