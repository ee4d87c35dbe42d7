"""The chat page as a citizen has it: written, read, pressed, reloaded, embedded."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import fresh_page

SERIOUS = {"serious", "critical"}
RICH = (
    "Zuständig ist das Tiefbauamt.\nTelefon 030 23125 140 · bis 16 Uhr\nE-Mail tiefbau@musterstadt.example.\n"
    "Mehr: https://www.musterstadt.example/licht_(neu)?a=1&b=2."
)


def write(page, text):
    page.get_by_label("Ihre Nachricht").fill(text)
    page.keyboard.press("Enter")


def own(page):
    return page.locator("#log .own .bubble")


def replies(page):
    return page.locator("#log .reply .bubble")


def serious_findings(page):
    found = Axe().run(page).response["violations"]
    return [(f["id"], [n["html"] for n in f["nodes"]]) for f in found if f["impact"] in SERIOUS]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_no_serious_barrier(browser, web_url, scheme, width):
    with fresh_page(browser, color_scheme=scheme, viewport={"width": width, "height": 800}) as page:
        page.goto(web_url)
        assert serious_findings(page) == []
        page.goto(f"{web_url}/chat/musterstadt")
        write(page, RICH)
        expect(replies(page)).to_have_count(1)
        write(page, "Mülltonne")
        expect(page.get_by_role("button", name="Nicht geleert")).to_be_visible()
        assert serious_findings(page) == []
        page.goto(f"{web_url}/chat/musterstadt?embed=1")
        expect(replies(page)).to_have_count(2)
        assert serious_findings(page) == []


def test_no_serious_barrier_where_nothing_is_found(page, web_url):
    page.goto(f"{web_url}/chat/nirgendwo")
    expect(page.get_by_role("heading")).to_have_text("Diese Seite gibt es nicht")
    assert serious_findings(page) == []
    assert page.faults.pop().startswith("Failed to load resource: the server responded with a status of 404")


def test_a_citizen_comes_from_the_start_page_writes_and_reads_the_reply(page, web_url):
    page.goto(web_url)
    page.get_by_role("link", name="Chat öffnen (Stadt Musterstadt)").click()
    expect(page.get_by_role("heading", name="Stadt Musterstadt")).to_be_visible()
    expect(page.get_by_text("Ein Programm antwortet")).to_be_visible()
    page.get_by_label("Ihre Nachricht").fill("Wann ist Markt?")
    page.get_by_role("button", name="Senden").click()
    expect(own(page)).to_have_text("Wann ist Markt?")
    expect(replies(page)).to_have_text("Echo: Wann ist Markt?")
    expect(page.locator("#log .own time")).to_be_visible()
    expect(page.get_by_label("Ihre Nachricht")).to_have_value("")
    assert page.context.cookies() == []


def test_nothing_is_kept_in_the_browser_before_the_first_message(page, web_url):
    page.goto(f"{web_url}/chat/musterstadt")
    assert page.evaluate("localStorage.length") == 0
    write(page, "Hallo")
    expect(replies(page)).to_have_count(1)
    assert page.evaluate("Object.keys(localStorage)") == ["amtsbote-session-musterstadt"]


def test_enter_sends_and_shift_enter_begins_a_line(page, web_url):
    page.goto(f"{web_url}/chat/musterstadt")
    page.get_by_label("Ihre Nachricht").click()
    page.keyboard.type("eins")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("zwei")
    page.keyboard.press("Enter")
    expect(own(page)).to_have_text("eins\nzwei", use_inner_text=True)
    expect(replies(page)).to_have_text("Echo: eins\nzwei", use_inner_text=True)


def test_a_button_is_pressed_with_the_keyboard_and_goes_away(page, web_url):
    page.goto(f"{web_url}/chat/musterstadt")
    write(page, "Mülltonne")
    expect(page.get_by_role("button", name="Nicht geleert")).to_be_visible()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Bestellen oder tauschen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(own(page).last).to_have_text("Bestellen oder tauschen")
    expect(replies(page).last).to_have_text("Echo: intent:neu")
    expect(page.locator(".choices")).to_have_count(0)
    expect(page.get_by_label("Ihre Nachricht")).to_be_focused()
    page.reload()
    expect(own(page).last).to_have_text("Bestellen oder tauschen")


@pytest.mark.parametrize("markup", ["<img src=x onerror=window.hacked=1>", "<script>window.hacked=1</script>"])
def test_markup_is_shown_as_text_and_runs_nothing(page, web_url, markup):
    page.goto(f"{web_url}/chat/musterstadt")
    for _ in range(2):
        if own(page).count() == 0:
            write(page, markup)
        expect(own(page)).to_have_text(markup)
        expect(replies(page)).to_have_text(f"Echo: {markup}")
        assert page.locator("#log img, #log script").count() == 0
        assert page.evaluate("window.hacked") is None
        page.reload()
        expect(own(page)).to_have_count(1)


def test_addresses_and_numbers_in_a_reply_are_links(page, web_url):
    page.goto(f"{web_url}/chat/musterstadt")
    write(page, RICH)
    links = replies(page).get_by_role("link")
    expect(links).to_have_count(3)
    assert [link.get_attribute("href") for link in links.all()] == [
        "tel:03023125140",
        "mailto:tiefbau@musterstadt.example",
        "https://www.musterstadt.example/licht_(neu)?a=1&b=2",
    ]
    expect(replies(page)).to_have_text(f"Echo: {RICH}", use_inner_text=True)
    expect(own(page).get_by_role("link")).to_have_count(0)
    expect(links.last).to_have_attribute("rel", "noopener noreferrer")


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (640, 360)])
def test_nothing_is_cut_off_in_small_windows(browser, web_url, width, height):
    with fresh_page(browser, viewport={"width": width, "height": height}) as page:
        page.goto(f"{web_url}/chat/musterstadt")
        write(page, "Donaudampfschifffahrtsgesellschaft" * 5 + " https://www.stadt.example/" + "a" * 80)
        expect(replies(page)).to_have_count(1)
        write(page, "Mülltonne")
        expect(page.get_by_role("button", name="Nicht geleert")).to_be_in_viewport()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        expect(page.get_by_role("button", name="Senden")).to_be_in_viewport(ratio=1)
        page.goto(web_url)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_conversation_is_there_again_after_a_reload(page, web_url):
    page.goto(f"{web_url}/chat/musterstadt")
    write(page, "eins")
    expect(replies(page)).to_have_count(1)
    write(page, "zwei")
    expect(replies(page)).to_have_count(2)
    page.reload()
    expect(page.locator("#log .bubble")).to_have_text(["eins", "Echo: eins", "zwei", "Echo: zwei"])
    write(page, "drei")
    expect(replies(page)).to_have_text(["Echo: eins", "Echo: zwei", "Echo: drei"])


def test_a_second_tab_has_the_same_conversation(page, web_url):
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{web_url}/chat/musterstadt")
    write(page, "eins")
    expect(replies(page)).to_have_count(1)
    write(other, "zwei")
    expect(other.locator("#log .bubble")).to_have_text(["eins", "Echo: eins", "zwei", "Echo: zwei"])
    expect(replies(page)).to_have_text(["Echo: eins", "Echo: zwei"])


def test_a_spoilt_session_is_replaced(page, web_url):
    page.goto(f"{web_url}/chat/musterstadt")
    page.evaluate("localStorage.setItem('amtsbote-session-musterstadt', 'kaputt')")
    page.reload()
    write(page, "Hallo")
    expect(replies(page)).to_have_text("Echo: Hallo")
    assert {"401" in fault for fault in page.faults} == {True}
    page.faults.clear()


def test_a_busy_server_is_asked_again_until_the_message_is_stored_once(page, web_url, echo):
    page.goto(f"{web_url}/chat/musterstadt")
    echo.busy = 1
    write(page, "Hallo")
    expect(page.locator("#log .own .meta")).to_have_text("wird gesendet …")
    expect(replies(page)).to_have_text("Echo: Hallo")
    expect(page.locator("#log .own time")).to_be_visible()
    assert "503" in page.faults.pop()


def test_a_message_that_cannot_be_sent_says_so_and_can_be_sent_again(page, web_url):
    page.goto(f"{web_url}/chat/musterstadt")
    refusal = {"status": 429, "json": {"error": "Bitte warten Sie 9 Sekunden."}, "headers": {"Retry-After": "9"}}
    page.route(re.compile("/messages$"), lambda route: route.fulfill(**refusal))
    write(page, "Hallo")
    failed = page.locator("#log .failed")
    expect(failed).to_contain_text("Nicht gesendet. Bitte warten Sie 9 Sekunden.")
    assert serious_findings(page) == []
    page.unroute_all()
    failed.get_by_role("button", name="Erneut senden").click()
    expect(replies(page)).to_have_text("Echo: Hallo")
    expect(own(page)).to_have_count(1)
    expect(failed).to_have_count(0)
    assert "429" in page.faults.pop()


def test_without_javascript_the_page_names_phone_and_mail(browser, web_url):
    with fresh_page(browser, java_script_enabled=False) as page:
        page.goto(f"{web_url}/chat/musterstadt")
        links = page.locator("noscript a")
        for href in ("tel:+493023125100", "mailto:stadt@musterstadt.example"):
            expect(links.and_(page.locator(f'[href="{href}"]'))).to_be_visible()
        expect(page.locator("#composer")).to_be_hidden()


def test_widget_opens_the_chat_on_a_foreign_page_and_gives_the_focus_back(page, web_url, town):
    page.goto(town.url)
    toggle = page.get_by_role("button", name="Chat öffnen")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    assert serious_findings(page) == []
    toggle.focus()
    page.keyboard.press("Enter")
    chat = page.frame_locator("iframe[title=Chat]")
    expect(chat.get_by_label("Ihre Nachricht")).to_be_focused()
    expect(page.get_by_role("button", name="Chat schließen")).to_have_attribute("aria-expanded", "true")
    page.keyboard.type("Hallo")
    page.keyboard.press("Enter")
    expect(chat.locator(".reply .bubble")).to_have_text("Echo: Hallo")
    expect(chat.locator("header")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("iframe")).to_be_hidden()
    expect(toggle).to_be_focused()
    toggle.click()
    expect(chat.get_by_label("Ihre Nachricht")).to_be_focused()
    expect(chat.locator(".reply .bubble")).to_have_text("Echo: Hallo")
    page.get_by_role("button", name="Chat schließen").press("Escape")
    expect(page.locator("iframe")).to_be_hidden()


def test_a_page_that_is_not_named_cannot_embed_the_chat(page, web_url, town):
    page.goto(f"{town.url.replace('localhost', '127.0.0.1')}/")
    page.get_by_role("button", name="Chat öffnen").click()
    expect(page.locator("iframe")).to_be_visible()
    expect(page.frame_locator("iframe").get_by_label("Ihre Nachricht")).to_have_count(0)
    page.wait_for_timeout(300)
    assert any("frame-ancestors" in fault for fault in page.faults)
    page.faults.clear()
