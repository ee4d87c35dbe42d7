"""What redaction takes out, numbers: what a citizen writes, and what is stored of it."""

from __future__ import annotations

import pytest

from bot.core.redaction import SENSITIVE, redact
from tests.core.stored import stored_exactly

BANK = [
    ("DE89370400440532013000", "[IBAN]"),
    ("DE89 3704 0044 0532 0130 00", "[IBAN]"),
    ("de89 3704 0044 0532 0130 00", "[IBAN]"),
    ("De89-3704-0044-0532-0130-00", "[IBAN]"),
    ("DE 89 3704 0044 0532 0130 00", "[IBAN]"),
    ("DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000", "[IBAN]"),
    ("DE88 3704 0044 0532 0130 00", "[IBAN]"),  # a typo in the check digits
    ("DE89 3704 0044 0532 0130 0", "[IBAN]"),  # a digit lost
    ("Meine IBAN: DE89370400440532013000.", "Meine IBAN: [IBAN]."),
    ("DE89 3704 0044 0532 0130 00 ist meine IBAN", "[IBAN] ist meine IBAN"),
    ("IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX", "IBAN [IBAN] BIC COBADEFFXXX"),
    ("Bitte auf AT61 1904 3002 3457 3201 überweisen", "Bitte auf [IBAN] überweisen"),
    ("NL91ABNA0417164300", "[IBAN]"),
    ("FR14 2004 1010 0505 0001 3M02 606", "[IBAN]"),
    ("GB29 NWBK 6016 1331 9268 19", "[IBAN]"),
    ("TR330006100519786457841326", "[IBAN]"),
    ("PL61 1090 1014 0000 0712 1981 2874 bitte", "[IBAN] bitte"),
    ("UA213223130000026007233566001", "[IBAN]"),
    ("meine iban lautet 3704 0044 0532 0130 00", "meine iban lautet [IBAN]"),
    ("DE89.3704.0044.0532.0130.00", "[IBAN]"),
    ("DE89 3704 0044\n0532 0130 00", "[IBAN]"),
    ("DE89 3704 0044 0532 0130 00 0631 123456", "[IBAN] [Telefon]"),
    ("Kontonummer 532013000, BLZ 37040044", "Kontonummer [Kontonummer], BLZ 37040044"),
    ("Kto.-Nr. 1234567", "Kto.-Nr. [Kontonummer]"),
    ("4111 1111 1111 1111", "[Kartennummer]"),
    ("4111111111111111", "[Kartennummer]"),
    ("5500-0000-0000-0004", "[Kartennummer]"),
    ("3782 822463 10005", "[Kartennummer]"),
    ("4111 1111 1111 1112", "[Kartennummer]"),  # a typo, still a card
    ("4111 1111 1111 1111 123", "[Kartennummer] 123"),
    ("Kreditkarte: 4111 1111 1111 1111 gültig bis 12/27", "Kreditkarte: [Kartennummer] gültig bis 12/27"),
]

DOCUMENTS = [
    ("L01X00T471", "[Ausweisnummer]"),
    ("L01X00T47", "[Ausweisnummer]"),
    ("l01x00t47", "[Ausweisnummer]"),
    ("T220001293", "[Ausweisnummer]"),
    ("T22000129", "[Ausweisnummer]"),
    ("C01X00T478D", "[Ausweisnummer]"),
    ("1220001297D", "[Ausweisnummer]"),
    ("IDD<<T220001293<<<<<<<<<<<<<<<", "[Ausweisnummer]"),
    ("MUSTERMANN<<ERIKA<<<<<<<<<<<<<", "[Ausweisnummer]"),
    ("Meine Ausweisnummer ist L01X00T47.", "Meine Ausweisnummer ist [Ausweisnummer]."),
    ("Perso-Nr: L01X 00T4 71", "Perso-Nr: [Ausweisnummer]"),
    ("mein perso l01x00t47 ist weg", "mein perso [Ausweisnummer] ist weg"),
    ("Reisepass C01X00T47 verloren", "Reisepass [Ausweisnummer] verloren"),
    ("reisepassnummer lautet c01x00t47", "reisepassnummer lautet [Ausweisnummer]"),
    ("my passport number is AB1234567", "my passport number is [Ausweisnummer]"),
    ("Aufenthaltstitel Nr. Y12345678", "Aufenthaltstitel Nr. [Ausweisnummer]"),
    ("Führerschein B072RRE2I55", "Führerschein [Ausweisnummer]"),
    ("Bibliotheksausweis 00123456 ist abgelaufen", "Bibliotheksausweis [Ausweisnummer] ist abgelaufen"),
    ("Leserausweis Nr. 12345", "Leserausweis Nr. [Ausweisnummer]"),
    ("meine Benutzernummer ist 7654321", "meine Benutzernummer ist [Ausweisnummer]"),
    ("Büchereiausweis: D-4711-08", "Büchereiausweis: [Ausweisnummer]"),
    ("my library card number 20012345", "my library card number [Ausweisnummer]"),
    ("86095742719", "[Steuer-ID]"),
    ("86 095 742 719", "[Steuer-ID]"),
    ("Steuer-ID 86 095 742 718", "Steuer-ID [Steuer-ID]"),  # a typo, but the citizen names it
    ("Steueridentifikationsnummer: 12345678901", "Steueridentifikationsnummer: [Steuer-ID]"),
    ("Steuernummer 22/123/45678", "Steuernummer [Steuer-ID]"),
    ("181/815/08155", "[Steuer-ID]"),
    ("65 170839 J 003", "[Versicherungsnummer]"),
    ("65170839J003", "[Versicherungsnummer]"),
    ("65 17 08 39 j 003", "[Versicherungsnummer]"),
    ("Rentenversicherungsnummer 12 150780 K 001", "Rentenversicherungsnummer [Versicherungsnummer]"),
    ("Krankenkasse A123456780", "Krankenkasse [Versicherungsnummer]"),
    ("Versichertennummer: 123456789", "Versichertennummer: [Versicherungsnummer]"),
]

