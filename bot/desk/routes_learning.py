"""What the bot could learn from messages it did not settle; nothing is learnt unless an editor says so."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import cast

from fastapi import HTTPException
from fastapi.responses import Response

from bot.core.content import Body, Kind
from bot.core.learning import SHOWN, Examples, NewIntent, personal_in
from bot.core.organisation import Language
from bot.desk.context import MAX_ID, Visit
from bot.desk.labels import local
from bot.desk.lessons import changes_of
from bot.desk.pages import back, page
from bot.desk.saving import put
from bot.editing_ports import Overtaken, Refused
from bot.errors import ContentError

DAYS = 30
"""So many days of messages are looked at, if they are kept for so long."""
MAX_TEXT, MAX_ANSWER, MAX_TURNS = 300, 3_500, 10_000
KINDS: tuple[Kind, ...] = ("service_request", "pr_question", "complaint", "press_enquiry")
"""What may be learnt here; what is urgent or a right of its own needs more than sentences."""
OVERTAKEN = "Jemand anderes hat diese Absicht gerade geändert. Bitte versuchen Sie es noch einmal."
_ID = re.compile(r"[a-z0-9_]{3,57}")
_SOURCE = re.compile(r"\S.{2,300}")


async def show(visit: Visit, fault: str = "", status: int = 200) -> Response:
    """The groups of one organisation, and what was wrong with a form."""
    bodies = [body for body in visit.desk.content().bodies.values() if visit.reach.covers(body.id)]
    if not bodies:
        raise HTTPException(404)
    asked = visit.form.get("organisation") or visit.request.query_params.get("organisation") or bodies[0].id
    body = next((one for one in bodies if one.id == asked), None)
    if body is None:
        raise HTTPException(404)
    messages = await visit.desk.store.learning.unsettled(body.id, visit.desk.clock() - timedelta(days=DAYS))
    groups = await asyncio.to_thread(visit.desk.learning.groups, messages, body.id)
    return page(
        visit,
        "learning.html",
        status,
        fault=fault,
        form=visit.form,
        bodies=bodies,
        chosen=body,
        groups=[(group, ",".join(map(str, group.turns))) for group in groups],
        looked_at=len(messages),
        days=DAYS,
        intents=sorted(body.intents.values(), key=lambda known: known.intent.title.de.casefold()),
        topics=sorted({known.topic for known in body.intents.values()}),
        kinds_offered=KINDS,
        languages=body.organisation.languages,
        today=local(visit.desk.clock()).date(),
    )


async def take_examples(visit: Visit) -> Response:
    """Gives an intent that exists the sentences that were ticked."""
    body = _body(visit)
    try:
        intent = visit.form.get("intent", "")
        if not intent:
            raise ContentError("Wählen Sie, zu welcher Absicht die Sätze gehören.")
        return await _learn(visit, body, Examples(intent, _sentences(visit.form)), "learn_examples")
    except ContentError as error:
        return await show(visit, str(error), 422)


async def take_intent(visit: Visit) -> Response:
    """Makes a new intent of the sentences that were ticked."""
    body = _body(visit)
    try:
        return await _learn(visit, body, _new_intent(visit.form, body), "learn_intent")
    except ContentError as error:
        return await show(visit, str(error), 422)


async def dismiss(visit: Visit) -> Response:
    """Lets a group go."""
    body = _body(visit)
    await _settle(visit, body, "dismiss_group")
    return back(f"/desk/learning?organisation={body.id}", "dismissed")


def _body(visit: Visit) -> Body:
    """The organisation of a form; 404 if it is out of reach."""
    body = visit.desk.content().bodies.get(visit.form.get("organisation", ""))
    if body is None or not visit.reach.covers(body.id):
        raise HTTPException(404)
    return body


async def _learn(visit: Visit, body: Body, lesson: Examples | NewIntent, action: str) -> Response:
    """Saves the lesson, or has it wait for a second person; the group is done with either way."""
    _turns(visit.form)
    changes = await asyncio.to_thread(changes_of, lesson, body, visit.desk.editing.files)
    outcome = await put(visit, body, changes, action)
    if isinstance(outcome, Refused):
        raise ContentError(" ".join(finding.text for finding in outcome.findings))
    if isinstance(outcome, Overtaken):
        raise ContentError(OVERTAKEN)
    await _settle(visit, body, "settle_group", intent=changes[0].where.id)
    return back(f"/desk/learning?organisation={body.id}", "learnt" if outcome else "edit_proposed")


async def _settle(visit: Visit, body: Body, action: str, **details: object) -> None:
    await visit.desk.store.learning.settle(_turns(visit.form), body.id, action, visit.by, **details)


def _turns(form: Mapping[str, str]) -> list[int]:
    """The ids of the group's messages; 422 for anything else."""
    ids = form.get("turns", "").split(",")
    if len(ids) > MAX_TURNS or not all(id.isascii() and id.isdecimal() and int(id[:20]) <= MAX_ID for id in ids):
        raise HTTPException(422)
    return [int(id) for id in ids]


