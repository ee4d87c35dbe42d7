"""Whatever bytes come in, a mail comes out: strangers write to this mailbox, and their programs have faults."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.mail import ArrivedMail
from bot.mail.parts import MAX_ATTACHED_BYTES, MAX_ATTACHMENTS
from tests.mail.hostile import HOSTILE, KINDS, endless
from tests.mail.mails import OURS, QUOTED, arrived, html, mail, multipart, part, report
from tests.mail.test_bounces import REPORTED
from tests.mail.test_texts import PAGES

SEEDS = [
    mail(f"Ja.\n\nAm 24.11.26 um 09:12 schrieb Stadt:\n{QUOTED}"),
    *(html(source) for source, _ in PAGES.values()),
    *(report(fields, "could not be delivered") for fields, _, _ in REPORTED.values()),
    multipart(
        "mixed", part("Anbei."), part("eA==", "image/png; name*=utf-8''%FF", "Content-Transfer-Encoding: base64")
    ),
    mail("Ja.", subject="=?utf-8?B?gICA?= =?x?q?=FF?=", content_type="text/plain; charset=utf-7; format=flowed"),
]
PIECES = [
    b"\n",
    b"\r\n\r\n",
    b"--grenze",
    b"--grenze--",
    b"Content-Type: message/rfc822\n",
    b"boundary=",
    b"\0",
    b"\xff\xfe",
]
PIECES += [
    b"=?utf-8?q?",
    b"?=",
    b"<",
    b">",
    b'"',
    b"(",
    b"charset*0*=x''%",
    b"Content-Transfer-Encoding: x-uuencode\n",
    b"> ",
]
PIECES += [
    b"Content-Type: message/delivery-status\n\n",
    b"filename*1*=",
    b"From: ",
    b"<!--",
    b"&#99999999999;",
    OURS.encode(),
]


def check(found: ArrivedMail) -> None:
    """What holds of every arrived mail."""
    assert found.sort in ("answer", "automatic", "bounce")
    assert found.message_id.startswith("<")
    assert len(found.text) < 20_200
    assert len(found.attachments) <= MAX_ATTACHMENTS
    assert sum(len(one.content) for one in found.attachments) <= MAX_ATTACHED_BYTES
    assert bool(found.status) == (found.sort == "bounce")
    for text in (found.message_id, found.token, found.sender, found.text, *(one.name for one in found.attachments)):
        text.encode("utf-8")
        assert "\0" not in text
    assert all(one.name and "/" not in one.name and "\n" not in one.name for one in found.attachments)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_are_read(raw):
    check(arrived(raw))


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(SEEDS), st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.2), st.sampled_from(PIECES)), max_size=8)
)
def test_mails_damaged_on_the_way_are_read(raw, damages):
    for place, length, piece in damages:
        start = int(place * len(raw))
        raw = raw[:start] + piece + raw[start + int(length * len(raw)) :]
    check(arrived(raw))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*PIECES, b"a", b" ", b"Content-Type: multipart/mixed; boundary=grenze\n"]), max_size=60)
)
def test_mails_made_of_what_mails_are_made_of_are_read(pieces):
    check(arrived(b"".join(pieces)))


@pytest.mark.parametrize("seed", SEEDS)
def test_mails_that_break_off_anywhere_are_read(seed):
    for end in range(0, len(seed), max(1, len(seed) // 60)):
        check(arrived(seed[:end]))


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_endless_repetitions_are_read(piece, kind):
    for raw in endless(piece, kind):
        check(arrived(raw))