REACHING = [
    ("max.mustermann@web.de", "[E-Mail]"),
    ("Max@Example.COM!", "[E-Mail]!"),
    ("Schreiben Sie an erika_m+amt@mail.example.org.", "Schreiben Sie an [E-Mail]."),
    ("müller@köln.de", "[E-Mail]"),
    ("max (at) web.de", "[E-Mail]"),
    ("max[at]web.de", "[E-Mail]"),
    ("max(ät)gmx.de", "[E-Mail]"),
    ("max(at)web(dot)de", "[E-Mail]"),
    ("max [at] web [punkt] de", "[E-Mail]"),
    ("max at web.de", "[E-Mail]"),
    ("max at gmail dot com", "[E-Mail]"),
    ("max @ web.de", "[E-Mail]"),
    ("max @gmail.com", "[E-Mail]"),
    ("max.mustermann@web", "[E-Mail]"),
    ("https://x.example/?mail=max@web.de", "https://x.example/?mail=[E-Mail]"),
    ("0631/123456", "[Telefon]"),
    ("0631 123456", "[Telefon]"),
    ("0631-123456", "[Telefon]"),
    ("0631 / 12 34 56", "[Telefon]"),
    ("0631 – 123 456", "[Telefon]"),
    ("(0631) 123456", "[Telefon]"),
    ("0631.123456", "[Telefon]"),
    ("06 31 / 12 34 56", "[Telefon]"),
    ("0176_1234567", "[Telefon]"),
    ("(+49) 631 123456", "[Telefon]"),
    ("+49 631 123456", "[Telefon]"),
    ("+49 (0) 631 123456", "[Telefon]"),
    ("+49(0)631/123456", "[Telefon]"),
    ("+49 (0)631-123456-10", "[Telefon]"),
    ("0049 631 123456", "[Telefon]"),
    ("0049631123456", "[Telefon]"),
    ("0176-12345678", "[Telefon]"),
    ("01761234567", "[Telefon]"),
    ("0176 123 45 67", "[Telefon]"),
    ("0176/1234567", "[Telefon]"),
    ("+4917612345678", "[Telefon]"),
    ("4917612345678", "[Telefon]"),
    ("+43 1 58858-0", "[Telefon]"),
    ("+33612345678", "[Telefon]"),
    ("0176.12.34.567", "[Telefon]"),
    ("0176\u00a01234567", "[Telefon]"),
    ("Tel.0631/123456", "Tel.[Telefon]"),
    ("Tel: 123456", "Tel: [Telefon]"),
    ("Handy 176 1234567", "Handy [Telefon]"),
    ("Meine Nummer ist 34 56 78", "Meine Nummer ist [Telefon]"),
    ("rufen Sie mich bitte unter 34567 an", "rufen Sie mich bitte unter [Telefon] an"),
    ("0631 123456 oder 0176 1234567", "[Telefon] oder [Telefon]"),
    ("0631 123456, bitte am 01.12.2026 um 10:30 Uhr", "[Telefon], bitte am 01.12.2026 um 10:30 Uhr"),
    ("(Tel. 0631 123456)", "(Tel. [Telefon])"),
    ("Nummer 123456789012", "Nummer [Nummer]"),
]

CARS = [
    ("KL-AB 123", "{}"),
    ("KL-AB123", "{}"),
    ("KL - AB 123", "{}"),
    ("B-MW 1H", "{}"),
    ("M-XY 99E", "{}"),
    ("DÜW-A 7", "{}"),
    ("kl-ab 123", "{}"),
    ("KL AB 123", "Da steht {} im Weg"),
    ("B AB 1234", "Der Wagen {} parkt falsch"),
    ("kl ab 123", "kennzeichen {} steht auf dem gehweg"),
    ("kl ab 123", "das auto {} steht da seit tagen"),
    ("KLAB123", "mein Kennzeichen ist {}"),
    ("KL AB 123", "DAS AUTO {} PARKT FALSCH"),
]


@pytest.mark.parametrize(("written", "stored"), BANK)
def test_bank_data_is_not_stored(written: str, stored: str) -> None:
    stored_exactly(written, stored)


@pytest.mark.parametrize(("written", "stored"), DOCUMENTS)
def test_numbers_of_documents_tax_and_insurance_are_not_stored(written: str, stored: str) -> None:
    stored_exactly(written, stored)


@pytest.mark.parametrize(("written", "stored"), REACHING)
def test_how_to_reach_a_citizen_is_not_stored(written: str, stored: str) -> None:
    stored_exactly(written, stored)


@pytest.mark.parametrize(("plate", "sentence"), CARS)
def test_licence_plates_are_not_stored(plate: str, sentence: str) -> None:
    stored_exactly(sentence.format(plate), sentence.format("[Kennzeichen]"))


def test_bank_identity_and_health_data_earn_the_advice_not_to_send_them() -> None:
    written = "Ich habe Krebs, L01X00T47, DE89370400440532013000, 4111 1111 1111 1111, 86095742719, 65170839J003"
    assert redact(written).found <= SENSITIVE
    assert len(redact(written).found) == 6


def test_a_name_and_a_telephone_number_earn_no_advice() -> None:
    assert not redact("Ich heiße Max Müller, Tel. 0631/123456").found & SENSITIVE
