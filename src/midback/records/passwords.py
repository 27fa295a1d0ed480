"""Passwords as argon2id hashes (RFC 9106). The work is the same whether or not there is such an account.

Every use of the hasher passes one gate, for each takes 64 MiB. Whoever serves pages hashes on threads kept apart, with
a short queue: beyond it Crowded is raised at once, so that sign-ins never stop what else is served.
"""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from secrets import token_urlsafe
from threading import BoundedSemaphore, Lock
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from midback.errors import RecordError
from midback.words import say

AT_ONCE = 2
"""Each takes 64 MiB and, for a tenth of a second, whole processors."""
WAITING = 16
RETRY_SECONDS = 10

T = TypeVar("T")

hasher = PasswordHasher()
"""The library's own parameters, which it raises over the years; an older hash is replaced at the next sign-in."""

_at_once = BoundedSemaphore(AT_ONCE)
_places = BoundedSemaphore(AT_ONCE + WAITING)
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
_making = Lock()
_nobodys: list[str] = []


class Crowded(RecordError):
    """Too many sign-ins wait already."""

    def __init__(self) -> None:
        super().__init__(say("accounts.crowded"))


async def apart(work: Callable[[], T]) -> T:
    """Do work that hashes on threads of its own, so that none which serves pages waits. Raises Crowded at once.

    What holds for this request, such as its language, holds there too.
    """
    if not _places.acquire(blocking=False):
        raise Crowded
    doing = _threads.submit(copy_context().run, work)
    doing.add_done_callback(lambda _: _places.release())
    return await asyncio.wrap_future(doing)


def hashed(password: str) -> str:
    """The hash to store."""
    with _at_once:
        return hasher.hash(_plain(password))


def fits(stored: str | None, password: str) -> bool:
    """Is this the password? Without a stored hash the same work is done, and the answer is no."""
    nobodys = stand_in()
    with _at_once:
        try:
            hasher.verify(stored or nobodys, _plain(password))
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def stand_in() -> str:
    """A hash that no password fits, made once; called at the start, so that the first sign-ins find it made."""
    with _making:
        if not _nobodys:
            _nobodys.append(hashed(token_urlsafe(32)))
    return _nobodys[0]


def outdated(stored: str) -> bool:
    """Was it made with other parameters than today's?"""
    return hasher.check_needs_rehash(stored)


def _plain(password: str) -> str:
    """The same letters typed on different keyboards are the same password."""
    return unicodedata.normalize("NFKC", password)
