"""Mails of ours that come back: recognised in every form, with the reason, and told from those that only wait."""

from __future__ import annotations

import pytest

from tests.mail.mails import OURS, RETURNED, TOKEN, arrived, mail, report

REPORTED = {
    "unknown mailbox, Postfix": (
        "Reporting-MTA: dns; mx.musterstadt.example\nX-Postfix-Queue-ID: 4F1\n\n"
        "Final-Recipient: rfc822; bauamt@musterstadt.example\nOriginal-Recipient: rfc822;bauamt@musterstadt.example\n"
        "Action: failed\nStatus: 5.1.1\nRemote-MTA: dns; mail.musterstadt.example\n"
        "Diagnostic-Code: smtp; 550 5.1.1 <bauamt@musterstadt.example>: Recipient address rejected:\n"
        "    User unknown in local recipient table",
        "5.1.1",
        False,
    ),
    "full mailbox, Exchange": (
        "Reporting-MTA: dns;EX01.kommune.example\n\nFinal-recipient: RFC822; bauamt@kommune.example\n"
        "Action: failed\nStatus: 5.2.2\nX-Display-Name: Bauamt",
        "5.2.2",
        False,
    ),
    "given up after days": (
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 4.4.7",
        "4.4.7",
        False,
    ),
    "still waiting": (
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;a@b.example\nAction: delayed\nStatus: 4.4.1\n"
        "Will-Retry-Until: Thu, 3 Dec 2026 09:12:33 +0100",
        "4.4.1",
        True,
    ),
    "action in capitals with a remark": (
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;a@b.example\nAction: FAILED (old)\nStatus: 5.0.0",
        "5.0.0",
        False,
    ),
    "the exact reason stands in the diagnosis only": (
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.0.0\n"
        "Diagnostic-Code: smtp; 554 5.7.1 Message refused by policy",
        "5.7.1",
        False,
    ),
    "no code but a diagnosis": (
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\n"
        "Diagnostic-Code: smtp; 550 No such user here",
        "5.1.1",
        False,
    ),
    "no action": (
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;a@b.example\nStatus: 5.1.10",
        "5.1.10",
        False,
    ),
    "one of two recipients failed": (
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;a@b.example\nAction: delivered\nStatus: 2.0.0\n\n"
        "Final-Recipient: rfc822;c@b.example\nAction: failed\nStatus: 5.1.1",
        "5.1.1",
        False,
    ),
    "one failed and one waits": (
        "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;a@b.example\nAction: delayed\nStatus: 4.0.0\n\n"
        "Final-Recipient: rfc822;c@b.example\nAction: failed\nStatus: 5.1.1",
        "5.1.1",
        False,
    ),
}


@pytest.mark.parametrize(("fields", "status", "delayed"), REPORTED.values(), ids=REPORTED)
def test_a_report_of_a_mail_server_is_a_bounce_with_its_reason(fields, status, delayed):
    found = arrived(report(fields, "This is the mail system at host mx.example."))
    assert (found.sort, found.status, found.delayed) == ("bounce", status, delayed)
    assert (found.token, found.text, found.attachments) == (TOKEN, "", ())


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_report_of_success_is_automatic(action):
    fields = f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;a@b.example\nAction: {action}\nStatus: 2.0.0"
    found = arrived(report(fields, "Ihre Nachricht wurde zugestellt."))
    assert (found.sort, found.status) == ("automatic", "")


