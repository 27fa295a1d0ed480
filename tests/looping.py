"""Run what is asynchronous in an event loop of its own.

In a worker that has opened a browser, Playwright's loop runs in the main thread until the tests end, and no second one
can begin there; so each call gets a thread.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """What it returns or raises."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()  # noqa: TID251 - the one place: a thread of its own
