"""Catalogue files as administrators have them: CSV of any spreadsheet, JSON lines, XZuFi, and broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content_files.catalogue.names import button_titles, short_name
from bot.content_files.catalogue.reading import read_catalogue
from bot.content_files.catalogue.values import Catalogue
from bot.errors import ContentError


def read(tmp_path: Path, content: str | bytes, name: str = "katalog.csv") -> Catalogue:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_catalogue(path)


def refused(tmp_path: Path, content: str | bytes, name: str = "katalog.csv") -> list[str]:
    with pytest.raises(ContentError) as raised:
        read(tmp_path, content, name)
    return str(raised.value).splitlines()


CSV = (
    "id,title,synonyms,description,office,phone,email,address,url,areas\n"
    'hund,Hundesteuer anmelden,"Hundemarke|Steuer für Hunde; Hund",'
    '"Wer einen Hund hält, meldet ihn an.",Steueramt,030 23125120,'
    'steuern@dorf.example,"Markt 1, 12345 Dorf",https://dorf.example/hund,Oberdorf|Unterdorf\n'
)


def test_a_csv_row_is_a_service_with_its_office(tmp_path: Path) -> None:
    catalogue = read(tmp_path, CSV)
    (service,), (office,) = catalogue.services.values(), catalogue.offices.values()
    assert (service.id, service.title, service.offices) == ("hund", "Hundesteuer anmelden", ("Steueramt",))
    assert service.synonyms == ("Hundemarke", "Steuer für Hunde", "Hund")
    assert service.description == "Wer einen Hund hält, meldet ihn an."
    assert service.link == "https://dorf.example/hund"
    assert (office.phone, office.email) == ("030 23125120", "steuern@dorf.example")
    assert office.areas == ("Oberdorf", "Unterdorf")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_any_usual_delimiter_and_a_byte_order_mark_are_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = f'ID{delimiter}Title{delimiter}synonyms\r\n\r\na1{delimiter}Müll{delimiter}"Abfall; Kehricht"\r\n'
    (service,) = read(tmp_path, text.encode(encoding)).services.values()
    assert (service.id, service.title, service.synonyms) == ("a1", "Müll", ("Abfall", "Kehricht"))


def test_a_file_from_an_old_spreadsheet_is_read_and_said_to_be(tmp_path: Path) -> None:
    catalogue = read(tmp_path, "id;title\na;Müllgebühr\n".encode("cp1252"))
    assert catalogue.services["a"].title == "Müllgebühr"
    assert "Windows-1252" in catalogue.notes[0]


def test_rows_with_the_same_id_and_title_name_several_offices(tmp_path: Path) -> None:
    catalogue = read(tmp_path, "id,title,office,phone\na,Pass,Nord,030 23125111\na,Pass,Süd,030 23125112\n")
    assert catalogue.services["a"].offices == ("Nord", "Süd")


def test_unknown_columns_are_named_and_left_out(tmp_path: Path) -> None:
    assert "Öffnung" not in str(read(tmp_path, "id,title,Preis\na,Pass,5\n").services)
    assert "preis" in read(tmp_path, "id,title,Preis\na,Pass,5\n").notes[0]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("id,synonyms\na,b\n", 1, "„title“"),
        ("id,title\na,Pass\n,Ausweis\n", 3, "„id“"),
        ("id,title\na,\n", 2, "„title“"),
        ("id,title\na,Pass\na,Ausweis\n", 3, "Zeile 2"),
        ("id,title\na,Pass,zu,viel\n", 2, "4 Spalten"),
        ('id,title\na,"Pass"x\n', 2, "Anführungszeichen"),
        ("id,title,office,phone\na,Pass,Amt,12\n", 2, "keine Telefonnummer"),
        ("id,title,office,email\na,Pass,Amt,amt.de\n", 2, "keine E-Mail-Adresse"),
        ("id,title,url\na,Pass,javascript:alert(1)\n", 2, "keine Internetadresse"),
        ("id,title,office,phone\na,Pass,Amt,030 23125111\nb,Hund,Amt,030 23125112\n", 3, "zwei Namen"),
        ('id,title,description\na,Pass,"zwei\nZeilen"\n,Hund,\n', 4, "„id“"),
        ("", 1, "leer"),
        ("id,title\n", 1, "keine einzige Leistung"),
    ],
)
def test_a_broken_row_is_named_with_its_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    problems = refused(tmp_path, text)
    assert any(problem.startswith(f"katalog.csv:{line}: ") and said in problem for problem in problems), problems


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    assert "UTF-8" in refused(tmp_path, "id,title\na,Pass\n".encode("utf-16"))[0]
    assert "weder" in refused(tmp_path, b"id,title\na,\x81\xff\n")[0]
    with pytest.raises(ContentError):
        read_catalogue(tmp_path / "gibt_es_nicht.csv")


def test_json_lines_of_a_city_are_read(tmp_path: Path) -> None:
    lines = (
        '{"text": "Pass beantragen", "label": "121151", "office": "buergeramt", "topics": ["Ausweise"],'
        ' "root_topic": "Meldewesen"}\n'
        '{"title": "Hund", "id": "h", "office": "weitere", "authorities": ["Finanzamt"], "synonyms": ["Hundemarke"]}\n'
        '{"title": "Erbe", "id": "e", "office": "", "authorities": ["Gericht A", "Gericht B"]}\n'
    )
    catalogue = read(tmp_path, lines, "katalog.jsonl")
    assert catalogue.services["121151"].offices == ("Buergeramt",)
    assert catalogue.services["121151"].description == ""
    assert (catalogue.services["h"].offices, catalogue.services["h"].synonyms) == (("Finanzamt",), ("Hundemarke",))
    assert catalogue.services["e"].offices == ()


@pytest.mark.parametrize("line", ["[1]", "{kaputt", '"a"', "{" * 5_000])
def test_a_broken_json_line_is_named(tmp_path: Path, line: str) -> None:
    problems = refused(tmp_path, f'{{"id": "a", "title": "Pass"}}\n{line}\n', "katalog.jsonl")
    assert problems == ["katalog.jsonl:2: Diese Zeile ist kein JSON-Objekt."]


def test_a_short_name_is_stable_and_keeps_the_number() -> None:
    assert short_name("Bürgeramt Mitte (Süd)") == "buergeramt_mitte_sued"
    long = short_name(f"{'Anerkennung ' * 10}324336")
    assert long.endswith("_324336")
    assert len(long) <= 57
    assert short_name("Ж") != short_name("Я")


def test_button_titles_are_short_and_differ() -> None:
    titles = {
        "a": "Straßenrechtliche Sondernutzung - Aufstellen von Fahrradständern",
        "b": "Straßenrechtliche Sondernutzung - Aufstellen von Werbetafeln",
        "c": "Wohnberechtigungsschein (WBS) - Antragsannahme",
        "d": "meldebescheinigung",
    }
    found = button_titles(titles)
    assert all(len(title) <= 40 for title in found.values())
    assert len(set(found.values())) == 4
    assert found["d"] == "Meldebescheinigung"
