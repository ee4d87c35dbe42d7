"""Every page of the desk: usable by everyone, in both themes, at 320 px, without a script of others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import fresh_page
from tests.browser.desk_steps import DeskUrl, at_desk, entry, open_entry, serious_faults
from tests.desk.accounts import write

PAGES = (
    "",
    "/search?q=Zitronenfalter",
    "/notices",
    "/proposals",
    "/learning?organisation=musterstadt",
    "/changes/musterstadt",
    "/handbook/intents",
    "/handbook/responses",
    "/overview",
    "/audit",
    "/account",
    "/set-up",
)
Theme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def filled(desk: DeskUrl) -> DeskUrl:
    """A desk with something on every page."""
    write(desk.url, "Ich will Menschen; mein Wort ist Zitronenfalter", "und noch etwas Unverständliches")
    write(desk.url, "Hier brennt es am Rathaus")
    for text in ("xylophon quietscht", "Xylophon quietscht", "das Xylophon quietscht"):
        write(desk.url, text)
    return desk


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(browser: Browser, filled: DeskUrl, theme: Theme) -> None:
    with at_desk(browser, filled, f"Axe-{theme}", color_scheme=theme) as page:
        for path in PAGES:
            page.goto(f"{filled.url}/desk{path}")
            assert serious_faults(page) == [], path
            if path.startswith("/learning"):
                page.get_by_text("Neue Absicht daraus machen").first.click()
                assert serious_faults(page) == [], path
        open_entry(page, filled, "Zitronenfalter")
        for summary in page.locator("summary").all():
            summary.click()
        page.get_by_label("Nur für das Team").fill("Eine Notiz")
        page.get_by_role("button", name="Notieren").click()
        expect(page.locator(".moment.note").first).to_be_visible()
        assert serious_faults(page) == []
        page.keyboard.press("?")
        assert serious_faults(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_while_signing_in(browser: Browser, filled: DeskUrl, theme: Theme) -> None:
    login = filled.account(f"Erst-{theme}", second_factor=False)
    from tests.desk.accounts import PASSWORD

    with fresh_page(browser, color_scheme=theme) as page:
        page.goto(f"{filled.url}/desk")
        assert serious_faults(page) == []
        page.get_by_label("Anmeldename").fill(login)
        page.get_by_label("Passwort").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("#secret")).to_be_visible()
        assert serious_faults(page) == []


@pytest.fixture
def narrow(browser: Browser, filled: DeskUrl) -> Iterator[Page]:
    with at_desk(browser, filled, "Schmal", viewport={"width": 320, "height": 640}) as page:
        yield page


def test_no_page_scrolls_sideways_at_320_px(narrow: Page, filled: DeskUrl) -> None:
    for path in PAGES:
        narrow.goto(f"{filled.url}/desk{path}")
        assert narrow.evaluate("document.documentElement.scrollWidth") <= 320, path
    open_entry(narrow, filled, "Zitronenfalter")
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_crisis_switch_takes_two_people_and_reaches_the_chat_at_once(browser: Browser, desk: DeskUrl) -> None:
    flood = "Hochwasser: Bitte meiden Sie die Uferstraße."
    with at_desk(browser, desk, "Karl") as karl, at_desk(browser, desk, "Lena") as lena, fresh_page(browser) as citizen:
        karl.goto(f"{desk.url}/desk/notices")
        karl.get_by_label("Organisation").select_option("musterstadt")
        karl.get_by_label("Text auf Deutsch").fill(flood)
        karl.get_by_role("button", name="Vorschlagen").click()
        expect(karl.locator("main")).to_contain_text("Freigeben muss jemand anderes")
        expect(karl.get_by_role("button", name="Freigeben")).to_have_count(0)
        lena.goto(f"{desk.url}/desk/notices")
        lena.get_by_role("button", name="Freigeben").click()
        expect(lena.locator(".chip.urgent")).to_have_text("Steht vor jeder Antwort")
        citizen.goto(f"{desk.url}/chat/musterstadt")
        citizen.get_by_label("Ihre Nachricht").fill("Wann ist der Weihnachtsmarkt?")
        citizen.keyboard.press("Enter")
        expect(citizen.locator("#log .reply .bubble").last).to_contain_text(flood)
        karl.goto(f"{desk.url}/desk/notices")
        karl.get_by_role("button", name="Beenden").click()
        expect(karl.locator("main")).to_contain_text("Kein Hinweis ist aktiv")
        expect(karl.locator("table")).to_contain_text(flood)


def test_searching_finds_other_forms_and_redacting_takes_them_away(browser: Browser, desk: DeskUrl) -> None:
    write(desk.url, "Ich möchte Menschen sprechen über zwei Kaninchenställe")
    with at_desk(browser, desk, "Mia") as page:
        page.goto(f"{desk.url}/desk")
        expect(entry(page, "Kaninchenställe")).to_be_visible(timeout=15_000)
        page.keyboard.press("s")
        page.get_by_label("Worte oder Nummer").fill("Kaninchenstall")
        page.keyboard.press("Enter")
        entry(page, "Kaninchenställe").locator("a").click()
        page.get_by_text("Schwärzen", exact=True).first.click()
        page.get_by_label("Wortlaut, der überall verschwinden soll").fill("zwei Kaninchenställe")
        page.get_by_role("button", name="Schwärzen").click()
        expect(page.locator("#thread")).to_contain_text("[geschwärzt]")
        expect(page.locator("#thread")).not_to_contain_text("Kaninchen")
        page.goto(f"{desk.url}/desk/search?q=Kaninchenstall")
        expect(page.get_by_role("status")).to_contain_text("0 Treffer")
