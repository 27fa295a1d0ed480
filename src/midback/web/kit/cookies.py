"""Cookies that scripts and other sites can't read, and what a browser is told when a visit ends."""

from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from midback.web.kit.address import address_of
from midback.web.kit.local_time import COOKIE as ZONE

BOUND_TO_THIS_HOST = "__Host-"
"""A name with this start is only taken over https, from this host itself, for every path."""


def cookie_of(request: Request, name: str) -> str:
    """The value of one of our cookies, or nothing."""
    return request.cookies.get(_named(request, name), "")


def set_cookie(
    response: Response,
    request: Request,
    name: str,
    value: str,
    *,
    seconds: int | None = None,
    sent_from: Literal["lax", "strict"] = "lax",
) -> None:
    """Set one of our cookies for some seconds, or until the browser is closed."""
    response.set_cookie(
        _named(request, name),
        value,
        max_age=seconds,
        path="/",
        secure=address_of(request).is_secure,
        httponly=True,
        samesite=sent_from,
    )


def end_visit(response: Response, request: Request, *names: str) -> None:
    """Take the cookies away and have the browser forget what it kept of our pages, for a computer that others use."""
    secure = address_of(request).is_secure
    for name in names:
        response.delete_cookie(_named(request, name), path="/", secure=secure, httponly=True)
    response.delete_cookie(ZONE, path="/", secure=secure)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'


def _named(request: Request, name: str) -> str:
    return BOUND_TO_THIS_HOST + name if address_of(request).is_secure else name
