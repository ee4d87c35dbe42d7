"""One-time codes (RFC 6238) and recovery codes."""

from __future__ import annotations

import hashlib
import io
import secrets
from datetime import datetime

import pyotp
import segno

ISSUER = "Amtsbote"
STEP_SECONDS = 30
CODES = 10


def new_secret() -> str:
    """A seed for an authenticator app."""
    return pyotp.random_base32()


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The time step a code belongs to, now or one step to either side; None if it is none of them."""
    code = "".join(code.split())
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return None
    step = int(now.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    near = (step - 1, step, step + 1)
    return next((s for s in near if secrets.compare_digest(totp.generate_otp(s), code)), None)


def qr_code(secret: str, login: str) -> str:
    """The seed as an SVG that an app reads; without any style, which the page's policy forbids."""
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    out = io.BytesIO()
    code = segno.make(address, error="m")
    code.save(out, kind="svg", scale=5, border=3, xmldecl=False, svgns=True, light="#fff", dark="#000", title="QR-Code")
    return out.getvalue().decode()


def new_recovery_codes() -> list[str]:
    """Codes to be written down, e.g. "k7fq-2m9x-hd4t"."""
    alphabet = "23456789abcdefghjkmnpqrstuvwxyz"
    return ["-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(3)) for _ in range(CODES)]


def code_hash(code: str) -> str:
    """What is stored of a recovery code; blanks, dashes and case do not matter."""
    plain = "".join(c for c in code.lower() if c.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
