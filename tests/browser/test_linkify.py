"""What becomes a link in a reply, and what does not."""

import pytest

LINKS = [
    ("www.stadt.de/a, mehr", [("www.stadt.de/a", "https://www.stadt.de/a")]),
    ("(https://stadt.de/x)", [("https://stadt.de/x", "https://stadt.de/x")]),
    ("„http://stadt.de“", [("http://stadt.de", "http://stadt.de/")]),
    ("javascript:alert(1) data:text/html,x", []),
    ("https://bank.de@boese.example/", []),
    ("https://", []),
    ("max.muster+a@stadt.de.", [("max.muster+a@stadt.de", "mailto:max.muster%2Ba@stadt.de")]),
    ("@stadt oder a@b", []),
    ("Telefon +49 (0) 9471 99 22 37", [("+49 (0) 9471 99 22 37", "tel:+49947199 2237".replace(" ", ""))]),
    ("0631/365-0 und 0800 111 0 111", [("0631/365-0", "tel:06313650"), ("0800 111 0 111", "tel:08001110111")]),
    ("oder 116 123, Tag und Nacht", [("116 123", "tel:116123")]),
    ("Rufen Sie jetzt 112 an.", [("112", "tel:112")]),
    ("Hemen 112'yi arayın. Зателефонуйте: 112.", [("112", "tel:112"), ("112", "tel:112")]),
    ("Telefon 115 · bis 18 Uhr", [("115", "tel:115")]),
    ("§ 110 SGB, Hauptstraße 112, 112 Bäume, Nr. 115, 112,50 Euro, 110 %", []),
    ("Am 01.02.2026 von 08:00-17:00 Uhr, 01067 Dresden, 2026-11-02, 7K3-QF2", []),
    ("IBAN DE02 1203 0000 0000 2020 51", []),
]


@pytest.mark.parametrize(("text", "expected"), LINKS, ids=[text[:20] for text, _ in LINKS])
def test_linkify(page, web_url, text, expected):
    page.goto(f"{web_url}/chat/musterstadt")
    shown, links = page.evaluate(
        """async (text) => {
            const { linkify } = await import("/static/linkify.js");
            const box = document.createElement("div");
            box.append(linkify(text));
            return [box.textContent, [...box.querySelectorAll("a")].map((a) => [a.textContent, a.href])];
        }""",
        text,
    )
    assert shown == text
    assert [tuple(link) for link in links] == expected


def test_linkify_is_fast_on_hostile_text(page, web_url):
    page.goto(f"{web_url}/chat/musterstadt")
    took = page.evaluate(
        """async () => {
            const { linkify } = await import("/static/linkify.js");
            const began = performance.now();
            for (const part of ["a", "0", "0 ", "01 ", "+1-", "a.", "a@", "www.", "https://", "(0)", "116 "]) {
                linkify(part.repeat(10000));
            }
            return performance.now() - began;
        }"""
    )
    assert took < 3000
