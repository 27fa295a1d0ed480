"""A clinician's own account: another password, and signing out everywhere."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from midback.encounter import MustWait, SignedOut, SignInRefused
from midback.errors import RecordError
from midback.knowledge import DEFAULT_PROFILE
from midback.records import RETRY_SECONDS, Crowded, StoreError, apart
from midback.web.clinic.at_desk import COOKIE, AtDesk, accounts_of, desk_of
from midback.web.kit.cookies import end_visit
from midback.web.kit.form import posted, posting
from midback.web.kit.mark import check_form
from midback.web.kit.session import renderer_of
from midback.words import say


def account(request: Request) -> Response:
    """The page of the account."""
    return _page(request, desk_of(request))


async def change_password(request: Request) -> Response:
    """Take the password until now and a new one, in the queue of those who sign in."""
    form = await posted(request)
    try:
        return await apart(lambda: _change_password(request, form))
    except Crowded as error:
        return await run_in_threadpool(_crowded, request, error)


def _change_password(request: Request, form: FormData) -> Response:
    desk = desk_of(request)
    check_form(desk, form)
    old, new = (str(form.get(name, ""))[:2000] for name in ("old", "new"))
    if new != str(form.get("again", ""))[:2000]:
        return _page(request, desk, error=say("account.different"), field="new", status=422)
    try:
        accounts_of(request).change_password(desk.token, old, new)
    except (SignInRefused, MustWait) as error:
        waits = isinstance(error, MustWait)
        told = str(error) if waits else say("account.wrong")
        return _page(request, desk, error=told, field="old", status=429 if waits else 403)
    except (StoreError, SignedOut):
        raise
    except RecordError as error:
        return _page(request, desk, error=str(error), field="new", status=422)
    return _page(request, desk, done=say("account.changed"))


def _crowded(request: Request, error: Crowded) -> Response:
    response = _page(request, desk_of(request), error=str(error), field="old", status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


@posting
def sign_out_everywhere(request: Request, form: FormData) -> Response:
    """End every session of the account, this one too."""
    desk = desk_of(request)
    check_form(desk, form)
    accounts_of(request).sign_out_everywhere(desk.token)
    response = RedirectResponse("/clinic/sign-in", 303)
    end_visit(response, request, COOKIE)
    return response


def _page(
    request: Request, desk: AtDesk, *, error: str = "", field: str = "", done: str = "", status: int = 200
) -> Response:
    return renderer_of(request).page(
        "clinic/account.html",
        DEFAULT_PROFILE,
        title=say("account.page_title"),
        status=status,
        csrf=desk.csrf,
        desk=desk,
        error=error,
        field=field,
        done=done,
    )
