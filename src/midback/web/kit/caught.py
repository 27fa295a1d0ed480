"""Answers what nobody foresaw, before the server sees it: with a page, every header, and a connection that lives on."""

import logging
from collections.abc import Callable
from pathlib import Path
from traceback import extract_tb

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from midback.web.kit.trouble import route_of

_log = logging.getLogger("midback")


class BrokenOff(Exception):
    """An answer that was already under way can't go on; it says nothing of what was asked."""


class Caught:
    """Stands inside of Guard and Pace. `page` makes the answer."""

    def __init__(self, app: ASGIApp, page: Callable[[Request], Response]) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def reply(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, reply)
        except ClientDisconnect:
            return
        except Exception as error:  # noqa: BLE001 - whatever it is, the person gets a page
            request = Request(scope, receive)
            _log.error("%s at %s while answering %s", type(error).__name__, _place_of(error), route_of(request))
            if begun:
                raise BrokenOff from None
            await self.page(request)(scope, receive, send)


def _place_of(error: Exception) -> str:
    """Where in the code: never the error's own words, which could hold what a person typed."""
    frame = extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"
