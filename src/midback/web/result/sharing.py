"""A person's links: making one, shown once with its QR code, and taking them back; and what a link shows first."""

import segno
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.encounter import SHARED_DAYS, NotShared, Shared, Sharing
from midback.encounter.tokens import new_id
from midback.web.kit.address import address_of
from midback.web.kit.form import asking_or_posting, posting
from midback.web.kit.mark import check_form
from midback.web.kit.session import Session, renderer_of, session_of
from midback.words import say

LONGEST_PRESS = 100


def shares_of(request: Request) -> Sharing:
    """The application's shares."""
    shares: Sharing = request.app.state.shares
    return shares


@asking_or_posting
def share(request: Request, form: FormData | None) -> Response:
    """Show the links there are, or make a new one and show it, once."""
    session = session_of(request)
    if form is None:
        return _page(request, session, None)
    check_form(session, form)
    try:
        made = shares_of(request).share(session.token, press=str(form.get("press", ""))[:LONGEST_PRESS])
    except NotShared:
        return RedirectResponse("/share", 303)
    return _page(request, session, made)


@posting
def revoke(request: Request, form: FormData) -> Response:
    """Take one link back, or all."""
    session = session_of(request)
    check_form(session, form)
    shares_of(request).revoke(session.token, str(form.get("id", "")) or None)
    return RedirectResponse("/share", 303)


@posting
def take_back(request: Request, form: FormData) -> Response:
    """Take the case back from everybody."""
    session = session_of(request)
    check_form(session, form)
    return _page(request, session, None, taken_from=shares_of(request).take_back(session.token))


def _page(request: Request, session: Session, made: Shared | None, taken_from: int | None = None) -> Response:
    address = f"{address_of(request)}/s#{made.token}" if made else ""
    return renderer_of(request).page(
        "share.html",
        session.encounter.profile,
        title=say("titles.share"),
        csrf=session.csrf,
        made=made,
        press=new_id(),
        address=address,
        code=qr(address) if made else "",
        links=shares_of(request).listed(session.token),
        holders=shares_of(request).holders(session.token),
        taken_from=taken_from,
        days=SHARED_DAYS,
    )


def qr(address: str) -> Markup:
    """A QR code as SVG, drawn in the page's own colours."""
    code = segno.make_qr(address, error="m")
    return Markup(code.svg_inline(scale=5, border=2, omitsize=True, svgclass="qr", lineclass="qr-line"))  # noqa: S704 - made by segno of an address of ours
