"""Whatever program wrote an answer, its letters, lines and links arrive as they were meant."""

from __future__ import annotations

import base64
import quopri

import pytest

from tests.mail.mails import QUOTED, arrived, html, mail, multipart, part, text_of

GERMAN = "Die Straße „Am Müllerberg“ ist für 3 € gesperrt – bis Ende März."


def encoded(data: bytes, charset: str, coding: str = "base64") -> bytes:
    head = mail("", content_type=f"text/plain; charset={charset}", content_transfer_encoding=coding)
    packed = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(coding, lambda raw: raw)
    return head + packed(data)


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", '"UTF-8"'),
        ("cp1252", "windows-1252"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "us-ascii"),
        ("cp1252", "utf-8"),
        ("cp1252", "gibt-es-nicht"),
        ("cp1252", "x" * 500),
        ("utf-8", "iso-8859-1"),
        ("utf-8", "us-ascii"),
        ("utf-8", "unknown-8bit"),
        ("utf-8", "punycode"),
        ("utf-16", "utf-16"),
    ],
)
@pytest.mark.parametrize("coding", ["base64", "quoted-printable", "8bit"])
def test_letters_arrive_whatever_the_mail_says_of_its_charset(codec, said, coding):
    if coding == "8bit" and codec == "utf-16":
        return  # a mail cannot carry it so
    assert text_of(encoded(GERMAN.encode(codec), said, coding)) == GERMAN


def test_the_euro_sign_of_the_latin_charset_made_for_it_arrives():
    assert text_of(encoded("Das kostet 3 €.".encode("iso-8859-15"), "ISO-8859-15")) == "Das kostet 3 €."


def test_base64_that_breaks_off_gives_what_is_there():
    raw = mail("RGllIEdlYsO8aHIgYmV0csOkZ3QgMyBFdXJv!!!", content_transfer_encoding="base64")
    assert text_of(raw).startswith("Die Gebühr beträgt 3 Euro")


def test_lines_that_a_program_broke_are_put_together():
    raw = mail(
        "Guten Tag,\n\ndie Laterne wird \nam Donnerstag \nrepariert.\n- Teil eins\n- Teil zwei\n\n"
        "> alt und \n> lang\n\n-- \nAmt",
        content_type="text/plain; charset=utf-8; format=flowed",
    )
    assert text_of(raw) == "Guten Tag,\n\ndie Laterne wird am Donnerstag repariert.\n- Teil eins\n- Teil zwei"


def test_lines_broken_within_words_are_put_together_without_a_space():
    raw = mail("Donau \ndampf \nschiff", content_type="text/plain; charset=utf-8; format=flowed; delsp=yes")
    assert text_of(raw) == "Donaudampfschiff"


