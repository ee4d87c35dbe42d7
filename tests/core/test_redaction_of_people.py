"""What redaction takes out, people: what a citizen writes, and what is stored of it."""

from __future__ import annotations

import pytest

from bot.core.redaction import redact
from tests.core.stored import stored_exactly

BIRTH = [
    ("geb. 12.03.1980", "geb. [Geburtsdatum]"),
    ("geb. am 12.3.80", "geb. am [Geburtsdatum]"),
    ("geboren am 12. März 1980", "geboren am [Geburtsdatum]"),
    ("geboren in Köln am 12.03.1980", "geboren in Köln am [Geburtsdatum]"),
    ("Geburtsdatum: 1980-03-12", "Geburtsdatum: [Geburtsdatum]"),
    ("mein Geburtsdatum ist der 12.03.1980", "mein Geburtsdatum ist der [Geburtsdatum]"),
    ("Geburtstag 12/03/1980", "Geburtstag [Geburtsdatum]"),
    ("Geburtsdatum 12031980", "Geburtsdatum [Geburtsdatum]"),
    ("*12.03.1980", "*[Geburtsdatum]"),
    ("Ich bin am 12. März 1980 geboren", "Ich bin am [Geburtsdatum] geboren"),
    ("ich wurde am 12.03.1980 in Köln geboren", "ich wurde am [Geburtsdatum] in Köln geboren"),
    ("I was born on 12 March 1980", "I was born on [Geburtsdatum]"),
    ("date of birth: March 12, 1980", "date of birth: [Geburtsdatum]"),
]

FILES = [
    ("Aktenzeichen 12-345/26", "Aktenzeichen [Aktenzeichen]"),
    ("Az.: 5 K 123/26", "Az.: [Aktenzeichen]"),
    ("Az. 32.1-4711", "Az. [Aktenzeichen]"),
    ("mein aktenzeichen ist 4711/2026.", "mein aktenzeichen ist [Aktenzeichen]."),
    ("Kassenzeichen 5010.1234.5678", "Kassenzeichen [Aktenzeichen]"),
    ("Kundennummer: 123 456 789", "Kundennummer: [Aktenzeichen]"),
    ("Kundennr. 98765", "Kundennr. [Aktenzeichen]"),
    ("Vertragsnummer V-2026-00123", "Vertragsnummer [Aktenzeichen]"),
    ("BG-Nummer 54321//0001234", "BG-Nummer [Aktenzeichen]"),
    ("Kindergeldnummer 115FK123456", "Kindergeldnummer [Aktenzeichen]"),
    ("Wohngeldnummer lautet 4711-0815", "Wohngeldnummer lautet [Aktenzeichen]"),
    ("case number 2026/4711", "case number [Aktenzeichen]"),
]

NAMES = [
    ("Ich heiße Max Mustermann", "Ich heiße [Name]"),
    ("ich heisse Ayşe Yılmaz und brauche Hilfe", "ich heisse [Name] und brauche Hilfe"),
    ("ich heiße max mustermann und wohne hier", "ich heiße [Name] und wohne hier"),
    ("Mein Name ist Erika von der Heide.", "Mein Name ist [Name]."),
    ("mein name ist müller", "mein name ist [Name]"),
    ("MEIN NAME IST MAX MÜLLER", "MEIN NAME IST [Name]"),
    ("Name: Łukasz Żak", "Name: [Name]"),
    ("Nachname: O'Neill-Schmidt", "Nachname: [Name]"),
    ("Hier ist Anna Schmidt, ich habe eine Frage", "Hier ist [Name], ich habe eine Frage"),
    ("Hier ist Müller, ich habe eine Frage", "Hier ist [Name], ich habe eine Frage"),
    ("hier spricht Schmidt", "hier spricht [Name]"),
    ("Ich bin Frau Weber", "Ich bin Frau [Name]"),
    ("ich bin frau weber", "ich bin frau [Name]"),
    ("Ich bin Max Müller aus der Nordstadt", "Ich bin [Name] aus der Nordstadt"),
    ("Ich bin die Anna Müller", "Ich bin die [Name]"),
    ("Ich warte auf Herrn Dr. Klein", "Ich warte auf Herrn Dr. [Name]"),
    ("Frau Anna Maria Schmidt-Weber war da", "Frau [Name] war da"),
    ("Ich war bei Dr. Weber", "Ich war bei Dr. [Name]"),
    ("Familie Öztürk zieht um", "Familie [Name] zieht um"),
    ("Anna Schmidt, geb. Müller", "Anna Schmidt, geb. [Name]"),
    ("Danke. mfg Max Mustermann", "Danke. mfg [Name]"),
    ("Danke mfg max mustermann", "Danke mfg [Name]"),
    ("Mit freundlichen Grüßen\nErika Mustermann", "Mit freundlichen Grüßen\n[Name]"),
    ("Viele Grüße, Anna", "Viele Grüße, [Name]"),
    ("Gruß, Schmidt", "Gruß, [Name]"),
    ("Gruß Peter", "Gruß [Name]"),
    ("Liebe Grüsse Sabine K.", "Liebe Grüsse [Name]"),
    ("LG Tim 😊", "LG [Name] 😊"),
    ("freundliche Grüße von Sabine Müller", "freundliche Grüße von [Name]"),
    ("Mit freundlichen Grüßen\nIm Auftrag\nErika Muster", "Mit freundlichen Grüßen\nIm Auftrag\n[Name]"),
    ("FRAU MÜLLER WAR DA", "FRAU [Name] WAR DA"),
    ("Frau Hartung und Frau Richter", "Frau [Name] und Frau [Name]"),
    ("Ich, Max Müller, beantrage das", "Ich, [Name], beantrage das"),
    ("LG Tim", "LG [Name]"),
    ("Vielen Dank,\nMax Müller", "Vielen Dank,\n[Name]"),
    ("My name is John Smith and I need a passport", "My name is [Name] and I need a passport"),
    ("my name is john", "my name is [Name]"),
    ("I'm John Smith", "I'm [Name]"),
    ("Kind regards\nJohn Smith", "Kind regards\n[Name]"),
    ("Mr. Smith lives here", "Mr. [Name] lives here"),
    ("меня зовут Олена Шевченко", "меня зовут [Name]"),
    ("Benim adım Mehmet Yılmaz", "Benim adım [Name]"),
]

