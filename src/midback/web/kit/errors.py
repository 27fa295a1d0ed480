"""Pages for what went wrong: what happened and what to do next, without a trace."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from midback.errors import CaseError, RecordError, UnknownId
from midback.knowledge import DEFAULT_PROFILE
from midback.records import Gone, StoreError
from midback.web.kit.form import Refused
from midback.web.kit.session import forget, renderer_of
from midback.web.kit.trouble import READING, sent_again, troubled
from midback.words import say


def _page(request: Request, status: int, message: str = "") -> Response:
    page = renderer_of(request).page
    return page("error.html", DEFAULT_PROFILE, title=say("trouble.title"), status=status, code=status, message=message)


def gone(request: Request, _error: Exception, typed: str = "") -> Response:
    """The answers of this browser were deleted, or their time is over: the one case in which its cookie is dropped.

    `typed` is what was being sent, to copy.
    """
    page = renderer_of(request).page
    response = page("gone.html", DEFAULT_PROFILE, title="Midback", status=410, deleted=False, typed=typed)
    forget(response, request)
    return response


def broken(request: Request) -> Response:
    """What nobody foresaw. It says no more of what was sent than anybody can know."""
    try:
        return _page(request, 500, "" if request.method in READING else say("trouble.broken_keeping"))
    except Exception:  # noqa: BLE001 - the page itself may be what is broken
        return PlainTextResponse(say("trouble.broken_bare"), 500)


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    if isinstance(error, Refused) and error.mended:
        return sent_again(request, say("refused.mended"), error.mended, status=status)
    return _page(request, status, str(error.detail) if isinstance(error, Refused) else "")


def _unreadable(request: Request, _error: Exception) -> Response:
    return _page(request, 422)


def _not_possible(request: Request, error: Exception) -> Response:
    """A rule of ours stands in the way, as where a visit takes no more answers; the error says which."""
    text = str(error)
    return _page(request, 409, f"{text[:1].upper()}{text[1:]}.")


HANDLERS: Mapping[Any, Callable[[Request, Exception], Any]] = {
    Gone: gone,
    StoreError: troubled,
    RecordError: _not_possible,
    UnknownId: _unreadable,
    CaseError: _unreadable,
    HTTPException: _refused,
}
