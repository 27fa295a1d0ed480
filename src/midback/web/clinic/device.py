"""The mark of a device from which clinicians signed in, so that strangers who know their names can't keep them out.

It opens nothing: with it, failures from this device are counted apart. It stays when somebody signs out.
"""

from starlette.requests import Request
from starlette.responses import Response

from midback.encounter import Accounts
from midback.web.kit.cookies import cookie_of, set_cookie

COOKIE = "midback_device"
LASTS = 365 * 24 * 60 * 60


def device_of(request: Request) -> str:
    """The mark that this device carries, or nothing."""
    return cookie_of(request, COOKIE)


def remember_device(response: Response, request: Request, accounts: Accounts, session: str) -> None:
    """Mark the device for whoever just signed in, beside the others who use it."""
    mark = accounts.make_device(session, device_of(request))
    set_cookie(response, request, COOKIE, mark, seconds=LASTS, sent_from="strict")
