"""The list of mistakes in the handbooks, made from the catalogue so that both always say the same."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from bot.content_files.mistakes import Mistake, mistakes

BEGIN, END = "<!-- mistakes: written by amtsbote schema -->", "<!-- end of mistakes -->"
HANDBOOKS = ("intents", "responses")
"""The folders whose README.md lists mistakes."""


def with_mistakes(handbook: str, folder: str) -> str:
    """A handbook with its list renewed; raises ValueError if it has no place for one."""
    before, _, rest = handbook.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"{folder}/README.md has no {BEGIN} … {END}")
    return "\n".join([before + BEGIN, *_table(folder), END + after])


def _table(folder: str) -> Iterator[str]:
    yield "| Meldung | so ist es richtig |"
    yield "|---|---|"
    for mistake in mistakes().values():
        if mistake.folder in (None, folder):
            yield f"| {_shown(mistake)} | {_escaped(mistake.right) if mistake.right else ''} |"


def _shown(mistake: Mistake) -> str:
    parts = Formatter().parse(mistake.text)
    text = "".join(words + ("" if name is None else "…") for words, name, *_ in parts)
    return ("Hinweis: " if mistake.hint else "") + _escaped(text)


def _escaped(text: str) -> str:
    """The text as Markdown shows it letter by letter; what stands in backticks stays."""
    pieces = text.split("`")
    for i in range(0, len(pieces), 2):
        for sign in "\\*_<>[]":
            pieces[i] = pieces[i].replace(sign, f"\\{sign}")
    return "`".join(pieces).replace("|", "\\|")
