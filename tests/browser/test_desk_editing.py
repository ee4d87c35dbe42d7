"""An editor corrects an answer at the desk, and the next citizen reads it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from bot.core.staff import Grant
from tests.browser.conftest import fresh_page
from tests.browser.desk_steps import DeskUrl, at_desk, serious_faults
from tests.program import ROOT, running

QUESTION = "Wann ist der Weihnachtsmarkt?"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskUrl]:
    """A program of its own, because its files are changed."""
    root = tmp_path_factory.mktemp("content")
    for name in ("intents", "responses"):
        shutil.copytree(ROOT / name, root / name)
    with running(root / "amtsbote.sqlite3", root) as url:
        yield DeskUrl(url, root / "amtsbote.sqlite3")


def test_what_an_editor_saves_is_in_the_chat_a_second_later(browser: Browser, desk: DeskUrl) -> None:
    with at_desk(browser, desk, "Eva", Grant("editor", "musterstadt")) as page, fresh_page(browser) as citizen:
        page.get_by_role("link", name="Inhalte").click()
        page.locator("summary", has_text="Aktuelles").click()
        assert serious_faults(page) == []
        page.get_by_role("link", name="Märkte und Feste").click()
        text = page.get_by_label("Text (de)", exact=True)
        text.fill(text.input_value().replace("27. November", "4. Dezember"))
        page.get_by_role("button", name="Vorschau").first.click()
        expect(page.locator(".bubble").first).to_contain_text("4. Dezember")
        assert serious_faults(page) == []
        page.get_by_role("button", name="Speichern", exact=True).first.click()
        expect(page.get_by_role("status").first).to_contain_text("Der Bot antwortet ab jetzt so")
        page.wait_for_timeout(1_000)

        citizen.goto(f"{desk.url}/chat/musterstadt")
        citizen.get_by_label("Ihre Nachricht").fill(QUESTION)
        citizen.keyboard.press("Enter")
        expect(citizen.locator("#log .reply .bubble").last).to_contain_text("4. Dezember", timeout=15_000)


def test_an_editor_sees_what_a_version_would_change_before_it_is_saved(browser: Browser, desk: DeskUrl) -> None:
    with at_desk(browser, desk, "Uwe", Grant("editor", "musterstadt")) as page, fresh_page(browser) as citizen:
        citizen.goto(f"{desk.url}/chat/musterstadt")
        citizen.get_by_label("Ihre Nachricht").fill(QUESTION)
        citizen.keyboard.press("Enter")
        expect(citizen.locator("#log .reply .bubble").last).to_contain_text("Stand:", timeout=15_000)
        page.goto(f"{desk.url}/desk/content/musterstadt/maerkte_feste")
        page.get_by_label("Gilt bis").fill("2026-01-31")
        page.get_by_role("button", name="An echten Nachrichten prüfen").first.click()
        expect(page.get_by_role("heading", name="Vor dem Speichern prüfen")).to_be_visible()
        expect(page.locator("#outcome .entry").first).to_contain_text(QUESTION)
        expect(page.locator("#outcome .entry").first).to_contain_text("mit Ihrer Fassung")
        assert serious_faults(page) == []
        page.get_by_role("button", name="Weiter bearbeiten").click()
        expect(page.get_by_label("Gilt bis")).to_have_value("2026-01-31")
        page.get_by_role("button", name="Speichern", exact=True).first.click()
        expect(page.get_by_role("status")).to_contain_text("Gespeichert")
        expect(page.get_by_text("vorher in der Datei")).to_be_visible()