def _sentences(form: Mapping[str, str]) -> dict[Language, tuple[str, ...]]:
    """The ticked sentences by language; raises ContentError for one that must not get into a file."""
    found: dict[Language, tuple[str, ...]] = {}
    for number in range(SHOWN):
        text = " ".join(form.get(f"text_{number}", "").split())
        if not form.get(f"take_{number}") or not text:
            continue
        if label := personal_in(text):
            raise ContentError(f"„{text}“ enthält noch Persönliches ({label}). Formulieren Sie den Satz allgemein.")
        if len(text) > MAX_TEXT:
            raise ContentError(f"Ein Beispielsatz hat höchstens {MAX_TEXT} Zeichen.")
        language = form.get(f"language_{number}", "de")
        tag = cast("Language", language if language in Language.__args__ else "de")  # type: ignore[attr-defined]
        found[tag] = (*found.get(tag, ()), text)
    if not found:
        raise ContentError("Kreuzen Sie mindestens einen Satz an.")
    return found


def _new_intent(form: Mapping[str, str], body: Body) -> NewIntent:
    given = {name: value.strip() for name, value in form.items()}
    id, kind = given.get("id", ""), given.get("kind", "")
    if not _ID.fullmatch(id):
        raise ContentError("Die Kennung besteht aus 3 bis 57 Kleinbuchstaben ohne Umlaute, Ziffern und Unterstrichen.")
    if kind not in KINDS:
        raise HTTPException(422)
    if not given.get("title_de") or not given.get("title_en"):
        raise ContentError("Die Absicht braucht einen Titel auf Deutsch und auf Englisch.")
    return NewIntent(
        examples=Examples(id, _sentences(form)),
        title_de=given["title_de"],
        title_en=given["title_en"],
        kind=kind,
        topic=given.get("topic", ""),
        answer=_answer(given, body),
        source=given.get("source", ""),
        as_of=_day(given.get("as_of", "")),
        to_verify=given.get("to_verify", "")[:MAX_TEXT],
    )


def _answer(given: Mapping[str, str], body: Body) -> dict[Language, str]:
    """The draft in every language the organisation promises, or in none."""
    answer = {
        language: given[f"answer_{language}"][:MAX_ANSWER]
        for language in body.organisation.languages
        if given.get(f"answer_{language}")
    }
    if answer and len(answer) < len(body.organisation.languages):
        raise ContentError("Die Antwort fehlt in einer Sprache. Ohne Antwort nennt der Bot die zuständige Stelle.")
    if answer and not _SOURCE.fullmatch(given.get("source", "")):
        raise ContentError("Zur Antwort gehört eine Quelle.")
    return answer


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ContentError("Das Datum des Stands fehlt.") from None
