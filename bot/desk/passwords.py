"""Passwords by argon2, computed in a thread: a quarter of a second each."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH, MAX_LENGTH = 12, 200
_HASHER = PasswordHasher()
_AT_ONCE = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
"""More at the same time would take memory (64 MB each) and the processor from everybody else."""
_NOBODY = _HASHER.hash("nobody has this password")


def password_fault(password: str, login: str) -> str | None:
    """What is wrong with a new password, in German."""
    if len(password) < MIN_LENGTH:
        return "Das Passwort braucht mindestens 12 Zeichen."
    if len(password) > MAX_LENGTH:
        return "Das Passwort darf höchstens 200 Zeichen haben."
    if login.lower() in password.lower() or len(set(password)) < 5:
        return "Dieses Passwort ist zu leicht zu erraten."
    return None


def hashed(password: str) -> str:
    """The hash that is stored."""
    return _HASHER.hash(password)


async def matches(stored: str, password: str) -> bool:
    """Whether the password is the stored one; as slow without a stored one, so that nobody learns who exists."""
    loop = asyncio.get_running_loop()
    fine = await loop.run_in_executor(_AT_ONCE, _verify, stored or _NOBODY, password[: MAX_LENGTH + 1])
    return fine and bool(stored)


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
