"""What is new in a mail's text: the history below it and around it is cut.

The library mail-parser-reply was tried: it misses GroupWise, Lotus Notes and "-----Ursprüngliche Nachricht-----", cuts
every list of "- " lines as a signature, and takes 13 seconds for 3,300 characters of "Am schrieb".
"""

from __future__ import annotations

import re

from bot.mail.signature import before_dashes

LONGEST_KEPT_QUOTE = 5
"""Lines of the last quoted paragraph that stay above an answer written between the lines."""
LONGEST_LINE = 600
"""Characters beyond which a line is no mail program's."""

_SEPARATOR = re.compile(
    r"(?i)\s*[-_=*]{2,}\s*(?:urspr(?:ü|ue)ngliche|original|weitergeleitete|forwarded|reply)[- ]?"
    r"(?:e-?mail|mail|nachricht|message)?(?: von .{1,80}| from .{1,80})?\s*:?\s*[-_=*]{0,40}\s*"
)
_GROUPWISE = re.compile(r">>> (?=.*(?:@|\d{1,2}[./]\d{1,2}[./]\d{2,4})).{3,300}")
_ATTRIBUTION = re.compile(r"(?i)(?:am|on|le)\s.{4,300}\b(?:schrieb|wrote|geschrieben|a écrit)\b.{0,200}:")
_SHORT_ATTRIBUTION = re.compile(
    r"(?i).{2,200}\b(?:schrieb|wrote)\b(?: am\b| on\b)?.{4,100}:|\d{4}-\d\d-\d\d .{0,80}<[^<>]+@[^<>]+>:"
)
_LABEL = re.compile(
    r"(?i)[*_\s]*(von|from|gesendet|sent|datum|date|an|to|betreff|subject|cc|kopie|thema)[*_]*\s*:[*_\s]*"
)
_LABELS = {"gesendet": "date", "sent": "date", "datum": "date", "date": "date", "von": "from", "from": "from"}
_LABELS |= dict.fromkeys(("an", "to", "betreff", "subject", "thema"), "rest")
_BLOCK = 9
"""Lines in which the labels of a quoted mail's header must stand."""


def without_history(text: str) -> str:
    """The lines the sender wrote, up to "-- "; a short quote stays where an answer stands below it."""
    lines = [line.replace("\xa0", " ").rstrip() for line in text.split("\n")]
    return "\n".join(_without_quotes(before_dashes(_before_history(lines)))).strip("\n")


def _before_history(lines: list[str]) -> list[str]:
    kept: list[str] = []
    number = 0
    while number < len(lines):
        if _starts_history(lines, number):
            break
        length = _attribution(lines, number)
        if length and not _is_quoted(_next_line(lines, number + length)):
            break
        if not length:
            kept.append(lines[number])
        number += length or 1
    while kept and not kept[-1].strip(" -_=*"):
        kept.pop()
    return kept


def _starts_history(lines: list[str], number: int) -> bool:
    line = lines[number]
    if not line or len(line) > LONGEST_LINE:
        return False
    return bool(_SEPARATOR.fullmatch(line) or _GROUPWISE.fullmatch(line)) or _is_header_block(lines, number)


def _is_header_block(lines: list[str], number: int) -> bool:
    """Whether a quoted mail's header begins here: sender, date and one more, close together."""
    if not (first := _LABEL.match(lines[number])) or first[1].lower() in ("cc", "kopie", "betreff", "subject", "thema"):
        return False
    labels = [_LABEL.match(line) for line in lines[number : number + _BLOCK]]
    kinds = {_LABELS.get(label[1].lower()) for label in labels if label}
    return {"from", "date", "rest"} <= kinds


def _attribution(lines: list[str], number: int) -> int:
    """How many lines "Am … schrieb …:" takes here, up to three; 0 if it is none."""
    joined = ""
    for count, line in enumerate(lines[number : number + 3], 1):
        joined = f"{joined} {line.strip()}".strip()
        if not line or _is_quoted(line) or len(joined) > LONGEST_LINE:
            return 0
        if count > 1 and _attribution(lines, number + count - 1):
            return 0  # it begins further down; what stands here is the sender's own
        if _is_attribution(joined) or (count == 1 and _SHORT_ATTRIBUTION.fullmatch(joined)):
            # A sentence such as "Am 3.12. schrieb Ihnen die Kollegin:" has no address, time or quote.
            sure = re.search(r"@|\d{1,2}:\d\d", joined) or _is_quoted(_next_line(lines, number + count))
            return count if sure and re.search(r"\d", joined) else 0
    return 0


def _is_attribution(line: str) -> bool:
    return line.endswith(":") and bool(_ATTRIBUTION.fullmatch(line))


def _next_line(lines: list[str], number: int) -> str:
    return next((line for line in lines[number : number + 5] if line), "")


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _without_quotes(lines: list[str]) -> list[str]:
    """Drops quotes, save the last short paragraph of one that is followed by something new."""
    result: list[str] = []
    quote: list[str] = []
    for line in lines:
        if _is_quoted(line):
            quote.append(line)
        elif line or not quote:
            result += [*_kept_of(quote), line]
            quote = []
    return result


def _kept_of(quote: list[str]) -> list[str]:
    paragraph: list[str] = []
    for line in reversed(quote):
        words = line.strip().removeprefix(">").strip()
        if not words and paragraph:
            break
        if words.startswith(">"):
            return []
        if words:
            paragraph.insert(0, f"> {words}")
    return ["", *paragraph] if 0 < len(paragraph) <= LONGEST_KEPT_QUOTE else []
