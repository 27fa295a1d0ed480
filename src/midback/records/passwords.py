"""Passwords as argon2id hashes (RFC 9106). The work is the same whether or not there is such an account."""

import unicodedata
from functools import cache
from secrets import token_urlsafe
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

hasher = PasswordHasher()
"""The library's own parameters, which it raises over the years; an older hash is replaced at the next sign-in."""

_at_once = BoundedSemaphore(4)  # each takes 64 MiB: many sign-ins at a time must not eat the machine


def hashed(password: str) -> str:
    """The hash to store."""
    with _at_once:
        return hasher.hash(_plain(password))


def fits(stored: str | None, password: str) -> bool:
    """Is this the password? Without a stored hash the same work is done, and the answer is no."""
    nobodys = _nobodys()
    with _at_once:
        try:
            hasher.verify(stored or nobodys, _plain(password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def outdated(stored: str) -> bool:
    """Was it made with other parameters than today's?"""
    return hasher.check_needs_rehash(stored)


@cache
def _nobodys() -> str:
    return hasher.hash(token_urlsafe(32))


def _plain(password: str) -> str:
    """The same letters typed on different keyboards are the same password."""
    return unicodedata.normalize("NFKC", password)
