"""Mistakes that break a file as YAML: what the administrator reads about each."""

from __future__ import annotations

import pytest

from bot.content_files.syntax import (
    BACKSLASH,
    BLOCK,
    BRACKET_FIRST,
    COLON,
    CONTINUED,
    INDENTATION,
    MISSING_COLON,
    OPEN_BRACKET,
    OPEN_QUOTE,
    SIGN_FIRST,
    TAB,
    TWO_FILES,
)
from tests.content_files.folder import ANSWERS, FILES, GUARDS, MELDEWESEN, OFFICES, ORGANISATION, Folder

DE = "de: Sie haben zwei Wochen Zeit. Zuständig ist {office_name}."
STAR = "Ein Text, der mit & oder * beginnt, gehört ganz in Anführungszeichen."
BANG = "Ein Text, der mit ! beginnt, gehört ganz in Anführungszeichen."
TWICE = "steht hier zweimal. Löschen Sie einen der Einträge."
NOT_TEXT = (
    "gehört ein Text hin. Enthält er einen Doppelpunkt oder beginnt mit {, setzen Sie ihn ganz in Anführungszeichen."
)
CONTROL = "Hier steht ein unsichtbares Steuerzeichen. Löschen Sie es und speichern Sie als UTF-8."
NOT_UTF8 = "Die Datei ist nicht in UTF-8 gespeichert. Wählen Sie beim Speichern UTF-8."
EMPTY = "Die Datei ist leer. Tragen Sie etwas ein oder löschen Sie die Datei."
NO_ENTRIES = "In der Datei stehen keine Einträge der Form „name: wert“."
DEEP = "Hier stecken zu viele Klammern oder Einrückungen ineinander."
LOST = "Ab „{}“ fehlt der Text, denn # beginnt eine Notiz. Setzen Sie den ganzen Text in Anführungszeichen."

