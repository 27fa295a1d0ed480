"""Bounds how many requests one address may send in a minute, so that nobody is crowded out.

Addresses are counted in memory, of IPv6 the part that one line is given, forgotten after a minute, and written
nowhere. Each worker counts for itself.
"""

import os

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from midback.web.kit.address import counted_as
from midback.words import say

A_MINUTE = 1200
"""Requests of any kind; a household, a ward or a school may share one address."""
OPENINGS = 60
"""Checks begun and attempts to sign in."""
OPENING = ("/begin", "/clinic/sign-in", "/clinic/open")
NOT_COUNTED = "/static/"


class Pace:
    """Refuses what comes too fast. `a_minute` 0 lets everything through."""

    def __init__(self, app: ASGIApp, a_minute: int) -> None:
        self.app = app
        self._limiter = FixedWindowRateLimiter(MemoryStorage())
        self._any = RateLimitItemPerMinute(a_minute) if a_minute else None
        self._opening = RateLimitItemPerMinute(OPENINGS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._any and self._is_too_fast(scope, self._any):
            await PlainTextResponse(say("refused.too_fast"), 429, {"Retry-After": "60"})(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_too_fast(self, scope: Scope, any_request: RateLimitItem) -> bool:
        path, address = str(scope["path"]), counted_as(str((scope.get("client") or ("",))[0]))
        if path.startswith(NOT_COUNTED):
            return False
        if not self._limiter.hit(any_request, "any", address):
            return True
        opens = scope["method"] == "POST" and path.startswith(OPENING)
        return opens and not self._limiter.hit(self._opening, "opening", address)


def allowed_a_minute() -> int:
    """MIDBACK_REQUESTS_A_MINUTE if set, else the default; 0 is no limit."""
    text = os.environ.get("MIDBACK_REQUESTS_A_MINUTE", "")
    return int(text) if text.isdecimal() else A_MINUTE