WORDS = {
    "Exim": (
        {"from": "Mail Delivery System <Mailer-Daemon@mx.example>", "x_failed_recipients": "bauamt@kommune.example"},
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
        "delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n"
        "  bauamt@kommune.example\n    host mx.kommune.example [192.0.2.25]\n"
        "    SMTP error from remote mail server after RCPT TO:<bauamt@kommune.example>:\n    550 5.1.1 unknown",
        "5.1.1",
        False,
    ),
    "Exim, unrouteable": (
        {"from": "Mail Delivery System <Mailer-Daemon@mx.example>"},
        "Mail delivery failed: returning message to sender",
        "A message that you sent could not be delivered.\n\n  a@kommune.exmple\n    Unrouteable address",
        "5.1.1",
        False,
    ),
    "Exim, waiting": (
        {"from": "Mail Delivery System <Mailer-Daemon@mx.example>"},
        "Warning: message 1t3Abc-0001 delayed 24 hours",
        "A message that you sent has not yet been delivered to one or more of its recipients after\nmore than 24 hours."
        "No action is required on your part.",
        "4.0.0",
        True,
    ),
    "Exchange, German": (
        {"from": "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@kommune.example>"},
        "Unzustellbar: Anfrage 7K3-QF2",
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\nbauamt@kommune.example\n"
        "Die eingegebene E-Mail-Adresse konnte nicht gefunden werden.\n\n#550 5.1.10 RESOLVER.ADR.RecipientNotFound ##",
        "5.1.10",
        False,
    ),
    "Exchange Online, English": (
        {"from": "postmaster@kommune.example"},
        "Undeliverable: Anfrage 7K3-QF2",
        "Your message to bauamt@kommune.example couldn't be delivered.\nbauamt wasn't found at kommune.example.",
        "5.0.0",
        False,
    ),
    "Exchange, waiting, German": (
        {"from": "postmaster@kommune.example"},
        "Zustellung verzögert: Anfrage 7K3-QF2",
        "Die Nachricht wurde noch nicht zugestellt. Es wird weiterhin versucht, sie zuzustellen.",
        "4.0.0",
        True,
    ),
    "GMX and Web.de": (
        {"from": '"GMX Mailer Daemon" <mailer-daemon@gmx.example>', "return_path": "<>"},
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
        "delivered to\none or more of its recipients. The following addresses failed:\n<a@b.example>: mailbox is full",
        "5.2.2",
        False,
    ),
    "German provider without any code": (
        {"from": "Mail Delivery System <noreply@mail.example>", "return_path": "<>"},
        "Ihre E-Mail konnte nicht zugestellt werden",
        "Leider konnten wir Ihre Nachricht nicht an den Empfänger bauamt@kommune.example zustellen.",
        "5.0.0",
        False,
    ),
    "qmail": (
        {"from": "MAILER-DAEMON@kommune.example"},
        "failure notice",
        "Hi. This is the qmail-send program at kommune.example.\nI'm afraid I wasn't able to deliver your message.\n\n"
        "<bauamt@kommune.example>:\nSorry, no mailbox here by that name. (#5.1.1)",
        "5.1.1",
        False,
    ),
    "Lotus Domino": (
        {"from": "Postmaster@kommune.example"},
        "DELIVERY FAILURE: User bauamt not listed in Domino Directory",
        "Your message\n\n  Subject: Anfrage 7K3-QF2\n\nwas not delivered to:\n\n  bauamt@kommune.example",
        "5.1.1",
        False,
    ),
    "Sendmail": (
        {"from": "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>"},
        "Returned mail: see transcript for details",
        "The following addresses had permanent fatal errors\n<a@b.example>\n    (reason: 554 rejected)",
        "5.0.0",
        False,
    ),
    "a mailbox that is used no more, told by its own auto-reply": (
        {"from": "Bauamt <bauamt@kommune.example>", "auto_submitted": "auto-replied"},
        "Automatische Antwort: Anfrage 7K3-QF2",
        "Guten Tag, diese E-Mail-Adresse wird nicht mehr genutzt. Bitte schreiben Sie an info@kommune.example.",
        "5.1.6",
        False,
    ),
}


@pytest.mark.parametrize(("given", "subject", "words", "status", "delayed"), WORDS.values(), ids=WORDS)
def test_a_bounce_without_a_report_is_known_by_its_words(given, subject, words, status, delayed):
    raw = mail(
        f"{words}\n\n------ This is a copy of the message, including all the headers. ------\n\n{RETURNED}",
        subject,
        **given,
    )
    found = arrived(raw)
    assert (found.sort, found.status, found.delayed) == ("bounce", status, delayed)
    assert found.token == TOKEN


FIELDS = "Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822;a@b.example\nAction: failed\nStatus: 5.1.1"


@pytest.mark.parametrize(
    "returned",
    [
        f"Message-ID: <{TOKEN}@musterstadt.example>\n\nText",
        f"Reply-To: <{OURS}>\n\nText",
        f"Return-Path: <{OURS}>\n\nText",
        f"From: Stadt Musterstadt <{OURS}>\n\nText",
    ],
)
def test_the_returned_mail_says_which_one_it_was(returned):
    assert arrived(report(FIELDS, to="amtsbote@musterstadt.example", returned=returned)).token == TOKEN


def test_the_returned_mail_may_stand_in_the_text_of_the_bounce():
    raw = mail(
        f"could not be delivered\n\n{RETURNED}", "failure notice", to=None, **{"from": "mailer-daemon@mx.example"}
    )
    assert arrived(raw).token == TOKEN


def test_a_colleague_who_passes_a_bounce_on_is_no_bounce():
    raw = mail(
        "Diese Mail kam zurück: could not be delivered.\n\nBitte prüfen.", "WG: Undelivered Mail Returned to Sender"
    )
    assert arrived(raw).sort == "answer"
