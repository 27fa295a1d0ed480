"""Work that costs seconds of computing is done one at a time, by few who wait, so that pages are served meanwhile."""

from asyncio import Lock
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from midback.web.kit.address import counted_as

MOST_WAITING = 16
"""Turns that are taken or waited for, of everybody; the last of them waits about half a minute."""
MOST_OF_ONE = 10
"""The same of one address, which a ward may share, so that one can't take every place."""


class TooMany(Exception):
    """Every place in the queue is taken."""


class Turns:
    """A queue on the event loop: who waits holds no thread that serves pages."""

    def __init__(self, most: int = MOST_WAITING, of_one: int = MOST_OF_ONE) -> None:
        self._most = most
        self._of_one = of_one
        self._here: Counter[str] = Counter()
        self._turn = Lock()

    @asynccontextmanager
    async def turn(self, peer: str) -> AsyncIterator[None]:
        """Wait for one's turn and have it. Raises TooMany at once where there is no place to wait."""
        key = counted_as(peer)
        if self._here.total() >= self._most or self._here[key] >= self._of_one:
            raise TooMany
        self._here[key] += 1
        try:
            async with self._turn:
                yield
        finally:
            self._here[key] -= 1
            if not self._here[key]:
                del self._here[key]
