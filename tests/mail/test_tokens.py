"""Which of our mails an arrived one is about, and who sent it."""

from __future__ import annotations

import pytest

from bot.mail.parsing import parse_mail
from tests.mail.mails import ADDRESS, OTHER, OURS, TOKEN, arrived, mail

ELSEWHERE = "amtsbote@musterstadt.example"

FOUND = {
    "To": {"to": OURS},
    "To with a name": {"to": f'"Stadt Musterstadt, Amtsbote" <{OURS}>'},
    "in capitals": {"to": OURS.upper()},
    "one of several recipients": {"to": f"a@b.example, {OURS}, c@d.example"},
    "Cc": {"cc": f"Amtsbote <{OURS}>"},
    "Delivered-To": {"delivered_to": OURS},
    "X-Original-To": {"x_original_to": OURS},
    "Envelope-To": {"envelope_to": OURS},
    "encoded": {"to": f"=?utf-8?Q?B=C3=BCrgerb=C3=BCro?= <{OURS}>"},
    "the thread": {"references": f"<abc@musterstadt.example>\n <{TOKEN}@musterstadt.example>"},
    "In-Reply-To": {"in_reply_to": f"<{TOKEN}@musterstadt.example>"},
    "a thread in which others of the domain wrote too": {
        "references": f"<{TOKEN}@musterstadt.example> <fghj-5678-abcd@musterstadt.example>"
    },
    "the envelope before what a person typed": {"delivered_to": OURS, "to": OURS.replace(TOKEN, OTHER)},
    "the recipient before the thread": {"to": OURS, "in_reply_to": f"<{OTHER}@musterstadt.example>"},
}


@pytest.mark.parametrize("given", FOUND.values(), ids=FOUND)
def test_the_token_is_found(given):
    assert arrived(mail("Ja.", **{"to": ELSEWHERE} | given)).token == TOKEN


NOT_OURS = {
    "no token": {},
    "another mailbox": {"to": OURS.replace("amtsbote", "kontakt")},
    "a longer mailbox": {"to": f"x{OURS}"},
    "another domain": {"to": f"{OURS}.org"},
    "a domain before": {"to": OURS.replace("@", "@mail.")},
    "too short": {"to": "amtsbote+abc@musterstadt.example"},
    "another thread": {"references": f"<{TOKEN}@anderswo.example>"},
    "in the subject only": {"subject": OURS},
}


@pytest.mark.parametrize("given", NOT_OURS.values(), ids=NOT_OURS)
def test_without_a_token_there_is_none(given):
    assert arrived(mail(f"Schreiben Sie an {OURS}", **{"to": ELSEWHERE} | given)).token == ""


def test_the_mailbox_may_have_a_plus_and_dots_itself():
    assert parse_mail(mail("Ja.", to=f"bot.stadt+{TOKEN}@a-b.example"), "bot.stadt@a-b.example").token == TOKEN


SENDERS = {
    "Bürgerbüro <Buergerbuero@Musterstadt.example>": "buergerbuero@musterstadt.example",
    "buergerbuero@musterstadt.example": "buergerbuero@musterstadt.example",
    "buergerbuero@musterstadt.example (Erika Beispiel)": "buergerbuero@musterstadt.example",
    '"Beispiel, Erika" <erika@musterstadt.example>': "erika@musterstadt.example",
    "=?utf-8?B?QsO8cmdlcmLDvHJv?= <buero@musterstadt.example>": "buero@musterstadt.example",
    '"chef@musterstadt.example" <x@boese.example>': "x@boese.example",
    "Amt <amt@müsterstadt.example>": "amt@xn--msterstadt-9db.example",
    "a@musterstadt.example, b@boese.example": "",
    "<a@musterstadt.example> <b@boese.example>": "",
    "a@musterstadt.example\nFrom: b@boese.example": "",
    "kein Absender": "",
    "a@b@c.example": "",
}


@pytest.mark.parametrize(("given", "expected"), SENDERS.items())
def test_the_sender_is_one_address_or_nobody(given, expected):
    assert arrived(mail("Ja.", **{"from": given})).sender == expected


def test_a_mail_without_an_id_gets_one_that_is_the_same_each_time():
    raw = mail("Ja.", message_id="")
    assert arrived(raw).message_id == arrived(raw).message_id != arrived(mail("Nein.", message_id="")).message_id


def test_a_mail_keeps_the_id_it_has():
    assert parse_mail(mail("Ja.", message_id="  <a.b@c.example>  "), ADDRESS).message_id == "<a.b@c.example>"
