"""Whose desk a request opens, and the frame of every page of the clinician's side."""

from dataclasses import dataclass
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import Response

from midback.encounter import Account, Accounts, Clinic, Desk
from midback.knowledge import DEFAULT_PROFILE
from midback.web.kit.cookies import cookie_of
from midback.web.kit.mark import Holder
from midback.web.kit.session import renderer_of, words_of
from midback.words import Words, say

COOKIE = "midback_clinic"
PATH = "/clinic"
LONGEST_LINK = 400


@dataclass(frozen=True, slots=True)
class AtDesk(Holder):
    """A request's session, the desk that it opens, and what is said there."""

    desk: Desk
    words: Words
    marks: ClassVar[str] = "clinic"

    @property
    def account(self) -> Account:
        """Whose desk it is."""
        return self.desk.account


def accounts_of(request: Request) -> Accounts:
    """The application's accounts."""
    accounts: Accounts = request.app.state.accounts
    return accounts


def clinic_of(request: Request) -> Clinic:
    """The application's clinic."""
    clinic: Clinic = request.app.state.clinic
    return clinic


def desk_of(request: Request) -> AtDesk:
    """The desk of a request. Raises SignedOut where nobody is signed in."""
    return opened(request, cookie_of(request, COOKIE))


def opened(request: Request, session: str) -> AtDesk:
    """The desk that a session opens. Raises SignedOut."""
    return AtDesk(session, clinic_of(request).at(session), words_of(request, DEFAULT_PROFILE))


def clinic_page(request: Request, at: AtDesk, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page for whoever is signed in."""
    page = renderer_of(request).page
    return page(template, DEFAULT_PROFILE, title=say("clinic.title"), status=status, csrf=at.csrf, desk=at, **values)
