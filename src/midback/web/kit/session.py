"""Whose request this is: the token in the cookie, and the visit that it leads to."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from midback.encounter import Encounter, Encounters, Visit
from midback.web.kit.cookies import cookie_of, end_visit, set_cookie
from midback.web.kit.mark import Holder
from midback.web.kit.render import Renderer
from midback.words import Words

COOKIE = "midback"


@dataclass(frozen=True, slots=True)
class Session(Holder):
    """A request's token and the visit it leads to, read once."""

    visit: Visit

    @property
    def encounter(self) -> Encounter:
        """The encounter as it was read."""
        return self.visit.encounter


def encounters_of(request: Request) -> Encounters:
    """The application's encounters."""
    encounters: Encounters = request.app.state.encounters
    return encounters


def renderer_of(request: Request) -> Renderer:
    """The application's renderer."""
    renderer: Renderer = request.app.state.renderer
    return renderer


def holder_of(request: Request) -> Holder:
    """Whose request this is; nothing that is stored is looked at."""
    return Holder(cookie_of(request, COOKIE))


def words_of(request: Request, profile: str) -> Words:
    """What the application says in a place."""
    return renderer_of(request).words(profile)


def session_of(request: Request) -> Session:
    """The session of a request. Raises Gone where there is none or its time has ended, and StoreError."""
    token = holder_of(request).token
    return Session(token, encounters_of(request).open(token))


def remember(response: Response, request: Request, token: str, seconds: int) -> None:
    """Put the token in a cookie that scripts and other sites can't read."""
    set_cookie(response, request, COOKIE, token, seconds=seconds)


def forget(response: Response, request: Request) -> None:
    """End the visit in this browser."""
    end_visit(response, request, COOKIE)
