"""Dates as the clocks show them where the person is.

The browser names its time zone in a cookie that a script of ours sets and nothing stores; without it the server's own
zone stands, as on the command line.
"""

from contextvars import ContextVar
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE = "midback_zone"
_zone: ContextVar[ZoneInfo | None] = ContextVar("zone", default=None)


class LocalTime:
    """Remembers the browser's time zone for as long as its request is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            _zone.set(zone_named(HTTPConnection(scope).cookies.get(COOKIE, "")))
        await self.app(scope, receive, send)


def local(moment: datetime) -> datetime:
    """The same moment by the clocks of whoever asked, or by the server's where their browser named no zone."""
    return moment.astimezone(_zone.get())


def zone_named(name: str) -> ZoneInfo | None:
    """The time zone of this name, such as Pacific/Auckland; None where there is none."""
    return ZoneInfo(name) if name in _zones() else None


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
