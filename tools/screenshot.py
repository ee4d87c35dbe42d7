"""Makes the pictures in docs/ for the README from the running program: `.venv/bin/python -m tools.screenshot`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from bot.core.staff import Grant
from bot.desk_ports import DeskStore
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.desk.accounts import PASSWORD, add_account, code, with_store, write
from tests.program import ROOT, running

DOCS = ROOT / "docs"
LOGIN = "anna@musterstadt.example"
ASKED = "Ich habe jetzt dreimal angerufen, keiner geht ran. Ich möchte bitte mit einem Menschen sprechen."
LETTERS = (
    ("Wann ist der Weihnachtsmarkt?", ASKED),
    ("Ich möchte mich beschweren: Im Bürgerbüro musste ich trotz Termin zwei Stunden warten.",),
    ("Ich bin Journalistin und habe eine Presseanfrage zum Haushalt 2027.",),
    ("Welche Daten haben Sie über mich gespeichert? Ich möchte Auskunft.",),
    ("hier brennts im keller",),
)


def main() -> None:
    """Writes as citizens of Musterstadt and photographs the chat and the desk."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = Path(folder) / "amtsbote.sqlite3"
        with_store(database, _accounts)
        with running(database) as url:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            _chat(browser, url)
            _desk(browser, url)
            browser.close()


async def _accounts(store: DeskStore) -> None:
    await add_account(store, LOGIN, Grant("admin", "musterstadt"), name="Anna Beispiel")


def _chat(browser: Browser, url: str) -> None:
    page = browser.new_page(viewport={"width": 760, "height": 860}, device_scale_factor=1.5)
    page.goto(f"{url}/chat/musterstadt")
    for text, reply in (
        ("Wann ist der Weihnachtsmarkt?", "Weihnachtsmarkt"),
        ("und bei uns in der Mühlgasse is seit tagen die laterne kaputt", "Tiefbauamt"),
    ):
        page.get_by_label("Ihre Nachricht").fill(text)
        page.keyboard.press("Enter")
        expect(page.locator("#log .reply .bubble").last).to_contain_text(reply, timeout=15_000)
    page.screenshot(path=DOCS / "chat.png")


def _desk(browser: Browser, url: str) -> None:
    for texts in LETTERS:
        write(url, *texts)
    page = browser.new_page(viewport={"width": 1180, "height": 760}, device_scale_factor=1.25, locale="de-DE")
    page.goto(f"{url}/desk")
    page.get_by_label("Anmeldename").fill(LOGIN)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Code aus Ihrer App").fill(code())
    page.keyboard.press("Enter")
    expect(page.locator(".entry", has_text="mit einem Menschen")).to_be_visible(timeout=30_000)
    page.screenshot(path=DOCS / "desk-queue.png")
    page.locator(".entry a.text", has_text="mit einem Menschen").click()
    page.locator(".understood summary").first.click()
    page.get_by_role("button", name="Warum?").first.click()
    expect(page.locator(".reasons").first).to_be_visible(timeout=15_000)
    page.screenshot(path=DOCS / "desk-conversation.png", full_page=True)


if __name__ == "__main__":
    main()
