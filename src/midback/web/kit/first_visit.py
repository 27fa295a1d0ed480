"""The mark of forms that come before any session: starting, and signing in.

A random cookie of the first page is repeated, digested, in the form. Another site can neither read nor set it.
"""

import re
import secrets
from dataclasses import dataclass
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from midback.web.kit.cookies import cookie_of, set_cookie

COOKIE = "midback_first"
_VALUE = re.compile(r"[A-Za-z0-9_-]{22,100}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser of which nothing is known but a random value."""

    value: str

    @property
    def csrf(self) -> str:
        """A mark that only pages made for this browser carry."""
        return sha256(f"first:{self.value}".encode()).hexdigest()[:40]


def visitor_of(request: Request) -> Visitor:
    """Whose browser this is; a new one where it has no mark yet."""
    value = cookie_of(request, COOKIE)
    return Visitor(value if _VALUE.fullmatch(value) else secrets.token_urlsafe(16))


def remember_visitor(response: Response, request: Request, visitor: Visitor) -> None:
    """Give the browser its mark, until it is closed."""
    if cookie_of(request, COOKIE) != visitor.value:
        set_cookie(response, request, COOKIE, visitor.value)
