"""Of an answer only what is new reaches the citizen: not the history below it, as every mail program writes it."""

from __future__ import annotations

import pytest

from tests.mail.mails import OURS, QUOTED, mail, text_of

ANSWER = "Guten Tag,\n\ndie Laterne wird am Donnerstag repariert."
PLAIN = QUOTED.replace("> ", "").replace(">", "")
LONG_ADDRESS = f"<{OURS}>"

BELOW = {
    "Thunderbird": f"Am 24.11.26 um 09:12 schrieb Stadt Musterstadt:\n{QUOTED}",
    "Thunderbird, English": f"On 24.11.26 09:12, Stadt Musterstadt wrote:\n{QUOTED}",
    "Gmail": f"Am Di., 24. Nov. 2026 um 09:12 Uhr schrieb Stadt Musterstadt <\n{OURS}>:\n\n{QUOTED}",
    "Gmail, English": f"On Tue, Nov 24, 2026 at 9:12 AM Stadt Musterstadt <\n{OURS}> wrote:\n\n{QUOTED}",
    "older Gmail": f"2026-11-24 9:12 GMT+01:00 Stadt Musterstadt {LONG_ADDRESS}:\n\n{QUOTED}",
    "Apple": f"> Am 24.11.2026 um 09:12 schrieb Stadt Musterstadt {LONG_ADDRESS}:\n> \n{QUOTED}",
    "Apple, unquoted": f"Am 24.11.2026 um 09:12 schrieb Stadt Musterstadt {LONG_ADDRESS}:\n\n{PLAIN}",
    "Yahoo": f" Am Dienstag, 24. November 2026 um 09:12:33 MEZ hat Stadt Musterstadt\n{LONG_ADDRESS} Folgendes "
    f"geschrieben:\n\n{PLAIN}",
    "K-9 Mail": f"Am 24. November 2026 09:12:33 MEZ schrieb Stadt Musterstadt {LONG_ADDRESS}:\n{QUOTED}",
    "Outlook": f"Von: Stadt Musterstadt {LONG_ADDRESS}\nGesendet: Dienstag, 24. November 2026 09:12\n"
    f"An: Bürgerbüro <buergerbuero@musterstadt.example>\nBetreff: Anfrage 7K3-QF2\n\n{PLAIN}",
    "Outlook, English": f"From: Stadt Musterstadt {LONG_ADDRESS}\nSent: Tuesday, November 24, 2026 9:12 AM\n"
    f"To: Bürgerbüro\nSubject: Anfrage 7K3-QF2\n\n{PLAIN}",
    "Outlook with stars": f"*Von:* Stadt\n*Gesendet:* Dienstag\n*An:* Bürgerbüro\n*Betreff:* Anfrage\n\n{PLAIN}",
    "Outlook with Cc and importance": f"Von: Stadt Musterstadt\nGesendet: Dienstag\nAn: Bürgerbüro\nCc: Bauamt\n"
    f"Betreff: Anfrage\nWichtigkeit: Hoch\n\n{PLAIN}",
    "older Outlook": f"-----Ursprüngliche Nachricht-----\nVon: Stadt\nGesendet: Di\nAn: Amt\nBetreff: x\n\n{PLAIN}",
    "older Outlook, English": f"-----Original Message-----\nFrom: Stadt\nSent: Tuesday\nTo: Amt\nSubject: x\n\n{PLAIN}",
    "Outlook on a phone": f"Holen Sie sich Outlook für iOS<https://aka.ms/o0ukef>\n________________________________\n"
    f"Von: Stadt\nGesendet: Dienstag\nAn: Amt\nBetreff: x\n\n{PLAIN}",
    "GMX and Web.de": f"Gesendet: Dienstag, 24. November 2026 um 09:12 Uhr\nVon: Stadt\nAn: Amt\nBetreff: x\n{PLAIN}",
    "Samsung": f"Von meinem Galaxy gesendet\n\n-------- Ursprüngliche Nachricht --------\nVon: Stadt\n"
    f"Datum: 24.11.26\n{PLAIN}",
    "Android": f"-------- Originalnachricht --------\n{PLAIN}",
    "GroupWise": f">>> Stadt Musterstadt {LONG_ADDRESS} 24.11.2026 09:12 >>>\n{PLAIN}",
    "newer GroupWise": f">>> Am 24.11.2026 um 09:12 schrieb Stadt {LONG_ADDRESS} in Nachricht\n<x@y>:\n{PLAIN}",
    "Lotus Notes": f"Stadt Musterstadt {LONG_ADDRESS} schrieb am 24.11.2026 09:12:33:\n\n{QUOTED}",
    "Lotus Notes, block": f"Von:        Stadt Musterstadt\nAn:        Bürgerbüro\nKopie:\nDatum:        24.11.2026\n"
    f"Betreff:        Anfrage\n\n{PLAIN}",
    "nothing": "",
}


@pytest.mark.parametrize("below", BELOW.values(), ids=BELOW)
def test_the_history_is_cut(below):
    assert text_of(mail(f"{ANSWER}\n\n{below}")) == ANSWER


@pytest.mark.parametrize("below", BELOW.values(), ids=BELOW)
def test_the_shortest_answer_right_above_the_history_stays(below):
    assert text_of(mail(f"Am Montag um 9:00 Uhr ist offen.\n{below}")) == "Am Montag um 9:00 Uhr ist offen."


