"""A clinician's session: signing in and out, and the mark in each form that proves it was ours."""

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.encounter import MustWait, NotShared, SignedOut, SignInRefused
from midback.knowledge import DEFAULT_PROFILE
from midback.records import RETRY_SECONDS, Crowded, Gone, StoreError, apart
from midback.web.clinic.at_desk import COOKIE, LONGEST_LINK, PATH, accounts_of, desk_of, opened
from midback.web.clinic.case import held_page
from midback.web.clinic.device import device_of, remember_device
from midback.web.clinic.sign_in_page import LONGEST_NAME, Waiting, case_key, link_page, sign_in_page
from midback.web.kit.cookies import cookie_of, end_visit, set_cookie
from midback.web.kit.errors import gone
from midback.web.kit.first_visit import visitor_of
from midback.web.kit.form import Refused, posted_if_any, posting
from midback.web.kit.mark import check_form
from midback.web.kit.session import renderer_of
from midback.web.kit.trouble import note_fault, seconds_after
from midback.words import say

SIGN_IN = f"{PATH}/sign-in"
LASTS = 12 * 60 * 60


async def sign_in(request: Request) -> Response:
    """Show the form, or take a name and a password: in a queue of its own, so that no page waits for it."""
    form = await posted_if_any(request)
    if form is None:
        return await run_in_threadpool(_ask, request)
    try:
        return await apart(lambda: _sign_in(request, form))
    except Crowded as error:
        return await run_in_threadpool(_not_now, request, form, str(error), RETRY_SECONDS)
    except StoreError as error:
        note_fault(request, error)
        return await run_in_threadpool(_not_now, request, form, say("trouble.signing_in"), seconds_after(error))


def _ask(request: Request) -> Response:
    case = case_key(request.query_params.get("case"))
    return sign_in_page(request, Waiting(case=case), note=say("desk.sign_in_to_go_on") if case else "")


def _not_now(request: Request, form: FormData, why: str, seconds: int) -> Response:
    """The form again, with all that waits in it."""
    response = sign_in_page(request, Waiting.of(form), name=_name(form), error=why, status=503)
    response.headers["Retry-After"] = str(seconds)
    return response


def _sign_in(request: Request, form: FormData) -> Response:
    try:
        check_form(visitor_of(request), form)
    except Refused as error:
        return sign_in_page(request, Waiting.of(form), name=_name(form), error=error.detail, status=error.status_code)
    password, replaces = str(form.get("password", ""))[:2000], cookie_of(request, COOKIE)
    try:
        session = accounts_of(request).sign_in(_name(form), password, replaces=replaces, device=device_of(request))
    except (SignInRefused, MustWait) as error:
        status = 429 if isinstance(error, MustWait) else 403
        return sign_in_page(request, Waiting.of(form), name=_name(form), error=str(error), status=status)
    response = _first_page(request, session, Waiting.of(form))
    set_cookie(response, request, COOKIE, session, seconds=LASTS, sent_from="strict")
    remember_device(response, request, accounts_of(request), session)
    return response


def _name(form: FormData) -> str:
    return str(form.get("name", ""))[:LONGEST_NAME]


def _first_page(request: Request, session: str, waiting: Waiting) -> Response:
    """What was typed when an earlier session ended, the link that somebody followed, the case, or the list."""
    if waiting.held:
        return held_page(request, session, waiting.held)
    if waiting.link:
        return link_page(request, waiting.link, opened(request, session))
    return _to(f"{PATH}/case/{waiting.case}" if waiting.case else PATH)


def _to(path: str) -> Response:
    return RedirectResponse(path, 303)


@posting
def sign_out(request: Request, form: FormData) -> Response:
    """End the session."""
    try:
        desk = desk_of(request)
        check_form(desk, form)
        accounts_of(request).sign_out(desk.token)
    except SignedOut:
        pass
    response = _to(SIGN_IN)
    end_visit(response, request, COOKIE)
    return response


def signed_out(request: Request, error: Exception) -> Response:
    """Where a request goes that needs somebody signed in; a page that was asked for comes after it."""
    case = case_key(request.path_params.get("key")) if request.method == "GET" else ""
    return _to(f"{SIGN_IN}?case={case}" if case else SIGN_IN)


def link_ended(request: Request, error: Exception) -> Response:
    """A link or a case that isn't there any more; the browser's own answers are left alone."""
    title = say("clinic.ended_title")
    return renderer_of(request).page("clinic/ended.html", DEFAULT_PROFILE, title=title, status=410, message=str(error))


def landing(request: Request) -> Response:
    """What somebody sees who follows a link. Nothing of the case is shown, and nothing counted, before they press.

    The code stands behind the # of the address, which browsers send to nobody; a script moves it into the form.
    Links of before have it in the path: they are answered until the last of them has ended.
    """
    try:
        desk = desk_of(request)
    except SignedOut:
        desk = None
    return link_page(request, str(request.path_params.get("token", ""))[:LONGEST_LINK], desk)


def no_record(request: Request, error: Exception) -> Response:
    """On the clinician's side a case that is gone; else the person's own answers."""
    return link_ended(request, error) if request.url.path.startswith(PATH) else gone(request, error)


HANDLERS: Mapping[type[Exception], Callable[[Request, Exception], Response]] = {
    SignedOut: signed_out,
    NotShared: link_ended,
    Gone: no_record,
}
