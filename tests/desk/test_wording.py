"""The desk speaks German and English."""

from __future__ import annotations

import re

import pytest

from bot.core.staff import ROLES, Grant
from bot.desk import app, labels, pages
from bot.desk.pages import HERE
from bot.desk.wording import catalogue, preferred, translator
from tests.desk.town import Town

CALL = re.compile(r"""\b_\(\s*(?:"([^"]*)"|'([^']*)')\s*\)""")
TABLES = ("KINDS", "REASONS", "ROLES", "CLOSINGS", "STATES", "DECISIONS", "ACTIONS", "NEEDS", "CHANNELS")


def asked_for() -> set[str]:
    """Every text that a template or a table of names has."""
    texts = {a or b for file in (HERE / "templates").glob("*.html") for a, b in CALL.findall(file.read_text("utf-8"))}
    texts |= {text for table in TABLES for text in getattr(labels, table).values()}
    texts |= {*pages._MESSAGES.values(), *app.FAULTS.values(), *(label for _, label, _ in pages.NAVIGATION)}
    code = "\n".join(file.read_text("utf-8") for file in HERE.glob("*.py"))
    return texts | set(re.findall(r'\bsay\(\s*"([^"]*)"', code))


def test_every_text_has_its_english() -> None:
    assert sorted(text for text in asked_for() if not catalogue("en").get(text)) == []


def test_what_nobody_translated_stays_german() -> None:
    assert translator("en")("Etwas ganz Neues") == "Etwas ganz Neues"
    assert translator("de")("Warteschlange") == "Warteschlange"


@pytest.mark.parametrize(
    ("header", "language"),
    [("en-GB,en;q=0.9,de;q=0.8", "en"), ("de", "de"), ("", "de"), ("fr,en;q=0.5", "en"), ("tr", "de")],
)
def test_before_signing_in_the_browser_says_the_language(header: str, language: str) -> None:
    assert preferred(header) == language


async def test_pages_are_english_for_who_chose_english(town: Town) -> None:
    browser = await town.signed_in("alle@stadt.example", *(Grant(role) for role in ROLES))
    await town.writes("Ich beschwere mich")
    await browser.post("/account/language", language="en")
    for path, word in (("", "Queue"), ("/search", "Search"), ("/notices", "Crisis notice"), ("/overview", "Overview")):
        page = (await browser.get(path)).text
        assert f"<h1>{word}" in page
        assert '<html lang="en">' in page
        assert "Warteschlange" not in page