PAGES = {
    "paragraphs": (
        "<p>Guten Tag,</p><p>die Laterne wird<br>repariert.</p>",
        "Guten Tag,\n\ndie Laterne wird\nrepariert.",
    ),
    "Outlook": (
        "<div class=WordSection1><p class=MsoNormal>Guten Tag,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        "<p class=MsoNormal>sie wird repariert.<o:p></o:p></p></div>",
        "Guten Tag,\n\nsie wird repariert.",
    ),
    "a line in each div": ("<div>Eins</div><div><br></div><div>Zwei</div>", "Eins\n\nZwei"),
    "a list": (
        "Mitbringen:<ul><li>Ausweis</li><li>Foto &amp; 3&nbsp;€</li></ul>",
        "Mitbringen:\n- Ausweis\n- Foto & 3 €",
    ),
    "a table": (
        "<table><tr><td>Mo</td><td>8:00</td></tr><tr><td>Di</td><td>9:00</td></tr></table>",
        "Mo 8:00\nDi 9:00",
    ),
    "a link": (
        'Hier <a href="https://a.example/x?y=1&amp;z=2">anmelden</a>.',
        "Hier anmelden (https://a.example/x?y=1&z=2).",
    ),
    "a link that shows its address": (
        '<a href="https://a.example/">www.a.example</a>',
        "www.a.example",
    ),
    "a link that is its address": ('<a href="https://a.example/x">https://a.example/x</a>', "https://a.example/x"),
    "a mail address": ('<a href="mailto:x@a.example?subject=y">x@a.example</a>', "x@a.example"),
    "a link that would run": ('<a href="javascript:alert(1)">hier</a> <a href="data:x">da</a>', "hier da"),
    "scripts and styles": (
        "<html><head><title>T</title><style>p{color:red}</style></head><body><script>alert('x<p>')</script>Ja.</body></html>",
        "Ja.",
    ),
    "what is hidden": (
        '<div style="display:none;font-size:0">Vorschau</div><span style="mso-hide:all">x</span>Ja.<img src="https://t.example/p.gif">',
        "Ja.",
    ),
    "comments": ("<!-- geheim --><!--[if mso]><p>Nur Word</p><![endif]--><![if !mso]>Ja.<![endif]>", "Ja."),
    "a comment without end": ("Ja.<!-- geheim", "Ja."),
    "signs that are no tags": ("3 < 5 &lt;b&gt; und 7 > 6", "3 < 5 <b> und 7 > 6"),
    "fixed lines": ("<pre>Mo  8:00\nDi  9:00</pre>", "Mo  8:00\nDi  9:00"),
    "spaces and breaks in the source": ("<p>Die\n   Laterne</p>", "Die Laterne"),
    "Gmail's history": (
        '<div dir="ltr">Ja.</div><br><div class="gmail_quote"><div class="gmail_attr">'
        'Am Di., 24. Nov. 2026 um 09:12 Uhr schrieb A &lt;<a href="mailto:a@b.example">a@b.example</a>&gt;:<br>'
        "</div><blockquote><div>Alt<br>und lang</div></blockquote></div>",
        "Ja.",
    ),
    "Outlook's history": (
        '<p class=MsoNormal>Ja.</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class=MsoNormal>'
        "<b>Von:</b> Stadt<br><b>Gesendet:</b> Dienstag<br><b>An:</b> Amt<br><b>Betreff:</b> x</p></div>Alt",
        "Ja.",
    ),
    "Outlook on the web": (
        '<div>Ja.</div><hr style="display:inline-block"><div id="divRplyFwdMsg"><font><b>Von:</b> Stadt<br>'
        "<b>Gesendet:</b> Dienstag<br><b>An:</b> Amt<br><b>Betreff:</b> x</font></div><div>Alt</div>",
        "Ja.",
    ),
    "Thunderbird's history": (
        '<p>Ja.</p><div class="moz-cite-prefix">Am 24.11.26 um 09:12 schrieb Stadt:<br></div>'
        '<blockquote type="cite"><p>Alt</p><blockquote type="cite">Älter</blockquote></blockquote>',
        "Ja.",
    ),
    "an answer between the lines": (
        "Am 24.11.26 um 09:12 schrieb Stadt:<blockquote>Wann?</blockquote><p>Am Donnerstag.</p>",
        "> Wann?\nAm Donnerstag.",
    ),
}


@pytest.mark.parametrize(("source", "expected"), PAGES.values(), ids=PAGES)
def test_of_html_a_citizen_reads_what_was_shown(source, expected):
    assert text_of(html(source)) == expected


def test_of_two_versions_the_plain_one_is_read():
    raw = multipart("alternative", part("Ja, gern."), part("<p>Ja, <b>gern</b>.</p>", "text/html; charset=utf-8"))
    assert text_of(raw) == "Ja, gern."


@pytest.mark.parametrize(
    "plain", ["", "  \n\n", "Diese Nachricht ist im HTML-Format.", "Your mail program is not HTML-capable."]
)
def test_a_plain_version_that_says_nothing_gives_way(plain):
    raw = multipart("alternative", part(plain), part("<p>Ja, gern.</p>", "text/html; charset=utf-8"))
    assert text_of(raw) == "Ja, gern."


def test_a_text_in_several_parts_is_read_whole():
    raw = multipart(
        "mixed", part("Erster Teil."), part("x", "application/pdf", "Content-Disposition: attachment"), part("Zweiter.")
    )
    assert text_of(raw) == "Erster Teil.\n\nZweiter."


def test_a_signed_mail_is_read_like_any_other():
    raw = multipart(
        "signed",
        part(f"Ja.\n\nAm 24.11.26 um 09:12 schrieb Stadt:\n{QUOTED}"),
        part("MIAGCSqGSIb3", 'application/pkcs7-signature; name="smime.p7s"', "Content-Transfer-Encoding: base64"),
    )
    assert (arrived(raw).text, arrived(raw).attachments) == ("Ja.", ())


def test_characters_that_no_page_can_show_are_taken_out():
    assert text_of(mail("Ja\0, g\x1bern\x07.")) == "Ja, gern."