EDITS = {
    "a line is indented too little": (ANSWERS, "    en: You", "   en: You", f"4: {INDENTATION}"),
    "a line is indented too much": (ANSWERS, "    en: You", "      en: You", f"4: {CONTINUED}"),
    "a list item is indented wrongly": (MELDEWESEN, "        - neue", "       - neue", f"10: {INDENTATION}"),
    "a tab indents": (ANSWERS, "    source", "\tsource", f"6: {TAB}"),
    "a tab indents behind spaces": (ANSWERS, "    source", "  \tsource", f"6: {TAB}"),
    "a key stands twice": (ORGANISATION, "state: RP", "state: RP\nstate: BE", "5: „state“ " + TWICE),
    "a language stands twice": (
        ANSWERS, "    en: You", "    de: Noch einmal\n    en: You", "4: „de“ " + TWICE),
    "a quote is never closed": (ANSWERS, DE, 'de: "Sie haben Zeit.', f"3: {OPEN_QUOTE}"),
    "a quote is closed by the next one": (
        MELDEWESEN, "- Ich bin umgezogen, was muss ich tun?\n        - neue Adresse anmelden",
        "- \"Ich bin umgezogen\n        - \"neue Adresse\"", f"9: {OPEN_QUOTE}"),
    "a text goes on behind the quote": (ANSWERS, DE, 'de: "Hallo" sagt das Amt.', f"3: {OPEN_QUOTE}"),
    "an apostrophe in single quotes": (ANSWERS, DE, "de: 'Wie geht's?'", f"3: {OPEN_QUOTE}"),
    "a colon stands in a text": (ANSWERS, DE, "de: Bitte beachten: Sie haben Zeit.", f"3: {COLON}"),
    "a colon stands in a continued text": (
        ANSWERS, DE, "de: Bitte\n      beachten: Sie haben Zeit.", f"4: {CONTINUED}"),
    "a colon stands in an example": (
        MELDEWESEN, "- neue Adresse anmelden", "- Frage: wo anmelden?", "10: Bei „de“ " + NOT_TEXT),
    "the colon is missing": (ANSWERS, "    source: h", "    source h", f"6: {MISSING_COLON}"),
    "the space behind the colon is missing": (ORGANISATION, "state: RP", "state:RP", f"4: {MISSING_COLON}"),
    "a text begins with a placeholder": (
        ANSWERS, DE, "de: {office_name} ist zuständig.", f"3: {BRACKET_FIRST}"),
    "a text is a bare placeholder": (ANSWERS, DE, "de: {office_name}", "3: Bei „de“ " + NOT_TEXT),
    "a text is in brackets": (
        ANSWERS, DE, "de: [Entfällt]",
        "3: Bei „de“ gehört ein Text hin, keine Liste. Beginnt er mit [, setzen Sie ihn in Anführungszeichen."),
    "a bracket is never closed": (
        MELDEWESEN, "[I moved to another flat]", "[I moved to another flat", f"11: {OPEN_BRACKET}"),
    "a brace is never closed": (
        ORGANISATION, "subject: {de: die Gemeinde Dorf, en: the village of Dorf}",
        "subject: {de: die Gemeinde", f"3: {OPEN_BRACKET}"),
    "a hashtag stands in a text": (
        ANSWERS, DE, "de: Folgen Sie #dorf2026 auf allen Kanälen.", f"3: {LOST.format('#dorf2026')}"),
    "a text begins with a hashtag": (ANSWERS, DE, "de: #dorf2026", f"3: {LOST.format('#dorf2026')}"),
    "a text begins with @": (ANSWERS, DE, "de: @gemeindedorf antwortet.", f"3: {SIGN_FIRST}"),
    "a text begins with %": (ANSWERS, DE, "de: %-Zeichen", f"3: {SIGN_FIRST}"),
    "a text begins with a dash": (ANSWERS, DE, "de: - Sie haben Zeit.", f"3: {SIGN_FIRST}"),
    "a text begins with a question mark": (ANSWERS, DE, "de: ? wer weiß", f"3: {SIGN_FIRST}"),
    "a text begins with a star": (ANSWERS, DE, "de: * nur werktags", f"3: {SIGN_FIRST}"),
    "a text is emphasised with stars": (ANSWERS, DE, "de: *wichtig*", f"3: {SIGN_FIRST}"),
    "a phrase begins with a star": (GUARDS, "- es brennt", "- *brand", f"5: {STAR}"),
    "an anchor": (ANSWERS, DE, "de: &x Sie haben Zeit.", f"3: {STAR}"),
    "a text begins with an exclamation mark": (ANSWERS, DE, "de: !Achtung Sie haben Zeit.", f"3: {BANG}"),
    "a tag that would run Python": (
        ANSWERS, DE, 'de: !!python/object/apply:os.system ["touch /tmp/x"]', f"3: {BANG}"),
    "a tag that would build an object": (ANSWERS, DE, "de: !!python/object:os.system {}", f"3: {BANG}"),
    "a tag of YAML's own": (ANSWERS, "as_of: 2026-11-02", "as_of: !!str 2026-11-02", f"7: {BANG}"),
    "a tag with an unknown handle": (ANSWERS, DE, "de: !a!b Sie haben Zeit.", f"3: {SIGN_FIRST}"),
    "a backslash in double quotes": (ANSWERS, DE, 'de: "Unter C:\\Daten"', f"3: {BACKSLASH}"),
    "an escape that is no letter": (ANSWERS, DE, 'de: "Ein \\ud800 Zeichen"', f"3: {BACKSLASH}"),
    "an escape that nobody sees": (ANSWERS, DE, 'de: "Ein \\0 Zeichen"', f"3: {CONTROL}"),
    "a text behind the bar": (ANSWERS, DE, "de: |Sie haben Zeit.", f"3: {BLOCK}"),
    "a second document": (ANSWERS, "    source", "---\n    source", f"6: {TWO_FILES}"),
    "a list as a key": (
        ORGANISATION, "state: RP", "state: RP\n? [a]\n: b",
        "5: Vor dem Doppelpunkt muss ein einfacher Name stehen."),
    "a merge key": (
        ORGANISATION, "state: RP", "state: RP\n<<: {name: X}",
        "5: Den Eintrag „<<“ gibt es hier nicht. Prüfen Sie die Schreibweise und die Einrückung."),
    "an alias bomb": (ORGANISATION, "state: RP", "state: RP\na: &a [x, x]\nb: [*a, *a]", f"5: {STAR}"),
}  # fmt: skip

