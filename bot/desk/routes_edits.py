"""Changes of content that wait for a second person, where the organisation wants that."""

from __future__ import annotations

import asyncio

from fastapi import HTTPException
from fastapi.responses import Response

from bot.core.edits import EditProposal
from bot.desk.context import Visit
from bot.desk.entry_pages import difference
from bot.desk.pages import back, page
from bot.editing_ports import COMMON, Entry, Overtaken, Refused, Where
from bot.errors import ContentError

OVERTAKEN = (
    "Der Eintrag hat sich geändert, seit der Vorschlag gemacht wurde. Bitte ziehen Sie ihn zurück und ändern Sie neu."
)
OWN = "Freigeben muss jemand anderes."


async def show(visit: Visit, fault: str = "", status: int = 200) -> Response:
    """What waits, each with the difference to what the file says now."""
    waiting = await visit.desk.store.edits.waiting(visit.reach)
    compared = []
    for one in waiting:
        try:
            now: Entry | None = await asyncio.to_thread(visit.desk.editing.files.entry, _where(one))
        except ContentError:
            now = None
        if _may(one, visit):
            compared.append((one, now, difference(now.text if now else "", one.draft.text)))
    return page(visit, "edits.html", status, fault=fault, compared=compared, me=visit.staff.id)


async def settle(visit: Visit) -> Response:
    """Releases a change into the files, or withdraws it."""
    waiting = await visit.desk.store.edits.waiting(visit.reach)
    one = next((one for one in waiting if one.id == visit.number("id")), None)
    if one is None or not _may(one, visit):
        raise HTTPException(404)
    if visit.form.get("released") != "yes":
        await visit.desk.store.edits.settle(one.id, False, visit.by)
        return back("/desk/edits", "edit_refused")
    if one.proposed_by_id == visit.staff.id:
        return await show(visit, OWN, 409)
    who = f"{one.proposed_by}, freigegeben von {visit.staff.name}"
    try:
        files = visit.desk.editing.files
        outcome = await asyncio.to_thread(files.save, _where(one), one.draft.text, one.draft.mark, who)
    except ContentError as error:
        return await show(visit, str(error), 409)
    if isinstance(outcome, Overtaken):
        return await show(visit, OVERTAKEN, 409)
    if isinstance(outcome, Refused):
        return await show(visit, " ".join(finding.text for finding in outcome.findings), 422)
    await visit.desk.store.edits.settle(one.id, True, visit.by)
    return back("/desk/edits", "content_saved")


def _may(one: EditProposal, visit: Visit) -> bool:
    """Whether this person may settle a change: of common files only who edits all organisations."""
    return one.draft.scope != COMMON or visit.reach.everything


def _where(one: EditProposal) -> Where:
    return Where(one.draft.section, one.draft.scope, one.draft.intent, one.draft.topic)
