"""The desk's two languages: German in the code, English from a gettext catalogue."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

LANGUAGES = ("de", "en")
LOCALE = Path(__file__).parent / "locale"
Translate = Callable[[str], str]

_ENTRY = re.compile(r'^(msgid|msgstr) (".*")$')


@cache
def catalogue(language: str) -> dict[str, str]:
    """German text to the language's; the part of the .po format that our own file uses."""
    path = LOCALE / f"{language}.po"
    if not path.exists():
        return {}
    parts: dict[str, str] = {"msgid": "", "msgstr": ""}
    found: dict[str, str] = {}
    current = ""
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if entry := _ENTRY.match(line):
            current = entry[1]
            parts[current] = ast.literal_eval(entry[2])
        elif line.startswith('"') and current:
            parts[current] += ast.literal_eval(line)
        elif not line.strip():
            if parts["msgid"]:
                found[parts["msgid"]] = parts["msgstr"]
            parts, current = {"msgid": "", "msgstr": ""}, ""
    return found


def translator(language: str) -> Translate:
    """What turns the German text into the language; what is not translated stays German."""
    if language == "de":
        return str
    texts = catalogue(language)
    return lambda text: texts.get(text) or text


def preferred(header: str) -> str:
    """The language of an Accept-Language header, for who is not signed in."""
    for part in header.split(","):
        language = part.split(";")[0].strip().lower().split("-")[0]
        if language in LANGUAGES:
            return language
    return "de"
