"""Files that come with an answer: kept with a name that is safe, without signatures and ornaments."""

from __future__ import annotations

import base64

import pytest

from bot.mail.parsing import MAX_MAIL
from bot.mail.parts import MAX_ATTACHMENTS
from tests.mail.mails import arrived, html, mail, multipart, part

LEFT_OUT = "[Nicht alle Anhänge dieser Mail wurden übernommen.]"


def file(name: str, content: bytes = b"Inhalt", kind: str = "application/pdf", disposition: str = "attachment") -> str:
    packed = base64.encodebytes(content).decode()
    given = f"; {name}" if name else ""
    return part(packed, kind, f"Content-Disposition: {disposition}{given}", "Content-Transfer-Encoding: base64")


def test_a_file_arrives_as_it_was_sent():
    raw = multipart("mixed", part("Anbei das Formular."), file('filename="Antrag.pdf"', b"%PDF-1.7\0\xff"))
    found = arrived(raw)
    assert found.text == "Anbei das Formular."
    assert [(one.name, one.media_type, one.content) for one in found.attachments] == [
        ("Antrag.pdf", "application/pdf", b"%PDF-1.7\0\xff")
    ]


NAMES = {
    'filename="Antrag.pdf"': "Antrag.pdf",
    'filename="C:\\\\Users\\\\x\\\\Antrag.pdf"': "Antrag.pdf",
    'filename="../../etc/passwd"': "passwd",
    'filename="..."': "Anhang.pdf",
    'filename=".htaccess"': "htaccess",
    'filename="a<b>:c|d?.pdf"': "abcd.pdf",
    'filename="=?utf-8?Q?Geb=C3=BChren.pdf?="': "Gebühren.pdf",
    "filename*=UTF-8''Geb%C3%BChren%20neu.pdf": "Gebühren neu.pdf",
    "filename*0*=UTF-8''Geb%C3; filename*1*=%BChren.pdf": "Gebühren.pdf",
    "filename*=iso-8859-1''Geb%FChren.pdf": "Gebühren.pdf",
    'filename="rechnung\u202efdp.exe"': "rechnungfdp.exe",
    "filename=Antrag.pdf": "Antrag.pdf",
    f'filename="{"x" * 300}.pdf"': "x" * 116 + ".pdf",
    'filename=""': "Anhang.pdf",
    "": "Anhang.pdf",
}


@pytest.mark.parametrize(("given", "expected"), NAMES.items())
def test_the_name_of_a_file_is_only_a_name(given, expected):
    (found,) = arrived(multipart("mixed", part("Anbei."), file(given))).attachments
    assert found.name == expected


def test_a_text_file_is_a_file_and_not_part_of_the_answer():
    found = arrived(multipart("mixed", part("Anbei."), file('filename="x.txt"', b"Datei", "text/plain", "inline")))
    assert (found.text, [one.name for one in found.attachments]) == ("Anbei.", ["x.txt"])


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("application/ms-tnef", "winmail.dat"),
        ("application/pkcs7-mime", "smime.p7m"),
        ("text/calendar", "termin.ics"),
        ("image/jpeg", "foto.jpg"),
        ("unsinn", "x.bin"),
    ],
)
def test_files_of_every_sort_are_kept(kind, name):
    (found,) = arrived(multipart("mixed", part("Anbei."), file(f'filename="{name}"', kind=kind))).attachments
    assert found.name == name
    assert found.media_type == (kind if "/" in kind else "text/plain")


def test_a_mail_that_is_attached_is_one_file():
    inner = "From: a@b.example\nSubject: Alt\n\nInnen"
    (found,) = arrived(multipart("mixed", part("Siehe Anlage."), part(inner, "message/rfc822"))).attachments
    assert (found.name, found.media_type) == ("Nachricht.eml", "message/rfc822")
    assert b"Innen" in found.content


@pytest.mark.parametrize(
    "kind", ["application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"]
)
def test_signatures_are_no_files(kind):
    assert arrived(multipart("mixed", part("Ja."), file('filename="smime.p7s"', kind=kind))).attachments == ()


def picture(size: int) -> str:
    body = base64.encodebytes(b"x" * size).decode()
    return part(body, 'image/png; name="image001.png"', "Content-ID: <bild1>", "Content-Transfer-Encoding: base64")


@pytest.mark.parametrize(
    ("page", "size", "kept"),
    [
        ('<p>Ja.</p><img src="cid:bild1">', 5_000, False),
        ('<p>Ja.</p><p>Mit freundlichen Gr&uuml;&szlig;en</p><img src="cid:bild1">', 90_000, False),
        ('<p>So sieht es aus:</p><img src="cid:bild1"><p>Viele Grüße</p>', 90_000, True),
        ("<p>Ohne Bild im Text.</p>", 5_000, True),
    ],
)
def test_the_logo_of_a_signature_is_no_file_but_a_picture_in_the_answer_is(page, size, kept):
    raw = multipart("related", part(page, "text/html; charset=utf-8"), picture(size))
    assert bool(arrived(raw).attachments) == kept


def test_too_many_files_are_cut_and_the_text_says_so():
    found = arrived(multipart("mixed", part("Anbei."), *[file(f'filename="{number}.pdf"') for number in range(25)]))
    assert len(found.attachments) == MAX_ATTACHMENTS
    assert found.text == f"Anbei.\n\n{LEFT_OUT}"


def test_files_that_are_too_large_together_are_left_out_and_smaller_ones_kept():
    big, small = b"x" * 5_500_000, b"y"
    files = [file('filename="1.bin"', big), file('filename="2.bin"', big), file('filename="3.bin"', small)]
    found = arrived(multipart("mixed", part("Anbei."), *files))
    assert [one.name for one in found.attachments] == ["1.bin", "3.bin"]
    assert LEFT_OUT in found.text


def test_of_a_mail_that_is_too_large_the_text_is_read_and_no_half_file_kept():
    found = arrived(multipart("mixed", part("Anbei."), file('filename="x.bin"', b"x" * MAX_MAIL)))
    assert (found.text, found.attachments) == (f"Anbei.\n\n{LEFT_OUT}", ())


@pytest.mark.parametrize(
    "monster",
    [
        b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(1000)),
        b'Content-Type: multipart/mixed; boundary="b"\n\n' + b"--b\n\n" * 20_000,
        b"\n" + b"x\n" * 600_000,
    ],
    ids=["nested", "parts", "lines"],
)
def test_a_mail_that_no_program_wrote_comes_whole_for_a_person(monster):
    raw = b"From: a@b.example\nTo: amtsbote+7k3qf2xm-0123456789abcdef0123@musterstadt.example\n" + monster
    found = arrived(raw)
    assert (found.sort, found.text, found.token) == ("answer", "", "7k3qf2xm-0123456789abcdef0123")
    assert [(one.name, one.content) for one in found.attachments] == [("mail.eml", raw)]


def test_an_automatic_mail_keeps_its_files_and_plain_mails_have_none():
    assert arrived(mail("Ja.")).attachments == arrived(html("<p>Ja.</p>")).attachments == ()
