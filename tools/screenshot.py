"""Makes docs/chat.png for the README from the running program: `.venv/bin/python -m tools.screenshot`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.program import ROOT, running


def main() -> None:
    """Writes as a citizen of Musterstadt and photographs the chat."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "amtsbote.sqlite3") as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 760, "height": 860}, device_scale_factor=1.5)
        page.goto(f"{url}/chat/musterstadt")
        for text, reply in (
            ("Wann ist der Weihnachtsmarkt?", "Weihnachtsmarkt"),
            ("und bei uns in der Mühlgasse is seit tagen die laterne kaputt", "Tiefbauamt"),
        ):
            page.get_by_label("Ihre Nachricht").fill(text)
            page.keyboard.press("Enter")
            expect(page.locator("#log .reply .bubble").last).to_contain_text(reply, timeout=15_000)
        page.screenshot(path=ROOT / "docs" / "chat.png")
        browser.close()


if __name__ == "__main__":
    main()
