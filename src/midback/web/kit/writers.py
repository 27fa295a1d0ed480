"""Keeps threads free for readers: whoever may have to wait for the database to be written waits on the event loop."""

from asyncio import Semaphore

from starlette.types import ASGIApp, Receive, Scope, Send

AT_ONCE = 20
"""Requests that may write, each in a thread of its own; half of the threads that there are."""
API, CLINIC = "/api/", "/clinic"


class Writers:
    """Lets so many requests that may write go on at once. Those that only read pages or files never queue here."""

    def __init__(self, app: ASGIApp, at_once: int = AT_ONCE) -> None:
        self.app = app
        self._place = Semaphore(at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _may_write(scope):
            async with self._place:
                await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _may_write(scope: Scope) -> bool:
    """A form that was sent, or a page of the desk, which notes who looked. The API stores nothing."""
    path = str(scope["path"])
    return path.startswith(CLINIC) or (scope["method"] == "POST" and not path.startswith(API))
