"""HTML mails as plain text.

The standard library's html.parser needs 49 seconds for 60 kB of "<a <a <a …"; this reads any text in one pass.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

MAX_HTML = 1_000_000
"""Longest HTML that is read, in characters."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})\b([^<>]{0,4000})>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]{1,40})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d]*[1-9])")
_SILENT = {"script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "select", "textarea"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_BLOCKS = {"address", "article", "aside", "blockquote", "center", "div", "dl", "dt", "dd", "fieldset", "footer", "form"}
_BLOCKS |= {"header", "li", "main", "nav", "ol", "pre", "section", "table", "tr", "ul", "body", "html"}
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6"}
RULE = "_" * 32
"""How a horizontal rule is written; mail programs put one above the quoted history."""


def html_to_text(source: str) -> str:
    """What a person sees of an HTML mail: block elements are lines, links keep their address, quotes begin with ">".

    Scripts, styles, comments, pictures and what is hidden are left out.
    """
    page = _Page()
    for closing, name, attributes, text in _tokens(_without_comments(source[:MAX_HTML])):
        if not name:
            page.text(text)
        elif closing:
            page.close(name)
        else:
            page.open(name, attributes)
    return page.finished()


def _without_comments(source: str) -> str:
    parts, start = [], 0
    while (opened := source.find("<!--", start)) >= 0:
        parts.append(source[start:opened])
        closed = source.find("-->", opened + 4)
        if closed < 0:
            return "".join(parts)
        start = closed + 3
    return re.sub(r"<[!?][^<>]{0,4000}>", "", "".join([*parts, source[start:]]))


def _tokens(source: str) -> Iterator[tuple[bool, str, dict[str, str], str]]:
    """Tags and the text between them: (closing, name, attributes, text); the name of text is ""."""
    start = 0
    for tag in _TAG.finditer(source):
        yield False, "", {}, source[start : tag.start()]
        found = _ATTRIBUTE.findall(tag[3]) if tag[3] else []
        yield bool(tag[1]), tag[2].lower(), {key.lower(): html.unescape(a or b or c) for key, a, b, c in found}, ""
        start = tag.end()
    yield False, "", {}, source[start:]


class _Page:
    """The text so far, and what is open around the next piece of it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line = ""
        self.quotes = 0
        self.links: list[tuple[str, int]] = []
        self.silent: list[str] = []
        self.preformatted = 0

    def text(self, source: str) -> None:
        if self.silent or not source:
            return
        text = html.unescape(source)
        if self.preformatted:
            first, *more = text.split("\n")
            self.line += first
            for line in more:
                self.end_line(always=True)
                self.line = line
            return
        text = re.sub(r"[ \t\r\n\f]+", " ", text).replace("\xa0", " ")
        self.line += text if self.line.strip() else text.lstrip(" ")

    def open(self, name: str, attributes: dict[str, str]) -> None:
        if self.silent:
            if name == self.silent[0]:
                self.silent.append(name)
            return
        if name not in _VOID and (name in _SILENT or _is_hidden(attributes)):
            self.silent = [name]
        elif name == "br":
            self.end_line(always=True)
        elif name == "hr":
            self.end_line()
            self.line = RULE
            self.end_line()
        elif name in _SPACED and "msonormal" not in attributes.get("class", "").lower():
            self.blank_line()
        elif name in _BLOCKS or name in _SPACED:
            self.end_line()
        elif name in ("td", "th") and self.line.strip():
            self.line += " "
        elif name == "a":
            self.links.append((attributes.get("href", "").strip(), len(self.line)))
        self.quotes += name == "blockquote"
        self.preformatted += name == "pre"
        self.line += "- " if name == "li" else ""

    def close(self, name: str) -> None:
        if self.silent:
            if name == self.silent[0]:
                self.silent.pop()
            return
        if name in _SPACED:
            # An empty paragraph is a line that the writer left free.
            self.end_line(always=True)
        elif name in _BLOCKS:
            self.end_line()
        elif name == "a" and self.links:
            self.line += _address_of_link(*self.links.pop(), self.line)
        self.quotes = max(0, self.quotes - (name == "blockquote"))
        self.preformatted = max(0, self.preformatted - (name == "pre"))

    def end_line(self, always: bool = False) -> None:
        if always or self.line.strip():
            self.lines.append("> " * min(self.quotes, 5) + self.line.strip())
        self.line = ""

    def blank_line(self) -> None:
        self.end_line()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(("> " * min(self.quotes, 5)).strip())

    def finished(self) -> str:
        self.end_line()
        return "\n".join(self.lines)


def _is_hidden(attributes: dict[str, str]) -> bool:
    return bool(_HIDDEN.search(attributes.get("style", "").lower()))


def _address_of_link(target: str, begin: int, line: str) -> str:
    """What is added behind a link's text: its address, unless the text says it already."""
    shown = line[begin:].strip()
    address = re.sub(r"(?i)^mailto:([^?]*).*$", r"\1", target)
    if not re.match(r"(?i)https?://[^\s<>]+$|[^\s<>@:]+@[^\s<>@:]+$", address) or not shown:
        return ""
    bare = re.sub(r"(?i)^https?://|/$", "", address).lower()
    return "" if bare in shown.lower() else f" ({address})"
