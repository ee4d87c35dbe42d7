"""Makes broken edits of a content folder: each a kind of slip at some place, with the file and line to be reported."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

KEY_LINE = re.compile(r"( +)([a-z_-]+): \S")
TEXT_LINE = re.compile(r" +(de|en): [A-Z][^{]*\.")
NUMBER = 240


@dataclass(frozen=True)
class BrokenEdit:
    """A file as it stands after a slip, and where a person should be sent."""

    slip: str
    name: str
    raw: bytes
    line: int


Place = tuple[str, list[str], int]
"""A file's name, its lines, the index of one of them."""
Slip = Callable[[str, list[str], int], tuple[list[str], int] | None]
"""The lines after a slip at a line and the line to be reported (counted from 1), or None if it cannot happen there."""


def broken_edits(files: dict[str, str], seed: int = 11) -> list[BrokenEdit]:
    """As many edits of each kind as there are places, up to an equal share of 240."""
    chance = random.Random(seed)
    kinds = [list(_at_every_place(slip, act, files)) for slip, act in SLIPS.items()]
    kinds += [list(_wrong_encoding(files)), list(_half_written(files, chance))]
    for kind in kinds:
        chance.shuffle(kind)
    edits: list[BrokenEdit] = []
    while len(edits) < NUMBER and any(kinds):
        edits += [kind.pop() for kind in kinds if kind]
    return edits


def _at_every_place(slip: str, act: Slip, files: dict[str, str]) -> Iterator[BrokenEdit]:
    for name, text in files.items():
        lines = text.splitlines()
        for i in range(len(lines)):
            if made := act(name, list(lines), i):
                changed, line = made
                yield BrokenEdit(slip, name, ("\n".join(changed) + "\n").encode(), line)


def _indented_too_little(name: str, lines: list[str], i: int) -> tuple[list[str], int] | None:
    if not KEY_LINE.match(lines[i]) or not lines[i].startswith("    ") or not KEY_LINE.match(lines[i - 1]):
        return None
    lines[i] = lines[i][1:]
    return lines, i + 1


def _tab(name: str, lines: list[str], i: int) -> tuple[list[str], int] | None:
    if not lines[i].startswith("  "):
        return None
    lines[i] = "\t" + lines[i].lstrip()
    return lines, i + 1


def _key_twice(name: str, lines: list[str], i: int) -> tuple[list[str], int] | None:
    if not KEY_LINE.match(lines[i]):
        return None
    return [*lines[: i + 1], *lines[i:]], i + 2


def _phone_without_area(name: str, lines: list[str], i: int) -> tuple[list[str], int] | None:
    if "phone:" not in lines[i]:
        return None
    lines[i] = lines[i].split("phone:")[0] + "phone: 3023125"
    return lines, i + 1


def _unknown_office(name: str, lines: list[str], i: int) -> tuple[list[str], int] | None:
    key = lines[i].strip().split(":")[0]
    if key not in ("desk", "serves") or '"*"' in lines[i]:
        return None
    lines[i] = re.sub(r": .*", ": turmamt" if key == "desk" else ": [turmamt]", lines[i])
    return lines, i + 1


def _attribute_in_braces(name: str, lines: list[str], i: int) -> tuple[list[str], int] | None:
    if not name.startswith("responses/") or not TEXT_LINE.match(lines[i]):
        return None
    lines[i] = lines[i].rstrip(".") + " {office_name.__class__}."
    return lines, i + 1


def _missing_language(name: str, lines: list[str], i: int) -> tuple[list[str], int] | None:
    if not name.startswith("responses/") or not re.match(r"    en: ", lines[i]):
        return None
    response = next(j for j in range(i, -1, -1) if re.match(r"  [a-z_]+:", lines[j]))
    return lines[:i] + lines[i + 1 :], response + 1


def _example_of_another(name: str, lines: list[str], i: int) -> tuple[list[str], int] | None:
    if name != "intents/meldewesen.yaml" or not lines[i].startswith("        - "):
        return None
    lines[i] = "        - Ich möchte einen Menschen sprechen"
    return lines, i + 1


def _bad_date(name: str, lines: list[str], i: int) -> tuple[list[str], int] | None:
    if not re.search(r"(as_of|review_by): ", lines[i]):
        return None
    lines[i] = re.sub(r": .*", ": 31.11.2026", lines[i])
    return lines, i + 1


def _colon_in_text(name: str, lines: list[str], i: int) -> tuple[list[str], int] | None:
    if not TEXT_LINE.match(lines[i]):
        return None
    lines[i] = lines[i].rstrip(".") + ": sofort."
    return lines, i + 1


def _open_quote(name: str, lines: list[str], i: int) -> tuple[list[str], int] | None:
    if not TEXT_LINE.match(lines[i]) or any('"' in line for line in lines[i:]):
        return None
    lines[i] = lines[i].replace(": ", ': "', 1)
    return lines, i + 1


def _misspelt_key(name: str, lines: list[str], i: int) -> tuple[list[str], int] | None:
    if not re.match(r" +(kind|name|source|phone|hours|serves|link): ", lines[i]):
        return None
    lines[i] = lines[i].replace(":", "x:", 1)
    return lines, i + 1


SLIPS: dict[str, Slip] = {
    "wrong indent": _indented_too_little,
    "tab": _tab,
    "duplicate key": _key_twice,
    "phone without its area code": _phone_without_area,
    "unknown office": _unknown_office,
    "placeholder with attribute access": _attribute_in_braces,
    "missing language": _missing_language,
    "two intents with one example": _example_of_another,
    "bad date": _bad_date,
    "colon in a text": _colon_in_text,
    "open quote": _open_quote,
    "misspelt key": _misspelt_key,
}


def _wrong_encoding(files: dict[str, str]) -> Iterator[BrokenEdit]:
    for name, text in files.items():
        lines = text.splitlines()
        for i, line in enumerate(lines):
            if line.encode() != line.encode("latin-1"):
                before = "\n".join(lines[:i]).encode() + b"\n" if i else b""
                after = "\n".join(lines[i + 1 :]).encode() + b"\n"
                yield BrokenEdit("wrong encoding", name, before + line.encode("latin-1") + b"\n" + after, i + 1)


def _half_written(files: dict[str, str], chance: random.Random) -> Iterator[BrokenEdit]:
    """The file ends in the middle of a key's name, as when a program is writing it at this moment."""
    for name, text in files.items():
        lines = text.splitlines()
        for i, line in enumerate(lines):
            key = re.match(r" +[a-z_]{3,}:", line)
            if key and i:
                cut = chance.randint(len(line) - len(line.lstrip()) + 1, key.end() - 1)
                raw = "\n".join([*lines[:i], line[:cut]]).encode()
                # The first entry of a section is not one yet: then it is the section that lacks entries.
                yield BrokenEdit("half-written file", name, raw, i if lines[i - 1].endswith(":") else i + 1)
