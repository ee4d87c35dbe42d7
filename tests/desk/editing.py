"""A town whose content files may be changed, and the forms of its pages."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import httpx

from bot.core.staff import Grant
from tests.conftest import ROOT

EDITOR = Grant("editor", "musterstadt")
HERE = "/content/musterstadt/maerkte_feste"
FILE = "responses/musterstadt/aktuelles.yaml"


def copy_content(folder: Path) -> None:
    """The repository's content, with notes of an editor in the file that is changed."""
    for name in ("intents", "responses"):
        shutil.copytree(ROOT / name, folder / name)
    file = folder / FILE
    text = file.read_text("utf-8").replace(
        "  maerkte_feste:\n", "  # jedes Jahr im Oktober\n  maerkte_feste: # Markt\n"
    )
    file.write_text(text.replace("  pressemitteilungen:", "\n  # Presse\n  pressemitteilungen:"), "utf-8")


def form(page: httpx.Response) -> dict[str, str]:
    """What the form of the answer holds, as the browser would send it back."""
    return fields(page.text.split("<h2>Antwort</h2>")[1])


def sentences(page: httpx.Response) -> dict[str, str]:
    """What the form of the examples holds."""
    return fields(page.text.split(f'action="/desk{HERE}/examples"')[1])


def fields(html: str) -> dict[str, str]:
    """What the first form holds."""
    html = html.split("</form>")[0]
    found = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', html))
    found |= dict(re.findall(r'<textarea[^>]* name="([\w-]+)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL))
    return {name: unescape(value) for name, value in found.items() if name != "csrf"}
