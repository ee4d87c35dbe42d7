"""What stands below a mail's text: the greeting stays with name and function, addresses and small print go."""

from __future__ import annotations

import re

from bot.mail.phrases import BANNER, SENT_FROM, SMALL_PRINT, fold

NAME_LINES = 4
"""Lines kept below a greeting: "Im Auftrag", name, function, office."""
LONGEST_SIGNATURE = 40
"""Lines below "-- " that may be a signature; more are text."""

_KINDS = r"(?:freundlich|best|viel|lieb|herzlich|sch(?:ö|oe)n|nett|kollegial)\w{0,4}"
_GREETING = re.compile(
    rf"(?i)(?:(?:vielen )?(?:dank|danke) und )?(?:mit )?(?:{_KINDS}(?: und \w+)? )?"
    r"(?:gr(?:ü|ue)(?:ß|ss)e?n?|gru(?:ß|ss))\b"
    r"|hochachtungsvoll\b|(?:mfg|lg|vg)\b|m\.f\.g\."
    r"|(?:(?:with )?(?:kind|best|warm) )?regards\b|yours (?:sincerely|faithfully)\b|sincerely\b|best wishes\b"
)
_AFTER_GREETING = re.compile(
    r"\s*[,.!]?\s*(?:(?:/|aus|vom|von)\s.{2,50}|i\. ?[AV]\..{0,50}|[A-ZÄÖÜ][^.!?]{0,50})?\s*[,.!]?"
)
_CONTACT = re.compile(
    r"(?i)\d|@|https?:|www\.|\b(?:tel|fon|fax|telefon|telefax|mobil|phone|e-?mail|internet|web|sprechzeiten|postfach"
    r"|öffnungszeiten)\b"
)
_POSTSCRIPT = re.compile(r"(?i)(?:p\.? ?s\.?\s?:?|anlagen?:?|anhang:?|anhänge:?)(?:\s|$)")


def without_signature(text: str) -> str:
    """The text up to its greeting, with the name and function of who wrote it, without the rest."""
    lines = text.split("\n")
    greeting = max((number for number, line in enumerate(lines) if is_greeting(line)), default=None)
    if greeting is not None:
        lines = lines[: greeting + 1] + _signers(lines[greeting + 1 :]) + _postscript(lines[greeting + 1 :])
    paragraphs = re.split(r"\n\s*\n", "\n".join(lines))
    kept = [shown for paragraph in paragraphs if (shown := _without_small_print(paragraph))]
    if kept and BANNER.match(fold(kept[0].partition("\n")[0])):
        # The banner may share a paragraph with what follows: only its own line goes.
        kept[0] = kept[0].partition("\n")[2].strip("\n")
    return "\n\n".join(filter(None, kept)).strip()


def is_greeting(line: str) -> bool:
    """Whether a line is nothing but a greeting, perhaps with a name behind it."""
    words = line.strip()
    found = _GREETING.match(words[:120])
    return bool(found and _AFTER_GREETING.fullmatch(words, found.end()))


def before_dashes(lines: list[str]) -> list[str]:
    """The lines above "-- ", by which most mail programs mark a signature (RFC 3676, section 4.3)."""
    marks = [number for number, line in enumerate(lines) if line.rstrip() == "--"]
    for number in marks[:1]:
        if sum(bool(line.strip()) for line in lines[number + 1 :]) <= LONGEST_SIGNATURE:
            return lines[:number]
    return lines


def _signers(lines: list[str]) -> list[str]:
    kept: list[str] = []
    named = 0
    for line in lines:
        words = line.strip()
        if named == NAME_LINES or (words and not _may_sign(words)):
            break
        if words or (kept and kept[-1]):
            kept.append(words)
        named += bool(words)
    return kept


def _may_sign(words: str) -> bool:
    if len(words) > 60 or len(words.split()) > 8 or _CONTACT.search(words) or not re.search(r"[^\W_]", words):
        return False
    return not (SMALL_PRINT.match(fold(words)) or SENT_FROM.match(fold(words)) or _POSTSCRIPT.match(words))


def _postscript(lines: list[str]) -> list[str]:
    start = next((number for number, line in enumerate(lines) if _POSTSCRIPT.match(line.strip())), None)
    if start is None:
        return []
    end = next((number for number in range(start, len(lines)) if not lines[number].strip()), len(lines))
    return ["", *lines[start:end]]


def _without_small_print(paragraph: str) -> str:
    if SMALL_PRINT.match(fold(paragraph[:400])):
        return ""
    return "\n".join(line for line in paragraph.split("\n") if not SENT_FROM.match(fold(line[:200]))).strip("\n")
