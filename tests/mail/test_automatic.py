"""Mails that no person wrote never pass for an office's answer, and an office's answer never for one of them."""

from __future__ import annotations

import pytest

from tests.mail.mails import QUOTED, arrived, mail, report

NOTE = "Ich bin vom 24.11. bis 4.12. nicht im Büro."

MARKED = {
    "auto-replied": {"auto_submitted": "auto-replied"},
    "auto-generated with a parameter": {"auto_submitted": "auto-generated; owner-email=a@b.example"},
    "Exchange": {"x_auto_response_suppress": "All"},
    "Exchange, several": {"x_auto_response_suppress": "DR, OOF, AutoReply"},
    "X-Autoreply": {"x_autoreply": "yes"},
    "X-Autorespond": {"x_autorespond": "Abwesend"},
    "Precedence": {"precedence": "auto_reply"},
    "bulk": {"precedence": "bulk"},
    "no way back": {"return_path": "<>"},
    "Outlook, German": {"subject": "Automatische Antwort: Anfrage 7K3-QF2"},
    "Outlook, English": {"subject": "Automatic reply: Anfrage 7K3-QF2"},
    "older Outlook": {"subject": "Abwesenheitsnotiz: Anfrage 7K3-QF2"},
    "Out of Office": {"subject": "Out of Office AutoReply: Anfrage 7K3-QF2"},
    "encoded subject": {"subject": "=?utf-8?Q?Abwesenheit:_Anfrage?="},
    "Lotus Notes": {"subject": "Erika Beispiel/Bauamt ist außer Haus."},
    "Lotus Notes, English": {"subject": "AUTO: Erika Beispiel is out of the office (returning 12/04/2026)"},
    "Ich bin nicht im Büro": {"subject": "Ich bin nicht im Büro"},
    "read": {"subject": "Gelesen: Anfrage 7K3-QF2"},
}


@pytest.mark.parametrize("marks", MARKED.values(), ids=MARKED)
def test_a_mail_that_says_it_is_automatic_is_believed(marks):
    found = arrived(mail("Text, der alles sein kann.", **marks))
    assert (found.sort, found.text) == ("automatic", "Text, der alles sein kann.")


UNMARKED = [
    f"{NOTE} Ihre Mail wird nicht weitergeleitet.\nIn dringenden Fällen wenden Sie sich an Frau Muster, Tel. 030 1.",
    "Sehr geehrte Damen und Herren,\n\nvielen Dank für Ihre Nachricht. Ich bin derzeit im Urlaub und ab dem 7. "
    "Dezember wieder für Sie da.\n\nMit freundlichen Grüßen\nErika Beispiel",
    "Guten Tag,\n\nich bin bis einschließlich 4. Dezember außer Haus. Meine Vertretung hat Herr Muster (m@a.example).",
    "Vielen Dank für Ihre E-Mail.\nIch befinde mich in Elternzeit.\nBitte wenden Sie sich an x@musterstadt.example.",
    "Thank you for your message. I am currently out of the office and will be back on 7 December. For urgent matters "
    "please contact info@musterstadt.example.",
    "Hello,\n\nI'm on annual leave until 4 December. Your mail is not being forwarded.\n\nKind regards\nE. Beispiel",
    "Guten Tag,\n\nIhre Anfrage ist bei uns eingegangen. Wir bearbeiten sie so schnell wie möglich.\n\nIhr Bürgerbüro",
    "Vielen Dank für Ihre Anfrage. Es wurde ein Ticket mit der Nummer 2026112410000012 erstellt. Bitte geben Sie bei "
    "Rückfragen die Ticketnummer an.",
    "Your request has been received. We will answer as soon as possible.\nPlease do not reply to this mail.",
    "Dies ist eine automatisch erzeugte Nachricht. Ihre Meldung wurde erfasst.",
    "Ich bin heute leider nicht mehr erreichbar. Ab morgen, 25.11., bin ich wieder für Sie da.",
    "Wegen einer Fortbildung bin ich am 24.11. nicht erreichbar. Bitte wenden Sie sich an die Zentrale.",
    "Liebe Kolleginnen und Kollegen,\nich habe Urlaub. Ab 7.12. bin ich zurück.\nVG",
    "Ihre E-Mail wurde empfangen und wird schnellstmöglich bearbeitet. Bitte haben Sie etwas Geduld.",
    "Wir bestätigen den Eingang Ihrer Nachricht. Diese wurde unter dem Aktenzeichen 32-1-26 aufgenommen.",
    "Das Büro ist vom 23.12. bis 2.1. nicht besetzt. Wir melden uns im neuen Jahr bei Ihnen.",
]


