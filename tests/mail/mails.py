"""Made-up mails as offices, their programs and their mail servers write them."""

from __future__ import annotations

from bot.core.mail import ArrivedMail
from bot.mail.parsing import parse_mail

ADDRESS = "amtsbote@musterstadt.example"
TOKEN = "7k3qf2xm-0123456789abcdef0123"
OTHER = "9bcdfghj-abcdefabcdefabcdef00"
OURS = f"amtsbote+{TOKEN}@musterstadt.example"
OFFICE = "Bürgerbüro <Buergerbuero@Musterstadt.example>"

QUOTED = """> Guten Tag,
> die Laterne in der Gartenstraße ist defekt.
>
> Antworten Sie einfach auf diese Mail."""
RETURNED = f"""Return-Path: <{OURS}>
From: Stadt Musterstadt <{OURS}>
Reply-To: {OURS}
To: buergerbuero@musterstadt.example
Subject: Anfrage 7K3-QF2
Message-ID: <{TOKEN}@musterstadt.example>
Auto-Submitted: auto-generated

Guten Tag, die Laterne ist defekt.
"""


def mail(text: str = "", subject: str = "AW: Anfrage 7K3-QF2", to: str | None = OURS, **headers: str) -> bytes:
    """A plain mail in UTF-8; further headers are given as `auto_submitted="auto-replied"`; "" leaves one out."""
    given = {"from": OFFICE, "to": to or "", "subject": subject, "message-id": "<antwort-1@musterstadt.example>"}
    given |= {"content-type": "text/plain; charset=utf-8", "content-transfer-encoding": "8bit", "mime-version": "1.0"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in given.items() if value]
    return ("\n".join(lines) + "\n\n" + text).replace("\n", "\r\n").encode()


def html(source: str, **headers: str) -> bytes:
    return mail(source, content_type="text/html; charset=utf-8", **headers)


def multipart(kind: str, *parts: str, **headers: str) -> bytes:
    """A mail of several parts; each is given with its own header lines."""
    body = "".join(f"--grenze\n{part.strip()}\n" for part in parts) + "--grenze--\n"
    return mail(body, content_type=f'multipart/{kind}; boundary="grenze"', **headers)


def part(content: str, kind: str = "text/plain; charset=utf-8", *lines: str) -> str:
    return "\n".join([f"Content-Type: {kind}", *lines, "", content])


def report(
    fields: str, words: str = "", returned: str = RETURNED, kind: str = "delivery-status", **headers: str
) -> bytes:
    """A report of a mail server (RFC 3462) about a mail of ours."""
    parts = [part(words), part(fields, f"message/{kind}"), part(returned, "message/rfc822")]
    given = {"from": "MAILER-DAEMON@mx.example", "return_path": "<>", "auto_submitted": "auto-replied"} | headers
    body = "".join(f"--grenze\n{text}\n" for text in parts) + "--grenze--\n"
    return mail(body, content_type=f"multipart/report; report-type={kind}; boundary=grenze", **given)


def arrived(raw: bytes) -> ArrivedMail:
    return parse_mail(raw, ADDRESS)


def text_of(raw: bytes) -> str:
    return arrived(raw).text
