"""Texts on which a careless reader's time grows with the square of their length."""

from __future__ import annotations

HOSTILE = [
    b"<a ",
    b"<a b='",
    b"<!--",
    b"&#",
    b"Am schrieb ",
    b"\nAm x\n",
    b"\nVon: a\n",
    b"\n> ",
    b"On ",
    b"mail ",
    b'; "',
]
HOSTILE += [
    b"=?utf-8?q?",
    b"diese e-mail ",
    b"zustellung ",
    b"ich bin ",
    b"\n-- \n",
    b"amtsbote+",
    b"Viele ",
    b"adresse ",
]
KINDS = [b"text/plain", b"text/html", b'multipart/mixed; boundary="x']


def endless(piece: bytes, kind: bytes, size: int = 300_000) -> list[bytes]:
    """Two mails of about `size` bytes: the piece again and again in the text, and in the header."""
    many = piece * (size // len(piece))
    folded = many.replace(b"\n", b"\n ")
    in_header = b"Subject: " + folded + b"\nContent-Type: " + kind + folded + b"\n\n"
    return [b"Return-Path: <>\nContent-Type: " + kind + b"\n\n" + many, in_header]
