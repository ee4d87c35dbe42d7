"""The parts of a mail: the text a person wrote, and the files that came along."""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from collections.abc import Iterator

from bot.core.mail import Attachment
from bot.mail.headers import Part, clean, decode, decode_words, header, kind_of, parameter
from bot.mail.html_text import html_to_text

MAX_ATTACHMENTS = 20
MAX_ATTACHED_BYTES = 10_000_000
"""How many files of one mail are kept, and how large they may be together."""
MAX_READ = 200_000
"""Longest text that is looked at, in characters."""
SMALL_PICTURE = 20_000
"""Bytes up to which a picture within the text counts as an ornament wherever it stands."""
MAX_NAME = 120

_SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
_SIGNATURES |= {"application/pgp-keys", "application/pgp-encrypted"}
_NO_PLAIN_TEXT = re.compile(
    r"(?i)\s*(?:(?:diese|this|your|ihr)\b[^\n]{0,80}\bhtml\b"
    r"|[^\n]{0,40}(?:html-f(?:ä|ae)hig|html[- ]capable|view in (?:a |your )?browser))"
)
"""What programs write into the plain text of a mail whose content is in HTML only."""
_GREETING = re.compile(r"(?i)gr(?:ü|&uuml;|ue)(?:ß|&szlig;|ss)e?|regards|sincerely")


def leaves(part: Part) -> Iterator[Part]:
    """The parts that hold something, in order; a mail within the mail is one of them."""
    if part.get_content_maintype() != "multipart":
        yield part
        return
    for child in children(part):
        yield from leaves(child)


def children(part: Part) -> list[Part]:
    """The parts of a part."""
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Part)] if isinstance(payload, list) else []


def content_of(part: Part) -> bytes:
    """The bytes of a part, unpacked; those of a mail within the mail as they came."""
    if part.is_multipart():
        return b"\n".join(child.as_bytes() for child in children(part))
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def text_in(part: Part) -> str:
    """The text of a part that is text, of whatever sort, as it came."""
    return clean(decode(content_of(part), parameter(part, "charset")))


def body_of(part: Part) -> str:
    """The text of a mail that a person reads: of alternatives the plain one, if it says anything."""
    kind = kind_of(part)
    if _is_file(part):
        return ""
    if kind == "multipart/alternative":
        texts = (body_of(child) for child in children(part))
        return next((text for text in texts if text.strip() and not _NO_PLAIN_TEXT.match(text)), "")
    if kind.startswith("multipart/"):
        return "\n\n".join(text for child in children(part) if (text := body_of(child)).strip())
    if kind == "text/plain":
        text = text_in(part)[:MAX_READ]
        flowed = parameter(part, "format").lower() == "flowed"
        return _unflowed(text, parameter(part, "delsp").lower() == "yes") if flowed else text
    return html_to_text(text_in(part))[:MAX_READ] if kind == "text/html" else ""


def attachments_of(message: Part, cut: bool) -> tuple[tuple[Attachment, ...], bool]:
    """The files of a mail, and whether some were left out; with `cut` its end is missing, and so the last file is."""
    found: list[Attachment] = []
    room, left_out = MAX_ATTACHED_BYTES, cut
    parts = list(leaves(message))
    page = "".join(text_in(part) for part in parts if kind_of(part) == "text/html")
    for part in parts[:-1] if cut else parts:
        if not _is_kept(part):
            continue
        content = content_of(part)
        if _is_ornament(part, len(content), page):
            continue
        if len(found) == MAX_ATTACHMENTS or len(content) > room:
            left_out = True
            continue
        room -= len(content)
        found.append(Attachment(_name(part), _media_type(part), content))
    return tuple(found), left_out


def clean_name(name: str) -> str:
    """A file's name without folders and without characters that hide what it is; "" if nothing is left."""
    normal = unicodedata.normalize("NFC", decode_words(clean(name))).replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in normal if unicodedata.category(char)[0] != "C" and char not in '<>:"|?*')
    shown = " ".join(shown.split()).lstrip(". ").rstrip(". ")
    stem, dot, ending = shown.rpartition(".")
    if len(shown) <= MAX_NAME:
        return shown
    return f"{stem[: MAX_NAME - 1 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else shown[:MAX_NAME]


def _is_file(part: Part) -> bool:
    """Whether a part is a file rather than text to be read; text with a name is one, too."""
    return part.get_content_disposition() == "attachment" or bool(_given_name(part))


def _is_kept(part: Part) -> bool:
    kind = kind_of(part)
    if kind in _SIGNATURES:
        return False
    return kind == "text/calendar" or not kind.startswith("text/") or _is_file(part)


def _is_ornament(part: Part, size: int, page: str) -> bool:
    """Whether a picture belongs to the layout: shown within the text, and small or below the greeting."""
    mark = re.sub(r"[<>\s]", "", header(part, "content-id"))
    place = page.find(f"cid:{mark}") if mark else -1
    if not kind_of(part).startswith("image/") or place < 0:
        return False
    return size <= SMALL_PICTURE or bool(_GREETING.search(page, 0, place))


def _given_name(part: Part) -> str:
    return parameter(part, "filename", "content-disposition") or parameter(part, "name")


def _name(part: Part) -> str:
    if name := clean_name(_given_name(part)):
        return name
    if kind_of(part) == "message/rfc822":
        return "Nachricht.eml"
    return f"Anhang{mimetypes.guess_extension(_media_type(part)) or ''}"


def _media_type(part: Part) -> str:
    kind = kind_of(part)
    return kind if re.fullmatch(r"[a-z0-9]+/[a-z0-9][a-z0-9.+-]{0,99}", kind) else "application/octet-stream"


def _unflowed(text: str, joined: bool) -> str:
    """Lines that the sender's program broke, put together (RFC 3676); with `joined` the space at the break goes."""
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        mark = ">" * depth + " " if depth else ""
        is_signature = content == "-- "
        if open_depth == depth and not is_signature:
            lines[-1] += content
        else:
            lines.append(mark + content)
        flows = content.endswith(" ") and not is_signature
        if flows and joined:
            lines[-1] = lines[-1][:-1]
        open_depth = depth if flows else -1
    return "\n".join(lines)
