"""The handbooks for editing, as pages of the desk."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from functools import lru_cache

from fastapi import HTTPException
from fastapi.responses import Response
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from bot.core.edits import Section
from bot.desk.context import Visit
from bot.desk.pages import page
from bot.errors import ContentError

SECTIONS: dict[str, Section] = {"intents": "intents", "responses": "responses"}
_LINK = re.compile(r"(?:\.\./)?(intents|responses)/README\.md")
_NO_SLUG = re.compile(r"[^\w\- ]")


async def show(visit: Visit) -> Response:
    """One of the two handbooks, in German as it stands in the folder."""
    section = SECTIONS.get(visit.request.path_params["section"])
    if section is None:
        raise HTTPException(404)
    try:
        text = await asyncio.to_thread(visit.desk.editing.files.handbook, section)
    except ContentError as error:
        return page(visit, "fault.html", 409, text=str(error))
    return page(visit, "handbook.html", section=section, html=as_html(text))


@lru_cache(maxsize=len(SECTIONS))
def as_html(text: str) -> Markup:
    """Markdown as HTML; tags in it stay text, headings get the ids that links expect."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    markdown.add_render_rule("table_open", _scrolling)
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    tokens = markdown.parse(text)
    for i, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", _slug(tokens[i + 1].content))
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", _LINK.sub(r"/desk/handbook/\1", str(child.attrGet("href"))))
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S704 - what is in it was escaped


def _scrolling(renderer: RendererHTML, tokens: Sequence[Token], *_: object) -> str:
    return '<div class="scroll" tabindex="0" role="region" aria-label="Tabelle"><table>\n'


def _slug(heading: str) -> str:
    return _NO_SLUG.sub("", heading.lower()).replace(" ", "-")
