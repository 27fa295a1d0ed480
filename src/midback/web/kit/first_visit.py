"""The mark of forms that come before any session: starting, and signing in.

A random cookie of the first page is repeated, digested, in the form. Another site can neither read nor set it.
"""

import re
import secrets

from starlette.requests import Request
from starlette.responses import Response

from midback.web.kit.cookies import cookie_of, set_cookie
from midback.web.kit.mark import Holder

COOKIE = "midback_first"
_VALUE = re.compile(r"[A-Za-z0-9_-]{22,100}")


class Visitor(Holder):
    """A browser of which nothing is known but a random value."""

    __slots__ = ()
    marks = "first"


def visitor_of(request: Request) -> Visitor:
    """Whose browser this is; a new one where it has no mark yet."""
    value = cookie_of(request, COOKIE)
    return Visitor(value if _VALUE.fullmatch(value) else secrets.token_urlsafe(16))


def remember_visitor(response: Response, request: Request, visitor: Visitor) -> None:
    """Give the browser its mark, until it is closed."""
    if cookie_of(request, COOKIE) != visitor.token:
        set_cookie(response, request, COOKIE, visitor.token)
