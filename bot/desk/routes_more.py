"""Search, proposals, overview and the audit log."""

from __future__ import annotations

from datetime import datetime, time

from fastapi import HTTPException
from fastapi.responses import Response

from bot.desk.access import MAY_READ
from bot.desk.charts import bars, share
from bot.desk.context import MAX_ID, Visit
from bot.desk.labels import ACTIONS, intent_name, local
from bot.desk.pages import back, page

MAX_WORDS = 200


async def search(visit: Visit) -> Response:
    """Searches conversations."""
    words = visit.request.query_params.get("q", "")[:MAX_WORDS]
    found = await visit.desk.store.search.search(words, visit.reach, visit.by) if words.strip() else []
    if words.strip():  # the words may name a citizen: the log tells how many, not which
        await visit.desk.store.audit.note(visit.by, "search", words=len(words.split()), found=len(found))
    return page(visit, "search.html", words=words, found=found)


async def proposals(visit: Visit) -> Response:
    """What messages should have been understood as."""
    waiting = await visit.desk.store.conversations.proposals(visit.reach)
    return page(visit, "proposals.html", proposals=waiting, may_open=bool(visit.staff.roles & MAY_READ))


async def settle_proposal(visit: Visit) -> Response:
    """Notes what became of one."""
    taken = visit.form.get("taken") == "yes"
    if not await visit.desk.store.conversations.settle_proposal(visit.number("id"), taken, visit.reach, visit.by):
        raise HTTPException(404)
    return back("/desk/proposals", "saved")


async def overview(visit: Visit) -> Response:
    """The figures of today; of single persons only if someone asks for them."""
    now = local(visit.desk.clock())
    start = datetime.combine(now.date(), time(), now.tzinfo)
    per_person = visit.request.query_params.get("people") == "yes" and "admin" in visit.staff.roles
    figures = await visit.desk.store.figures.figures(visit.reach, visit.by, start, 24, per_person)
    if per_person:
        await visit.desk.store.audit.note(visit.by, "view", subject="figures per person")
    hours = [(f"{hour}", count) for hour, count in enumerate(figures.by_hour)]
    return page(
        visit,
        "overview.html",
        figures=figures,
        day=now,
        chart=bars(hours, visit.say("Nachrichten je Stunde")),
        settled=share(figures.settled_by_bot, figures.incoming, visit.say("Vom Bot geklärt")),
        per_person=per_person,
        intent_title=lambda id: _title(visit, id),
    )


def _title(visit: Visit, intent: str) -> str:
    """The name of an intent of any organisation."""
    known = (body for body in visit.desk.content().bodies.values() if intent in body.intents)
    return intent_name(next(known, None), intent, visit.language)


async def audit(visit: Visit) -> Response:
    """Who did what and when; looking is noted too."""
    asked = visit.request.query_params
    before = asked.get("before", "0")
    if not before.isdecimal() or int(before) > MAX_ID:
        raise HTTPException(404)
    login, action = asked.get("login", "")[:200], asked.get("action", "")[:40]
    lines = await visit.desk.store.audit.lines(visit.reach, login, action, int(before))
    await visit.desk.store.audit.note(visit.by, "view_audit")
    return page(visit, "audit.html", lines=lines, login=login, action=action, actions_known=tuple(ACTIONS))
