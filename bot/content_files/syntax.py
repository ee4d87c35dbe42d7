"""What a person who has never seen YAML can do about a syntax error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.content_files.mistakes import say

if TYPE_CHECKING:
    import yaml

INDENTATION = say("indentation")
TAB = say("tab")
COLON = say("colon")
CONTINUED = say("continued")
MISSING_COLON = say("missing-colon")
OPEN_QUOTE = say("open-quote")
OPEN_BRACKET = say("open-bracket")
BRACKET_FIRST = say("bracket-first")
SIGN_FIRST = say("sign-first")
BACKSLASH = say("backslash")
TWO_FILES = say("two-files")
BLOCK = say("block")
UNKNOWN = say("misspelt")

_AT_CONTEXT = (
    ("scanning a quoted scalar", OPEN_QUOTE),
    ("unexpected end of stream", OPEN_QUOTE),
    ("flow sequence", OPEN_BRACKET),
    ("flow mapping", OPEN_BRACKET),
    ("could not find expected ':'", MISSING_COLON),
)
"""Errors that libyaml notices late: the mistake is where it began to read."""

_AT_PROBLEM = (
    ("tab character", TAB),
    ("another document", TWO_FILES),
    ("escape", BACKSLASH),
    ("hexdecimal number", BACKSLASH),
    ("scanning a block scalar", BLOCK),
    ("scanning a directive", SIGN_FIRST),
    ("scanning an a", SIGN_FIRST),  # anchor, alias
    ("undefined alias", SIGN_FIRST),
    ("tag", SIGN_FIRST),
    ("entries are not allowed", SIGN_FIRST),
    ("keys are not allowed", SIGN_FIRST),
    ("cannot start any token", SIGN_FIRST),
    ("block mapping", INDENTATION),
    ("block collection", INDENTATION),
    ("document start", INDENTATION),
)


def explain(error: yaml.MarkedYAMLError, lines: Sequence[str]) -> tuple[int, str, int]:
    """The line to look at, what to do there, and the column; both are counted from 1."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return 1, UNKNOWN, 1
    said = f"{error.context or ''}: {error.problem or ''}"
    line = lines[mark.line] if mark.line < len(lines) else ""
    before = line[: mark.column].rstrip()
    last, column = max(1, min(mark.line + 1, len(lines))), mark.column + 1
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return last, TAB, line.index("\t") + 1
    if "mapping values are not allowed" in said:
        return last, COLON if re.search(r":\s", before) else CONTINUED, column
    if "block" in said and before.endswith(("'", '"')):
        return _opened(lines, mark.line, before), OPEN_QUOTE, 1
    if "block" in said and before.endswith(("}", "]")):
        return last, BRACKET_FIRST, column
    for needle, text in _AT_CONTEXT:
        if needle in said:
            began = error.context_mark
            return (began.line + 1, text, began.column + 1) if began else (last, text, column)
    return last, next((text for needle, text in _AT_PROBLEM if needle in said), UNKNOWN), column


def _opened(lines: Sequence[str], index: int, before: str) -> int:
    """The line in which the quote began that ends at the end of `before`."""
    quote = before[-1]
    if before.count(quote) % 2 == 0:
        return index + 1
    return next((i + 1 for i in range(index - 1, -1, -1) if lines[i].count(quote) % 2), index + 1)
