"""A clinician's session: signing in and out, and the mark in each form that proves it was ours."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.encounter import Account, Accounts, Clinic, MustWait, NotShared, SignedOut, SignInRefused
from midback.records import RETRY_SECONDS, Crowded, Gone, apart
from midback.web.clinic.device import device_of, remember_device
from midback.web.kit.cookies import cookie_of, end_visit, set_cookie
from midback.web.kit.errors import gone
from midback.web.kit.first_visit import remember_visitor, visitor_of
from midback.web.kit.form import posted, posted_if_any
from midback.web.kit.session import check_form, renderer_of
from midback.words import say

COOKIE = "midback_clinic"
PATH = "/clinic"
LASTS = 12 * 60 * 60
LONGEST_LINK = 400


@dataclass(frozen=True, slots=True)
class Desk:
    """A request's session and whose it is."""

    session: str
    account: Account

    @property
    def csrf(self) -> str:
        """A mark that only pages made for this session carry."""
        return sha256(f"clinic:{self.session}".encode()).hexdigest()[:40]


def accounts_of(request: Request) -> Accounts:
    """The application's accounts."""
    accounts: Accounts = request.app.state.accounts
    return accounts


def clinic_of(request: Request) -> Clinic:
    """The application's clinic."""
    clinic: Clinic = request.app.state.clinic
    return clinic


def desk_of(request: Request) -> Desk:
    """The desk of a request. Raises SignedOut where nobody is signed in."""
    session = cookie_of(request, COOKIE)
    return Desk(session, accounts_of(request).who(session))


async def sign_in(request: Request) -> Response:
    """Show the form, or take a name and a password: in a queue of its own, so that no page waits for it."""
    form = await posted_if_any(request)
    if form is None:
        return await run_in_threadpool(_page, request)
    try:
        return await apart(lambda: _sign_in(request, form))
    except Crowded as error:
        return await run_in_threadpool(_crowded, request, form, error)


def _crowded(request: Request, form: FormData, error: Crowded) -> Response:
    name, link = str(form.get("name", ""))[:200], str(form.get("link", ""))[:LONGEST_LINK]
    response = _page(request, name=name, link=link, error=str(error), status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _sign_in(request: Request, form: FormData) -> Response:
    check_form(visitor_of(request), form)
    name, link = str(form.get("name", ""))[:200], str(form.get("link", ""))[:LONGEST_LINK]
    try:
        session = accounts_of(request).sign_in(
            name,
            str(form.get("password", ""))[:2000],
            replaces=cookie_of(request, COOKIE),
            device=device_of(request),
        )
    except (SignInRefused, MustWait) as error:
        return _page(
            request, name=name, link=link, error=str(error), status=429 if isinstance(error, MustWait) else 403
        )
    response = _link_page(request, link, Desk(session, accounts_of(request).who(session))) if link else _to(PATH)
    set_cookie(response, request, COOKIE, session, seconds=LASTS, sent_from="strict")
    remember_device(response, request, accounts_of(request), session)
    return response


def _to(path: str) -> Response:
    return RedirectResponse(path, 303)


def _page(request: Request, *, name: str = "", link: str = "", error: str = "", status: int = 200) -> Response:
    title = say("clinic.sign_in_title")
    visitor, page = visitor_of(request), renderer_of(request).page
    values: dict[str, Any] = {"name": name, "link": link, "error": error, "first_mark": visitor.csrf}
    response = page("clinic/sign_in.html", "international", title=title, status=status, **values)
    remember_visitor(response, request, visitor)
    return response


async def sign_out(request: Request) -> Response:
    """End the session."""
    form = await posted(request)
    return await run_in_threadpool(_sign_out, request, form)


def _sign_out(request: Request, form: FormData) -> Response:
    try:
        desk = desk_of(request)
        check_form(desk, form)
        accounts_of(request).sign_out(desk.session)
    except SignedOut:
        pass
    response = _to("/clinic/sign-in")
    end_visit(response, request, COOKIE)
    return response


def signed_out(request: Request, error: Exception) -> Response:
    """Where a request goes that needs somebody signed in."""
    if request.url.path.endswith("/preview"):
        return Response(str(error), 403)
    return _to("/clinic/sign-in")


def link_ended(request: Request, error: Exception) -> Response:
    """A link or a case that isn't there any more; the browser's own answers are left alone."""
    title = say("clinic.ended_title")
    return renderer_of(request).page("clinic/ended.html", "international", title=title, status=410, message=str(error))


def landing(request: Request) -> Response:
    """What somebody sees who follows a link. Nothing of the case is shown, and nothing counted, before they press.

    The code stands behind the # of the address, which browsers send to nobody; a script moves it into the form.
    Links of before have it in the path: they are answered until the last of them has ended.
    """
    try:
        desk = desk_of(request)
    except SignedOut:
        desk = None
    return _link_page(request, str(request.path_params.get("token", ""))[:LONGEST_LINK], desk)


def _link_page(request: Request, link: str, desk: Desk | None) -> Response:
    visitor, page = visitor_of(request), renderer_of(request).page
    values: dict[str, Any] = {"link": link, "csrf": desk.csrf if desk else "", "first_mark": visitor.csrf}
    response = page("clinic/link.html", "international", title=say("clinic.title"), **values)
    remember_visitor(response, request, visitor)
    return response


def no_record(request: Request, error: Exception) -> Response:
    """On the clinician's side a case that is gone; else the person's own answers."""
    return link_ended(request, error) if request.url.path.startswith(PATH) else gone(request, error)


HANDLERS: Mapping[type[Exception], Callable[[Request, Exception], Response]] = {
    SignedOut: signed_out,
    NotShared: link_ended,
    Gone: no_record,
}
