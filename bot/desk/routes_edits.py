"""Changes of content that wait for a second person, where the organisation wants that."""

from __future__ import annotations

import asyncio

from fastapi import HTTPException
from fastapi.responses import Response

from bot.core.edits import COMMON, Change, EditProposal
from bot.desk.context import Visit
from bot.desk.entry_pages import difference
from bot.desk.pages import back, page
from bot.desk.saving import write
from bot.editing_ports import Entry, Overtaken, Refused
from bot.errors import ContentError

OVERTAKEN = (
    "Der Eintrag hat sich geändert, seit der Vorschlag gemacht wurde. Bitte ziehen Sie ihn zurück und ändern Sie neu."
)
OWN = "Freigeben muss jemand anderes."


async def show(visit: Visit, fault: str = "", status: int = 200) -> Response:
    """What waits, each with the difference to what the file says now."""
    waiting = await visit.desk.store.edits.waiting(visit.reach)
    compared = [(one, [await _compared(visit, change) for change in one.draft.changes]) for one in waiting]
    mine = [(one, changes) for one, changes in compared if _may(one, visit)]
    return page(visit, "edits.html", status, fault=fault, compared=mine, me=visit.staff.id)


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
        outcome = await write(visit, one.draft.changes, who)
    except ContentError as error:
        return await show(visit, str(error), 409)
    if isinstance(outcome, Overtaken):
        return await show(visit, OVERTAKEN, 409)
    if isinstance(outcome, Refused):
        return await show(visit, " ".join(finding.text for finding in outcome.findings), 422)
    await visit.desk.store.edits.settle(one.id, True, visit.by)
    return back("/desk/edits", "content_saved")


async def _compared(visit: Visit, change: Change) -> tuple[Change, Entry | None, list[tuple[str, str]]]:
    """A change, the entry as it stands now, and the difference."""
    try:
        now = await asyncio.to_thread(visit.desk.editing.files.entry, change.where)
    except ContentError:
        return change, None, difference("", change.text)
    return change, now, difference(now.text, change.text)


def _may(one: EditProposal, visit: Visit) -> bool:
    """Whether this person may settle it: changes of common files only who edits all organisations."""
    return visit.reach.everything or all(change.where.scope != COMMON for change in one.draft.changes)