@pytest.mark.parametrize(
    "text",
    [
        "Am 3.12. schrieb Ihnen die Kollegin:\nBitte bringen Sie den Ausweis mit.",
        "Bitte bringen Sie mit:\n\n- Ausweis\n- Foto\n\nDatum: 3.12.2026\nOrt: Rathaus",
        "Von: Bahnhof\nAn: Rathaus\n\nfährt der Bus 7.",
        "Die Frist steht im Bescheid: -- siehe dort -- und gilt.",
        "Öffnungszeiten:\n--------------\nMo 8:00 bis 12:00",
    ],
)
def test_an_answer_that_looks_a_little_like_history_stays_whole(text):
    assert text_of(mail(text)) == text


def test_answers_between_the_lines_keep_the_question_they_answer():
    raw = mail(
        "Am 24.11.26 um 09:12 schrieb Stadt Musterstadt:\n> Guten Tag,\n>\n> Wann wird sie repariert?\n\nAm Donnerstag."
        "\n\n> Was kostet das?\n\nNichts.\n\n> Antworten Sie einfach auf diese Mail."
    )
    assert text_of(raw) == "> Wann wird sie repariert?\nAm Donnerstag.\n\n> Was kostet das?\nNichts."


def test_an_answer_below_a_long_quote_comes_without_it():
    quote = "\n".join(f"> Zeile {number} der Anfrage" for number in range(30))
    raw = mail(f"Am 24.11.26 um 09:12 schrieb Stadt Musterstadt:\n{quote}\n\nDie Laterne wird repariert.")
    assert text_of(raw) == "Die Laterne wird repariert."


def test_a_mail_with_nothing_new_has_no_text():
    assert text_of(mail(f"Am 24.11.26 um 09:12 schrieb Stadt Musterstadt:\n{QUOTED}")) == ""


SIGNED = "Mit freundlichen Grüßen\nIm Auftrag\n\nErika Beispiel\nSachbearbeiterin"
FOOT = {
    "address": "Stadt Musterstadt · Marktplatz 1 · 12345 Musterstadt\nTel. 030 23125 110\nwww.musterstadt.example",
    "dashes": "-- \nStadt Musterstadt\nBürgerbüro\nTel. 030 23125 110",
    "secrecy": "Diese E-Mail enthält vertrauliche und/oder rechtlich geschützte Informationen.\nWenn Sie nicht der "
    "richtige Adressat sind, informieren Sie uns.",
    "secrecy, English": "This e-mail may contain confidential and/or privileged information.",
    "paper": "Bitte prüfen Sie, ob diese Mail wirklich ausgedruckt werden muss!",
    "privacy": "Informationen zum Datenschutz finden Sie unter https://musterstadt.example/datenschutz",
    "phone": "Von meinem iPhone gesendet",
}


@pytest.mark.parametrize("foot", FOOT.values(), ids=FOOT)
def test_of_what_stands_below_the_greeting_name_and_function_stay(foot):
    assert text_of(mail(f"{ANSWER}\n\n{SIGNED}\n\n{foot}")) == f"{ANSWER}\n\n{SIGNED}"


@pytest.mark.parametrize("foot", [FOOT[name] for name in FOOT if name != "address"])
def test_small_print_goes_without_a_greeting_too(foot):
    assert text_of(mail(f"{ANSWER}\n\n{foot}")) == ANSWER


@pytest.mark.parametrize(
    "greeting",
    [
        "Mit freundlichem Gruß",
        "Freundliche Grüße",
        "Viele Grüße aus dem Rathaus",
        "MfG",
        "Mit freundlichen Grüßen / Kind regards",
        "Beste Grüße, Ihr Bauamt",
        "Vielen Dank und freundliche Grüße",
        "Kind regards,",
        "mit freundlichen gruessen",
    ],
)
def test_every_usual_greeting_is_known(greeting):
    assert text_of(mail(f"{ANSWER}\n\n{greeting}\nE. Beispiel\nTel. 030 23125 110\n\nBahnhofstraße 2")) == (
        f"{ANSWER}\n\n{greeting}\nE. Beispiel"
    )


def test_what_is_said_below_the_greeting_on_purpose_stays():
    raw = mail(
        f"{ANSWER}\n\nViele Grüße\nE. Beispiel\nTel. 030 23125 110\n\nPS: Bitte bringen Sie\nden Ausweis mit.\n\nFax 1"
    )
    assert text_of(raw) == f"{ANSWER}\n\nViele Grüße\nE. Beispiel\n\nPS: Bitte bringen Sie\nden Ausweis mit."


def test_a_telephone_number_within_the_answer_stays():
    text = (
        "Bitte wenden Sie sich an das Bauamt:\n\nTel. 030 23125 300\nbauamt@musterstadt.example\n\nGruß an Ihre Frau!"
    )
    assert text_of(mail(text)) == text


def test_a_warning_that_a_mail_server_puts_on_top_goes():
    for banner in ("ACHTUNG: Diese E-Mail stammt von einem externen Absender.", "[EXTERN]"):
        assert text_of(mail(f"{banner}\n\n{ANSWER}")) == ANSWER


def test_a_text_without_end_is_cut_and_says_so():
    text = text_of(mail("Wort " * 10_000))
    assert len(text) < 20_100
    assert text.endswith("[Der Rest dieser Mail ist zu lang und fehlt hier.]")
