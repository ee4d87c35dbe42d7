"""What stands in a mail's header lines, read without ever failing."""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from email.message import Message
from email.utils import parseaddr

LIMIT = 10_000
"""Longest header value that is read, in characters; no honest one comes near."""

Part = Message
"""A mail or a part of one, as the standard library's parser gives it."""

_WORD = r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?]{0,500})\?="
_WORDS = re.compile(rf"(?:{_WORD})+")
_PLAIN_CHARSETS = re.compile(
    r"(?:ascii|utf-8(?:-sig)?|utf-(?:16|32)(?:-[bl]e)?|iso8859-\d+|cp\d+|windows-\d+|mac-\w+|koi8-\w|hp-roman8"
    r"|gb\w+|hz|big5\w*|euc_\w+|shift_jis\w*|iso2022_\w+|johab|tis-620)"
)
"""The codecs of Python that are a script's letters; others (punycode, unicode_escape, zip …) are traps."""
_CONTROL = re.compile(r"[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def decode(data: bytes, charset: str | None) -> str:
    """The text in some bytes; `charset` is what the mail says, which may be wrong or unknown.

    Bytes that are UTF-8 are read as such if the mail says Latin-1, and Latin-1 as Windows-1252, as browsers do.
    """
    name = _codec(charset)
    guesses = [name] if name else []
    if name in (None, "ascii", "iso8859-1", "cp1252"):
        guesses = ["utf-8", "cp1252"]
    for guess in guesses:
        try:
            return data.decode(guess)
        except (UnicodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def clean(text: str) -> str:
    """The text with line ends of one sort and without characters that neither a database nor a page can show."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def header(part: Part, name: str) -> str:
    """The first header of that name, decoded and on one line; "" if there is none."""
    return next(iter(headers(part, name)), "")


def headers(part: Part, *names: str) -> list[str]:
    """All values of the headers of these names, in their order; of all headers if no name is given."""
    wanted = {name.lower() for name in names}
    return [_text(value) for name, value in part.raw_items() if not wanted or name.lower() in wanted]


def kind_of(part: Part) -> str:
    """The media type, in lower case."""
    return part.get_content_type()


def parameter(part: Part, name: str, of: str = "content-type") -> str:
    """A parameter of a header: charset, format, report-type; "" if there is none."""
    value = part.get_param(name, "", header=of)
    if isinstance(value, tuple):
        value = decode(value[2].encode("latin-1", "replace"), value[0])
    text = str(value)
    if "\ufffd" in text and (found := re.search(rf'(?i)\b{name}\s*=\s*"([^"]*)"', header(part, of))):
        text = found[1]  # letters that the mail did not encode, which the library gives up on
    return decode_words(clean(text)).strip()


def sender_of(message: Part) -> str:
    """The address in From, in lower case with its domain in ASCII; "" unless there is exactly one.

    More than one is a known way to show one sender to a person and another one to a program.
    """
    lines = headers(message, "from")
    without_names = re.sub(r'"(?:[^"\\]|\\.)*"|\([^()]*\)', "", lines[0]) if len(lines) == 1 else ""
    inside = re.findall(r"<\s*([^<>\s]+)\s*>", without_names)
    found = inside or re.findall(r"^\s*([^<>\s,;]+@[^<>\s,;]+)\s*$", without_names)
    if len(found) != 1 or found[0].count("@") != 1:
        return ""
    local, domain = found[0].lower().split("@")
    return f"{local}@{_ascii(domain)}" if local and domain else ""


def sender_name(message: Part) -> str:
    """The name shown in From, in lower case."""
    return parseaddr(header(message, "from")[:1000])[0].lower()


def decode_words(text: str) -> str:
    """The text with its encoded words (RFC 2047) decoded; letters cut apart between two words are put together."""
    joined = re.sub(r"\?=[ \t\n]+=\?", "?==?", text)
    return _WORDS.sub(lambda run: _decode_run(run[0]), joined)


def _decode_run(run: str) -> str:
    pieces: list[tuple[str, bytes]] = []
    for charset, coding, content in re.findall(_WORD, run):
        data = _unpacked(coding.lower(), content)
        if pieces and pieces[-1][0] == charset.lower():
            pieces[-1] = (charset.lower(), pieces[-1][1] + data)
        else:
            pieces.append((charset.lower(), data))
    return "".join(decode(data, charset) for charset, data in pieces)


def _unpacked(coding: str, content: str) -> bytes:
    data = content.encode("utf-8", "surrogateescape")
    if coding == "q":
        return quopri.decodestring(data, header=True)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data


def _text(value: object) -> str:
    raw = str(value)[:LIMIT].encode("utf-8", "surrogateescape")
    unfolded = re.sub(r"[ \t]*\n[ \t]*", " ", clean(decode(raw, None)))
    return clean(decode_words(unfolded)).replace("\n", " ").strip()


def _codec(charset: str | None) -> str | None:
    try:
        name = codecs.lookup((charset or "").strip("\"' ")[:40]).name
    except (LookupError, ValueError):
        return None
    return name if _PLAIN_CHARSETS.fullmatch(name) else None


def _ascii(domain: str) -> str:
    """A domain as the mail servers know it; RFC 3490's rules, as Python has them, do for what offices use."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
