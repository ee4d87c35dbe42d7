"""How a change of content is saved: at once, or by a second person where the organisation wants that."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.core.content import Body
from bot.core.edits import COMMON, Change, EditDraft, Version, Where
from bot.desk.context import Visit
from bot.editing_ports import Overtaken, Refused, Saved


def takes_two(visit: Visit, body: Body, scope: str) -> bool:
    """Whether another person has to release it; what serves all organisations, if one of them wants that."""
    bodies = visit.desk.content().bodies.values() if scope == COMMON else (body,)
    return any(one.organisation.release == "two" for one in bodies)


async def put(visit: Visit, body: Body, changes: Sequence[Change], action: str) -> bool | Refused | Overtaken:
    """Saves changes that belong together: True if they stand in the files, False if they wait for another person.

    Raises ContentError.
    """
    first = changes[0].where
    if takes_two(visit, body, first.scope):
        checked = await asyncio.to_thread(visit.desk.editing.files.check, changes)
        if isinstance(checked, Refused | Overtaken):
            return checked
        await visit.desk.store.edits.propose(EditDraft(body.id, tuple(changes)), visit.by)
        return False
    outcome = await write(visit, changes, visit.staff.name)
    if not isinstance(outcome, Saved):
        return outcome
    organisation = "" if first.scope == COMMON else body.id
    files = ", ".join(entry.file for entry in outcome.entries)
    subject = f"intent {first.id}"
    await visit.desk.store.audit.note(visit.by, action, organisation, subject, file=files, kept=outcome.kept)
    return True


async def write(visit: Visit, changes: Sequence[Change], who: str) -> Saved | Refused | Overtaken:
    """Writes changes into the files; where git does not keep them as versions, the store does. Raises ContentError."""
    outcome = await asyncio.to_thread(visit.desk.editing.files.save, changes, who)
    if isinstance(outcome, Saved) and not outcome.kept:
        for before, after in zip(outcome.before, outcome.entries, strict=True):
            await visit.desk.store.edits.keep(after.where, before.text, after.text, who, visit.by.now)
    return outcome


async def versions_of(visit: Visit, where: Where) -> list[Version]:
    """The last versions of an entry, newest first: those in git, else those that were kept here."""
    found = await asyncio.to_thread(visit.desk.editing.files.versions, where)
    return await visit.desk.store.edits.versions(where) if found is None else found
