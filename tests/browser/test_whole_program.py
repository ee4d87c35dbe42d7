"""`amtsbote run` in a real browser: from the start page to a reply, and back to nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import fresh_page
from tests.program import running

BODIES = (
    "Stadt Kaiserslautern",
    "Zweckverband Städtedreieck",
    "Senatskanzlei Berlin",
    "Stadtbibliothek Charlottenburg-Wilmersdorf",
    "Stadtbüchereien Düsseldorf",
    "Stadt Musterstadt",
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("program") / "amtsbote.sqlite3"


@pytest.fixture(scope="module")
def program(database: Path) -> Iterator[str]:
    with running(database) as url:
        yield url


def write(page: Page, text: str) -> None:
    page.get_by_label("Ihre Nachricht").fill(text)
    page.keyboard.press("Enter")


def test_the_start_page_lists_every_organisation(browser: Browser, program: str) -> None:
    with fresh_page(browser) as page:
        page.goto(program)
        for name in BODIES:
            expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_citizen_is_told_the_office_and_then_forgotten(browser: Browser, program: str, database: Path) -> None:
    with fresh_page(browser) as page:
        page.goto(program)
        page.get_by_role("link", name="Chat öffnen (Stadt Musterstadt)").click()
        write(page, "bei uns in der mühlgasse is die laterne kaputt, schlüsselwort zitronenfalter")
        replies = page.locator("#log .reply .bubble")
        expect(replies.last).to_contain_text("Tiefbauamt", timeout=15_000)
        expect(replies.last).to_contain_text("23125 140")
        expect(replies.last).to_contain_text("Ich bin ein Programm der Stadt Musterstadt")
        write(page, "/loeschen")
        page.get_by_role("button", name="Ja, alles löschen").click()
        expect(replies.last).to_contain_text("bei uns gelöscht", timeout=15_000)
    with sqlite3.connect(database) as connection:
        assert connection.execute("select count(*) from turns where text like '%zitronenfalter%'").fetchone() == (0,)
    connection.close()


def test_the_citys_own_file_answers_a_question_of_public_relations(browser: Browser, program: str) -> None:
    with fresh_page(browser) as page:
        page.goto(f"{program}/chat/kaiserslautern")
        write(page, "Wie heißt eure Facebook-Seite?")
        expect(page.locator("#log .reply .bubble").last).to_contain_text("Stadt KL", timeout=15_000)
