"""Text modules: building blocks that staff call by name in a reply, as in `::hours`."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.content import Body, TextModule
from bot.core.desk import Thread
from bot.core.phrasing import body_values, fill, office_values

CALL = re.compile(r"::([a-z0-9_-]+)")
TO_FILL = re.compile(r"\[[^\[\]\n]{1,40}\]")
"""Words that staff replace before a reply may go."""


def offered(body: Body, thread: Thread) -> dict[str, TextModule]:
    """The modules that fit the topics of this conversation."""
    topics = {
        body.intents[intent].topic
        for turn in thread.turns
        for decision in turn.understood
        if (intent := str(decision.get("intent"))) in body.intents
    }
    return {id: module for id, module in body.modules.items() if not module.topics or topics & set(module.topics)}


def filled(module: TextModule, body: Body, thread: Thread, now: datetime) -> str:
    """The module's text in the citizen's language, with the facts of the office the conversation is with."""
    language = "en" if thread.language == "en" else "de"
    office = next((e.office for e in reversed(thread.escalations) if e.office in body.offices), body.general_office)
    here = now.astimezone(ZoneInfo(body.organisation.timezone))
    values = body_values(body, language) | office_values(body, office, here, language)
    if thread.escalations:
        values["reference"] = thread.escalations[-1].reference
    text = module.en if language == "en" else module.de
    ending = text[len(text.rstrip()) :]
    return fill(text, values) + ending


def left_open(text: str) -> str | None:
    """What is still to be filled in: a call or words in brackets; None if the reply may go."""
    found = CALL.search(text) or TO_FILL.search(text)
    return found[0] if found else None
