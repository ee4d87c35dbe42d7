"""The handbooks can be read at the desk, by those who edit."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from bot.core.staff import Grant
from bot.desk.routes_handbook import as_html
from tests.conftest import ROOT
from tests.desk.town import Browser, Town


async def test_both_handbooks_are_pages_whose_links_lead_somewhere(eva: Browser, folder: Path) -> None:
    pages = {name: (await eva.get(f"/handbook/{name}")).text for name in ("intents", "responses")}
    for name, page in pages.items():
        first = (ROOT / name / "README.md").read_text("utf-8").splitlines()[0].removeprefix("# ").replace("\\", "")
        assert f">{first}</h1>" in unescape(page)
        assert "<table>" in page
        for target, anchor in re.findall(r'href="(?:/desk/handbook/(\w+))?#([^"]+)"', page.split("<article")[1]):
            assert f'id="{anchor}"' in pages[target or name], anchor


async def test_only_who_edits_reads_them_and_nothing_else_of_the_folder(town: Town, eva: Browser, folder: Path) -> None:
    reader = await town.signed_in("rita@stadt.example", Grant("reviewer"))
    assert (await reader.get("/handbook/intents")).status_code == 403
    assert (await eva.get("/handbook/bot")).status_code == 404


async def test_a_handbook_that_is_missing_is_said(eva: Browser, folder: Path) -> None:
    (folder / "intents/README.md").unlink()
    page = await eva.get("/handbook/intents")
    assert page.status_code == 409
    assert "lässt sich nicht lesen" in page.text


def test_tags_in_a_handbook_stay_text() -> None:
    html = as_html("# <script>alert(1)</script>\n\n[x](javascript:alert(1))")
    assert "<script" not in html
    assert "href" not in html
