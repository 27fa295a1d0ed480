"""The forms to sign in and to open a link, and what waits in them until then: a link, a case, a form that was typed."""

import re
from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from midback.knowledge import DEFAULT_PROFILE
from midback.web.clinic.at_desk import LONGEST_LINK, AtDesk
from midback.web.kit.first_visit import remember_visitor, visitor_of
from midback.web.kit.session import renderer_of
from midback.words import say

LONGEST_NAME = 200
_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody gets to once they are signed in: a link, the key of a case, or a sealed form."""

    link: str = ""
    case: str = ""
    held: str = ""

    @classmethod
    def of(cls, form: FormData) -> "Waiting":
        """What waits in a form to sign in."""
        return cls(str(form.get("link", ""))[:LONGEST_LINK], case_key(form.get("case")), str(form.get("held", "")))


def case_key(text: object) -> str:
    """The key of a case; "" for any other text."""
    return text if isinstance(text, str) and _KEY.fullmatch(text) else ""


def sign_in_page(
    request: Request, waiting: Waiting, *, name: str = "", note: str = "", error: str = "", status: int = 200
) -> Response:
    """The form to sign in; `note` says why it is asked for."""
    visitor, page = visitor_of(request), renderer_of(request).page
    response = page(
        "clinic/sign_in.html",
        DEFAULT_PROFILE,
        title=say("clinic.sign_in_title"),
        status=status,
        first_mark=visitor.csrf,
        waiting=waiting,
        name=name,
        note=note,
        error=error,
    )
    remember_visitor(response, request, visitor)
    return response


def link_page(request: Request, link: str, desk: AtDesk | None, *, status: int = 200) -> Response:
    """A link that somebody followed or typed, to be opened by whoever is signed in, or else signs in."""
    visitor, page = visitor_of(request), renderer_of(request).page
    csrf = desk.csrf if desk else ""
    title = say("clinic.title")
    response = page(
        "clinic/link.html", DEFAULT_PROFILE, title=title, status=status, csrf=csrf, link=link, first_mark=visitor.csrf
    )
    remember_visitor(response, request, visitor)
    return response
