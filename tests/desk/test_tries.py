"""An editor sees which real messages a change would touch before anything is saved."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.content_files.loader import load_content
from bot.core.staff import Grant
from bot.understanding.engine import Understander
from tests.content_files.folder import FILES, OFFICES, TODAY, Folder
from tests.desk.editing import fields
from tests.desk.town import Browser, Town, opened

INTENT = "/content/dorf/mensch_sprechen"
FIBRE = "Wann kommt Glasfaser in unsere Straße?"
BEGUN = "An echten Nachrichten prüfen"


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Town]:
    folder = Folder(tmp_path / "content")
    folder.write(OFFICES, FILES[OFFICES].replace("    ours: no\n", ""))
    (tmp_path / "database").mkdir()
    content = folder.load()
    async with opened(content, tmp_path / "database", root=folder.root, understand=Understander(content)) as town:
        yield town


@pytest.fixture
async def anna(village: Town) -> Browser:
    return await village.signed_in("anna@dorf.example", Grant("editor", "dorf"))


async def outcome(browser: Browser, begun: httpx.Response) -> str:
    """The page of a try once it has been learnt."""
    assert begun.status_code == 303, begun.text
    address = begun.headers["Location"].removeprefix("/desk")
    for _ in range(600):
        page = unescape((await browser.get(address)).text)
        if "lernt die Fassung auf Probe" not in page:
            return page
        await asyncio.sleep(0.1)
    raise AssertionError("it never ended")


async def begin(browser: Browser, **typed: str) -> httpx.Response:
    page = await browser.get(INTENT)
    assert BEGUN in page.text
    form = fields(page.text.split(f'action="/desk{INTENT}/examples"')[1])
    return await browser.post(f"{INTENT}/examples", **form | typed, action="try")


async def test_what_examples_would_change_is_shown_and_nothing_is_saved(village: Town, anna: Browser) -> None:
    await village.writes(FIBRE, "1", "dorf")
    await village.writes("Ich bin umgezogen", "2", "dorf")
    before = load_content(village.app.root, TODAY)
    page = await outcome(anna, await begin(anna, examples_de=f"{FIBRE}\nWann gibt es Glasfaser?"))
    assert "Geprüfte Nachrichten: 2 · davon anders: 1" in page
    assert FIBRE in page
    title = village.app.content.bodies["dorf"].intents["mensch_sprechen"].intent.title.de
    assert title in page.split("mit Ihrer Fassung")[1]
    assert load_content(village.app.root, TODAY) == before
    [row] = await village.rows("SELECT subject, details FROM audit WHERE action = 'try_change'")
    assert (row[0], json.loads(row[1])) == ("intent mensch_sprechen", {"messages": 2})


async def test_from_there_it_is_saved_or_edited_further(village: Town, anna: Browser) -> None:
    await village.writes(FIBRE, "1", "dorf")
    page = await outcome(anna, await begin(anna, examples_de=FIBRE))
    form = fields(page.split(f'action="/desk{INTENT}/examples"')[1])
    again = unescape((await anna.post(f"{INTENT}/examples", **form, action="edit")).text)
    assert FIBRE in fields(again.split(f'action="/desk{INTENT}/examples"')[1])["examples_de"]
    assert "intents/dorf/hilfe.yaml" in again
    assert (await anna.post(f"{INTENT}/examples", **form, action="save")).status_code == 303
    learnt = load_content(village.app.root, TODAY).bodies["dorf"].intents["mensch_sprechen"].intent.examples["de"]
    assert FIBRE in learnt


async def test_an_answer_is_tried_without_learning_anything(village: Town, anna: Browser) -> None:
    await village.writes("Ich bin umgezogen", "2", "dorf")
    form = fields((await anna.get(INTENT)).text.split("<h2>Antwort</h2>")[1])
    form |= {"text_de": "Kommen Sie vorbei.", "text_en": "Come along.", "source": "Rathaus", "as_of": "2026-11-02"}
    page = await outcome(anna, await anna.post(INTENT, **form, action="try"))
    assert "davon anders" in page
    form = fields(page.split(f'action="/desk{INTENT}"')[1])
    assert "Kommen Sie vorbei." in (await anna.post(INTENT, **form, action="edit")).text.split("<h2>Antwort</h2>")[1]


async def test_a_mistake_is_said_at_once(anna: Browser) -> None:
    refused = await begin(anna, examples_de="Ich bin umgezogen, was muss ich tun?")
    assert refused.status_code == 422
    assert "steht auch bei „wohnsitz_ummelden“" in unescape(refused.text)


async def test_nobody_else_sees_it(village: Town, anna: Browser) -> None:
    begun = await begin(anna, examples_de=FIBRE)
    await outcome(anna, begun)
    udo = await village.signed_in("udo@dorf.example", Grant("editor", "dorf"))
    other = await udo.get(begun.headers["Location"].removeprefix("/desk"))
    assert other.status_code == 404
    assert "Bitte beginnen Sie sie neu" in other.text
