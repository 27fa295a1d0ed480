"""The list of cases at a desk, and opening a link that puts one there."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.encounter import SignedOut
from midback.encounter.case_list import LISTED, listed
from midback.web.clinic.at_desk import LONGEST_LINK, clinic_of, clinic_page, desk_of
from midback.web.clinic.sign_in_page import Waiting, link_page, sign_in_page
from midback.web.kit.form import Refused, posting
from midback.web.kit.mark import check_form
from midback.words import say


def cases(request: Request) -> Response:
    """A page of the list of cases at this desk."""
    at = desk_of(request)
    asked = _number(request.query_params.get("page", ""))
    listing = listed(at.desk, (asked - 1) * LISTED)
    pages = max(1, -(-listing.total // LISTED))
    if asked > pages:
        return RedirectResponse(f"/clinic?page={pages}", 303)
    return clinic_page(request, at, "clinic/cases.html", lines=listing.lines, number=asked, pages=pages)


def _number(text: str) -> int:
    """The number of a page, from 1; the first for whatever is none."""
    return max(1, int(text[:6])) if text.isascii() and text.isdecimal() else 1


@posting
def open_link(request: Request, form: FormData) -> Response:
    """Take a link that a person gave: its address, or its last part.

    A link that was typed when the session had ended waits in the form to sign in.
    """
    link = str(form.get("link", ""))[:LONGEST_LINK]
    try:
        at = desk_of(request)
    except SignedOut:
        return sign_in_page(request, Waiting(link=link), note=say("desk.sign_in_to_go_on"), status=403)
    try:
        check_form(at, form)
    except Refused:  # the page is of an earlier session: the link isn't opened, but stands there to be
        return link_page(request, link, at, status=403)
    case = clinic_of(request).open_share(at.token, link)
    return RedirectResponse(f"/clinic/case/{case.key}", 303)
