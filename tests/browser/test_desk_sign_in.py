"""Signing in at the desk in a real browser."""

from __future__ import annotations

import pyotp
from playwright.sync_api import Browser, expect

from tests.browser.conftest import fresh_page
from tests.browser.desk_steps import DeskUrl, sign_in
from tests.desk.accounts import PASSWORD


def test_a_new_person_sets_the_second_factor_up_and_signs_in_with_it(browser: Browser, desk: DeskUrl) -> None:
    login = desk.account("Neu", second_factor=False)
    with fresh_page(browser) as page:
        page.goto(f"{desk.url}/desk/search?q=wohngeld")
        page.get_by_label("Anmeldename").fill(login)
        page.get_by_label("Passwort").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("img", name="QR-Code").or_(page.locator(".qr svg")).first).to_be_visible()
        totp = pyotp.TOTP(page.locator("#secret").inner_text())
        page.get_by_label("Code aus Ihrer App").fill(totp.now())
        page.get_by_role("button", name="Einrichten").click()
        codes = page.locator(".codes code").all_inner_texts()
        assert len(set(codes)) == 10
        page.get_by_role("link", name="Weiter").click()
        page.get_by_role("button", name="Abmelden").click()
        expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
        page.get_by_label("Anmeldename").fill(login)
        page.get_by_label("Passwort").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_label("Code aus Ihrer App").fill(codes[0])
        page.get_by_role("button", name="Weiter").click()
        expect(page.get_by_role("heading", name="Warteschlange")).to_be_visible()


def test_who_signs_in_comes_to_the_page_they_asked_for(browser: Browser, desk: DeskUrl) -> None:
    login = desk.account("Gezielt")
    with fresh_page(browser) as page:
        sign_in(page, desk, login)
        page.goto(f"{desk.url}/desk/overview")
        expect(page.get_by_role("heading", name="Überblick")).to_be_visible()
        page.context.clear_cookies()
        page.goto(f"{desk.url}/desk/overview")
        expect(page.get_by_role("heading", name="Anmelden")).to_be_visible()
        assert page.locator("input[name=next]").input_value() == "/desk/overview"
