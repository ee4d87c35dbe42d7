"""Which addresses of offices' own systems may be called, and how the keys for them are named."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

KEY_NAME = re.compile(r"[a-z0-9_-]{1,40}")
"""A name that an office's `key` and the setting AMTSBOTE_API_KEYS share."""

_NETLOC = re.compile(r"((?:[\w-]+\.)*[\w-]+|\[::1\])(?::\d{1,5})?")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


def is_api_address(url: str) -> bool:
    """Whether requests may go below this address: https, or http on this machine; without password, query, fragment."""
    if not url.isprintable() or set(url) & set(" \\?#"):
        return False
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    netloc = _NETLOC.fullmatch(parts.netloc)
    if not netloc:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and netloc[1].lower() in _LOOPBACK)
