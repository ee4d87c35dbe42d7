"""One intent: its answer and its examples, edited in forms or as text."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from fastapi import HTTPException
from fastapi.responses import Response

from bot.core.content import KnownIntent
from bot.core.easy import EASY
from bot.core.edits import COMMON, Change, Where
from bot.desk.context import Visit
from bot.desk.entry_pages import FIELDS, Opened, Tried, with_differences
from bot.desk.lessons import with_sentences
from bot.desk.pages import back, page
from bot.desk.routes_content import body_of
from bot.desk.routes_tries import begin
from bot.desk.saving import put, takes_two, versions_of
from bot.editing_ports import Entry, Finding, Overtaken, Refused
from bot.errors import ContentError


async def show(visit: Visit, opened: Opened | None = None, tried: Tried | None = None, status: int = 200) -> Response:
    """The page of an intent, with what came of a form if there was one."""
    tried = tried or Tried()
    try:
        opened = opened or await open_entry(visit)
        wheres = (opened.answer.where, opened.sentences.where)
        versions = {where.section: with_differences(await versions_of(visit, where)) for where in wheres}
    except ContentError as error:
        return page(visit, "entry.html", 409, opened=None, tried=replace(tried, fault=str(error)))
    return page(
        visit,
        "entry.html",
        status,
        opened=opened,
        tried=tried,
        versions=versions,
        two=takes_two(visit, opened.body, opened.scope),
        marks={entry.where.section: _mark(visit, entry, tried) for entry in (opened.answer, opened.sentences)},
    )


async def save_answer(visit: Visit) -> Response:
    """Saves an answer, or shows it as a citizen would see it."""
    try:
        opened = await open_entry(visit)
        files, where = visit.desk.editing.files, opened.answer.where
        text = await asyncio.to_thread(_drafted, visit, opened)
        mine = replace(opened, text=text, fields=await asyncio.to_thread(_filled, visit, opened))
        draft = await asyncio.to_thread(files.draft, where, text)
        if isinstance(draft, Refused):
            return await show(visit, mine, Tried(draft.findings), 422)
        if visit.form.get("action") == "preview":
            told = visit.desk.editing.rehearsal.answered
            easy = (EASY,) if draft.text_in(EASY) else ()
            languages: tuple[str, ...] = (*opened.body.organisation.languages, *easy)
            shown = {one: await asyncio.to_thread(told, opened.body.id, where.id, draft, one) for one in languages}
            return await show(visit, mine, Tried(shown=shown))
    except ContentError as error:
        return await _failed(visit, error)
    return await _save(visit, mine, where, text, "edit_answer", "content_saved")


async def save_examples(visit: Visit) -> Response:
    """Saves the sentences of an intent; they are learnt in the background, as after every change of the files."""
    try:
        opened = await open_entry(visit)
        where, text = opened.sentences.where, _typed(visit)
        if visit.form.get("mode") != "text":
            files = visit.desk.editing.files
            text = await asyncio.to_thread(with_sentences, where, _sentences(visit), files)
    except ContentError as error:
        return await _failed(visit, error)
    return await _save(visit, opened, where, text, "edit_examples", "examples_saved")


async def open_entry(visit: Visit) -> Opened:
    """The intent of the address, with the entries of the file that may be written."""
    body = body_of(visit)
    known = body.intents.get(visit.request.path_params["intent"])
    if known is None:
        raise HTTPException(404)
    may_common = visit.reach.everything
    wanted = visit.form.get("scope") or visit.request.query_params.get("scope")
    scope = COMMON if wanted == COMMON else body.id
    if scope == COMMON and not may_common:
        raise HTTPException(403)
    return await asyncio.to_thread(_opened, visit, known, scope)


def _opened(visit: Visit, known: KnownIntent, scope: str) -> Opened:
    body, files = body_of(visit), visit.desk.editing.files
    answer = files.entry(Where("responses", scope, known.id, known.topic))
    sentences = files.entry(Where("intents", scope, known.id, known.topic))
    start = answer if answer.text or scope == COMMON else files.entry(replace(answer.where, scope=COMMON))
    text, fields = start.text, dict(start.fields)
    return Opened(body, known, scope, visit.reach.everything, answer, sentences, text, fields)


def _mark(visit: Visit, entry: Entry, tried: Tried) -> str:
    """What the next save is compared with: the entry that the page shows, which a form brings along."""
    if tried.overtaken and tried.overtaken.where == entry.where:
        return tried.overtaken.mark
    return visit.form.get(f"mark_{entry.where.section}", entry.mark)


async def _failed(visit: Visit, error: ContentError) -> Response:
    return await show(visit, tried=Tried(fault=str(error)), status=422)


async def _save(visit: Visit, mine: Opened, where: Where, text: str, action: str, done: str) -> Response:
    """Writes it; else the page says why not, with everything that was typed."""
    change = Change(where, text, visit.form.get(f"mark_{where.section}", ""))
    tried = Tried()
    if where.section == "intents":
        read = visit.desk.editing.files.as_typed(where, text).examples
        tried = Tried(sentences={language: "\n".join(lines) for language, lines in read.items()}, intent=text)
    if visit.form.get("action") == "edit":
        return await show(visit, mine, tried)
    outcome: Response | bool | Refused | Overtaken
    try:
        if visit.form.get("action") == "try":
            outcome = await begin(visit, mine.body, change, _form_of(visit))
        else:
            outcome = await put(visit, mine.body, [change], action)
    except ContentError as error:
        return await show(visit, mine, replace(tried, findings=[Finding(str(error))]), 409)
    if isinstance(outcome, Refused):
        return await show(visit, mine, replace(tried, findings=outcome.findings), 422)
    if isinstance(outcome, Overtaken):
        return await show(visit, mine, replace(tried, overtaken=outcome.entry), 409)
    if isinstance(outcome, Response):
        return outcome
    return back(mine.address, done if outcome else "edit_proposed")


def _form_of(visit: Visit) -> str:
    """Where the form of this page is sent to."""
    return visit.request.url.path


def _drafted(visit: Visit, opened: Opened) -> str:
    """The YAML that the form means."""
    if visit.form.get("mode") == "text":
        return _typed(visit)
    return visit.desk.editing.files.with_fields(opened.answer.where, opened.text, _filled(visit, opened))


def _typed(visit: Visit) -> str:
    return visit.form.get("text", "").strip("\n") + "\n"


def _filled(visit: Visit, opened: Opened) -> dict[str, str]:
    """The fields as they were typed, or as the typed text has them."""
    if visit.form.get("mode") == "text":
        return dict(visit.desk.editing.files.as_typed(opened.answer.where, _typed(visit)).fields)
    names = {f"text_{language}": language for language in opened.languages} | {name: name for name in FIELDS}
    return {key: visit.form[name].strip() for name, key in names.items() if name in visit.form}


def _sentences(visit: Visit) -> dict[str, tuple[str, ...]]:
    """One sentence per line and language, each once."""
    typed = {key.removeprefix("examples_"): value for key, value in visit.form.items() if key.startswith("examples_")}
    lines = {language: (" ".join(line.split()) for line in text.split("\n")) for language, text in typed.items()}
    return {language: tuple(dict.fromkeys(filter(None, texts))) for language, texts in lines.items()}
