"""Where an organisation wants it, one person changes an answer and another releases it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.content import Content
from bot.core.staff import Grant
from tests.desk.editing import EDITOR, FILE, HERE, form, sentences
from tests.desk.town import Browser, Town, opened


@pytest.fixture
async def town(content: Content, folder: Path) -> AsyncIterator[Town]:
    """Musterstadt with `release: two`."""
    body = content.bodies["musterstadt"]
    careful = replace(body, organisation=body.organisation.model_copy(update={"release": "two"}))
    careful_content = replace(content, bodies={**content.bodies, "musterstadt": careful})
    async with opened(careful_content, folder, root=folder) as town:
        yield town


async def propose(eva: Browser, text: str) -> None:
    page = await eva.get(HERE)
    assert "Eine zweite Person gibt jede Änderung frei." in page.text
    filled = form(page) | {"text_de": text}
    answer = await eva.post(HERE, **filled, action="save")
    assert answer.headers["Location"].endswith("done=edit_proposed")


async def test_a_change_waits_for_another_person(town: Town, eva: Browser, folder: Path) -> None:
    before = (folder / FILE).read_bytes()
    await propose(eva, "Der Markt ist schön.")
    assert (folder / FILE).read_bytes() == before
    page = (await eva.get("/edits")).text
    assert "<ins>+     Der Markt ist schön.</ins>" in page
    assert 'value="yes">Freigeben' not in page
    assert (await eva.post("/edits/1", released="yes")).status_code == 409
    assert (folder / FILE).read_bytes() == before

    udo = await town.signed_in("udo@stadt.example", EDITOR)
    assert 'value="yes">Freigeben' in (await udo.get("/edits")).text
    assert (await udo.post("/edits/1", released="yes")).headers["Location"].endswith("done=content_saved")
    assert "Der Markt ist schön." in (folder / FILE).read_text("utf-8")
    assert "Keine Änderung wartet." in (await udo.get("/edits")).text
    rows = await town.rows("SELECT login, action FROM audit WHERE action LIKE '%_edit' ORDER BY id")
    assert [tuple(row) for row in rows] == [
        ("eva@stadt.example", "propose_edit"),
        ("udo@stadt.example", "release_edit"),
    ]


async def test_a_mistake_is_said_before_anyone_else_has_to_look(town: Town, eva: Browser) -> None:
    filled = form(await eva.get(HERE)) | {"text_de": "Rufen Sie {office.__class__} an."}
    assert (await eva.post(HERE, **filled, action="save")).status_code == 422
    assert await town.rows("SELECT * FROM content_proposals") == []


async def test_an_entry_that_changed_meanwhile_is_not_overwritten(town: Town, eva: Browser, folder: Path) -> None:
    await propose(eva, "Der Markt ist schön.")
    file = folder / FILE
    file.write_text(
        file.read_text("utf-8").replace("Weihnachtsmarkt ist vom 27.", "Weihnachtsmarkt ist vom 28."), "utf-8"
    )
    changed = file.read_bytes()
    udo = await town.signed_in("udo@stadt.example", EDITOR)
    assert "inzwischen geändert" in (await udo.get("/edits")).text
    refused = await udo.post("/edits/1", released="yes")
    assert refused.status_code == 409
    assert "hat sich geändert" in refused.text
    assert file.read_bytes() == changed


async def test_an_editor_of_another_town_neither_sees_nor_releases_it(town: Town, eva: Browser) -> None:
    await propose(eva, "Der Markt ist schön.")
    kai = await town.signed_in("kai@stadt.example", Grant("editor", "kaiserslautern"))
    assert "Der Markt ist schön." not in (await kai.get("/edits")).text
    assert (await kai.post("/edits/1", released="yes")).status_code == 404


async def test_common_files_are_released_by_who_edits_all(town: Town, folder: Path) -> None:
    ada = await town.signed_in("ada@stadt.example", Grant("editor"))
    filled = sentences(await ada.get(f"{HERE}?scope=common"))
    filled["examples_de"] += "\nWann macht der Glühweinstand zu?"
    await ada.post(f"{HERE}/examples", **filled)
    eva = await town.signed_in("eva@stadt.example", EDITOR)
    assert "Glühweinstand" not in (await eva.get("/edits")).text
    assert (await eva.post("/edits/1", released="yes")).status_code == 404
    ina = await town.signed_in("ina@stadt.example", Grant("admin"))
    await ina.get("/edits")
    assert (await ina.post("/edits/1", released="yes")).status_code == 303
    assert "Glühweinstand" in (folder / "intents/aktuelles.yaml").read_text("utf-8")


async def test_a_change_can_be_withdrawn(town: Town, eva: Browser) -> None:
    await propose(eva, "Der Markt ist schön.")
    await eva.get("/edits")
    assert (await eva.post("/edits/1", released="no")).status_code == 303
    assert [tuple(row) for row in await town.rows("SELECT released FROM content_proposals")] == [(0,)]