FILES_WRITTEN = {
    "empty": (b"", f"1: {EMPTY}"),
    "only blank lines": (b"\n \n", f"1: {EMPTY}"),
    "only notes": (b"# kommt noch\n", f"1: {EMPTY}"),
    "only a byte order mark": (b"\xef\xbb\xbf", f"1: {EMPTY}"),
    "only a list": (b"- wohnsitz_ummelden\n- reisepass\n", f"1: {NO_ENTRIES}"),
    "only a sentence": (b"Hier kommt noch etwas hin\n", f"1: {NO_ENTRIES}"),
    "in latin-1": (FILES[ANSWERS].encode("latin-1"), f"3: {NOT_UTF8}"),
    "in UTF-16": (FILES[ANSWERS].encode("utf-16"), f"1: {NOT_UTF8}"),
    "in UTF-16 without a mark": (b"r\0e\0s\0", f"1: {CONTROL}"),
    "with a NUL byte": (FILES[ANSWERS].replace("source", "sou\0rce").encode(), f"6: {CONTROL}"),
    "zeros after a crash": (b"responses:\n" + b"\0" * 4096, f"2: {CONTROL}"),
    "with a bell": (b"responses:\n  a: \x07\n", f"2: {CONTROL}"),
    "with 3,000 nested brackets": (b"responses: " + b"[" * 3_000, f"1: {DEEP}"),
    "with 3,000 closed brackets": (b"responses:\n " + b"[" * 3_000 + b"]" * 3_000, f"2: {DEEP}"),
    "with 30 levels of indentation": (b"".join(b" " * i + b"a:\n" for i in range(30)), f"21: {DEEP}"),
    "larger than 2 MB": (b"#" * 2_000_001, "1: Die Datei ist größer als 2 MB. Teilen Sie sie bitte auf."),
    "half-written in a text": (FILES[ANSWERS][:60].encode(), "2: Es fehlt der Eintrag „as_of“."),
    "half-written in a key": (FILES[ANSWERS].split("rce:")[0].encode(), f"6: {MISSING_COLON}"),
    "half-written in a letter": (
        FILES[ANSWERS].encode()[: FILES[ANSWERS].encode().index("ä".encode()) + 1], f"3: {NOT_UTF8}"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "expected"), EDITS.values(), ids=EDITS)
def test_a_broken_edit_is_named_with_its_line(folder: Folder, name: str, old: str, new: str, expected: str) -> None:
    folder.edit(name, old, new)
    assert folder.problems() == [f"{name}:{expected}"]


@pytest.mark.parametrize(("raw", "expected"), FILES_WRITTEN.values(), ids=FILES_WRITTEN)
def test_a_broken_file_is_named_with_its_line(folder: Folder, raw: bytes, expected: str) -> None:
    folder.write(ANSWERS, raw)
    assert f"{ANSWERS}:{expected}" in folder.problems()
    assert len(folder.problems()) == (2 if "as_of" in expected else 1)


def test_a_problem_stands_on_one_line_and_quotes_no_novel(folder: Folder) -> None:
    folder.edit(ORGANISATION, "Europe/Berlin", '"a\\nresponses/x.yaml:1: ' + "b" * 5_000 + '"')
    (problem,) = folder.problems()
    assert problem.startswith(f"{ORGANISATION}:5: Die Zeitzone „a responses/x.yaml:1: bbb")
    assert problem.isprintable()
    assert len(problem) < 400


def test_problems_of_several_files_come_in_the_order_of_files_and_lines(folder: Folder) -> None:
    folder.edit(OFFICES, "name: Rathaus", "nam: Rathaus")
    folder.edit(MELDEWESEN, "kind: service_request", "kind: wunsch")
    places = [problem.split(": ")[0] for problem in folder.problems()]
    assert places == [f"{MELDEWESEN}:5", f"{OFFICES}:2", f"{OFFICES}:3"]
