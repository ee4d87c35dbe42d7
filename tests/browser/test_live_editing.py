"""A person saves a file and sees the new answer in the web chat; a broken file changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import fresh_page
from tests.program import ROOT, running

ANSWERS = "responses/musterstadt/aktuelles.yaml"
QUESTION = "Wann ist der Weihnachtsmarkt?"
SECOND = 1_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("content")
    for name in ("intents", "responses"):
        shutil.copytree(ROOT / name, root / name)
    return root


@pytest.fixture(scope="module")
def program(folder: Path) -> Iterator[str]:
    with running(folder / "amtsbote.sqlite3", folder) as url:
        yield url


def answer_to(page: Page, question: str) -> str:
    replies = page.locator("#log .reply .bubble")
    before = replies.count()
    page.get_by_label("Ihre Nachricht").fill(question)
    page.keyboard.press("Enter")
    expect(replies).to_have_count(before + 1, timeout=15_000)
    return replies.last.inner_text()


def test_a_saved_answer_is_in_the_chat_a_second_later_and_a_broken_file_never(
    browser: Browser, program: str, folder: Path
) -> None:
    file = folder / ANSWERS
    good = file.read_text(encoding="utf-8")
    with fresh_page(browser) as page:
        page.goto(f"{program}/chat/musterstadt")
        assert "27. November" in answer_to(page, QUESTION)

        file.write_text(good.replace("27. November", "4. Dezember"), encoding="utf-8")
        page.wait_for_timeout(SECOND)
        assert "4. Dezember" in answer_to(page, QUESTION)

        file.write_text(good.replace("  maerkte_feste:", "\tmaerkte_feste:"), encoding="utf-8")
        page.wait_for_timeout(SECOND)
        assert "4. Dezember" in answer_to(page, QUESTION), "the last good answer stays"

        file.write_text(good.replace("27. November", "11. Dezember"), encoding="utf-8")
        page.wait_for_timeout(SECOND)
        assert "11. Dezember" in answer_to(page, QUESTION)