HOMES = [
    ("ich wohne in der Musterstr. 12", "ich wohne in der [Adresse]"),
    (
        "Ich wohne seit März 2020 in der Musterstraße 12a und habe keine Tonne",
        "Ich wohne seit März 2020 in der [Adresse] und habe keine Tonne",
    ),
    ("wohnhaft Karl-Marx-Str. 5", "wohnhaft [Adresse]"),
    ("meine Adresse ist Hauptstraße 5, 12345 Dorf", "meine Adresse ist [Adresse]"),
    ("Meine neue Anschrift: Lange Straße 7 b", "Meine neue Anschrift: [Adresse]"),
    ("ich wohne am rathausplatz 3", "ich wohne am [Adresse]"),
    ("Ich wohne Am Alten Markt 4", "Ich wohne [Adresse]"),
    ("wir wohnen im Grund 4", "wir wohnen im [Adresse]"),
    ("Wir wohnen Unter den Linden 77", "Wir wohnen [Adresse]"),
    ("Ich ziehe von der Hauptstraße 5 in die Gartenstraße 7", "Ich ziehe von der [Adresse] in die [Adresse]"),
    ("ummelden von Hauptstr. 5 nach Gartenstr. 7", "ummelden von [Adresse] nach [Adresse]"),
    ("bin in den Mühlweg 3 gezogen", "bin in den [Adresse] gezogen"),
    ("In der Hauptstraße 5 wohne ich", "In der [Adresse] wohne ich"),
    ("Ich wohne in 12345 Dorf", "Ich wohne in [PLZ] Dorf"),
    ("I live at 12 Main Street", "I live at [Adresse]"),
    ("my address is Gartenstr. 7", "my address is [Adresse]"),
    ("mfg Max Müller, Hauptstr. 5, 12345 Dorf", "mfg [Name], [Adresse]"),
    ("Mit freundlichen Grüßen\nMax Müller\nHauptstr. 5\n12345 Dorf", "Mit freundlichen Grüßen\n[Name]\n[Adresse]"),
    ("Name: Max Müller, Adresse: Hauptstr. 5", "Name: [Name], Adresse: [Adresse]"),
]

HEALTH = [
    ("Ich habe Krebs", "Ich habe [Gesundheit]"),
    ("ich bin schwanger und brauche eine Wohnung", "ich bin [Gesundheit] und brauche eine Wohnung"),
    ("Mein Sohn hat Autismus", "Mein Sohn hat [Gesundheit]"),
    ("habe Diabetes, gibt es einen Zuschuss?", "habe [Gesundheit], gibt es einen Zuschuss?"),
    ("Ich leide an Depressionen.", "Ich leide an [Gesundheit]."),
    ("meine Mutter ist dement", "meine Mutter ist [Gesundheit]"),
    ("ich habe Pflegegrad 3", "ich habe [Gesundheit]"),
    ("Ich bin schwerbehindert, GdB 80", "Ich bin [Gesundheit], [Gesundheit]"),
    ("I am pregnant", "I am [Gesundheit]"),
]


@pytest.mark.parametrize(("written", "stored"), BIRTH)
def test_dates_of_birth_are_not_stored(written: str, stored: str) -> None:
    stored_exactly(written, stored)


@pytest.mark.parametrize(("written", "stored"), FILES)
def test_file_and_customer_numbers_are_not_stored(written: str, stored: str) -> None:
    stored_exactly(written, stored)


@pytest.mark.parametrize(("written", "stored"), NAMES)
def test_names_of_people_are_not_stored(written: str, stored: str) -> None:
    stored_exactly(written, stored)


@pytest.mark.parametrize(("written", "stored"), HOMES)
def test_where_a_citizen_lives_is_not_stored(written: str, stored: str) -> None:
    stored_exactly(written, stored)


@pytest.mark.parametrize(("written", "stored"), HEALTH)
def test_what_a_citizen_says_about_their_health_is_not_stored(written: str, stored: str) -> None:
    stored_exactly(written, stored)


def test_all_personal_data_of_one_message_is_taken_out_and_the_wish_stays() -> None:
    written = (
        "Guten Tag, mein Name ist Erika Muster, geb. 12.03.1980, ich wohne in der Gartenstr. 7, 12345 Dorf.\n"
        "Mein Ausweis L01X00T47 läuft am 3.12.2026 ab, Termin am 1. Dezember um 10 Uhr? 0176 1234567, erika@web.de\n"
        "Mit freundlichen Grüßen\nErika Muster"
    )
    assert redact(written).text == (
        "Guten Tag, mein Name ist [Name], geb. [Geburtsdatum], ich wohne in der [Adresse].\n"
        "Mein Ausweis [Ausweisnummer] läuft am 3.12.2026 ab, Termin am 1. Dezember um 10 Uhr? [Telefon], [E-Mail]\n"
        "Mit freundlichen Grüßen\n[Name]"
    )
