"""A day at the desk: claiming, answering, handing on, with the citizen's chat open beside it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Browser, Page, expect

from bot.core.staff import Grant
from tests.browser.conftest import fresh_page
from tests.browser.desk_steps import DeskUrl, at_desk, entry, open_entry
from tests.desk.accounts import write
from tests.mail.mail_server import MailServer


def chat(page: Page, desk: DeskUrl, text: str) -> None:
    page.goto(f"{desk.url}/chat/musterstadt")
    page.get_by_label("Ihre Nachricht").fill(text)
    page.keyboard.press("Enter")


def test_of_two_who_click_one_has_it_and_the_other_reads_who(browser: Browser, desk: DeskUrl) -> None:
    write(desk.url, "Ich beschwere mich über die Wartezeit")
    with at_desk(browser, desk, "Anna") as anna, at_desk(browser, desk, "Ben") as ben:
        for page in (anna, ben):
            page.mouse.move(5, 5)
            page.goto(f"{desk.url}/desk")
            expect(entry(page, "über die Wartezeit")).to_be_visible(timeout=15_000)
        entry(ben, "über die Wartezeit").locator("a.text").focus()  # the list keeps still for who reads in it
        entry(anna, "über die Wartezeit").get_by_role("button", name="Übernehmen").click()
        expect(anna.get_by_role("status").first).to_contain_text("Sie bearbeiten diese Anfrage")
        entry(ben, "über die Wartezeit").get_by_role("button", name="Übernehmen").click()
        expect(ben.get_by_role("heading", name="Schon übernommen")).to_be_visible()
        expect(ben.locator("main")).to_contain_text("Anna")
        ben.faults.clear()  # the browser logs the 409


def test_a_reply_arrives_in_the_citizens_chat_while_both_are_open(browser: Browser, desk: DeskUrl) -> None:
    with at_desk(browser, desk, "Clara") as staff, fresh_page(browser) as citizen:
        chat(citizen, desk, "Ich brauche Menschen, keine Maschinen")
        open_entry(staff, desk, "keine Maschinen")
        staff.get_by_label("Antwort an die Bürger*in").fill("Guten Tag, hier ist ein Mensch.")
        staff.keyboard.press("Control+Enter")
        expect(staff.locator(".moment.person")).to_contain_text("hier ist ein Mensch")
        expect(citizen.locator("#log .reply .bubble").last).to_contain_text("hier ist ein Mensch", timeout=5_000)
        expect(staff.locator(".moment.person .state")).to_contain_text("Zugestellt", timeout=30_000)


def test_a_text_module_is_filled_and_asks_for_what_is_missing(browser: Browser, desk: DeskUrl) -> None:
    write(desk.url, "Ich möchte Menschen, die sich melden")
    with at_desk(browser, desk, "Dora") as page:
        open_entry(page, desk, "die sich melden")
        text = page.get_by_label("Antwort an die Bürger*in")
        text.press_sequentially("::hours ")
        expect(text).not_to_have_value("::hours ")
        assert "Uhr" in text.input_value()
        text.fill("")
        text.press_sequentially("::frist ")
        expect(text).to_have_value("Wir kümmern uns darum und melden uns bis [Tag] hier im Chat.")
        page.keyboard.type("Freitag")
        expect(text).to_have_value("Wir kümmern uns darum und melden uns bis Freitag hier im Chat.")
        page.get_by_role("button", name="Senden", exact=True).click()
        expect(page.locator(".moment.person")).to_contain_text("bis Freitag")


def test_the_other_sees_that_someone_writes(browser: Browser, desk: DeskUrl) -> None:
    write(desk.url, "Ich will Menschen mit Geduld")
    with at_desk(browser, desk, "Emma") as emma, at_desk(browser, desk, "Finn") as finn:
        open_entry(emma, desk, "mit Geduld")
        open_entry(finn, desk, "mit Geduld")
        emma.get_by_label("Antwort an die Bürger*in").press_sequentially("Ich")
        expect(finn.locator("#typing")).to_have_text("Emma schreibt gerade …")
        expect(emma.locator("#typing")).to_be_empty()


def test_rerouting_brings_it_to_the_other_office(browser: Browser, desk: DeskUrl) -> None:
    write(desk.url, "Ich beschwere mich über ein Schlagloch")
    only_roads = Grant("reviewer", "musterstadt", "tiefbauamt")
    with at_desk(browser, desk, "Gerd") as gerd, at_desk(browser, desk, "Hanna", only_roads) as hanna:
        expect(hanna.locator("main")).to_contain_text("Hier wartet nichts")
        open_entry(gerd, desk, "ein Schlagloch")
        gerd.get_by_label("Zuständig ist").select_option("tiefbauamt")
        gerd.get_by_role("button", name="Zuweisen").click()
        expect(gerd.get_by_role("status").first).to_contain_text("bei der anderen Stelle")
        expect(entry(hanna, "ein Schlagloch")).to_be_visible(timeout=5_000)


def test_forwarding_reaches_the_office_by_mail_with_nothing_retyped(
    browser: Browser, desk: DeskUrl, mails: MailServer
) -> None:
    write(desk.url, "Ich beschwere mich über den Radweg in der Parkstraße")
    with at_desk(browser, desk, "Olga") as page:
        open_entry(page, desk, "Radweg in der Parkstraße")
        page.get_by_label("Nachricht schicken an").select_option("tiefbauamt")
        page.get_by_role("button", name="Weiterleiten").click()
        expect(page.get_by_role("status").first).to_contain_text("unterwegs zur Stelle")
        expect(page.locator(".facts")).to_contain_text("Bei der Stelle")
        until = time.monotonic() + 20
        while not mails.accepted and time.monotonic() < until:
            page.wait_for_timeout(100)
        page.reload()
        expect(page.locator(".facts")).to_contain_text("angenommen")
    (mail,) = mails.accepted
    assert "Radweg in der Parkstraße" in mail.message.get_body(("plain",)).get_content()


def test_the_queue_is_live_but_waits_for_who_reads_in_it(browser: Browser, desk: DeskUrl) -> None:
    write(desk.url, "Ich beschwere mich zum Ersten")
    with at_desk(browser, desk, "Ida") as page, ThreadPoolExecutor(1) as other:
        page.goto(f"{desk.url}/desk")
        page.mouse.move(5, 5)
        expect(entry(page, "zum Ersten")).to_be_visible(timeout=15_000)
        other.submit(write, desk.url, "Ich beschwere mich zum Zweiten").result()
        expect(entry(page, "zum Zweiten")).to_be_visible(timeout=5_000)
        entry(page, "zum Ersten").locator("a.text").focus()
        other.submit(write, desk.url, "Hier brennt es zum Dritten").result()
        expect(page.get_by_role("button", name="Neues anzeigen")).to_be_visible(timeout=5_000)
        expect(entry(page, "zum Ersten").locator("a.text")).to_be_focused()
        expect(entry(page, "zum Dritten")).to_have_count(0)
        page.get_by_role("button", name="Neues anzeigen").click()
        expect(entry(page, "zum Dritten")).to_be_visible()


def test_a_key_right_after_the_dialog_closed_counts(browser: Browser, desk: DeskUrl) -> None:
    write(desk.url, "Hier brennt es schon wieder")
    with at_desk(browser, desk, "Jette") as page:
        page.goto(f"{desk.url}/desk")
        expect(entry(page, "schon wieder")).to_be_visible(timeout=15_000)
        page.evaluate(
            """() => document.querySelector("#keys input, #keys button")
            .dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }))"""
        )
        expect(page.locator(".entries a.text").first).to_be_focused()


def test_everything_goes_by_keyboard(browser: Browser, desk: DeskUrl) -> None:
    write(desk.url, "Hier brennt es bei den Tasten")
    with at_desk(browser, desk, "Jana") as page:
        page.goto(f"{desk.url}/desk")
        expect(entry(page, "bei den Tasten")).to_be_visible(timeout=15_000)
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        page.keyboard.press("j")
        expect(page.locator(".entries a.text").first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#thread")).to_be_visible()
        page.wait_for_load_state()
        page.keyboard.press("c")
        expect(page.get_by_role("status").first).to_contain_text("Sie bearbeiten diese Anfrage")
        page.wait_for_load_state()
        page.keyboard.press("r")
        page.keyboard.type("cgx? Danke.")
        expect(page.get_by_label("Antwort an die Bürger*in")).to_have_value("cgx? Danke.")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".moment.person")).to_contain_text("Danke.")
        page.wait_for_load_state()
        page.keyboard.press("x")
        expect(page.get_by_label("Grund")).to_be_focused()
