"""What redaction leaves as it is: without these words staff could not help."""

from __future__ import annotations

import pytest

from bot.core.redaction import redact

SERVICE_NUMBERS = [
    "Soll ich 110 oder 112 anrufen?",
    "Die 115 ist immer besetzt",
    "Ärztlicher Bereitschaftsdienst 116 117",
    "Telefon 116 117",
    "Tel. 115",
    "TelefonSeelsorge 0800 111 0 111 oder 116 123",
    "Sperr-Notruf +49 116 116",
    "Die Hotline 0800/1110222 ist kostenlos",
    "0180 5 123456 kostet Geld",
]

MONEY_AND_QUANTITIES = [
    "Kostet das 37,00 €?",
    "60 Euro für den Reisepass",
    "1.250.000 Euro Zuschuss",
    "Gebühr 0,50 € je Kopie",
    "1250000000 Euro Schulden",
    "Rabatt von 50 % ab 3 Personen",
    "12,5 Prozent mehr",
    "20000 Einwohner hat die Stadt",
    "15000 Besucher beim Stadtfest",
    "2 Säcke und 3 Kartons Papier",
    "120 Liter Tonne",
    "4 Zimmer, 85 qm, 3. Stock",
    "500 g Mehl, 10 x 20 cm",
    "08/15 Lösung",
]

DATES_AND_HOURS = [
    "Termin am 01.12.2026 um 10:30 Uhr",
    "am 3.11. oder 4.11.",
    "vom 27.11.-22.12.2026",
    "1. Dezember 2026",
    "01.12.2026 10-12 Uhr",
    "Mo-Fr 8-12 Uhr",
    "mo-fr 8-18",
    "Mo-Do 08:00-17:00, Fr 08:00-13:00",
    "08.00 - 12.00 Uhr",
    "Sa 09-12, 14-18 Uhr",
    "0730-1200 Uhr",
    "2026-12-01",
    "01/12/2026 at 10:00",
    "12/2026",
    "Schuljahr 2026/2027",
    "Der Bescheid vom 3.11.2026 ist falsch",
    "Seit 2019 warte ich",
    "Ausweis 2026 abgelaufen",
    "Bescheid 2025",
    "24 Stunden, 7 Tage",
]

PLACES = [
    "Schlagloch vor Hauptstraße 12",
    "Schlagloch vor Hauptstraße 12, 67655 Kaiserslautern",
    "Laterne kaputt, Mühlgasse 3a",
    "Sperrmüll Ecke Schillerstr. 5 / Goethestr. 7",
    "Vor dem Haus Am Alten Markt 4 liegt Müll",
    "bei uns in der Mühlgasse 12 ist die laterne kaputt",
    "Ich wohne hier und gegenüber der Hauptstraße 12 ist ein Schlagloch",
    "Laterne Nr. 4711 in der Parkstraße",
    "Nummer am Mast 123456",
    "In welchem Zimmer? 012 oder Raum 2.14?",
    "Zimmer 110, 1. OG",
    "Wo ist die Adresse vom Rathaus?",
    "Ist das Rathaus am Marktplatz 1?",
    "67655 Kaiserslautern",
    "Ich wohne in Kaiserslautern, 3 Kinder",
    "ich wohne seit 3 Jahren hier",
    "Wohngeld ab 1.1.2027",
    "Buslinie 105 und Linie RB 65",
    "Der 12er Bus fährt nicht",
    "B 37 Richtung L 502",
    "A 6 gesperrt",
    "Treffpunkt Herr-Müller-Platz",
    "Frau-Holle-Weg",
    "Treffen am Herr Müller-Platz",
    "Dr.-Rudolf-Breitscheid-Straße gesperrt",
]

LAW_AND_BOOKS = [
    "§ 31 VwVfG",
    "§§ 12, 13 BGB",
    "Art. 12 Abs. 3 DSGVO",
    "SGB II 2026",
    "ALG II 2026",
    "DIN A 4 oder DIN A4",
    "ISBN 978-3-16-148410-0",
    "978-3-16-148410-0",
    "9783161484100",
    "ISBN 3-16-148410-X",
    "BIC MALADE51KLS",
    "COBADEFFXXX",
    "Version 1.2.3",
    "COVID-19, CO2 und H2O",
    "USB-C 3 und MP3",
    "Wo finde ich mein Aktenzeichen?",
    "Wie bekomme ich eine Steuer-ID?",
    "Ausweis verloren, Pass auch",
    "Brauche ich ein Kennzeichen?",
    "Meine Nummer ist 7K3-QF2",
]

PEOPLE_AND_NET = [
    "Wann spricht Frau Oberbürgermeisterin?",
    "Sehr geehrte Frau Bürgermeisterin",
    "Herr Oberbürgermeister Weichel eröffnet",
    "Sehr geehrte Damen und Herren",
    "Meine Frau ist krank",
    "Für Frau und Kind",
    "die frau am schalter war nett",
    "Wer heißt hier wie?",
    "Ich heiße das nicht gut",
    "ich heiße Sie willkommen",
    "mein Name ist falsch geschrieben",
    "Mein Name ist im Pass falsch",
    "my name is on the list",
    "Hier ist Stau",
    "hier ist die Laterne kaputt",
    "Ich bin Rentner und neu hier",
    "I am from Ukraine",
    "Viele Grüße aus der Pfalz",
    "Grüße",
    "Grüß Gott, wann ist offen?",
    "lg und danke",
    "Danke, sehr nett",
    "Haben Sie Bücher von Thomas Mann?",
    "Mein Name wurde geändert, was muss ich tun?",
    "Folgt @stadtkl und @stadt.kl",
    "#Weihnachtsmarkt2026",
    "https://musterstadt.example/termin/0631123456?id=12345678901",
    "www.musterstadt.example/a-b_c",
    "https://mastodon.example/@stadt",
    "Gibt es hier 3 @ 5?",
    "Geburtsurkunde vom Standesamt",
    "Kind geboren, was nun?",
]

HEALTH = [
    "Wo kann man sich auf HIV testen lassen?",
    "Gibt es einen Vortrag über Demenz?",
    "Ich habe eine Frage zu Diabetes",
    "Schwerbehindertenausweis beantragen",
    "Pflegegrad beantragen",
    "Haben Sie Bücher über Depressionen für meine Mutter?",
    "ich kann nicht mehr",
]


@pytest.mark.parametrize("written", SERVICE_NUMBERS)
def test_service_numbers_stay(written: str) -> None:
    assert redact(written).text == written


@pytest.mark.parametrize("written", MONEY_AND_QUANTITIES)
def test_prices_and_quantities_stay(written: str) -> None:
    assert redact(written).text == written


@pytest.mark.parametrize("written", DATES_AND_HOURS)
def test_dates_appointments_and_opening_hours_stay(written: str) -> None:
    assert redact(written).text == written


@pytest.mark.parametrize("written", PLACES)
def test_the_place_of_a_defect_stays(written: str) -> None:
    assert redact(written).text == written


@pytest.mark.parametrize("written", LAW_AND_BOOKS)
def test_paragraphs_norms_and_book_numbers_stay(written: str) -> None:
    assert redact(written).text == written


@pytest.mark.parametrize("written", PEOPLE_AND_NET)
def test_office_holders_sayings_handles_and_links_stay(written: str) -> None:
    assert redact(written).text == written


@pytest.mark.parametrize("written", HEALTH)
def test_questions_about_health_in_general_stay(written: str) -> None:
    assert redact(written).text == written


def test_nothing_is_found_where_nothing_is_taken_out() -> None:
    assert redact("Wann hat das Bürgerbüro offen?").found == frozenset()
