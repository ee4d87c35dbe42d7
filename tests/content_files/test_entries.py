"""One entry is taken out of its file and put back; every other byte stays."""

from __future__ import annotations

import pytest

from bot.content_files import entries
from bot.content_files.folders import Found, content_files
from bot.content_files.yaml_file import parse_yaml
from bot.errors import ContentError
from tests.conftest import ROOT

TEXT = """\
# Kopf
responses:
    eins:
        de: |-
            Erste Zeile
            # keine Notiz

            Ende
        source: hier   # so steht es dort

    # über zwei
    zwei:
        de: Zwei
"""


def changed(text: str, id: str, **fields: str) -> str:
    span = entries.find(parse_yaml(text.encode(), ""), text, "responses", id)
    assert span is not None
    return entries.put_in(text, span, entries.with_fields(id, entries.cut_out(text, span), fields))


@pytest.mark.parametrize("section", ["intents", "responses"])
def test_every_entry_of_the_repository_goes_through_unchanged(section: str) -> None:
    seen = 0
    for found in content_files(ROOT, section):
        assert isinstance(found, Found)
        raw = found.path.read_bytes()
        file, text = parse_yaml(raw, found.name), raw.decode()
        for id in file.data.get(section) or {}:
            span = entries.find(file, text, section, id)
            assert span is not None
            entry = entries.cut_out(text, span)
            assert entries.with_fields(id, entry, {}) == entry, (found.name, id)
            assert entries.put_in(text, span, entry) == text, (found.name, id)
            seen += 1
    assert seen > 100


def test_notes_and_blank_lines_stay_with_what_follows() -> None:
    assert changed(TEXT, "zwei", de="Drei") == TEXT.replace("de: Zwei", "de: Drei")
    span = entries.find(parse_yaml(TEXT.encode(), ""), TEXT, "responses", "eins")
    assert span is not None
    assert entries.cut_out(TEXT, span).endswith("source: hier   # so steht es dort\n")
    assert "# keine Notiz\n" in entries.cut_out(TEXT, span)


def test_line_ends_of_windows_stay() -> None:
    there = TEXT.replace("\n", "\r\n")
    assert changed(there, "zwei", de="Drei") == there.replace("de: Zwei", "de: Drei")


@pytest.mark.parametrize(
    "value", ["no", "8:30", "030123", "a: b", "# x", "- x", "Zeile\n\n  eingerückt", " x", '"', "😀"]
)
def test_what_is_typed_is_what_is_read(value: str) -> None:
    new = changed(TEXT, "zwei", de=value, link=value)
    read = parse_yaml(new.encode(), "")
    assert read.problems == []
    assert read.data["responses"]["zwei"] == {"de": value, "link": value}


def test_an_entry_on_the_line_of_another_is_left_to_the_file() -> None:
    text = "responses: {eins: {de: a}, zwei: {de: b}}\n"
    with pytest.raises(ContentError, match="nur in der Datei"):
        entries.find(parse_yaml(text.encode(), ""), text, "responses", "zwei")
