"""What people do at the desk, for tests in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from bot.core.staff import ROLES, Grant
from tests.browser.conftest import fresh_page
from tests.desk.accounts import PASSWORD, add_account, code, with_store

EVERY_ROLE = tuple(Grant(role) for role in ROLES)


@dataclass(frozen=True)
class DeskUrl:
    """A running desk and the database under it."""

    url: str
    database: Path

    def account(self, name: str, *grants: Grant, **options: Any) -> str:
        """A new account; its login."""
        login = f"{name.lower()}@stadt.example"
        with_store(
            self.database, lambda store: add_account(store, login, *(grants or EVERY_ROLE), name=name, **options)
        )
        return login


@contextmanager
def at_desk(browser: Browser, desk: DeskUrl, name: str, *grants: Grant, **options: Any) -> Iterator[Page]:
    """A new person who has just signed in, in a browser of their own."""
    login = desk.account(name, *grants)
    with fresh_page(browser, **options) as page:
        sign_in(page, desk, login)
        yield page


def sign_in(page: Page, desk: DeskUrl, login: str) -> None:
    page.goto(f"{desk.url}/desk/home")
    page.get_by_label("Anmeldename").fill(login)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.get_by_label("Code aus Ihrer App").fill(code())
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()


def entry(page: Page, text: str) -> Locator:
    """The entry of the queue that shows this text."""
    return page.locator(".entry", has_text=text)


def open_entry(page: Page, desk: DeskUrl, text: str) -> None:
    page.mouse.move(5, 5)
    page.goto(f"{desk.url}/desk")
    expect(entry(page, text)).to_be_visible(timeout=15_000)
    entry(page, text).locator("a.text").click()
    expect(page.locator("#thread")).to_contain_text(text)
    page.wait_for_load_state()  # the script answers to keys only then


def serious_faults(page: Page) -> list[str]:
    """What axe finds that keeps someone from using the page."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in ("serious", "critical")]