@pytest.mark.parametrize("text", UNMARKED)
def test_a_note_is_known_by_its_words_when_nothing_else_says_so(text):
    below = f"\n\nAm 24.11.2026 um 09:12 schrieb Amtsbote:\n{QUOTED}"
    assert arrived(mail(text)).sort == "automatic"
    assert arrived(mail(text + below)).sort == "automatic"


ANSWERS = [
    "Frau Muster ist bis Freitag im Urlaub, deshalb antworte ich: Der Schrank wird am Montag abgeholt.",
    f"{NOTE} Deshalb schreibe ich Ihnen heute schon: Ihr Antrag ist bewilligt.",
    "Ihre Meldung ist eingegangen, der Schrank wird am Montag abgeholt.",
    "Ich bin im Urlaub bis 4.12. Ihr Antrag ist aber schon bewilligt.",
    "Ihre Meldung ist bei uns eingegangen. Die Laterne wird am Donnerstag repariert.",
    "Vielen Dank für Ihre Nachricht. Wir kümmern uns darum.",
    "Vielen Dank für den Hinweis.",
    "Bitte wenden Sie sich an das Ordnungsamt, Tel. 030 23125 300.",
    "Das Bürgerbüro ist am 23. Dezember geschlossen, kommen Sie gern am 22.",
    "Herr Beispiel ist nicht mehr im Haus, die neue Ansprechpartnerin ist Frau Muster.",
    "Wir haben Ihre Unterlagen erhalten, es fehlt noch die Wohnungsgeberbestätigung.",
    "Wir haben Ihre Mail erhalten und den Termin am 3.12. um 10 Uhr eingetragen.",
    "Ich bin nicht zuständig, bitte an das Tiefbauamt weiterleiten.",
    "Ihr Anliegen wurde aufgenommen und an den Bauhof weitergegeben.",
    "Ja.",
    "",
]


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_stays_one_even_if_it_mentions_an_absence_or_a_receipt(text):
    assert arrived(mail(text)).sort == "answer"


@pytest.mark.parametrize(
    "marks",
    [
        {"auto_submitted": "no"},
        {"precedence": "list"},
        {"x_autoreply": "no"},
        {"x_auto_response_suppress": "None"},
        {"subject": "AW: Abwesenheitsnotiz der Kita melden"},
        {"subject": "AW: [Ticket#2026112410000012] Anfrage 7K3-QF2"},
        {"subject": "=?iso-8859-15?Q?AW=3A_Stra=DFe?="},
        {"return_path": "<buergerbuero@musterstadt.example>"},
    ],
)
def test_marks_that_say_nothing_leave_an_answer_an_answer(marks):
    assert arrived(mail("Die Laterne wird repariert.", **marks)).sort == "answer"


def test_a_read_receipt_is_automatic():
    fields = "Final-Recipient: rfc822;a@b.example\nDisposition: manual-action/MDN-sent-manually; displayed"
    given = {"from": "buergerbuero@musterstadt.example", "return_path": "", "auto_submitted": ""}
    raw = report(fields, "Ihre Nachricht wurde gelesen.", kind="disposition-notification", **given)
    assert arrived(raw).sort == "automatic"
