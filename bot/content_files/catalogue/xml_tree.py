"""Reads XML element by element, without anything that makes XML dangerous.

A document type is refused outright, and with it every entity: none is expanded, no file or address is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from xml.parsers import expat

MAX_DEPTH = 60
CHUNK = 1 << 16


class RefusedXml(Exception):
    """The document is not read; `line` is counted from 1, the text is German."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.line = line


@dataclass
class Element:
    """An element by its name without namespace."""

    name: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, *path: str) -> list[Element]:
        """The elements below by their names, one name a level."""
        found = [self]
        for name in path:
            found = [child for element in found for child in element.children if child.name == name]
        return found

    def first(self, *path: str) -> str:
        """The text of the first element with text at that place, without blanks around it; else empty."""
        return next((text for element in self.all(*path) if (text := element.text.strip())), "")


class _Builder:
    """Builds the elements with the names wanted and lets all others pass."""

    def __init__(self, parser: expat.XMLParserType, names: Container[str], found: Callable[[Element], None]) -> None:
        self.root = ""
        self._parser, self._names, self._found = parser, names, found
        self._open: list[Element] = []
        self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise RefusedXml(self._parser.CurrentLineNumber, "Die Elemente sind zu tief verschachtelt.")
        name = name.rpartition(" ")[2]
        self.root = self.root or name
        if self._open or name in self._names:
            plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
            element = Element(name, self._parser.CurrentLineNumber, plain)
            if self._open:
                self._open[-1].children.append(element)
            self._open.append(element)

    def end(self, _: str) -> None:
        """An element ends."""
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._found(element)

    def text(self, data: str) -> None:
        """Text, as much as the parser hands over at once."""
        if self._open:
            self._open[-1].text += data

    def doctype(self, *_: object) -> None:
        """No document type: without it there is no entity to expand."""
        raise RefusedXml(self._parser.CurrentLineNumber, "Eine Dokumenttyp-Angabe (DOCTYPE) wird nicht gelesen.")


def each_element(raw: bytes, names: Container[str], found: Callable[[Element], None]) -> str:
    """Hands over each outermost element with one of the names; gives the root's name; raises RefusedXml."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    builder = _Builder(parser, names, found)
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = builder.text, builder.doctype
    try:
        for at in range(0, len(raw), CHUNK):
            parser.Parse(raw[at : at + CHUNK], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise RefusedXml(error.lineno, "Ab hier ist die Datei kein gültiges XML.") from error
    except (LookupError, ValueError) as error:
        raise RefusedXml(1, "Die Datei nennt eine Zeichenkodierung, die es nicht gibt.") from error
    return builder.root
